"""What changed as tables of a document: the grid, everybody at two waves, one person through time.

For publication participants are renumbered, and what holds for fewer than three of them is not told; where a tag of a
line is not told, neither is which of its cells are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coder.analysis.method.change import CODES, Grid, Line, Trajectory, mark
from coder.analysis.method.participation import unpaired
from coder.analysis.reports import words
from coder.analysis.reports.disclosure import Telling
from coder.model.document import Cell, Document, Paragraph, Table
from coder.model.framework import CHANGE_TAGS, STATUSES, ChangeNote
from coder.model.participant import Participant
from coder.project.project import Project
from coder.project.study import Study
from coder.text.phrases import NO_UNIT, format_count
from coder.text.sorting import natural_key

INDENT = "\u2003"  # an em space, which no form of a table drops
NO_NOTE = Cell("no note", absent=True)
NONE = Cell("none", absent=True)
NOT_TOLD = Cell("no tag yet")


def legend() -> str:
    """The letters of the tags, in words."""
    told = (f"{tag.glyph} {tag.letter} {name}" for name, tag in CHANGE_TAGS.items())
    return f"Tags of change (after Saldaña, 2003): {'; '.join(told)}."


def n_told(telling: Telling, number: int, first: str, then: str) -> str:
    """The n of a table: `n = 3 pairs (baseline and follow-up)`."""
    told = format_count(number, "pair") if telling.tellable(number) else f"{words.FEW} pairs"
    return f"n = {told} ({first} and {then})"


def _n(grid: Grid, telling: Telling) -> str:
    return n_told(telling, grid.n, grid.first.name, grid.then.name)


def _head(by: str) -> str:
    return "Code" if by == CODES else "Level"


def _label(line: Line) -> Cell:
    return Cell(INDENT * line.depth + line.name)


def hidden(grid: Grid, line: Line, telling: Telling) -> set[str]:
    """The tags of a line that too few pairs have for them to be told."""
    return {tag for tag, number in grid.tags(line).items() if not telling.tellable(number)}


def tag_told(grid: Grid, line: Line, note: ChangeNote | None, telling: Telling) -> bool:
    """Whether what a cell says, or that it is empty, may be told."""
    small = hidden(grid, line, telling)
    return not small if note is None else note.tag not in small


def _note_cell(grid: Grid, line: Line, note: ChangeNote | None, telling: Telling) -> Cell:
    if not tag_told(grid, line, note, telling):
        return words.SUPPRESSED
    return Cell(mark(note)) if note is not None else NO_NOTE


def grid_table(grid: Grid, telling: Telling) -> Table:
    """Lines by participants; a cell is the tag of what changed."""
    pairs = sorted(grid.pairs, key=lambda pair: natural_key(telling.name(pair.participant.id)))
    rows = tuple(
        (_label(line), *(_note_cell(grid, line, grid.note(line, pair), telling) for pair in pairs))
        for line in grid.lines
    )
    caption = f"What changed, {grid.by} by participants, {_n(grid, telling)}"
    return Table(caption, (_head(grid.by), *(telling.name(pair.participant.id) for pair in pairs)), rows)


def cross_table(grid: Grid, telling: Telling) -> Table:
    """Recurrent cross-sectional: how many pairs have each tag on a line, and the units of either wave."""
    used = sorted({tag for line in grid.lines for tag in grid.tags(line) if tag}, key=list(CHANGE_TAGS).index)
    rows = tuple(
        (
            _label(line),
            *(_units_cell(grid, line, wave.id, telling) for wave in (grid.first, grid.then)),
            _noted_cell(grid, line, telling),
            *(_number(grid.tags(line)[tag], telling) for tag in used),
        )
        for line in grid.lines
    )
    heads = (f"{CHANGE_TAGS[tag].glyph} {CHANGE_TAGS[tag].letter} {tag}" for tag in used)
    caption = f"{grid.first.name} and {grid.then.name} compared over all pairs, {_n(grid, telling)}"
    units = (f"Units, {grid.first.name}", f"Units, {grid.then.name}")
    return Table(caption, (_head(grid.by), *units, "Pairs with a note", *heads), rows)


def _units_cell(grid: Grid, line: Line, wave: str, telling: Telling) -> Cell:
    of = grid.first if wave == grid.first.id else grid.then
    return (
        words.units_cell(grid.units(line, of)) if telling.tellable(grid.participants(line, of)) else words.SUPPRESSED
    )


def _noted_cell(grid: Grid, line: Line, telling: Telling) -> Cell:
    """How many pairs have a note; not told where a tag is not, which could be reckoned from it."""
    if hidden(grid, line, telling):
        return words.SUPPRESSED
    return _number(sum(grid.tags(line).values()), telling)


def _number(number: int, telling: Telling) -> Cell:
    if not number:
        return NONE
    return Cell(f"{number:,}") if telling.tellable(number) else words.SUPPRESSED


def trajectory_table(one: Trajectory, telling: Telling, grids: Sequence[Grid]) -> Table:
    """One participant through time: the waves side by side, and between two of them what changed.

    `grids` are those of each step, from which it is reckoned what may be told.
    """
    head = [_head(one.by)]
    for place, wave in enumerate(one.waves):
        head += ["change", wave.name] if place else [wave.name]
    rows = tuple(tuple(_through_time(one, line, telling, grids)) for line in one.lines)
    name = telling.name(one.participant.id)
    rest = "; ".join(dict.fromkeys(_n(grid, telling) for grid in grids))
    return Table(f"{name} through time, one of {rest}", tuple(head), rows)


def _through_time(one: Trajectory, line: Line, telling: Telling, grids: Sequence[Grid]) -> Iterable[Cell]:
    yield _label(line)
    for place, wave in enumerate(one.waves):
        if place:
            yield _note_cell(grids[place - 1], line, one.note(line, one.pairs[place - 1]), telling)
        grid = grids[max(0, place - 1)]
        told = telling.tellable(grid.participants(line, grid.then if place else grid.first))
        yield _wave_cell(one, line, wave.id, telling) if told else words.SUPPRESSED


def _wave_cell(one: Trajectory, line: Line, wave_id: str, telling: Telling) -> Cell:
    wave = next(wave for wave in one.waves if wave.id == wave_id)
    number = len(one.units(line, wave))
    cell = one.cell(line, wave)
    if cell is None:
        return Cell(format_count(number, "unit")) if number else words.NOTHING
    said = f"{STATUSES.get(cell.status, '')} {telling.plain(cell.summary) or cell.status}"
    return Cell(f"{said} ({format_count(number, 'unit')})" if number else said)


def notes_table(grid: Grid, telling: Telling, only: str = "") -> Table:
    """The notes in words, of all pairs or `only` of one participant: sentence, and what shows it at either wave."""
    rows: list[tuple[Cell, ...]] = []
    for pair in sorted(grid.pairs, key=lambda pair: natural_key(telling.name(pair.participant.id))):
        for line in grid.lines if only in ("", pair.participant.id) else ():
            note = grid.note(line, pair)
            if note is None:
                continue
            who = () if only else (Cell(telling.name(pair.participant.id)),)
            rows.append((*who, Cell(line.path), *_told(grid, line, note, telling)))
    whose = f" of {telling.name(only)}" if only else ""
    head = ("Participant", "On", "Tag", "What changed", grid.first.name, grid.then.name)
    return Table(f"Notes of change{whose}, {_n(grid, telling)}", head[1:] if only else head, tuple(rows))


def _told(grid: Grid, line: Line, note: ChangeNote, telling: Telling) -> tuple[Cell, ...]:
    if not tag_told(grid, line, note, telling):
        return (words.SUPPRESSED,) * 4
    sides = ((note.evidence_first, note.absent_first), (note.evidence_then, note.absent_then))
    tag = Cell(f"{mark(note)} {note.tag}") if note.tag else NOT_TOLD
    sentence = Cell(telling.plain(note.sentence)) if note.sentence else Cell("no sentence yet", absent=True)
    return (tag, sentence, *(_evidence(units, absent, telling) for units, absent in sides))


def _evidence(units: Sequence[str], absent: str, telling: Telling) -> Cell:
    if units:
        return Cell(format_count(len(units), "unit"))
    return Cell(f"absent: {telling.plain(absent)}") if absent else words.NOTHING


def sheet(tables: Sequence[Table]) -> list[list[object]]:
    """Tables as rows for a spreadsheet: caption, head, rows; an empty row between two of them."""
    found: list[list[object]] = []
    for table in tables:
        if found:
            found.append([])
        found += [[table.caption], [*table.head]]
        found += [["" if cell.absent and cell.text in _EMPTY else cell.text for cell in row] for row in table.rows]
    return found


_EMPTY = {NO_UNIT, NO_NOTE.text, NONE.text}


def trajectories(
    study: Study, by: str, people: Iterable[Participant], telling: Telling, grids: Sequence[Grid]
) -> list[Table]:
    """The trajectory of each of some participants, in the order of how they are called."""
    known = {(grid.first.id, grid.then.id): grid for grid in grids}
    found = []
    for person in sorted(people, key=lambda person: natural_key(telling.name(person.id))):
        one = Trajectory(study, by, person)
        found.append(trajectory_table(one, telling, [known[pair.first.id, pair.then.id] for pair in one.pairs]))
    return found


def document(project: Project, tables: Sequence[Table], telling: Telling) -> Document:
    """Some of these tables as a document, with the letters in words, and who is in none of them."""
    alone = len(unpaired(project))
    others = f" {telling.people(alone).capitalize()} in no pair: never counted here." if alone else ""
    return Document(
        "Changes",
        project.info.name,
        project.now(),
        (f"Only pairs are in these tables; each says its own n.{others}", legend(), *telling.remarks),
        tuple(tables) or (Paragraph("No participant has interviews in two waves yet."),),
    )
