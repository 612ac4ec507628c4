"""The matrix: rows by columns, cells with counts and excerpts; Enter lists the units of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis import axes
from coder.analysis.axes import CODES, GROUPS, INTERVIEWS, KINDS, PARTICIPANTS, Axis, Line
from coder.analysis.cooccurrence import HOWS
from coder.analysis.matrix import Matrix
from coder.analysis.quotations import reference
from coder.project import Project
from coder.text.cells import cut
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.grid import Grid
from coder.tui.matrix.matrix_asks import Chosen
from coder.tui.matrix.matrix_counts import MatrixCounts
from coder.tui.matrix.matrix_table import MatrixTable

#: As it was left, for as long as the program runs.
_LEFT: WeakKeyDictionary[Project, Chosen] = WeakKeyDictionary()


class MatrixScreen(MatrixCounts):
    """Codes or code groups by sources, participants, waves, services or codes."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("matrix")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "matrix_screen.tcss"]
    where = "matrix"
    enter = "units"

    def __init__(self, project: Project, by_groups: bool = False) -> None:
        """`by_groups`: begin with participants × code groups and their excerpts."""
        super().__init__(project)
        self.chosen = _LEFT.setdefault(project, Chosen())
        if by_groups:
            self.chosen.rows, self.chosen.columns = PARTICIPANTS, GROUPS
            self.chosen.query, self.chosen.excerpts = "", True

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="matrix-title", classes="title", markup=False)
            yield Grid(id="matrix-grid")
            yield Static(id="matrix-cell", markup=False)
        yield from self.compose_foot()

    # What is shown

    def show_matrix(self, matrix: Matrix, counted: bool = True) -> None:
        """Show what was counted, or only its lines."""
        chosen = self.chosen
        table = MatrixTable(self.project, matrix, chosen.folded, chosen.excerpts, counted)
        self.grid.show(table, *table.place_of(chosen.row, chosen.column))
        parts = [" Matrix", f"{matrix.rows_by} × {matrix.columns_by}"]
        if matrix.rows_by in (PARTICIPANTS, INTERVIEWS) and matrix.columns_by == GROUPS:
            parts.append(f"n = {len(self.project.participants):,} participants")
        if matrix.how:
            parts.append(f"cells: {HOWS[matrix.how][1]}")
        of = f" of {chosen.query}" if chosen.query else ""
        parts.append(f"{matrix.total:,} units{of}" if counted else f"not counted yet{of}")
        self.query_one("#matrix-title", Static).update(Text(" · ".join(parts), style="bold"), layout=False)

    def moved(self) -> None:
        """The cursor is on another cell: say what is in it."""
        table, grid = self.grid.table, self.grid
        if not isinstance(table, MatrixTable) or not table.height or not table.columns:
            self.query_one("#matrix-cell", Static).update(Text(" There is nothing to count yet."), layout=False)
            return
        row, column = table.row_line(grid.row), table.column_line(grid.column)
        self.chosen.row, self.chosen.column = row.id, column.id
        self.query_one("#matrix-cell", Static).update(self._told(row, column), layout=False)
        self.say(f"row {grid.row + 1:,}/{table.height:,} · column {grid.column + 1:,}/{len(table.columns):,}")

    def _told(self, row: Line, column: Line) -> Text:
        """The cell in words, with what its column rests on, and the unit that speaks for it."""
        table, grid = self.table, self.grid
        noun = Axis.noun(table.matrix.columns_by)
        number = table.count(grid.row, grid.column)
        one, several = HOWS.get(table.matrix.how, ("unit", "units"))
        what = f" · {number:,} {one if number == 1 else several}" if number else " · no unit"
        what = what if table.counted else " · not counted yet"
        what += f" · n = {column.n:,} {noun[:-1] if column.n == 1 else noun}"
        names = cut(f"{row.path} × {column.path}", max(20, self.app.size.width - len(what) - 2))
        told = Text.assemble(" ", (names, "bold"), what)
        best = table.best(grid.row, grid.column)
        if best is not None:
            segment = self.project.segments[best.segment]
            source = self.project.sources[segment.source]
            words = reference(self.project, source, Span(segment.start, segment.end))
            told.append(f"\n {'★ ' if best.mark == 'gold' else ''}{' '.join(words.split())}")
        return told

    # Acts

    def _redraw(self) -> None:
        """The same counts, other lines of them in sight."""
        self.show_matrix(self.table.matrix, self.table.counted)

    def action_columns(self) -> None:
        self.take(columns=_next(self.chosen.columns, self.chosen.rows))

    def action_rows(self) -> None:
        self.take(rows=_next(self.chosen.rows, self.chosen.columns))

    def action_turn(self) -> None:
        chosen = self.chosen
        self.take(rows=chosen.columns, columns=chosen.rows, row=chosen.column, column=chosen.row)

    def action_groups(self) -> None:
        """Participants by code groups and subgroups, with an excerpt in each cell."""
        if not self.project.groups:
            self.say("There is no code group yet: g u makes one")
            return
        self.take(rows=PARTICIPANTS, columns=GROUPS, excerpts=True)

    def action_by_wave(self) -> None:
        """Participants wave by wave, or each as one."""
        chosen = self.chosen
        other = {PARTICIPANTS: INTERVIEWS, INTERVIEWS: PARTICIPANTS}
        for side in ("rows", "columns"):
            if getattr(chosen, side) in other:
                self.take(**{side: other[getattr(chosen, side)]})
                return
        self.say("Neither rows nor columns are participants: r and c choose them")

    def action_how(self) -> None:
        if not self.table.matrix.how:
            self.say("The definition is for codes × codes: c and r choose them")
            return
        names = list(HOWS)
        self.take(how=names[(names.index(self.chosen.how) + 1) % len(names)])
        self.say(f"together: {HOWS[self.chosen.how][1]}")

    def action_fold(self) -> None:
        """The group of the row, or of the column where the rows have no groups."""
        table, grid, chosen = self.table, self.grid, self.chosen
        by_row = any(line.group for line in table.matrix.rows)
        if not (by_row or any(line.group for line in table.matrix.columns)) or not table.height:
            self.say("Only codes and participants by wave have groups")
            return
        lines = table.matrix.rows if by_row else table.matrix.columns
        number = table.rows[grid.row] if by_row else table.across[grid.column]
        line = lines[number] if lines[number].group else lines[axes.above(lines, number)]
        if line.group:
            chosen.folded ^= {line.id}
            if by_row:
                chosen.row = line.id
            else:
                chosen.column = line.id
            self._redraw()

    def action_fold_all(self) -> None:
        chosen, matrix = self.chosen, self.table.matrix
        chosen.row, chosen.column = _topmost(matrix.rows, chosen.row), _topmost(matrix.columns, chosen.column)
        chosen.folded = {line.id for line in (*matrix.rows, *matrix.columns) if line.group}
        self._redraw()

    def action_subgroups(self) -> None:
        """Fold all groups of the columns, or unfold them."""
        chosen, matrix = self.chosen, self.table.matrix
        groups = {line.id for line in matrix.columns if line.group}
        if not groups:
            self.say("The columns have no groups")
            return
        chosen.column = _topmost(matrix.columns, chosen.column)
        chosen.folded = chosen.folded - groups if groups <= chosen.folded else chosen.folded | groups
        self._redraw()

    def action_unfold_all(self) -> None:
        self.chosen.folded = set()
        self._redraw()

    def action_excerpts(self) -> None:
        self.chosen.excerpts = not self.chosen.excerpts
        self._redraw()


def _next(side: str, other: str) -> str:
    """The next kind for one side that goes with the other; codes go with codes."""
    there = [kind for kind in KINDS if kind == CODES or kind != other]
    return there[(there.index(side) + 1) % len(there)] if side in there else there[0]


def _topmost(lines: Sequence[Line], id: str) -> str:
    """The line at the top that a line is in; what is none of them stays."""
    number = next((number for number, line in enumerate(lines) if line.id == id), None)
    while number is not None and lines[number].depth:
        number = axes.above(lines, number)
    return id if number is None else lines[number].id
