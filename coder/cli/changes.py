"""`coder pairs` and `coder changes`: participants interviewed twice, and what changed between two waves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.verb import WRITE, Foreseen, Result, verb, written
from coder.errors import Ambiguous, CoderError, NotFound
from coder.model.framework import CHANGE_TAGS
from coder.project.operations import changes
from coder.project.study import participant_named
from coder.text.fold import name_key
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from coder.analysis.method.participation import Pair
    from coder.analysis.reports.disclosure import Disclosure
    from coder.model.codebook import Code
    from coder.model.document import Table
    from coder.model.framework import ChangeNote, Level
    from coder.model.source import Segment
    from coder.project import Project

CELL_WIDTH = 48
GRID, CROSS, TRAJECTORY, NOTES = "grid", "cross", "trajectory", "notes"  # as in change_tables, not imported here
NO_PAIR = "No participant has interviews in two waves yet."


@verb(
    "pairs",
    "List the pairs: participants with an interview in each of two waves; and the participants in no pair, and why.\n"
    "Change notes: coder changes. More: coder help pairs",
    examples=["pairs friends", "pairs friends --json"],
)
def pairs(project: Project) -> Result:
    """List the pairs, and who is in none."""
    from coder.analysis.method import participation

    all_pairs, unpaired = participation.pairs(project), participation.unpaired(project)
    value = {
        "n": len(all_pairs),
        "pairs": [_pair_as_json(project, pair) for pair in all_pairs],
        "unpaired": [{"participant": participant.name, "reason": reason} for participant, reason in unpaired],
    }
    lines = _pair_lines(project, all_pairs)
    if unpaired:
        table = output.aligned([[f"  {participant.name}", reason] for participant, reason in unpaired])
        count = format_count(len(unpaired), "participant")
        lines += [f"\nin no pair, and in no statistic of pairs: {count}", *table]
    return Result(value, lines)


def _pair_as_json(project: Project, pair: Pair) -> dict[str, Any]:
    from coder.analysis.method.change import notes_on

    return {
        "participant": pair.participant.name,
        "service": pair.participant.service,
        "first": pair.first.name,
        "then": pair.then.name,
        "first_sources": [source.name for source in pair.first_sources],
        "then_sources": [source.name for source in pair.then_sources],
        "notes": [_note_as_json(project, note) for note in notes_on(project, pair)],
    }


def _pair_lines(project: Project, all_pairs: Sequence[Pair]) -> list[str]:
    from coder.analysis.method.change import notes_on
    from coder.analysis.method.participation import format_interview_day

    if not all_pairs:
        return [NO_PAIR]
    rows = [["participant", "first", "then", "change notes"]]
    for pair in all_pairs:
        sides = []
        for wave, sources in ((pair.first, pair.first_sources), (pair.then, pair.then_sources)):
            days = filter(None, (format_interview_day(wave, source.day) for source in sources))
            sides.append(", ".join([wave.name, *days]))
        notes = len(notes_on(project, pair))
        rows.append([pair.participant.name, *sides, str(notes) if notes else "no note"])
    return [f"n = {format_count(len(all_pairs), 'pair')}", *output.aligned(rows)]


# The change grid


@verb(
    "changes",
    "Compare two waves: code groups (or the levels of frameworks) by pairs, with a change tag in each cell. grid:\n"
    "the cells; cross: tags and units of all pairs, two waves compared; trajectory: one participant through time;\n"
    "notes: the notes in words. Participants in no pair are in no table. More: coder help pairs",
    parameters.out(nargs="?", help="the file to write, or - for standard output"),
    parameters.argument("--by", choices=("codes", "levels"), default="codes", help="what the rows are (codes)"),
    parameters.argument(
        "--mode", choices=(GRID, CROSS, TRAJECTORY, NOTES), default=GRID, help="which tables: see above (grid)"
    ),
    parameters.argument("--participant", metavar="P01", help="only the trajectory of this participant"),
    parameters.format("TABLES", "with -: csv"),
    parameters.flag("--publication", "renumber participants, suppress cells under 3 participants"),
    examples=[
        "changes friends",
        "changes friends --by levels --mode cross",
        "changes friends --mode trajectory --participant P01",
        "changes friends grid.csv --publication",
    ],
)
def grid(
    project: Project,
    out: str | None,
    by: str,
    mode: str,
    participant: str | None,
    format: str | None,
    publication: bool,
) -> Result | None:
    """Compare two waves in tables."""
    from coder.analysis.reports import change_tables
    from coder.analysis.reports.disclosure import Disclosure

    disclosure = Disclosure(project, publication)
    people = [] if participant is None else [_pair_of(project, participant, None, None).participant]
    tables = change_tables.tables(project, by, mode, disclosure, people)
    if out is None:
        return Result(lambda: _grid_as_json(project, by, mode, tables, disclosure), lambda: _grid_lines(tables))
    from coder.exports import export_named

    writer = export_named(f"changes-{mode}").writer(out, format or ("csv" if out == output.STDOUT else None))
    data = writer.write(
        lambda: change_tables.sheet(tables), lambda: change_tables.document(project, tables, disclosure)
    )
    value = {"file": out, "tables": len(tables)}
    text = f"Wrote {out} ({format_count(len(tables), 'table')})"
    return written(project, out, writer, data, value, text, publication)


def _grid_lines(tables: Sequence[Table]) -> str | list[str]:
    from coder.analysis.reports.change_tables import legend
    from coder.text.characters import cut

    lines = []
    for table in tables:
        rows = [[cut(cell.text.replace("\u2003", "  "), CELL_WIDTH) for cell in row] for row in table.rows]
        lines += [table.caption, *output.aligned([table.head, *rows]), ""]
    return [*lines, legend()] if tables else NO_PAIR


def _grid_as_json(
    project: Project, by: str, mode: str, tables: Sequence[Table], disclosure: Disclosure
) -> dict[str, Any]:
    """The tables as they are written, each with its n in the caption; `n`: the pairs of each two waves."""
    from coder.analysis.method.change import ChangeGrid, open_points, wave_pairs

    counts = [(first, then, ChangeGrid(project, by, first, then).n) for first, then in wave_pairs(project)]
    return {
        "by": by,
        "mode": mode,
        "publication": disclosure.publication,
        "n": [
            {"first": first.name, "then": then.name, "pairs": number if disclosure.allows(number) else None}
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
        "open": [] if disclosure.publication else [point.text for point in open_points(project)],
    }


def _pair_of(project: Project, name: str, first: str | None, then: str | None) -> Pair:
    """The pair of a participant, by its waves where there are several; NotFound with the reason for none."""
    from coder.analysis.method import participation

    folded = name_key(name)
    pairs = [
        pair
        for pair in participation.pairs(project)
        if folded in (name_key(pair.participant.name), pair.participant.id)
    ]
    if not pairs:
        unpaired = participation.unpaired(project)
        reasons = [reason for who, reason in unpaired if folded in (name_key(who.name), who.id)]
        title = f"{name} is in no pair" if reasons else f"There is no participant “{name}”"
        raise NotFound(title, "".join(reasons), "See: coder pairs PROJECT")
    for side, wave in (("first", first), ("then", then)):
        if wave is not None:
            pairs = [pair for pair in pairs if name_key(getattr(pair, side).name) == name_key(wave)]
    if len(pairs) != 1:
        problem = "more than one pair" if pairs else "no such pair"
        raise CoderError(f"{name} has {problem}", hint="Name the waves: --from baseline --to follow-up")
    return pairs[0]


# Change notes


def _note_as_json(project: Project, note: ChangeNote) -> dict[str, Any]:
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


SUBJECT = [
    parameters.argument("participant", help="name or id"),
    parameters.code("--code", "the note is about this code (path, unique name or id)", metavar="C"),
    parameters.level("--level", "or about this level of a framework (default: the pair as a whole)", metavar="L"),
    parameters.argument(
        "--from", dest="first_wave", metavar="WAVE", help="the earlier wave, where there are several"
    ),
    parameters.argument("--to", dest="then_wave", metavar="WAVE", help="the later wave"),
]


def _check_subject(args: argparse.Namespace) -> None:
    if args.code is not None and args.level is not None:
        raise CoderError("A note is about a code or about a level, not about both", hint="Name one of them.")


@verb(
    "changes note",
    "Write or revise a change note. Options not given stay unchanged; a tag needs evidence on each side, or a\n"
    "reason why there is none. Units: coder find PROJECT QUERY --json. Asks where another coder wrote the note.",
    *SUBJECT,
    parameters.argument("--tag", metavar="T", help="its name or letter: I C T D K S M R (coder help pairs)"),
    parameters.argument("--sentence", metavar="TEXT", help="what changed, in a sentence"),
    parameters.segment("--first", "units of the earlier interview that show it", metavar="SEG", nargs="*"),
    parameters.segment("--then", "units of the later interview that show it", metavar="SEG", nargs="*"),
    parameters.argument("--absent-first", metavar="WHY", help="why the earlier interview has no evidence"),
    parameters.argument("--absent-then", metavar="WHY", help="why the later interview has no evidence"),
    check=_check_subject,
    examples=[
        'changes note friends P01 --code Shame --tag D --sentence "It is said aloud now." --first 1b2c --then 9f0e',
        'changes note friends P03 --tag constant --absent-then "not asked" --first 77aa',
    ],
    access=WRITE,
    asks=Foreseen("Change the change note", ("segments",)),
)
def note(
    project: Project,
    participant: str,
    code: Code | None,
    level: Level | None,
    first_wave: str | None,
    then_wave: str | None,
    tag: str | None,
    sentence: str | None,
    first: list[Segment] | None,
    then: list[Segment] | None,
    absent_first: str | None,
    absent_then: str | None,
) -> Result:
    """Write or revise a change note."""
    pair = _pair_of(project, participant, first_wave, then_wave)
    subject = changes.Subject(
        pair.participant.id,
        pair.first.id,
        pair.then.id,
        level=level.id if level else None,
        code=code.id if code else None,
    )
    note = changes.note(
        project,
        subject,
        tag=_tag_named(tag),
        sentence=sentence,
        evidence_first=_ids(first),
        evidence_then=_ids(then),
        absent_first=absent_first,
        absent_then=absent_then,
    )
    value = _note_as_json(project, note)
    return Result(value, f"{value['participant']}, {value['on']}: {note.tag or 'no tag yet'}")


def _tag_named(text: str | None) -> str | None:
    """A change tag by its name or letter; NotFound where there is none."""
    from coder.analysis.method.change import tag_named

    if not text:
        return text
    tag_name = tag_named(text)
    if tag_name is None:
        tags = ", ".join(f"{tag.letter} {name}" for name, tag in CHANGE_TAGS.items())
        raise NotFound(f"There is no change tag “{text}”", hint=f"Known: {tags}")
    return tag_name


def _ids(segments: Sequence[Segment] | None) -> tuple[str, ...] | None:
    return None if segments is None else tuple(dict.fromkeys(segment.id for segment in segments))


@verb(
    "changes remove",
    "Delete a change note. Asks where another coder wrote it.",
    *SUBJECT,
    check=_check_subject,
    examples=["changes remove friends P01 --code Shame"],
    access=WRITE,
    asks=Foreseen("Delete the change note", ("change_notes", "segments")),
)
def remove(
    project: Project,
    participant: str,
    code: Code | None,
    level: Level | None,
    first_wave: str | None,
    then_wave: str | None,
) -> Result:
    """Delete a change note, also one whose waves are no longer a pair."""
    subject = (code.id if code else None, level.id if level else None)
    notes: list[ChangeNote] = project.referrers(participant_named(project, participant).id, "change_notes")
    notes = [note for note in notes if (note.code, note.level) == subject]
    for side, wave in (("first", first_wave), ("then", then_wave)):
        if wave is not None:
            notes = [note for note in notes if name_key(project.waves[note[side]].name) == name_key(wave)]
    if not notes:
        raise NotFound(f"{participant} has no such change note", hint="See: coder pairs PROJECT --json")
    if len(notes) > 1:
        raise Ambiguous(f"{participant} has {len(notes)} such notes", hint="Name the waves: --from and --to")
    value = _note_as_json(project, notes[0])
    changes.remove(project, notes[0])
    return Result(value, f"Deleted the change note on {value['participant']}, {value['on']}")
