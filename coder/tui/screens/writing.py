"""A text of several lines that is no memo: a definition, what a new memo begins with."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui.widgets.area import Area

HINT = "Esc keeps it · Ctrl+G leaves it as it was"


class WritingScreen(ModalScreen[str | None]):
    """An editor over the screen; gives the text when it is kept, None when it is left."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+g", "dismiss(None)", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._heading, self._text = title, text

    def compose(self) -> ComposeResult:
        with Vertical(id="writing"):
            yield Static(Text(self._heading, style="bold"), classes="title")
            yield Area(self._text, id="writing-text", show_line_numbers=False, tab_behavior="focus")
            yield Static(Text(HINT, style="dim", no_wrap=True, overflow="ellipsis"))

    def on_mount(self) -> None:
        area = self.query_one(Area)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        self.dismiss(self.query_one(Area).text)
