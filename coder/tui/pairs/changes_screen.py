"""The changes screen: what changed by code or level, for each pair, over all pairs, or through time."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.change import CODES, LEVELS
from coder.model.record import Transaction
from coder.project import Project
from coder.tui.keymap import actions
from coder.tui.kit.grid import EmptyTable, Grid
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.pairs.change_table import ChangeCell, ChangeTable
from coder.tui.pairs.changes_view import MODES, TRAJECTORY, ChangesState, ChangesView
from coder.tui.pairs.state import PairsState

#: Tables whose records are counted or named here.
COUNTED = {"sources", "codes", "segments", "codings", "participants", "waves", "attrition", "groups"} | {
    "frameworks", "levels", "cells", "change_notes",
}  # fmt: skip


class ChangesPane(Vertical, Interactive):
    """Title, table, and the cell under the cursor in words; participants in no pair are never included."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("changes")]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.state = screen_state(project, ChangesState)
        self.data = ChangesView(project, self.state)

    def compose(self) -> ComposeResult:
        yield Static(id="changes-title", classes="title", markup=False)
        yield Grid(id="changes-grid")
        yield Static(id="changes-cell", markup=False)

    def on_mount(self) -> None:
        self.grid.following = self._show_cell
        self.grid.focus()
        self._show()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def fill(self) -> None:
        """Count again, and show the table."""
        self.data = ChangesView(self.project, self.state)
        self._show()

    def _show(self) -> None:
        title = " Changes · no pairs yet"
        if self.data.grids:
            title = self.data.title()
            table = self.data.table(self.app.size.width)
            self.grid.show(table, *table.place_of(self.state.line, self.state.across))
        else:
            self.grid.show(EmptyTable())
        self.query_one("#changes-title", Static).update(Text(title, "bold"), layout=False)

    @property
    def cell(self) -> ChangeCell | None:
        """The subject of the cell under the cursor."""
        table = self.grid.table
        if not isinstance(table, ChangeTable) or not table.height or not table.columns:
            return None
        return table.cell_at(self.grid.row, self.grid.column)

    def _show_cell(self) -> None:
        cell, line = self.cell, self.query_one("#changes-cell", Static)
        if cell is None:
            line.update(Text(" No participant has interviews in two waves yet."), layout=False)
            return
        self.state.line, self.state.across = cell.line.id, cell.across
        line.update(self.data.describe(cell, max(20, self.app.size.width - 30)), layout=False)
        self.say(f"row {self.grid.row + 1:,}/{self.grid.table.height:,}")

    # Actions

    def action_by(self) -> None:
        if self.state.by == CODES and not self.project.levels:
            self.say("No levels yet. Open a framework with g f.")
            return
        self.state.by = LEVELS if self.state.by == CODES else CODES
        self.fill()

    def action_mode(self) -> None:
        modes = list(MODES)
        self.state.mode = modes[(modes.index(self.state.mode) + 1) % len(modes)]
        self._show()
        name, meaning = MODES[self.state.mode]
        self.say(f"{name.capitalize()}: {meaning}")

    def action_turn(self) -> None:
        self.state.turned = not self.state.turned
        self._show()

    def action_waves(self) -> None:
        if len(self.data.grids) < 2:
            self.say("All pairs are of the same two waves")
            return
        self.state.step = (self.state.step + 1) % len(self.data.grids)
        self._show()

    def action_person(self, by: int) -> None:
        participants = self.data.participants
        if not participants:
            return
        place = participants.index(self.data.participant)
        if self.state.mode == TRAJECTORY:
            place = (place + by) % len(participants)
        self.state.participant, self.state.mode = participants[place].id, TRAJECTORY
        self._show()

    @interactive
    async def action_find(self) -> None:
        table = self.grid.table
        items = [Item(str(row), table.label(row)[0].strip()) for row in range(table.height)]
        row = await self.pick("Go to row", list_finder(items)) if items else None
        if row is not None:
            self.grid.move_to(int(row), self.grid.column)

    @interactive
    async def on_grid_opened(self) -> None:
        """Open the pair of the cell at its note; of a tag, ask which of its pairs."""
        cell = self.cell
        if cell is None:
            return
        pair = self.data.pair_of(cell)
        if cell.tag is not None:
            tagged = {pair.participant.id: pair for pair in self.data.pairs_with(cell)}
            if not tagged:
                self.say("No pair has this tag here")
                return
            items = [Item(id, pair.participant.name) for id, pair in tagged.items()]
            pair = tagged.get(await self.pick(f"{cell.line.path}: {cell.tag}", list_finder(items)) or "")
        if pair is not None:
            screen_state(self.project, PairsState).go_to(self.data.grid.subject(cell.line, pair))
            shell_of(self).open("pairs")


class ChangesScreen(ProjectScreen):
    """The changes pane, and its export."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "changes_screen.tcss"]
    where = "changes"

    def compose(self) -> ComposeResult:
        yield ChangesPane(self.project)
        yield from self.compose_foot()

    @property
    def pane(self) -> ChangesPane:
        return self.query_one(ChangesPane)

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in COUNTED for change in transaction.changes):
            self.pane.fill()
        super().follow(transaction)

    def parts(self) -> tuple[str, ...]:
        return (self.where, "grid")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "pair"), *actions.hints(self.where), ("Esc", "back"), *actions.hints("study", "app")]

    @interactive
    async def action_export(self) -> None:
        """Export what is shown, internally or for publication; the suffix sets the format."""
        from coder.exchange.registry import TABLES, suffixes, writers
        from coder.tui.kit.file_export import ask_publication, export_now

        pane = self.pane
        if not pane.data.grids:
            self.say("No pairs to export")
            return
        publication = await ask_publication(self, "Export the changes")
        if publication is not None:
            ending = f"-changes-{pane.state.mode}{'-publication' if publication else ''}.csv"
            title = f"Changes to ({suffixes(writers(TABLES))}):"
            export_now(self, title, ending, lambda name: pane.data.export(name, publication))
