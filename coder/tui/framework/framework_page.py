"""What is read below the table of a framework: a cell with its units, a note of change, the theory of the level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from coder.analysis.method.frameworks import Entry, Row, level_label
from coder.analysis.quotations import whereabouts
from coder.model.framework import CHANGE_TAGS, INFERRED, STATUSES, ChangeNote, Level, LevelCell
from coder.model.framework_templates import TEMPLATES
from coder.project import Project
from coder.project.framework_layer import NO_INTERVIEW, place_of
from coder.text.cells import printable
from coder.text.phrases import format_count

LONGEST = 600


def headed(entry: Entry) -> str:
    """Where a cell stands, in the heading above it."""
    return f"{level_label(entry.level)} · {entry.participant.name} · {entry.wave.name}"


def cell_page(project: Project, entry: Entry) -> Text:
    """A cell: status, summary, its units word for word, the cells it is concluded from; then the theory."""
    cell, level = entry.cell, entry.level
    parts = [Text(headed(entry), "bold"), Text.assemble(*_status(entry))]
    if cell is None:
        if entry.status != NO_INTERVIEW:
            parts.append(Text("Nothing is written yet: e writes it, a adds units.", "dim"))
        return _joined([*parts, *theory(level)])
    if cell.summary:
        parts.append(Text(printable(cell.summary)))
    parts += _units(project, cell.evidence)
    if not cell.evidence and entry.status != NO_INTERVIEW:
        parts.append(Text("no unit", "dim"))
    parts += _cited(project, "Concluded from" if level.inferred else "Cites", cell.cites)
    citing = [one.id for one in project.users(cell.id, "cells")]
    parts += _cited(project, "Cited by", citing)
    return _joined([*parts, *theory(level)])


def _status(entry: Entry) -> Iterator[tuple[str, str]]:
    mark = STATUSES.get(entry.status, " ")
    yield f"{mark} {entry.status or 'nothing written'}", ""
    if entry.level.inferred and entry.status != INFERRED:
        yield " · inferred", "italic"
    cell = entry.cell
    if cell is not None and entry.status == NO_INTERVIEW and cell.status != NO_INTERVIEW:
        yield f" · it was written as “{cell.status}” when there was one", "italic"


def _units(project: Project, ids: Iterable[str]) -> Iterator[Text]:
    for id in ids:
        segment = project.segments[id]
        quote = " ".join(segment.quote.split())
        words = quote if len(quote) <= LONGEST else quote[: LONGEST - 1] + "…"
        where = whereabouts(project, project.sources[segment.source], segment.span)
        yield Text.assemble("  “", (printable(words), ""), "” ", (f"({where})", "dim"))


def _cited(project: Project, what: str, ids: Sequence[str]) -> Iterator[Text]:
    if ids:
        yield Text(f"{what}:", "bold dim")
    for id in ids:
        cell: LevelCell = project.cells[id]
        yield Text.assemble("  ", (place_of(project, cell), "dim"), f" {printable(' '.join(cell.summary.split()))}")


def change_page(project: Project, row: Row) -> Text:
    """The notes on what changed on a level, with the evidence of both sides."""
    parts = [Text(f"{level_label(row.level)} · {row.participant.name} · change", "bold")]
    if not row.notes:
        parts.append(Text("Nothing is compared: this participant is in no pair.", "dim"))
    for note in row.notes:
        if note is None:
            parts.append(Text("○ no note of change yet: the pairs screen writes it (g p)", "dim"))
        else:
            parts += _note(project, note)
    return _joined([*parts, *theory(row.level)])


def _note(project: Project, note: ChangeNote) -> Iterator[Text]:
    tag = CHANGE_TAGS.get(note.tag)
    if tag is not None:
        yield Text.assemble((f"{tag.glyph} {tag.letter} {note.tag}", "bold"), (f" · {tag.means}", "dim"))
    else:
        yield Text("no tag yet", "dim")
    if note.sentence:
        yield Text(printable(note.sentence))
    sides = ((note.first, note.evidence_first, note.absent_first), (note.then, note.evidence_then, note.absent_then))
    for wave, units, absent in sides:
        yield Text(f"{project.waves[wave].name}:", "bold dim")
        yield from _units(project, units)
        if not units:
            yield Text(f"  {absent or 'no unit'}", "dim")


def theory(level: Level) -> Iterator[Text]:
    """What a level means."""
    kind = "domain of change" if level.domain else "level, always inferred" if level.inferred else "level"
    yield Text("")
    yield Text.assemble((f"{level.name} ", "bold dim"), (f"({kind})", "dim"))
    yield Text(printable(level.help) if level.help else "no theory written yet: L edits the levels", "dim")


def offer(early: str) -> Text:
    """What the screen says before there is a framework."""
    parts = [
        Text("A framework is a second layer over the same units", "bold"),
        Text(
            "Each participant is read again by its levels, wave by wave. It renames no code and no code group.\n"
            "f opens one:\n"
        ),
    ]
    for template in TEMPLATES.values():
        count = format_count(sum(not level.domain for level in template.levels), "level")
        names = count if template.levels else "no levels yet"
        parts.append(Text.assemble((template.name, "bold"), f" · {names}\n  {template.note}"))
    parts.append(Text(""))
    parts.append(Text(early_told(early)))
    return _joined(parts)


def early_told(early: str) -> str:
    """That the condensation is not done, and that opening a framework now is recorded; or that it is done."""
    if not early:
        return "The condensation is done up to step 4."
    return (
        f"The condensation is not done, step 4 is open: {early}.\n"
        "A framework can be opened all the same; that it was this early is recorded with it and in the history."
    )


def _joined(parts: Iterable[Text]) -> Text:
    return Text("\n").join(parts)
