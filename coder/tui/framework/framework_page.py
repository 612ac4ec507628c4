"""The page below the table of a framework: a cell with its units, change notes, the theory of the level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from coder.analysis.method.frameworks import Entry, Row, level_label
from coder.model.framework import CHANGE_TAGS, INFERRED, STATUSES, ChangeNote, Level
from coder.model.framework_templates import TEMPLATES
from coder.project import Project
from coder.project.framework_layer import NO_INTERVIEW, place_of
from coder.project.quotations import location
from coder.text.characters import printable
from coder.text.phrases import format_count

LONGEST = 600


def heading(entry: Entry) -> str:
    """Return the heading of a cell: level, participant, wave."""
    return f"{level_label(entry.level)} · {entry.participant.name} · {entry.wave.name}"


def cell_page(project: Project, entry: Entry) -> Text:
    """Return a cell: status, summary, units, the cells it is concluded from; then the theory of its level."""
    cell, level = entry.cell, entry.level
    parts = [Text(heading(entry), "bold"), Text.assemble(*_status(entry))]
    if cell is None:
        if entry.status != NO_INTERVIEW:
            parts.append(Text("Nothing written yet. Press e to write a summary, a to add units.", "dim"))
        return _joined([*parts, *theory(level)])
    if cell.summary:
        parts.append(Text(printable(cell.summary)))
    parts += _units(project, cell.evidence)
    if not cell.evidence and entry.status != NO_INTERVIEW:
        parts.append(Text("no unit", "dim"))
    parts += _cells(project, "Concluded from" if level.inferred else "Cites", cell.cites)
    parts += _cells(project, "Cited by", [citing.id for citing in project.referrers(cell.id, "cells")])
    return _joined([*parts, *theory(level)])


def _status(entry: Entry) -> Iterator[tuple[str, str]]:
    yield f"{STATUSES.get(entry.status, ' ')} {entry.status or 'nothing written'}", ""
    if entry.level.inferred and entry.status != INFERRED:
        yield " · inferred", "italic"
    cell = entry.cell
    if cell is not None and entry.status == NO_INTERVIEW and cell.status != NO_INTERVIEW:
        yield f" · written as “{cell.status}” when there was an interview", "italic"


def _units(project: Project, ids: Iterable[str]) -> Iterator[Text]:
    for id in ids:
        segment = project.segments[id]
        quote = " ".join(segment.quote.split())
        words = quote if len(quote) <= LONGEST else quote[: LONGEST - 1] + "…"
        where = location(project, project.sources[segment.source], segment.span)
        yield Text.assemble("  “", (printable(words), ""), "” ", (f"({where})", "dim"))


def _cells(project: Project, heading: str, ids: Sequence[str]) -> Iterator[Text]:
    if ids:
        yield Text(f"{heading}:", "bold dim")
    for id in ids:
        cell = project.cells[id]
        yield Text.assemble("  ", (place_of(project, cell), "dim"), f" {printable(' '.join(cell.summary.split()))}")


def change_page(project: Project, row: Row) -> Text:
    """Return the change notes on a level of a participant, with the evidence of both sides."""
    parts = [Text(f"{level_label(row.level)} · {row.participant.name} · change", "bold")]
    if not row.notes:
        parts.append(Text("No change notes: this participant is in no pair.", "dim"))
    for note in row.notes:
        if note is None:
            parts.append(Text("○ no change note yet: write it on the pairs screen (g p)", "dim"))
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
    """Yield the theory of a level, after a blank line."""
    kind = "domain of change" if level.domain else "level, always inferred" if level.inferred else "level"
    yield Text("")
    yield Text.assemble((f"{level.name} ", "bold dim"), (f"({kind})", "dim"))
    yield Text(printable(level.help) if level.help else "no theory yet: L edits the levels", "dim")


def introduction(open_steps: str) -> Text:
    """Return what is shown while the project has no framework; `open_steps`: see `stage`."""
    parts = [
        Text("A framework is a second layer over the same units", "bold"),
        Text(
            "Each participant is read again by its levels, wave by wave. Codes and code groups stay as they are.\n"
            "Press f to open one:\n"
        ),
    ]
    for template in TEMPLATES.values():
        count = format_count(sum(not level.domain for level in template.levels), "level")
        levels = count if template.levels else "no levels yet"
        parts.append(Text.assemble((template.name, "bold"), f" · {levels}\n  {template.note}"))
    parts.append(Text(""))
    parts.append(Text(stage(open_steps)))
    return _joined(parts)


def stage(open_steps: str) -> str:
    """Return whether the condensation is done; with open steps, what opening a framework now records."""
    if not open_steps:
        return "The condensation is done up to step 4."
    return (
        f"The condensation is not done, step 4 is open: {open_steps}.\n"
        "You can open a framework anyway; the history and the framework record that it was opened early."
    )


def _joined(parts: Iterable[Text]) -> Text:
    return Text("\n").join(parts)
