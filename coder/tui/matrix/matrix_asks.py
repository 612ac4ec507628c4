"""What the matrix asks of a person: a query, a row, a file; and where it leads: the units of a cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from coder.analysis import axes
from coder.analysis.axes import CODES
from coder.analysis.cooccurrence import OVERLAP
from coder.analysis.matrix import sheet
from coder.exchange.registry import SHEET, writer_for
from coder.tui.kit.file_export import export_now
from coder.tui.kit.finders import list_finder
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.kit.messages import Ask, Item, Pick
from coder.tui.matrix.matrix_table import MatrixTable


@dataclass
class Chosen:
    """What is shown, and where the cursor is: by the ids of its row and column."""

    rows: str = CODES
    columns: str = axes.PARTICIPANTS
    how: str = OVERLAP
    query: str = ""
    excerpts: bool = False
    folded: set[str] = field(default_factory=set)
    row: str = ""
    column: str = ""


class MatrixAsks(GridScreen):
    """The half of the matrix that asks; the other half shows."""

    chosen: Chosen

    def take(self, **changes: Any) -> None:
        """Other rows, columns, definition or query: count anew, or leave all as it was."""
        raise NotImplementedError

    @property
    def table(self) -> MatrixTable:
        table = self.grid.table
        assert isinstance(table, MatrixTable)
        return table

    def action_query(self) -> None:
        def then(text: str) -> None:
            self.take(query=text.strip())

        self.post_message(Ask("Only the units of (empty: all):", then, initial=self.chosen.query))

    def action_saved(self) -> None:
        saved = sorted(self.project.queries.values(), key=lambda query: query.name.casefold())
        items = [Item("", "all units"), *(Item(query.id, query.name, detail=query.text) for query in saved)]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.take(query=f'@"{self.project.queries[ids[0]].name}"' if ids[0] else "")

        self.post_message(Pick("Only the units of a saved query", list_finder(items), then))

    def action_attribute(self) -> None:
        """Columns by what is told of the participants."""
        there = [kind for kind in axes.kinds(self.project) if kind.startswith(axes.ATTRIBUTE)]
        if not there:
            self.say("No participant has an attribute yet (g, then w)")
            return
        items = [Item(kind, kind.removeprefix(axes.ATTRIBUTE)) for kind in there]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.take(columns=ids[0])

        self.post_message(Pick("Columns by which attribute?", list_finder(items), then))

    def action_find(self) -> None:
        table = self.table
        items = [Item(str(row), table.row_line(row).path) for row in range(table.height)]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.grid.move_to(int(ids[0]), self.grid.column)

        self.post_message(Pick("To the row", list_finder(items), then))

    def action_export(self) -> None:
        if not self.table.counted:
            self.say("It is not counted yet")
            return

        def make(_: str) -> bytes:
            return writer_for(SHEET, "", "csv").write(sheet(self.table.matrix, *self.table.sheet_lines()))

        export_now(self, "Matrix as csv to:", f"-{self.chosen.rows}-{self.chosen.columns}.csv", make)

    def on_grid_opened(self) -> None:
        table, grid = self.table, self.grid
        units = table.units(grid.row, grid.column) if table.columns else []
        if not units:
            self.say("There is no unit in this cell" if table.counted else "It is not counted yet")
            return
        row, column = table.row_line(grid.row), table.column_line(grid.column)
        shell, title = self.shell, f"{row.path} × {column.path}"
        shell.open("segments", title=title, find=lambda: units, back=lambda: shell.open("matrix"))
