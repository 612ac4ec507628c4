"""Tables of change: the grid, cross-sections of two waves, trajectories, and the change notes.

For publication, participants are renumbered and what holds for fewer than three is suppressed. If a tag is suppressed
in a line, so are the cells without a note, because they would reveal it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coder.analysis.method.change import CODES, ChangeGrid, Line, Trajectory, mark, wave_pairs
from coder.analysis.method.participation import pairs, unpaired
from coder.analysis.reports.disclosure import NO_UNITS, SUPPRESSED, Disclosure, units_cell
from coder.model.document import Cell, Document, Paragraph, Table
from coder.model.framework import CHANGE_TAGS, STATUSES, ChangeNote
from coder.model.participant import Participant
from coder.project.project import Project
from coder.project.study import Study
from coder.text.phrases import NO_UNIT, format_count, natural_key

INDENT = "\u2003"  # an em space, preserved by all formats
NO_NOTE = Cell("no note", absent=True)
NONE = Cell("none", absent=True)
NO_TAG = Cell("no tag yet")


def legend() -> str:
    """Return the letters of the tags in words."""
    tags = (f"{tag.glyph} {tag.letter} {name}" for name, tag in CHANGE_TAGS.items())
    return f"Tags of change (after Saldaña, 2003): {'; '.join(tags)}."


def format_n(disclosure: Disclosure, number: int, first: str, then: str) -> str:
    """Return the n of a table: `n = 3 pairs (baseline and follow-up)`."""
    return f"n = {disclosure.count(number, 'pair')} ({first} and {then})"


def _n(grid: ChangeGrid, disclosure: Disclosure) -> str:
    return format_n(disclosure, grid.n, grid.first.name, grid.then.name)


def _head(by: str) -> str:
    return "Code" if by == CODES else "Level"


def _label(line: Line) -> Cell:
    return Cell(INDENT * line.depth + line.name)


def suppressed_tags(grid: ChangeGrid, line: Line, disclosure: Disclosure) -> set[str]:
    """Return the tags of a line that too few pairs have."""
    return {tag for tag, number in grid.tags(line).items() if not disclosure.allows(number)}


def shows_note(grid: ChangeGrid, line: Line, note: ChangeNote | None, disclosure: Disclosure) -> bool:
    """Return whether a note, or its absence, may be shown."""
    suppressed = suppressed_tags(grid, line, disclosure)
    return not suppressed if note is None else note.tag not in suppressed


def _note_cell(grid: ChangeGrid, line: Line, note: ChangeNote | None, disclosure: Disclosure) -> Cell:
    if not shows_note(grid, line, note, disclosure):
        return SUPPRESSED
    return Cell(mark(note)) if note is not None else NO_NOTE


def grid_table(grid: ChangeGrid, disclosure: Disclosure) -> Table:
    """Return lines by participants; a cell is the tag of the change."""
    pairs = sorted(grid.pairs, key=lambda pair: natural_key(disclosure.name(pair.participant.id)))
    rows = tuple(
        (_label(line), *(_note_cell(grid, line, grid.note(line, pair), disclosure) for pair in pairs))
        for line in grid.lines
    )
    caption = f"Change, {grid.by} by participants, {_n(grid, disclosure)}"
    return Table(caption, (_head(grid.by), *(disclosure.name(pair.participant.id) for pair in pairs)), rows)


def cross_table(grid: ChangeGrid, disclosure: Disclosure) -> Table:
    """Return the recurrent cross-section: pairs by tag, and the units of either wave."""
    used = sorted({tag for line in grid.lines for tag in grid.tags(line) if tag}, key=list(CHANGE_TAGS).index)
    rows = tuple(
        (
            _label(line),
            *(_units_cell(grid, line, wave.id, disclosure) for wave in (grid.first, grid.then)),
            _notes_cell(grid, line, disclosure),
            *(_number_cell(grid.tags(line)[tag], disclosure) for tag in used),
        )
        for line in grid.lines
    )
    heads = (f"{CHANGE_TAGS[tag].glyph} {CHANGE_TAGS[tag].letter} {tag}" for tag in used)
    caption = f"{grid.first.name} and {grid.then.name} compared across all pairs, {_n(grid, disclosure)}"
    units = (f"Units, {grid.first.name}", f"Units, {grid.then.name}")
    return Table(caption, (_head(grid.by), *units, "Pairs with a note", *heads), rows)


def _units_cell(grid: ChangeGrid, line: Line, wave_id: str, disclosure: Disclosure) -> Cell:
    wave = grid.first if wave_id == grid.first.id else grid.then
    if not disclosure.allows(grid.participants(line, wave)):
        return SUPPRESSED
    return units_cell(grid.units(line, wave))


def _notes_cell(grid: ChangeGrid, line: Line, disclosure: Disclosure) -> Cell:
    """Count the pairs with a note; suppressed if a tag is, because it could be derived."""
    if suppressed_tags(grid, line, disclosure):
        return SUPPRESSED
    return _number_cell(sum(grid.tags(line).values()), disclosure)


def _number_cell(number: int, disclosure: Disclosure) -> Cell:
    if not number:
        return NONE
    return Cell(f"{number:,}") if disclosure.allows(number) else SUPPRESSED


def trajectory_table(trajectory: Trajectory, disclosure: Disclosure, grids: Sequence[ChangeGrid]) -> Table:
    """Return one participant through time: the waves side by side, with the changes between them.

    `grids` are those of each pair of waves; they determine what may be shown.
    """
    head = [_head(trajectory.by)]
    for place, wave in enumerate(trajectory.waves):
        head += ["change", wave.name] if place else [wave.name]
    rows = tuple(tuple(_trajectory_row(trajectory, line, disclosure, grids)) for line in trajectory.lines)
    name = disclosure.name(trajectory.participant.id)
    ns = "; ".join(dict.fromkeys(_n(grid, disclosure) for grid in grids))
    return Table(f"{name} through time, one of {ns}", tuple(head), rows)


def _trajectory_row(
    trajectory: Trajectory, line: Line, disclosure: Disclosure, grids: Sequence[ChangeGrid]
) -> Iterator[Cell]:
    yield _label(line)
    for place, wave in enumerate(trajectory.waves):
        if place:
            note = trajectory.note(line, trajectory.pairs[place - 1])
            yield _note_cell(grids[place - 1], line, note, disclosure)
        grid = grids[max(0, place - 1)]
        allowed = disclosure.allows(grid.participants(line, grid.then if place else grid.first))
        yield _wave_cell(trajectory, line, wave.id, disclosure) if allowed else SUPPRESSED


def _wave_cell(trajectory: Trajectory, line: Line, wave_id: str, disclosure: Disclosure) -> Cell:
    wave = next(wave for wave in trajectory.waves if wave.id == wave_id)
    number = len(trajectory.units(line, wave))
    cell = trajectory.cell(line, wave)
    if cell is None:
        return Cell(format_count(number, "unit")) if number else NO_UNITS
    text = f"{STATUSES.get(cell.status, '')} {disclosure.renamed(cell.summary) or cell.status}"
    return Cell(f"{text} ({format_count(number, 'unit')})" if number else text)


def notes_table(grid: ChangeGrid, disclosure: Disclosure, only: str = "") -> Table:
    """Return the notes of all pairs, or `only` of one participant: tag, sentence, and evidence in either wave."""
    rows: list[tuple[Cell, ...]] = []
    for pair in sorted(grid.pairs, key=lambda pair: natural_key(disclosure.name(pair.participant.id))):
        for line in grid.lines if only in ("", pair.participant.id) else ():
            note = grid.note(line, pair)
            if note is None:
                continue
            participant = () if only else (Cell(disclosure.name(pair.participant.id)),)
            rows.append((*participant, Cell(line.path), *_note_cells(grid, line, note, disclosure)))
    owner = f" on {disclosure.name(only)}" if only else ""
    head = ("Participant", "On", "Tag", "Change", grid.first.name, grid.then.name)
    return Table(f"Change notes{owner}, {_n(grid, disclosure)}", head[1:] if only else head, tuple(rows))


def _note_cells(grid: ChangeGrid, line: Line, note: ChangeNote, disclosure: Disclosure) -> tuple[Cell, ...]:
    if not shows_note(grid, line, note, disclosure):
        return (SUPPRESSED,) * 4
    sides = ((note.evidence_first, note.absent_first), (note.evidence_then, note.absent_then))
    tag = Cell(f"{mark(note)} {note.tag}") if note.tag else NO_TAG
    sentence = Cell(disclosure.renamed(note.sentence)) if note.sentence else Cell("no sentence yet", absent=True)
    return (tag, sentence, *(_evidence_cell(units, absent, disclosure) for units, absent in sides))


def _evidence_cell(units: Sequence[str], absent: str, disclosure: Disclosure) -> Cell:
    if units:
        return Cell(format_count(len(units), "unit"))
    return Cell(f"absent: {disclosure.renamed(absent)}") if absent else NO_UNITS


#: Which tables: the cells of each pair, tags over all pairs, each participant through time, the notes in words.
GRID, CROSS, TRAJECTORY, NOTES = "grid", "cross", "trajectory", "notes"


def tables(
    project: Project, by: str, mode: str, disclosure: Disclosure, participants: Sequence[Participant] = ()
) -> list[Table]:
    """Return the tables of a mode for all pairs of waves; trajectories of some participants, or of all in a pair."""
    grids = [ChangeGrid(project, by, *waves) for waves in wave_pairs(project)]
    if mode == TRAJECTORY:
        people = participants or {pair.participant.id: pair.participant for pair in pairs(project)}.values()
        return trajectories(project, by, people, disclosure, grids)
    make = {GRID: grid_table, CROSS: cross_table, NOTES: notes_table}
    return [make[mode](grid, disclosure) for grid in grids]


def sheet(tables: Sequence[Table]) -> list[list[object]]:
    """Return tables as rows of a spreadsheet: caption, head, rows; separated by empty rows."""
    rows: list[list[object]] = []
    for table in tables:
        if rows:
            rows.append([])
        rows += [[table.caption], [*table.head]]
        rows += [["" if cell.absent and cell.text in _EMPTY else cell.text for cell in row] for row in table.rows]
    return rows


_EMPTY = {NO_UNIT, NO_NOTE.text, NONE.text}


def trajectories(
    study: Study, by: str, participants: Iterable[Participant], disclosure: Disclosure, grids: Sequence[ChangeGrid]
) -> list[Table]:
    """Return the trajectories of participants, in the order of their names in the report."""
    by_waves = {(grid.first.id, grid.then.id): grid for grid in grids}
    tables = []
    for participant in sorted(participants, key=lambda participant: natural_key(disclosure.name(participant.id))):
        trajectory = Trajectory(study, by, participant)
        steps = [by_waves[pair.first.id, pair.then.id] for pair in trajectory.pairs]
        tables.append(trajectory_table(trajectory, disclosure, steps))
    return tables


def document(project: Project, tables: Sequence[Table], disclosure: Disclosure) -> Document:
    """Return tables as a document, with the legend of tags and the number of unpaired participants."""
    number = len(unpaired(project))
    others = f" {disclosure.count(number).capitalize()} in no pair: not counted here." if number else ""
    blocks = tuple(tables) or (Paragraph("No participant has interviews in two waves yet."),)
    return Document(
        "Changes",
        project.info.name,
        project.now(),
        (f"These tables include only pairs; each states its n.{others}", legend(), *disclosure.remarks(blocks)),
        blocks,
    )
