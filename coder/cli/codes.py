"""`coder codes`: the code tree and its changes, and the codebook as a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Foreseen, Result, dry_run, verb, written
from coder.errors import Invalid, NotFound
from coder.project.study import code_named, path_of, walk
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from coder.model.codebook import Code
    from coder.model.source import Coding, Segment
    from coder.project import Project
    from coder.project.operations.codebook_text import Entry, Step

TOP = "/"


@verb(
    "codes",
    "List the code tree with counts.",
    parameters.flag("--archived", "include archived codes (--json always does)"),
    examples=["codes friends", "codes friends --json"],
)
def listing(project: Project, archived: bool) -> Result:
    """List the code tree, each code with its counts."""
    from coder.analysis.counts import of_codes, of_subtree

    tree = list(walk(project))
    own = {code.id: of_codes(project, code) for _, code in tree}

    def as_json() -> list[dict[str, object]]:
        return [
            {
                "id": code.id,
                "path": path_of(project, code),
                "name": code.name,
                "parent": code.parent,
                "color": code.color,
                **own[code.id]._asdict(),
                "definition": code.definition,
                "include": code.include,
                "exclude": code.exclude,
                "aliases": list(code.aliases),
                "quick": code.quick,
                "archived": code.archived,
            }
            for _, code in tree
        ]

    def lines() -> str | list[str]:
        if not tree:
            return f"There are no codes yet. Add one with: coder codes add {project.folder} Group/Code"
        rows = [["code", "codings", "with below", "segments", "sources"]]
        for depth, code in tree:
            if code.archived and not archived:
                continue
            count = own[code.id]
            below = of_subtree(project, code).codings if project.children(code.id) else count.codings
            numbers = (count.codings, below, count.segments, count.sources)
            rows.append(["  " * depth + code.name, *(f"{number:,}" for number in numbers)])
        return output.aligned(rows, right=(1, 2, 3, 4))

    return Result(as_json, lines)


def _color(text: str) -> str:
    """A colour as it is stored; Invalid where it is none."""
    if text and not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise Invalid("That is not a colour", f"“{text}”", "Colours are written as #rrggbb, such as #4e8fd9")
    return text.lower()


def _changed(project: Project, code: Code, text: str) -> Result:
    return Result({"id": code.id, "path": path_of(project, code)}, text)


@verb(
    "codes add",
    "Add a code; missing groups on its path are added too.",
    parameters.argument("path", help="Group/Subgroup/Code"),
    parameters.argument("--definition", default="", help="its definition"),
    parameters.argument("--color", default="", help="#rrggbb (default: its group's, or the least used)", load=_color),
    examples=["codes add friends Before/Shame --definition 'Afraid of being seen'"],
    access=WRITE,
)
def add(project: Project, path: str, definition: str, color: str) -> Result:
    """Add a code."""
    from coder.project.operations import codebook

    code = codebook.add(project, path, color=color, definition=definition)
    return _changed(project, code, f"Added {path_of(project, code)}")


@verb(
    "codes rename",
    "Rename a code; its old name still finds it.",
    parameters.code(),
    parameters.argument("name", help="the new name, without a path"),
    examples=["codes rename friends Shame Embarrassment"],
    access=WRITE,
    reason=True,
)
def rename(project: Project, code: Code, name: str, reason: str) -> Result:
    """Rename a code."""
    from coder.project.operations import codebook

    renamed = codebook.rename(project, code, name, reason)
    return _changed(project, renamed, f"Renamed {code.name} to {renamed.name}")


@verb(
    "codes move",
    f"Move a code with all below it under another code, or to the top ({TOP}).",
    parameters.code(),
    parameters.argument(
        "parent",
        help=f"a code, or {TOP} for the top",
        resolve=lambda project, text: None if text == TOP else code_named(project, text),
    ),
    parameters.argument("--place", help="1 is the first of its siblings (default: the last)", type=int),
    examples=["codes move friends Shame Before", f"codes move friends Before {TOP} --place 1"],
    access=WRITE,
    reason=True,
)
def move(project: Project, code: Code, parent: Code | None, place: int | None, reason: str) -> Result:
    """Move a code in the tree."""
    from coder.project.operations import codebook

    moved = codebook.move(project, code, parent, None if place is None else place - 1, reason)
    return _changed(project, moved, f"Moved to {path_of(project, moved)}")


@verb(
    "codes merge",
    "Merge a code into another: its units, memos and codes below move there, its name becomes an alias. Asks where\n"
    "codings of another coder change; without a terminal, add --yes.",
    parameters.code(),
    parameters.code("into", "the code that stays", metavar="INTO"),
    examples=["codes merge friends Embarrassment Shame --reason 'the same thing'"],
    access=WRITE,
    reason=True,
    asks=Foreseen("Merge", ("codings",)),
)
def merge(project: Project, code: Code, into: Code, reason: str) -> Result:
    """Merge a code into another."""
    from coder.project.operations import codebook

    collapsed = codebook.merge(project, code, into, reason)
    both = f"; {format_count(collapsed, 'coding')} had both" if collapsed else ""
    return _changed(project, project.codes[into.id], f"Merged {code.name} into {path_of(project, into)}{both}")


@verb(
    "codes split",
    "Move units of a code to another one; a new name adds a code beside it. Asks where codings of another\n"
    "coder change; without a terminal, add --yes.",
    parameters.code(),
    parameters.code_or_path("into", "a code, or the path of a new one"),
    parameters.segment("segments", "ids of units, as `coder find` prints them", nargs="*"),
    parameters.argument(
        "--query", default="", metavar="Q", help="the units that this query finds (coder help queries)"
    ),
    examples=[
        "codes split friends Shame 'Shame of colleagues' 3f2a9c1d 77b0e1aa --reason 'two things'",
        "codes split friends Shame Fear --query 'wave:baseline and text:afraid'",
    ],
    access=WRITE,
    reason=True,
    check=lambda args: None if args.segments or args.query else "give the units: SEGMENT…, or --query Q",
    asks=Foreseen("Split", ("codings",)),
)
def split(project: Project, code: Code, into: Code | str, segments: list[Segment], query: str, reason: str) -> Result:
    """Move units of a code to another one."""
    from coder.project.operations import codebook

    units = _units(project, code, segments, query)
    done = codebook.split(project, code, units, into, reason)
    path, target = path_of(project, code), path_of(project, done.code)
    value = {"id": done.code.id, "path": target, "from": path, "moved": done.moved, "collapsed": done.collapsed}
    both = f"; {format_count(done.collapsed, 'unit')} had both" if done.collapsed else ""
    return Result(value, f"Moved {format_count(done.moved, 'unit')} of {path} to {target}{both}")


def _units(project: Project, code: Code, segments: Iterable[Segment], query: str) -> list[Coding]:
    """The codings with a code on the segments, and on those that a query finds."""
    chosen = {segment.id for segment in segments}
    for id in chosen:
        if all(coding.code != code.id for coding in project.codings_of(id)):
            raise NotFound(f"A unit is not coded with {path_of(project, code)}", id)
    if query:
        from coder.analysis.retrieval import retrieve

        chosen |= set(retrieve(project, query))
    codings = [project.codings[id] for id in project.codings_with(code.id)]
    units = [coding for coding in codings if coding.segment in chosen]
    if not units:
        raise NotFound(f"The query finds no unit of {path_of(project, code)}", query)
    return units


@verb(
    "codes delete",
    "Delete a code and all below it. If it has units, give --units-to or --uncode. Asks where there are codes\n"
    "below, or where the codings are another coder's; without a terminal, add --yes.",
    parameters.code(),
    parameters.code("--units-to", "recode its units with this code", default="", either="units"),
    parameters.flag("--uncode", "remove the code from its units", either="units"),
    examples=[
        "codes delete friends Shame --units-to Fear",
        "codes delete friends Shame --uncode --reason 'too rare'",
        "codes delete friends Before --uncode --yes",
    ],
    access=WRITE,
    reason=True,
    asks=Foreseen("Delete", ("codings", "segments")),
)
def delete(project: Project, code: Code, units_to: Code | None, uncode: bool, reason: str) -> Result:
    """Delete a code and all below it."""
    from coder.analysis.counts import of_subtree
    from coder.project.operations import codebook

    path = path_of(project, code)
    if units_to is None and not uncode and of_subtree(project, code).codings:
        raise Invalid(
            "The code still has units",
            f"{path} or a code below it has codings.",
            "Move them with --units-to CODE, or remove their codings with --uncode.",
        )
    codings = codebook.delete(project, code, units_to=units_to, uncode=uncode, reason=reason)
    fate = f"moved to {units_to.name}" if units_to else "removed"
    outcome = f"; {format_count(codings, 'coding')} {fate}" if codings else ""
    return Result({"id": code.id, "path": path, "codings": codings}, f"Deleted {path}{outcome}")


@verb(
    "codes define",
    "Define a code: its definition, what to include and exclude, aliases, colour and quick key. Without any of\n"
    "them, print its definition.",
    parameters.code(),
    parameters.argument("definition", metavar="TEXT", nargs="?", help="the definition"),
    parameters.argument("--include", help="what belongs to it"),
    parameters.argument("--exclude", help="what does not belong to it"),
    parameters.argument("--alias", action="append", help="another name that finds it (repeatable)"),
    parameters.argument("--color", help="#rrggbb", load=_color),
    parameters.argument("--key", type=int, choices=range(10), help="the quick key 1-9 that applies it; 0: none"),
    examples=["codes define friends Shame 'Afraid of being seen as ill' --include 'blushing' --key 3"],
    access=WRITE,
    dry=lambda args: not _defines(args),
)
def define(
    project: Project,
    code: Code,
    definition: str | None,
    include: str | None,
    exclude: str | None,
    alias: list[str] | None,
    color: str | None,
    key: int | None,
) -> Result:
    """Define a code, or print its definition."""
    from coder.project.operations import codebook

    path = path_of(project, code)
    if all(value is None for value in (definition, include, exclude, alias, color, key)):
        parts = {
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
            "aliases": ", ".join(code.aliases),
        }
        return _changed(
            project, code, "\n".join([path, *(f"  {name}: {text}" for name, text in parts.items() if text)])
        )
    defined = codebook.define(
        project,
        code,
        definition=definition,
        include=include,
        exclude=exclude,
        aliases=(*code.aliases, *alias) if alias else None,
        color=color,
        quick=key,
    )
    return _changed(project, defined, f"Defined {path}")


def _defines(args: argparse.Namespace) -> bool:
    names = ("definition", "include", "exclude", "alias", "color", "key")
    return any(getattr(args, name) is not None for name in names)


@verb(
    "codes archive",
    "Archive codes with all below them: they keep their units, but are no longer listed.",
    parameters.code("codes", nargs="+"),
    examples=["codes archive friends Shame Fear"],
    access=WRITE,
    reason=True,
)
def archive(project: Project, codes: list[Code], reason: str) -> Result:
    """Archive codes."""
    from coder.project.operations import codebook

    return _archived(project, codes, "Archived", codebook.archive_all(project, codes, reason))


@verb(
    "codes unarchive",
    "Restore archived codes, with all below them and their groups.",
    parameters.code("codes", nargs="+"),
    examples=["codes unarchive friends Shame Fear"],
    access=WRITE,
    reason=True,
)
def unarchive(project: Project, codes: list[Code], reason: str) -> Result:
    """Restore archived codes."""
    from coder.project.operations import codebook

    return _archived(project, codes, "Restored", codebook.unarchive_all(project, codes, reason))


def _archived(project: Project, codes: Sequence[Code], done: str, number: int) -> Result:
    paths = [path_of(project, code) for code in codes]
    return Result({"codes": number, "paths": paths}, f"{done} {format_count(number, 'code')}")


@verb(
    "codes example",
    "Add a unit to the examples of a code. Without a unit, list the examples.",
    parameters.code(),
    parameters.segment("segment", "id of the unit", nargs="?"),
    parameters.flag("--remove", "remove it from the examples"),
    examples=["codes example friends Shame 3f2a9c1d", "codes example friends Shame 3f2a9c1d --remove"],
    access=WRITE,
    dry=lambda args: args.segment is None,
)
def example(project: Project, code: Code, segment: Segment | None, remove: bool) -> Result:
    """Change or list the examples of a code."""
    from coder.project.operations import codebook

    if segment is not None:
        code = (codebook.unlink_example if remove else codebook.link_example)(project, code, segment)
    segments = [project.segments[id] for id in code.examples]
    rows = [
        {"segment": unit.id, "source": project.sources[unit.source].name, "start": unit.start, "text": unit.quote}
        for unit in segments
    ]
    lines = [f"{unit.id[: output.SHORT_ID]}  {' '.join(unit.quote.split())}" for unit in segments]
    path = path_of(project, code)
    return Result({"id": code.id, "path": path, "examples": rows}, lines or f"{path} has no examples")


@verb(
    "codes reasons",
    "Require a reason for codebook changes, or not: rename, move, merge, split, archive and delete.",
    parameters.argument("required", choices=("on", "off"), metavar=None, help="whether a reason is required"),
    examples=["codes reasons friends on"],
    access=WRITE,
)
def reasons(project: Project, required: str) -> Result:
    """Require a reason for codebook changes, or not."""
    from coder.project.operations import codebook

    codebook.require_reasons(project, required == "on")
    state = "require a reason" if project.info.reasons else "need no reason"
    return Result({"reasons": project.info.reasons}, f"Codebook changes {state}")


# The codebook as a file


@verb(
    "codes export",
    "Write the codebook into a file. The format is that of its suffix or of --format.",
    parameters.out(),
    parameters.format("CODEBOOK", "with -: csv"),
    examples=["codes export friends codebook.csv", "codes export friends - --format md | less"],
)
def export(project: Project, out: str, format: str | None) -> Result | None:
    """Write the codebook into a file."""
    from coder.exports import export_named

    writer = export_named("codebook").writer(out, format or ("csv" if out == output.STDOUT else None))
    number = len(project.codes)
    value, text = {"file": out, "codes": number}, f"Wrote {format_count(number, 'code')}"
    return written(project, out, writer, writer.write(project), value, text)


def _read(file: str) -> list[Entry]:
    from coder.exchange.registry import read_codebook

    return read_codebook(Path(file))


@verb(
    "codes import",
    "Import a codebook file, after listing what would change. Nothing is deleted.",
    parameters.file("file", "as `coder codes export` writes it", load=_read),
    parameters.flag("--dry-run", "only list what would change"),
    examples=[
        "codes import friends codebook.csv --dry-run",
        "codes import friends codebook.csv --reason 'agreed at the meeting of 3 May'",
    ],
    access=WRITE,
    dry=dry_run,
    reason=True,
)
def import_(project: Project, file: list[Entry], dry_run: bool, reason: str, as_json: bool) -> Result:
    """Import a codebook from a file."""
    from coder.project.operations import codebook_text

    difference = codebook_text.compare(project, file)
    if not as_json:  # listed even where the import is refused
        output.text(_steps(difference.steps))
    number = len(difference.changes)
    applied = not dry_run and number > 0
    if applied:
        codebook_text.apply(project, difference, reason)
    steps = [step._asdict() for step in difference.steps]
    summary = f"{format_count(number, 'difference')}; {'imported' if applied else 'nothing was changed'}"
    return Result({"applied": applied, "changes": number, "steps": steps}, summary)


def _steps(steps: Iterable[Step]) -> list[str]:
    """The differences as lines: what kind, where, and the words before and after."""
    lines = []
    for step in steps:
        detail = " ".join(step.detail.split())
        lines.append(f"{step.kind:<12} {step.path}{f'  ({detail})' if detail else ''}")
        for sign, wording in (("-", step.before), ("+", step.after)):
            if wording.strip():
                lines.append(f"           {sign} {' '.join(wording.split())}")
    return lines
