"""The keys of here."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui import actions

_TITLES = {
    "transcript": "In the transcript",
    "codes": "In the code tree",
    "memo": "In the memo pane",
    "home": "On the home screen",
    "study": "Everywhere in a project",
    "app": "Always",
}


class KeysScreen(ModalScreen[None]):
    """All keys that work where one is, from the one table of actions."""

    CSS_PATH = "keys.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "dismiss", show=False)]

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__()
        self._parts = parts

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="keys"):
            yield Static(self._text())

    def on_mount(self) -> None:
        self.query_one("#keys").focus()

    def _text(self) -> Text:
        text = Text()
        for where in (*self._parts, "study", "app"):
            rows = list(actions.of(where))
            if not rows:
                continue
            text.append(f"{_TITLES.get(where, where)}\n", style="bold underline")
            for action in rows:
                keys = "1-9" if action.key.startswith("1,") else " ".join(action.keys)
                text.append(f"  {keys:<14}", style="bold")
                text.append(f"{action.label:<22}")
                text.append(f"{action.help}\n", style="dim")
            text.append("\n")
        text.append("Coder help is also in the terminal: coder help", style="dim")
        return text
