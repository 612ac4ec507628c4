"""`coder codes` beyond the tree: split, archive, examples, reasons, and the codebook as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import NotFound
from coder.project.paths import code_named, path_of, segment_named
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.codebook import Code
    from coder.model.segment import Coding
    from coder.project import Project
    from coder.project.operations.codebook_text import Step


def _split(argv: list[str]) -> int:
    parser = arguments.writer(
        "codes split",
        "Send units of a code to another one; a name that is new makes a code beside it.",
        "codes split friends Shame 'Shame of colleagues' 3f2a9c1d 77b0e1aa --reason 'two things'",
        "codes split friends Shame Fear --query 'wave:baseline and text:afraid'",
        reason=True,
    )
    parser.add_argument("code", metavar="CODE", help="path, unique name or id")
    parser.add_argument("into", metavar="INTO", help="a code, or the path of a new one")
    parser.add_argument("segments", metavar="SEGMENT", nargs="*", help="ids of units, as `coder find` prints them")
    parser.add_argument("--query", metavar="Q", default="", help="the units that this finds (coder help queries)")
    args = arguments.parse(parser, argv)
    if not args.segments and not args.query:
        parser.error("which units? Name SEGMENTs, or give --query Q")
    with arguments.writing(args) as project:
        from coder.project.operations import splitting

        code = code_named(project, args.code)
        units = _units(project, code, args.segments, args.query)
        done = splitting.split(project, code, units, _code_or_name(project, args.into), args.reason)
        path, target = path_of(project, code), path_of(project, done.code)
    value = {"id": done.code.id, "path": target, "from": path, "moved": done.moved, "collapsed": done.collapsed}
    more = f"; {format_count(done.collapsed, 'unit')} had both" if done.collapsed else ""
    output.result(args.json, value, f"Split {format_count(done.moved, 'unit')} of {path} off to {target}{more}")
    return 0


def _units(project: Project, code: Code, named: Sequence[str], query: str) -> list[Coding]:
    """The codings with a code on the segments named, and on those that a query finds."""
    chosen = {segment_named(project, name).id for name in named}
    strangers = [id for id in chosen if all(coding.code != code.id for coding in project.codings_of(id))]
    if strangers:
        raise NotFound(f"A segment does not have the code {path_of(project, code)}", strangers[0])
    if query:
        from coder.analysis.retrieval import retrieve

        chosen |= set(retrieve(project, query))
    found = [project.codings[id] for id in project.codings_with(code.id)]
    units = [coding for coding in found if coding.segment in chosen]
    if not units:
        raise NotFound(f"The query finds no unit of {path_of(project, code)}", query)
    return units


def _code_or_name(project: Project, text: str) -> Code | str:
    try:
        return code_named(project, text)
    except NotFound:
        return text


def _archive(argv: list[str]) -> int:
    return _shelve("archive", "Archive codes with all below them: they keep their units and leave the lists.", argv)


def _unarchive(argv: list[str]) -> int:
    return _shelve("unarchive", "Bring archived codes back, with all below them and their groups.", argv)


def _shelve(verb: str, what: str, argv: list[str]) -> int:
    parser = arguments.writer(f"codes {verb}", what, f"codes {verb} friends Shame Fear", reason=True)
    parser.add_argument("codes", metavar="CODE", nargs="+", help="path, unique name or id")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import bulk

        codes = [code_named(project, name) for name in args.codes]
        act = bulk.archive if verb == "archive" else bulk.unarchive
        number = act(project, codes, args.reason)
        paths = [path_of(project, code) for code in codes]
    said = "Archived" if verb == "archive" else "Brought back"
    output.result(args.json, {"codes": number, "paths": paths}, f"{said} {format_count(number, 'code')}")
    return 0


def _example(argv: list[str]) -> int:
    parser = arguments.writer(
        "codes example",
        "Take a unit as an example of a code; without a unit, print the examples.",
        "codes example friends Shame 3f2a9c1d",
        "codes example friends Shame 3f2a9c1d --remove",
    )
    parser.add_argument("code", metavar="CODE", help="path, unique name or id")
    parser.add_argument("segment", metavar="SEGMENT", nargs="?", help="the unit's id")
    parser.add_argument("--remove", action="store_true", help="it is no example any more")
    args = arguments.parse(parser, argv)
    if args.segment is None:
        with arguments.reading(args) as project:
            return _print_examples(args.json, project, code_named(project, args.code))
    with arguments.writing(args) as project:
        from coder.project.operations import examples

        act = examples.unlink if args.remove else examples.link
        code = act(project, code_named(project, args.code), segment_named(project, args.segment))
        return _print_examples(args.json, project, code)


def _print_examples(as_json: bool, project: Project, code: Code) -> int:
    segments = [project.segments[id] for id in code.examples]
    rows = [
        {"segment": one.id, "source": project.sources[one.source].name, "start": one.start, "text": one.quote}
        for one in segments
    ]
    lines = [f"{one.id[: output.SHORT_ID]}  {' '.join(one.quote.split())}" for one in segments]
    text = "\n".join(lines) or f"{path_of(project, code)} has no examples"
    output.result(as_json, {"id": code.id, "path": path_of(project, code), "examples": rows}, text)
    return 0


def _reasons(argv: list[str]) -> int:
    parser = arguments.writer(
        "codes reasons",
        "Say whether rename, move, merge, split, archive and delete must carry a reason.",
        "codes reasons friends on",
    )
    parser.add_argument("wanted", choices=("on", "off"))
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import reasons

        reasons.require(project, args.wanted == "on")
        wanted = project.info.reasons
    said = "must carry a reason" if wanted else "need no reason"
    output.result(args.json, {"reasons": wanted}, f"Changes to the shape of the codebook {said}")
    return 0


def _export(argv: list[str]) -> int:
    from coder.exchange.registry import CODEBOOK, names, writer_for, writers

    parser = arguments.reader(
        "codes export",
        "Write the codebook; the format by the file's suffix, or by --format.",
        "codes export friends codebook.csv",
        "codes export friends - --format md | less",
    )
    parser.add_argument("out", metavar="OUT", help="the file to write, or -")
    parser.add_argument("--format", metavar="F", help=f"{names(writers(CODEBOOK))} (with -: csv)")
    args = arguments.parse(parser, argv)
    from coder.cli.export import STDOUT, put

    writer = writer_for(CODEBOOK, args.out, args.format or ("csv" if args.out == STDOUT else None))
    with arguments.reading(args) as project:
        data, number = writer.write(project), len(project.codes)
    put(args.out, data)
    if args.out != STDOUT:
        output.result(args.json, {"file": args.out, "codes": number}, f"Wrote {format_count(number, 'code')}")
    return 0


def _import(argv: list[str]) -> int:
    parser = arguments.writer(
        "codes import",
        "Take a codebook over from a .csv or .md file; what would change is shown first. Nothing is deleted.",
        "codes import friends codebook.csv --dry-run",
        "codes import friends codebook.csv --reason 'agreed at the meeting of 3 May'",
        reason=True,
    )
    parser.add_argument("file", metavar="FILE", help="as `coder codes export` writes it")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    args = arguments.parse(parser, argv)
    from coder.exchange import registry
    from coder.project.operations import codebook_text

    entries = registry.read(registry.CODEBOOK, Path(args.file))
    with arguments.reading(args) if args.dry_run else arguments.writing(args) as project:
        difference = codebook_text.compare(project, entries)
        if not args.json:
            _show(difference.steps)
        if not args.dry_run and difference.changes:
            codebook_text.apply(project, difference, args.reason)
    number = len(difference.changes)
    applied = not args.dry_run and number > 0
    steps = [step._asdict() for step in difference.steps]
    output.result(
        args.json,
        {"applied": applied, "changes": number, "steps": steps},
        f"{format_count(number, 'difference')}; {'taken over' if applied else 'nothing was changed'}",
    )
    return 0


def _show(steps: Sequence[Step]) -> None:
    for step in steps:
        detail = " ".join(step.detail.split())
        output.line(f"{step.kind:<12} {step.path}{f'  ({detail})' if detail else ''}")
        for sign, wording in (("-", step.before), ("+", step.after)):
            if wording.strip():
                output.line(f"           {sign} {' '.join(wording.split())}")


VERBS: dict[str, tuple[Callable[[list[str]], int], str]] = {
    "split": (_split, "send some of its units to another code"),
    "archive": (_archive, "take it out of the lists; its units stay"),
    "unarchive": (_unarchive, "bring it back"),
    "example": (_example, "units that show what it means"),
    "reasons": (_reasons, "whether changes of the tree must say why"),
    "export": (_export, "write the codebook: csv, md"),
    "import": (_import, "take a codebook over: csv, md"),
}
