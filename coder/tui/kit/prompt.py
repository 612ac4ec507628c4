"""The prompt: one line to type, at the foot of the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from coder.tui.kit.requests import Ask

#: A line break within the line; Ctrl+J inserts one.
BREAK = " ⏎ "


class _Line(Input):
    """An input that keeps the line breaks of pasted text."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(BREAK.join(event.text.strip("\r\n").splitlines()), *self.selection)


class Prompt(Horizontal):
    """Asks for one line; `open` shows it, Enter and Esc hide it. Line breaks are shown as a sign and kept."""

    DEFAULT_CSS = """
    Prompt { height: 1; background: $surface; }
    #prompt-title { width: auto; max-width: 60%; padding: 0 1; text-style: bold; color: $accent; }
    #prompt-line { width: 1fr; }
    Prompt Input { background: $surface; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("ctrl+j", "line_break", show=False, priority=True),
    ]

    def __init__(self, closed: Callable[[], None], **options: Any) -> None:
        """`closed` is called after an answer and after Esc."""
        super().__init__(**options)
        self._on_close = closed
        self._ask: Ask | None = None
        self.display = False

    @property
    def is_open(self) -> bool:
        return self._ask is not None

    def compose(self) -> ComposeResult:
        yield Static(id="prompt-title", markup=False)
        yield _Line(id="prompt-line", compact=True, select_on_focus=False)

    def open(self, ask: Ask) -> None:
        """Show the line and take the focus."""
        self._ask = ask
        self.query_one("#prompt-title", Static).update(ask.title)
        line = self.query_one(Input)
        with self.prevent(Input.Changed):
            line.value = ask.initial.replace("\n", BREAK)
        line.cursor_position = len(line.value)
        self.display = True
        self.screen.set_focus(line)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._ask is not None and self._ask.typing is not None:
            self._ask.typing(_lines(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        ask = self._close()
        if ask is not None:
            ask.then(_lines(event.value))

    def action_line_break(self) -> None:
        self.query_one(Input).insert_text_at_cursor(BREAK)

    def action_cancel(self) -> None:
        ask = self._close()
        if ask is not None:
            ask.cancelled()

    def _close(self) -> Ask | None:
        ask, self._ask = self._ask, None
        self.display = False
        self._on_close()
        return ask


def _lines(typed: str) -> str:
    """Return the typed text with its line breaks."""
    return typed.replace(BREAK, "\n")
