"""`coder changes`: the change grid, and the notes it is made of."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.errors import Ambiguous, CoderError, NotFound
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coder.analysis.method.participation import Pair
    from coder.model.document import Document, Table
    from coder.model.framework import ChangeNote
    from coder.project import Project
    from coder.project.operations.changes import Subject
    from coder.project.study import Study

LONGEST = 48
GRID, CROSS, TRAJECTORY, NOTES = "grid", "cross", "trajectory", "notes"


def _listing(argv: list[str]) -> int:
    parser = _parser()
    args = arguments.parse(nouns.below(parser, "changes", "To change notes", VERBS), argv)
    from coder.cli.export import STDOUT, put

    with arguments.reading(args) as project:
        tables = list(_tables(project, args))
        if args.out is not None:
            put(args.out, _rendered(project, args, tables))
            if args.out != STDOUT:
                told = {"file": args.out, "tables": len(tables)}
                output.result(args.json, told, f"Wrote {args.out} ({format_count(len(tables), 'table')})")
        elif args.json:
            output.document(_document(project, args, tables))
        else:
            _print(tables)
    return 0


def _parser() -> argparse.ArgumentParser:
    from coder.exchange.registry import TABLES, names, writers

    parser = arguments.reader(
        "changes",
        "What changed between two waves: code groups (or the levels of frameworks) by pairs, a tag in each cell.\n"
        "grid: the cells; cross: tags and units of all pairs, two waves compared; trajectory: one participant\n"
        "through time; notes: the notes in words. Who is in no pair is in no table. All of it: coder help pairs",
        "changes friends",
        "changes friends --by levels --mode cross",
        "changes friends --mode trajectory --participant P01",
        "changes friends grid.csv --publication",
    )
    parser.add_argument("out", metavar="OUT", nargs="?", help="a csv, md, html or docx file; - is stdout")
    parser.add_argument("--by", choices=("codes", "levels"), default="codes", help="what the lines are (codes)")
    parser.add_argument("--mode", choices=(GRID, CROSS, TRAJECTORY, NOTES), default=GRID, help="see above (grid)")
    parser.add_argument("--participant", metavar="P01", help="whose trajectory (else: everybody's)")
    parser.add_argument("--format", metavar="F", help=f"{names(writers(TABLES))} (with -: csv)")
    parser.add_argument(
        "--publication", action="store_true", help="renumber participants, suppress cells under 3 participants"
    )
    return parser


def _tables(project: Project, args: argparse.Namespace) -> Sequence[Table]:
    from coder.analysis.method import change
    from coder.analysis.method.participation import pairs
    from coder.analysis.reports import change_tables
    from coder.analysis.reports.disclosure import Telling

    telling = Telling(project, args.publication)
    grids = [change.Grid(project, args.by, *two) for two in change.steps(project)]
    if args.mode == TRAJECTORY:
        people = list({pair.participant.id: pair.participant for pair in pairs(project)}.values())
        if args.participant is not None:
            people = [_pair_of(project, args.participant, None, None).participant]
        return change_tables.trajectories(project, args.by, people, telling, grids)
    make = {GRID: change_tables.grid_table, CROSS: change_tables.cross_table, NOTES: change_tables.notes_table}
    return [make[args.mode](grid, telling) for grid in grids]


def _print(tables: Sequence[Table]) -> None:
    from coder.analysis.reports.change_tables import legend

    if not tables:
        output.line("No participant has interviews in two waves yet.")
    for table in tables:
        output.line(table.caption)
        output.table([table.head, *([_short(cell.text) for cell in row] for row in table.rows)])
        output.line()
    if tables:
        output.line(legend())


def _short(text: str) -> str:
    """A cell as a terminal has room for it; files and JSON have all of it."""
    from coder.text.cells import cut

    return cut(text.replace("\u2003", "  "), LONGEST)


def _made(project: Project, args: argparse.Namespace, tables: Sequence[Table]) -> Document:
    from coder.analysis.reports.change_tables import document
    from coder.analysis.reports.disclosure import Telling

    return document(project, tables, Telling(project, args.publication))


def _rendered(project: Project, args: argparse.Namespace, tables: Sequence[Table]) -> bytes:
    from coder.analysis.reports.change_tables import sheet
    from coder.cli.export import STDOUT
    from coder.exchange.registry import TABLES, writer_for

    named = args.format or ("csv" if args.out == STDOUT else None)
    writer = writer_for(TABLES, args.out, named)
    return writer.write(lambda: sheet(tables), lambda: _made(project, args, tables))


def _document(project: Project, args: argparse.Namespace, tables: Sequence[Table]) -> dict[str, Any]:
    """The tables as they are written; each with its n in the caption. `n`: the pairs of each two waves."""
    from coder.analysis.method.change import Grid, steps
    from coder.analysis.reports.disclosure import Telling

    telling = Telling(project, args.publication)
    counts = [(first, then, Grid(project, args.by, first, then).n) for first, then in steps(project)]
    return {
        "by": args.by,
        "mode": args.mode,
        "publication": args.publication,
        "n": [
            {"first": first.name, "then": then.name, "pairs": number if telling.tellable(number) else None}
            for first, then, number in counts
        ],
        "tables": [
            {
                "caption": table.caption,
                "head": list(table.head),
                "rows": [[cell.text.replace("\u2003", "") for cell in row] for row in table.rows],
            }
            for table in tables
        ],
        "open": _open(project) if not args.publication else [],
    }


def _open(project: Study) -> list[str]:
    from coder.analysis.method.change import open_points

    return [point.text for point in open_points(project)]


# Notes


def note_as_json(project: Study, note: ChangeNote) -> dict[str, Any]:
    """A note of change as JSON."""
    from coder.project.operations import changes

    return {
        "id": note.id,
        "participant": project.participants[note.participant].name,
        "first": project.waves[note.first].name,
        "then": project.waves[note.then].name,
        "on": changes.about(project, changes.subject_of(note)),
        "code": note.code,
        "level": note.level,
        "tag": note.tag,
        "sentence": note.sentence,
        "evidence_first": list(note.evidence_first),
        "evidence_then": list(note.evidence_then),
        "absent_first": note.absent_first,
        "absent_then": note.absent_then,
    }


def _pair_of(project: Project, name: str, first: str | None, then: str | None) -> Pair:
    """The pair of a participant; where there are several by its waves. NotFound says why there is none."""
    from coder.analysis.method.participation import pairs, unpaired

    wanted = name.casefold()
    found = [pair for pair in pairs(project) if wanted in (pair.participant.name.casefold(), pair.participant.id)]
    if not found:
        reasons = [why for one, why in unpaired(project) if wanted in (one.name.casefold(), one.id)]
        title = f"{name} is in no pair" if reasons else f"There is no participant “{name}”"
        raise NotFound(title, "".join(reasons), "See: coder pairs PROJECT")
    for field, wave in (("first", first), ("then", then)):
        if wave is not None:
            found = [pair for pair in found if getattr(pair, field).name.casefold() == wave.casefold()]
    if len(found) != 1:
        has = "more than one pair" if found else "no such pair"
        raise CoderError(f"{name} has {has}", hint="Name the waves: --from baseline --to follow-up")
    return found[0]


def _subject(project: Project, args: argparse.Namespace) -> Subject:
    from coder.project.operations.changes import Subject

    pair = _pair_of(project, args.participant, args.first_wave, args.then_wave)
    code, level = _about(project, args)
    return Subject(pair.participant.id, pair.first.id, pair.then.id, level=level, code=code)


def _about(project: Project, args: argparse.Namespace) -> tuple[str | None, str | None]:
    """The code or the level that is named, by id."""
    from coder.project.framework_layer import level_named
    from coder.project.paths import code_named

    if args.code is not None and args.level is not None:
        raise CoderError("A note is about a code or about a level, not about both", hint="Name one of them.")
    code = None if args.code is None else code_named(project, args.code).id
    return code, None if args.level is None else level_named(project, args.level).id


def _written(project: Project, args: argparse.Namespace) -> ChangeNote:
    """The note that is named, also where its waves are no pair any more; NotFound or Ambiguous."""
    from coder.project.paths import participant_named

    about = _about(project, args)
    found: list[ChangeNote] = project.users(participant_named(project, args.participant).id, "change_notes")
    found = [note for note in found if (note.code, note.level) == about]
    for field, wave in (("first", args.first_wave), ("then", args.then_wave)):
        if wave is not None:
            found = [note for note in found if project.waves[note[field]].name.casefold() == wave.casefold()]
    if not found:
        raise NotFound(f"{args.participant} has no such note of change", hint="See: coder pairs PROJECT --json")
    if len(found) > 1:
        raise Ambiguous(f"{args.participant} has {len(found)} such notes", hint="Name the waves: --from and --to")
    return found[0]


def _changing(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"changes {verb}", what, *examples)
    parser.add_argument("participant", metavar="PARTICIPANT", help="name or id")
    parser.add_argument("--code", metavar="C", help="the change is under this code (path, unique name or id)")
    parser.add_argument("--level", metavar="L", help="… or on this level of a framework (else: of the whole pair)")
    parser.add_argument("--from", dest="first_wave", metavar="WAVE", help="the earlier wave, where there are several")
    parser.add_argument("--to", dest="then_wave", metavar="WAVE", help="the later one")
    return parser


def _note(argv: list[str]) -> int:
    parser = _changing(
        "note",
        "Write or revise a note of change. What is not named stays as it is; a tag needs evidence on each side,\n"
        "or a word on why there is none. Units: coder find PROJECT QUERY --json",
        'changes note friends P01 --code Shame --tag D --sentence "It is said aloud now." --first 1b2c --then 9f0e',
        'changes note friends P03 --tag constant --absent-then "not asked" --first 77aa',
    )
    parser.add_argument("--tag", metavar="T", help="its name or letter: I C T D K S M R (coder help pairs)")
    parser.add_argument("--sentence", metavar="TEXT", help="what changed, in a sentence")
    parser.add_argument("--first", metavar="SEG", nargs="*", help="units of the earlier interview that show it")
    parser.add_argument("--then", metavar="SEG", nargs="*", help="units of the later one")
    parser.add_argument("--absent-first", metavar="WHY", help="why there is none in the earlier one")
    parser.add_argument("--absent-then", metavar="WHY", help="why there is none in the later one")
    args = arguments.parse(parser, argv)
    from coder.project.operations import changes

    with arguments.writing(args) as project:
        note = changes.note(
            project,
            _subject(project, args),
            tag=_tag(args.tag),
            sentence=args.sentence,
            evidence_first=_segments(project, args.first),
            evidence_then=_segments(project, args.then),
            absent_first=args.absent_first,
            absent_then=args.absent_then,
        )
        told = note_as_json(project, note)
    output.result(args.json, told, f"{told['participant']}, {told['on']}: {note.tag or 'no tag yet'}")
    return 0


def _tag(text: str | None) -> str | None:
    from coder.analysis.method.change import tag_named
    from coder.model.framework import CHANGE_TAGS

    if not text:
        return text
    found = tag_named(text)
    if found is None:
        known = ", ".join(f"{tag.letter} {name}" for name, tag in CHANGE_TAGS.items())
        raise NotFound(f"There is no tag of change “{text}”", hint=f"Tags are: {known}")
    return found


def _segments(project: Project, named: list[str] | None) -> tuple[str, ...] | None:
    from coder.project.paths import segment_named

    return None if named is None else tuple(dict.fromkeys(segment_named(project, one).id for one in named))


def _remove(argv: list[str]) -> int:
    parser = _changing("remove", "Remove a note of change.", "changes remove friends P01 --code Shame")
    args = arguments.parse(parser, argv)
    from coder.project.operations import changes

    with arguments.writing(args) as project:
        note = _written(project, args)
        told = note_as_json(project, note)
        changes.remove(project, note)
    output.result(args.json, told, f"Removed the note of change on {told['participant']}, {told['on']}")
    return 0


VERBS: nouns.Verbs = {
    "note": (_note, "write or revise a note of change"),
    "remove": (_remove, "remove it"),
}
run = nouns.noun(VERBS, _listing)
