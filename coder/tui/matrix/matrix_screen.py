"""The matrix screen: rows by columns, cells with counts and excerpts; Enter lists the units of a cell."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult

from coder.analysis.axes import GROUPS, PARTICIPANTS
from coder.model.record import Transaction
from coder.project import Project
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.session_state import screen_state
from coder.tui.matrix.matrix_count import COUNTED, MatrixChoice
from coder.tui.matrix.matrix_view import MatrixView


class MatrixScreen(ProjectScreen):
    """Counts again after each change; opens as it was left."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "matrix_screen.tcss"]
    where = "matrix"

    def __init__(self, project: Project, by_groups: bool = False) -> None:
        """`by_groups`: show participants by code groups."""
        super().__init__(project)
        choice = screen_state(project, MatrixChoice)
        if by_groups:
            choice.rows, choice.columns, choice.query, choice.excerpts = PARTICIPANTS, GROUPS, "", True
        self.matrix = MatrixView(self, choice)

    def compose(self) -> ComposeResult:
        yield self.matrix
        yield from self.compose_foot()

    def on_unmount(self) -> None:
        self.matrix.count.halt()

    def left(self) -> None:
        self.matrix.count.halt()

    def parts(self) -> tuple[str, ...]:
        return ("matrix", "grid")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "units"), *actions.hints("matrix"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        query = self.matrix.choice.query  # may name a saved query, a set, words of a memo
        if query or any(change.table in COUNTED for change in transaction.changes):
            self.matrix.count.restart()
        super().follow(transaction)  # last: its message stays readable

    def action_undo(self, redo: bool = False) -> Transaction | None:
        interrupted = self.matrix.count.halt()
        transaction = super().action_undo(redo)
        if interrupted:
            self.matrix.count.resume()
        return transaction
