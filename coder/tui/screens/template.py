"""What a new memo of a kind begins with, in an editor of its own."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui.widgets.area import Area

HINTS = "Esc keeps it · Ctrl+G leaves it as it was · empty: a new memo begins empty"


class TemplateScreen(ModalScreen[str | None]):
    """Gives the text when it is kept, None when it is left."""

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "keep", show=False, priority=True),
        Binding("ctrl+g", "dismiss(None)", show=False, priority=True),
    ]

    def __init__(self, kind: str, text: str) -> None:
        super().__init__()
        self._kind, self._text = kind, text

    def compose(self) -> ComposeResult:
        with Vertical(id="template"):
            yield Static(Text(f"A new memo begins with · {self._kind}", style="bold"), classes="title")
            yield Area(self._text, id="template-text", show_line_numbers=False, tab_behavior="focus")
            yield Static(Text(HINTS, style="dim", no_wrap=True, overflow="ellipsis"))

    def on_mount(self) -> None:
        area = self.query_one(Area)
        area.move_cursor(area.document.end)
        area.focus()

    def action_keep(self) -> None:
        self.dismiss(self.query_one(Area).text)
