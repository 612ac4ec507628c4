"""The matrix as a table of the grid: the lines that are not folded away, and the text of each cell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coder.analysis.axes import Axis, Line
from coder.analysis.matrix import Best, Matrix
from coder.model.source import MARKS
from coder.project import Project
from coder.text.characters import width
from coder.text.phrases import excerpt
from coder.tui.kit.grid import Column

NARROWEST, WIDEST, WITH_EXCERPT = 6, 15, 30
LABEL = 34


class MatrixTable:
    """The lines of a matrix that are not folded away; rows and columns are numbered as they are in sight.

    Unless `counted`, the contents of the cells are not known yet.
    """

    def __init__(
        self,
        project: Project,
        matrix: Matrix,
        folded: Collection[str] = (),
        excerpts: bool = False,
        counted: bool = True,
    ) -> None:
        self._project = project
        self.matrix, self.counted = matrix, counted
        self._folded = folded
        self._excerpts = excerpts
        self.rows, self.across = visible(matrix.rows, folded), visible(matrix.columns, folded)
        self._own_n = Axis.noun(matrix.columns_by) == "units"
        self.columns = [self._column(matrix.columns[number]) for number in self.across]
        self.corner = self._corner()
        self.height = len(self.rows)
        names = (2 * line.depth + width(line.label) for line in matrix.rows)
        self.label_width = min(LABEL, max(len(self.corner[0]), *names, 10)) + 5 + len(f"{matrix.total:,}")

    def _corner(self) -> Sequence[str]:
        matrix = self.matrix
        name = f"{matrix.rows_by} × {matrix.columns_by}"
        units = f"n = units ({matrix.total:,})" if self._own_n else f"units ({matrix.total:,})"
        return (name, units) if self._own_n else (name, f"n = {Axis.noun(matrix.columns_by)}", units)

    def _column(self, line: Line) -> Column:
        name = self._fold_mark(line) + line.label
        narrowest = max(NARROWEST, len(self.matrix.empty))
        cells = WITH_EXCERPT if self._excerpts else max(narrowest, min(WIDEST, width(name))) + 1
        units = f"{line.units:,}" if line.units else ""
        return Column((name, units) if self._own_n else (name, f"n={line.n}", units), cells, self._excerpts)

    def _fold_mark(self, line: Line) -> str:
        return "" if not line.group else "▸ " if line.id in self._folded else "▾ "

    def row_line(self, row: int) -> Line:
        """Return the line of a row."""
        return self.matrix.rows[self.rows[row]]

    def column_line(self, column: int) -> Line:
        """Return the line of a column."""
        return self.matrix.columns[self.across[column]]

    def label(self, row: int) -> tuple[str, str, bool]:
        line = self.row_line(row)
        mark = self._fold_mark(line) or ("  " if line.depth else "")
        return "  " * line.depth + mark + line.label, f"{line.units:,}" if line.units else "", line.group

    def cell(self, row: int, column: int) -> str:
        number = self.count(row, column)
        if not number:
            return self.matrix.empty if self.counted else "…"
        best = self.best(row, column) if self._excerpts else None
        return f"{number:,}" if best is None else f"{number:>3,} {self.quotation(best, WITH_EXCERPT)}"

    def count(self, row: int, column: int) -> int:
        """Return the count of a cell."""
        return self.matrix.count(self.rows[row], self.across[column])

    def units(self, row: int, column: int) -> list[str]:
        """Return the ids of the segments of a cell."""
        return self.matrix.units(self.rows[row], self.across[column])

    def best(self, row: int, column: int) -> Best | None:
        """Return the representative unit of a cell."""
        return self.matrix.best(self.rows[row], self.across[column])

    def quotation(self, best: Best, longest: int) -> str:
        """Return an excerpt with its mark: a star before a gold quotation."""
        return f"{MARKS[best.mark]}“{excerpt(self._project.segments[best.segment].quote, longest)}”"

    def position_of(self, row_id: str, column_id: str) -> tuple[int, int]:
        """Return the row and column of two lines; 0 for one that is folded away."""
        rows = [self.matrix.rows[number].id for number in self.rows]
        columns = [self.matrix.columns[number].id for number in self.across]
        row = rows.index(row_id) if row_id in rows else 0
        return row, columns.index(column_id) if column_id in columns else 0


def visible(lines: Sequence[Line], folded: Collection[str]) -> list[int]:
    """Return the numbers of the lines that are not below a folded one."""
    numbers: list[int] = []
    hidden_below: int | None = None
    for number, line in enumerate(lines):
        if hidden_below is not None and line.depth > hidden_below:
            continue
        hidden_below = line.depth if line.id in folded else None
        numbers.append(number)
    return numbers
