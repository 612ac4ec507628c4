"""History: what was changed, by whom, when; the latest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.tui.screens.study import StudyScreen

PAGE = 200


class HistoryScreen(StudyScreen):
    """The audit trail, read from disk a page at a time."""

    CSS_PATH: ClassVar[Any] = ["study.tcss", "history.tcss"]
    where = "history"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._rest: Iterator[Transaction] = iter(())
        self._day = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(" History", style="bold"), classes="title")
            yield OptionList(id="history-list", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._fill()
        self.query_one("#history-list").focus()
        self.show_state()
        self.show_hints()
        self.say("The latest first. u in coding takes back the last one.")

    def _fill(self) -> None:
        self._rest = self.project.history()
        self._day = ""
        self.query_one("#history-list", OptionList).clear_options()
        self._more()

    def _more(self) -> None:
        rows: list[Option] = []
        try:
            for transaction, _ in zip(self._rest, range(PAGE), strict=False):
                rows.append(self._row(transaction))
        except CoderError as error:
            self.fail(error)
        options = self.query_one("#history-list", OptionList)
        options.add_options(rows)

    def _row(self, transaction: Transaction) -> Option:
        when = datetime.fromisoformat(transaction.when).astimezone()
        day = when.strftime("%d %b %Y")
        shown = day if day != self._day else ""
        self._day = day
        verb = {"undo": "undid: ", "redo": "did again: "}.get(transaction.operation, "")
        text = Text.assemble(
            (f" {shown:<12}", "bold"),
            (f"{when:%H:%M} ", "dim"),
            (f"{transaction.coder or '–':<4} ", "bold"),
            f"{verb}{transaction.label}",
            (f"  because {transaction.reason}" if transaction.reason else "", "italic"),
            no_wrap=True,
            overflow="ellipsis",
        )
        return Option(text)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index == event.option_list.option_count - 1:
            self._more()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self._fill()

    def hints(self) -> list[tuple[str, str]]:
        return [("↑ ↓", "move"), ("Esc", "back to coding"), *super().hints()]

    def action_leave(self) -> None:
        self.coder_app.go("coding")
