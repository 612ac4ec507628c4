"""The change grid as a table on the screen: lines by pairs, tags counted over them all, one person through time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from coder.analysis.method.change import CODES, Grid, Line, Trajectory, mark
from coder.analysis.method.participation import Pair
from coder.model.framework import CHANGE_TAGS, STATUSES
from coder.model.participant import Wave
from coder.project.segments import excerpt
from coder.text.cells import width
from coder.text.phrases import NO_UNIT, format_count
from coder.tui.kit.grid import Column

GRID, CROSS, TRAJECTORY = "grid", "cross", "trajectory"
MODES = {
    GRID: "the change grid: a cell is the tag of a note",
    CROSS: "recurrent cross-sectional: two waves, all pairs",
    TRAJECTORY: "trajectory: one person through time",
}
NO_NOTE = "·"
LABEL, NARROWEST, WIDEST = 36, 5, 14
#: Cells of a column of a tag over all pairs: with them all of the tags are in sight at 80.
TAG = 6
#: Cells of a column of words, and of the names beside them.
WORDS, BESIDE = (20, 60), 24


@dataclass
class Chosen:
    """What is shown, and where the cursor is: by ids."""

    by: str = CODES
    mode: str = GRID
    step: int = 0
    participant: str = ""
    turned: bool = False
    line: str = ""
    at: str = ""


class Spot(NamedTuple):
    """What a cell is about: a line, and a pair, a tag, or a wave, as far as there is one."""

    line: Line
    pair: Pair | None = None
    tag: str | None = None
    wave: Wave | None = None

    @property
    def across(self) -> str:
        """The id of what is not the line."""
        if self.pair is not None:
            return f"{self.pair.participant.id} {self.pair.first.id}"
        return self.wave.id if self.wave is not None else self.tag or ""


class ChangeTable:
    """Rows and columns with their heads; `spot` says what a cell is about, `said` what stands in it."""

    def __init__(
        self,
        corner: tuple[str, str],
        rows: Sequence[tuple[str, str, bool]],
        columns: Sequence[Column],
        spot: Callable[[int, int], Spot],
        said: Callable[[Spot], str],
        turned: bool = False,
        names: int = LABEL,
    ) -> None:
        self.corner, self.rows, self.columns = corner, rows, columns
        self.spot, self._said, self._turned = spot, said, turned
        self.height = len(rows)
        numbers = max((len(number) for _, number, _ in rows), default=0)
        self.label_width = min(names, max(width(corner[0]), *(width(name) for name, _, _ in rows), 8)) + numbers + 3

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.rows[row]

    def cell(self, row: int, column: int) -> str:
        return self._said(self.spot(row, column))

    def place_of(self, line: str, across: str) -> tuple[int, int]:
        """Where a cell is by what it is about; in the first row or column where that is not in the table."""
        if not self.height or not self.columns:
            return 0, 0
        down = [self.spot(row, 0) for row in range(self.height)]
        right = [self.spot(0, column) for column in range(len(self.columns))]
        if self._turned:
            rows, columns = [one.across == across for one in down], [one.line.id == line for one in right]
        else:
            rows, columns = [one.line.id == line for one in down], [one.across == across for one in right]
        return (rows.index(True) if any(rows) else 0), (columns.index(True) if any(columns) else 0)


def by_pairs(grid: Grid, turned: bool) -> ChangeTable:
    """Lines by pairs, or `turned`, pairs by lines."""
    pairs, lines = grid.pairs, grid.lines
    noted = {pair.participant.id: sum(1 for line in lines if grid.note(line, pair)) for pair in pairs}
    names = [(pair.participant.name, _number(noted[pair.participant.id]), False) for pair in pairs]
    labels = [_label(line, _number(sum(grid.tags(line).values()))) for line in lines]
    corner = f"{grid.by} × pairs", f"n = {format_count(grid.n, 'pair')}"

    def said(spot: Spot) -> str:
        assert spot.pair is not None
        return mark(grid.note(spot.line, spot.pair)) or NO_NOTE

    if turned:
        heads = [(line.name, number) for line, (_, number, _) in zip(lines, labels, strict=True)]

        def spot(row: int, column: int) -> Spot:
            return Spot(lines[column], pairs[row])

        return ChangeTable(corner, names, _columns(heads), spot, said, turned)
    heads = [(name, number) for name, number, _ in names]
    return ChangeTable(corner, labels, _columns(heads), lambda row, column: Spot(lines[row], pairs[column]), said)


def over_all(grid: Grid) -> ChangeTable:
    """How many pairs have each tag on a line, and the units of either wave."""
    tags = [*CHANGE_TAGS]
    waves = (grid.first, grid.then)
    counts = {line.id: grid.tags(line) for line in grid.lines}
    heads = [(f"{CHANGE_TAGS[tag].glyph} {CHANGE_TAGS[tag].letter}", "pairs") for tag in tags]
    heads += [(wave.name, "units") for wave in waves]

    def spot(row: int, column: int) -> Spot:
        if column < len(tags):
            return Spot(grid.lines[row], tag=tags[column])
        return Spot(grid.lines[row], wave=waves[column - len(tags)])

    def said(spot: Spot) -> str:
        if spot.wave is not None:
            return _number(grid.units(spot.line, spot.wave)) or NO_UNIT
        return _number(counts[spot.line.id][spot.tag or ""]) or NO_NOTE

    labels = [_label(line, _number(sum(counts[line.id].values()))) for line in grid.lines]
    narrow = [Column(head, TAG) for head in heads[: len(tags)]]
    columns = [*narrow, *_columns(heads[len(tags) :])]
    return ChangeTable((f"{grid.by}, notes", f"n = {format_count(grid.n, 'pair')}"), labels, columns, spot, said)


def through_time(one: Trajectory, n: int, room: int) -> ChangeTable:
    """One person: the waves, and between two of them what changed; of levels what is said, in so many cells."""
    wide = one.by != CODES
    heads: list[tuple[str, str]] = []
    across: list[Pair | Wave] = []
    for place, wave in enumerate(one.waves):
        if place:
            heads.append(("change", "→"))
            across.append(one.pairs[place - 1])
        heads.append((wave.name, "level" if wide else "units"))
        across.append(wave)

    def spot(row: int, column: int) -> Spot:
        at = across[column]
        return Spot(one.lines[row], pair=at) if isinstance(at, Pair) else Spot(one.lines[row], wave=at)

    def said(spot: Spot) -> str:
        if spot.pair is not None:
            return mark(one.note(spot.line, spot.pair)) or NO_NOTE
        assert spot.wave is not None
        return wave_said(one, spot.line, spot.wave)

    columns = _columns(heads)
    if wide:
        left = room - BESIDE - 3 - sum(columns[2 * place + 1].width for place in range(len(one.pairs)))
        words = max(WORDS[0], min(WORDS[1], left // max(1, len(one.waves))))
        columns[::2] = [Column(column.heads, words, left=True) for column in columns[::2]]
    corner = f"{one.by}: {one.participant.name}", f"one of n = {format_count(n, 'pair')}"
    labels = [_label(line, "") for line in one.lines]
    return ChangeTable(corner, labels, columns, spot, said, names=BESIDE if wide else LABEL)


def wave_said(one: Trajectory, line: Line, wave: Wave, longest: int = WORDS[1]) -> str:
    """What stands under a wave: the number of units, or what is said on the level."""
    cell = one.cell(line, wave)
    if cell is not None:
        return f"{STATUSES.get(cell.status, '')} {excerpt(cell.summary or cell.status, longest)}"
    return _number(len(one.units(line, wave))) or NO_UNIT


def _label(line: Line, number: str) -> tuple[str, str, bool]:
    return "  " * line.depth + line.name, number, line.group


def _columns(heads: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(head, max(NARROWEST, min(WIDEST, max(map(width, head)))) + 2) for head in heads]


def _number(number: int) -> str:
    return f"{number:,}" if number else ""
