"""A text of several lines that is no memo: a definition, what a new memo begins with."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.project import Project
from coder.tui.kit.autosave_editor import AutosaveEditor

HINT = "Esc saves · Ctrl+G discards"


class TextModal(ModalScreen[None]):
    """An editor over the screen, of the text `kind` of `target` (`AutosaveEditor`); `save(target, text)` saves."""

    CSS_PATH = "../kit/text_modal.tcss"

    def __init__(
        self, project: Project, title: str, kind: str, target: str, text: str, save: Callable[[str, str], object]
    ) -> None:
        super().__init__()
        self._heading, self._target, self._text = title, target, text
        self._editor = AutosaveEditor(project, kind, save, id="writing-text")

    def compose(self) -> ComposeResult:
        with Vertical(id="writing"):
            yield Static(Text(self._heading, style="bold"), classes="title")
            yield self._editor
            yield Static(id="writing-hint")

    def on_mount(self) -> None:
        self._editor.show_text(self._target, self._text)
        self._editor.move_cursor(self._editor.document.end)
        self._editor.focus()
        hint = Text(self._editor.draft_notice or HINT, style="dim", no_wrap=True, overflow="ellipsis")
        self.query_one("#writing-hint", Static).update(hint)

    def on_autosave_editor_left(self) -> None:
        self.dismiss()
