"""The change grid as a table: lines by pairs, tags counted over all pairs, one participant through time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coder.analysis.method.change import CODES, Grid, Line, Trajectory, mark
from coder.analysis.method.participation import Pair
from coder.model.framework import CHANGE_TAGS, STATUSES
from coder.model.participant import Wave
from coder.text.characters import width
from coder.text.phrases import NO_UNIT, excerpt, format_count
from coder.tui.kit.grid import Column

NO_NOTE = "·"
LABEL, NARROWEST, WIDEST = 36, 5, 14
#: Width of a column of a tag over all pairs: all tags are visible at 80 columns.
TAG = 6
#: Width of a column of text (least, most), and of the names beside it.
TEXT, NAMES_BESIDE_TEXT = (20, 60), 24


class ChangeCell(NamedTuple):
    """The subject of a cell: a line, with a pair, a tag or a wave."""

    line: Line
    pair: Pair | None = None
    tag: str | None = None
    wave: Wave | None = None

    @property
    def across(self) -> str:
        """The id of the pair, the wave or the tag."""
        if self.pair is not None:
            return f"{self.pair.participant.id} {self.pair.first.id}"
        return self.wave.id if self.wave is not None else self.tag or ""


class ChangeTable:
    """Rows and columns with their headings; `cell_at` returns the subject of a cell, `text` what it shows."""

    def __init__(
        self,
        corner: tuple[str, str],
        rows: Sequence[tuple[str, str, bool]],
        columns: Sequence[Column],
        cell_at: Callable[[int, int], ChangeCell],
        text: Callable[[ChangeCell], str],
        turned: bool = False,
        names: int = LABEL,
    ) -> None:
        self.corner, self.rows, self.columns = corner, rows, columns
        self.cell_at, self._text, self._turned = cell_at, text, turned
        self.height = len(rows)
        numbers = max((len(number) for _, number, _ in rows), default=0)
        self.label_width = min(names, max(width(corner[0]), *(width(name) for name, _, _ in rows), 8)) + numbers + 3

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.rows[row]

    def cell(self, row: int, column: int) -> str:
        return self._text(self.cell_at(row, column))

    def place_of(self, line: str, across: str) -> tuple[int, int]:
        """Return row and column of a cell by the ids of its subject; 0 for what is not in the table."""
        if not self.height or not self.columns:
            return 0, 0
        down = [self.cell_at(row, 0) for row in range(self.height)]
        right = [self.cell_at(0, column) for column in range(len(self.columns))]
        if self._turned:
            rows, columns = [cell.across == across for cell in down], [cell.line.id == line for cell in right]
        else:
            rows, columns = [cell.line.id == line for cell in down], [cell.across == across for cell in right]
        return (rows.index(True) if any(rows) else 0), (columns.index(True) if any(columns) else 0)


def pairs_table(grid: Grid, turned: bool) -> ChangeTable:
    """Return lines by pairs, or `turned`, pairs by lines; a cell is the tag of a note."""
    pairs, lines = grid.pairs, grid.lines
    notes = {pair.participant.id: sum(1 for line in lines if grid.note(line, pair)) for pair in pairs}
    names = [(pair.participant.name, _number(notes[pair.participant.id]), False) for pair in pairs]
    labels = [_label(line, _number(sum(grid.tags(line).values()))) for line in lines]
    corner = f"{grid.by} × pairs", f"n = {format_count(grid.n, 'pair')}"

    def text(cell: ChangeCell) -> str:
        assert cell.pair is not None
        return mark(grid.note(cell.line, cell.pair)) or NO_NOTE

    if turned:
        heads = [(line.name, number) for line, (_, number, _) in zip(lines, labels, strict=True)]
        return ChangeTable(
            corner, names, _columns(heads), lambda row, column: ChangeCell(lines[column], pairs[row]), text, turned
        )
    heads = [(name, number) for name, number, _ in names]
    return ChangeTable(
        corner, labels, _columns(heads), lambda row, column: ChangeCell(lines[row], pairs[column]), text
    )


def tags_table(grid: Grid) -> ChangeTable:
    """Return how many pairs have each tag on a line, and the units of either wave."""
    tags = [*CHANGE_TAGS]
    waves = (grid.first, grid.then)
    counts = {line.id: grid.tags(line) for line in grid.lines}
    heads = [(f"{CHANGE_TAGS[tag].glyph} {CHANGE_TAGS[tag].letter}", "pairs") for tag in tags]
    heads += [(wave.name, "units") for wave in waves]

    def cell_at(row: int, column: int) -> ChangeCell:
        if column < len(tags):
            return ChangeCell(grid.lines[row], tag=tags[column])
        return ChangeCell(grid.lines[row], wave=waves[column - len(tags)])

    def text(cell: ChangeCell) -> str:
        if cell.wave is not None:
            return _number(grid.units(cell.line, cell.wave)) or NO_UNIT
        return _number(counts[cell.line.id][cell.tag or ""]) or NO_NOTE

    labels = [_label(line, _number(sum(counts[line.id].values()))) for line in grid.lines]
    columns = [*(Column(head, TAG) for head in heads[: len(tags)]), *_columns(heads[len(tags) :])]
    corner = (f"{grid.by}, notes", f"n = {format_count(grid.n, 'pair')}")
    return ChangeTable(corner, labels, columns, cell_at, text)


def trajectory_table(trajectory: Trajectory, n: int, cells: int) -> ChangeTable:
    """Return the waves of one participant, with the change between two of them.

    `n` pairs make the same step; a table of levels, which shows their summaries, is `cells` wide.
    """
    wide = trajectory.by != CODES
    heads: list[tuple[str, str]] = []
    across: list[Pair | Wave] = []
    for number, wave in enumerate(trajectory.waves):
        if number:
            heads.append(("change", "→"))
            across.append(trajectory.pairs[number - 1])
        heads.append((wave.name, "level" if wide else "units"))
        across.append(wave)

    def cell_at(row: int, column: int) -> ChangeCell:
        line, other = trajectory.lines[row], across[column]
        return ChangeCell(line, pair=other) if isinstance(other, Pair) else ChangeCell(line, wave=other)

    def text(cell: ChangeCell) -> str:
        if cell.pair is not None:
            return mark(trajectory.note(cell.line, cell.pair)) or NO_NOTE
        assert cell.wave is not None
        return wave_text(trajectory, cell.line, cell.wave)

    columns = _columns(heads)
    if wide:
        changes = sum(columns[2 * number + 1].width for number in range(len(trajectory.pairs)))
        room = (cells - NAMES_BESIDE_TEXT - 3 - changes) // max(1, len(trajectory.waves))
        words = max(TEXT[0], min(TEXT[1], room))
        columns[::2] = [Column(column.heads, words, left=True) for column in columns[::2]]
    corner = f"{trajectory.by}: {trajectory.participant.name}", f"one of n = {format_count(n, 'pair')}"
    labels = [_label(line, "") for line in trajectory.lines]
    return ChangeTable(corner, labels, columns, cell_at, text, names=NAMES_BESIDE_TEXT if wide else LABEL)


def wave_text(trajectory: Trajectory, line: Line, wave: Wave, longest: int = TEXT[1]) -> str:
    """Return the cell of a wave: the number of units, or the summary of a level."""
    cell = trajectory.cell(line, wave)
    if cell is not None:
        return f"{STATUSES.get(cell.status, '')} {excerpt(cell.summary or cell.status, longest)}"
    return _number(len(trajectory.units(line, wave))) or NO_UNIT


def _label(line: Line, number: str) -> tuple[str, str, bool]:
    return "  " * line.depth + line.name, number, line.group


def _columns(heads: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(head, max(NARROWEST, min(WIDEST, max(map(width, head)))) + 2) for head in heads]


def _number(number: int) -> str:
    return f"{number:,}" if number else ""
