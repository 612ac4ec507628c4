"""A modal that waits for one key."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui.keymap import actions


class PressKeyModal(ModalScreen[str | None]):
    """Returns the key that was pressed, whatever it is; None for Esc."""

    CSS_PATH = "settings_screen.tcss"

    def __init__(self, action: actions.Action) -> None:
        super().__init__()
        self._action = action

    def compose(self) -> ComposeResult:
        with Vertical(id="press"):
            yield Static(Text(f"{self._action.label}: press the new key", style="bold"))
            yield Static(Text(f"Now: {' '.join(self._action.keys)}. Esc cancels.", style="dim"))

    async def _on_key(self, event: Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)
