"""Matrix of codes or code groups by sources, participants, waves, services or codes; each cell holds units."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from coder.analysis import axes, cooccurrence
from coder.analysis.axes import CODES, Axis, Line
from coder.errors import NotFound
from coder.model.source import DOUBTFUL, GOLD
from coder.progress import Progress, no_progress
from coder.project.study import Study, by_order, sources_in_order
from coder.text.phrases import NO_UNIT

_PREFERRED = {GOLD: 0, DOUBTFUL: 2}
#: Number of units or co-occurrences between two progress callbacks.
INTERVAL = 2000


class Best(NamedTuple):
    """The unit shown for a cell, with its mark: preferably a gold quotation, a doubtful unit last."""

    segment: str
    mark: str


class Matrix:
    """Rows by columns; a code includes the codes below it.

    `segments` are the ids of the units counted (None: every coded one); `how` is one of `cooccurrence.DEFINITIONS`
    and applies if both axes are codes. All cells are filled in one pass, their contents are looked up on demand. Rows
    and columns are identified by number. `tick` gets the share that is done (0 to 1) and may raise to stop.
    """

    def __init__(
        self,
        study: Study,
        rows: str = CODES,
        columns: str = axes.SOURCES,
        how: str = cooccurrence.OVERLAP,
        segments: Collection[str] | None = None,
        tick: Progress = no_progress,
    ) -> None:
        self._study = study
        self.rows_by, self.columns_by = rows, columns
        codes = cooccurrence.codes_by_segment(study, segments)
        units = [id for source in sources_in_order(study) for id in study.positions(source.id) if id in codes]
        self._rows, self._columns = axes.make(study, rows), axes.make(study, columns)
        self.how = how if rows == columns == CODES else ""
        if rows == columns and not self.how:
            raise NotFound("Rows and columns are the same", f"Both are {rows}.", "Choose codes for one of them.")
        self._met: list[cooccurrence.Meeting] = []
        self._cells: dict[int, list[str]] = {}
        self._meetings: dict[int, list[int]] = {}
        self._row_units: dict[int, int] = {}
        self._column_units: dict[int, int] = {}
        self.total = 0
        if self.how:
            self._met = cooccurrence.meetings(study, how, segments, lambda share: tick(share / 2))
            self._place_meetings(lambda share: tick(0.5 + 0.4 * share))
        self._place(units, codes, (lambda share: tick(0.9 + share / 10)) if self.how else tick)
        self._peaks = self._largest_by_levels()

    def _place(
        self, units: Sequence[str], codes: dict[str, cooccurrence.Codes], tick: Callable[[float], None]
    ) -> None:
        """Assign each unit to its cells."""
        cells, width, segments = self._cells, len(self._columns.lines), self._study.segments
        for number, id in enumerate(units):
            if not number % INTERVAL:
                tick(number / len(units))
            source, on = segments[id].source, codes[id]
            rows, columns = self._rows.lines_of(source, on), self._columns.lines_of(source, on)
            if not rows or not columns:  # a unit in no code group
                continue
            self.total += 1
            for row in rows:
                self._row_units[row] = self._row_units.get(row, 0) + 1
            for column in columns:
                self._column_units[column] = self._column_units.get(column, 0) + 1
            if not self.how:
                for row in rows:
                    for column in columns:
                        cells.setdefault(row * width + column, []).append(id)

    def _place_meetings(self, tick: Callable[[float], None]) -> None:
        """Assign each co-occurrence to its cells."""
        width, above = len(self._columns.lines), self._rows.lines_of_code
        for number, meeting in enumerate(self._met):
            if not number % INTERVAL:
                tick(number / len(self._met))
            keys = {
                row * width + column
                for first, second in cooccurrence.pairs(meeting)
                for row in above(first)
                for column in above(second)
            }
            for key in keys:
                self._meetings.setdefault(key, []).append(number)

    @cached_property
    def rows(self) -> Sequence[Line]:
        """The rows; codes in the order of the tree."""
        return self._rows.with_units(self._row_units)

    @cached_property
    def columns(self) -> Sequence[Line]:
        """The columns."""
        return self._columns.with_units(self._column_units)

    def count(self, row: int, column: int) -> int:
        """Return the number of units in a cell, or of co-occurrences of codes."""
        key = row * len(self._columns.lines) + column
        return len((self._meetings if self.how else self._cells).get(key, ()))

    def share(self, row: int, column: int) -> float:
        """Return the count of a cell as a share (0 to 1) of the largest at the same levels of rows and columns."""
        return self.count(row, column) / max(1, self._peaks.get(self._levels(row, column), 0))

    def _largest_by_levels(self) -> dict[tuple[int, int], int]:
        """Return the largest count by levels: a group holds what is below it, and would make its codes pale."""
        peaks: dict[tuple[int, int], int] = {}
        for row, column in self.filled():
            levels = self._levels(row, column)
            peaks[levels] = max(peaks.get(levels, 0), self.count(row, column))
        return peaks

    def _levels(self, row: int, column: int) -> tuple[int, int]:
        return self._rows.lines[row].depth, self._columns.lines[column].depth

    @property
    def empty(self) -> str:
        """The text of an empty cell."""
        return NO_UNIT if axes.GROUPS in (self.rows_by, self.columns_by) else ""

    def filled(self) -> Iterator[tuple[int, int]]:
        """Yield the cells that are not empty, row by row."""
        width = len(self._columns.lines)
        return (divmod(key, width) for key in sorted(self._meetings if self.how else self._cells))

    def units(self, row: int, column: int) -> list[str]:
        """Return the ids of the segments of a cell, by source and position."""
        key = row * len(self._columns.lines) + column
        if not self.how:
            return list(self._cells.get(key, ()))
        codes = self._codes(row, column)
        on = self._study.codings_of
        met = (id for number in self._meetings.get(key, ()) for id in self._met[number].segments)
        units = {id: None for id in met if any(coding.code in codes for coding in on(id))}
        return sorted(units, key=self._position)

    def _position(self, id: str) -> tuple[int, str, int, int, str]:
        segment = self._study.segments[id]
        source = self._study.sources[segment.source]
        return *by_order(source), segment.start, segment.end, id

    def best(self, row: int, column: int) -> Best | None:
        """Return the unit to show for a cell; None if it is empty."""
        codes = self._codes(row, column)

        def marks(id: str) -> list[str]:
            return [coding.mark for coding in self._study.codings_of(id) if not codes or coding.code in codes]

        units = [Best(id, min(marks(id), key=_preference)) for id in self.units(row, column)]
        return min(units, key=lambda unit: _preference(unit.mark), default=None)

    def _codes(self, row: int, column: int) -> frozenset[str]:
        """Return the codes of a cell."""
        return self._rows.codes_in(row) | self._columns.codes_in(column)


def _preference(mark: str) -> int:
    return _PREFERRED.get(mark, 1)


def sheet(
    matrix: Matrix, rows: Sequence[int] | None = None, columns: Sequence[int] | None = None
) -> list[list[object]]:
    """Return the matrix, or some of its lines, as rows of a sheet: names, n, units and cells."""
    down = range(len(matrix.rows)) if rows is None else rows
    across = range(len(matrix.columns)) if columns is None else columns
    heads = [matrix.columns[column] for column in across]
    body: list[list[object]] = [
        [matrix.rows_by, "level", "units", *(line.path for line in heads)],
        [f"n ({Axis.noun(matrix.columns_by)})", "", "", *(line.n for line in heads)],
        ["units", "", matrix.total, *(line.units or "" for line in heads)],
    ]
    for row in down:
        line = matrix.rows[row]
        cells = (matrix.count(row, column) or matrix.empty for column in across)
        body.append([line.path, line.depth + 1, line.units or "", *cells])
    return body
