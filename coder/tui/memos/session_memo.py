"""The private session memo: text that is kept in memory only, and gone when the program ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui.kit.editors import SafeTextArea
from coder.tui.kit.input_widgets import ChoiceModal
from coder.tui.kit.requests import Choose
from coder.tui.kit.shell import shell_of

TITLE = "Private session memo"
BANNER = (
    "Kept in memory only: not saved, searched, exported or copied. It is gone when\n"
    "you quit or lock the screen. Swap and terminal recorders may still catch it."
)
HINT = "Esc back, the text stays until you quit or lock · Ctrl+G discards it"
NOT_COPIED = "Text of the private session memo is not copied"
DISCARD, KEEP = "discard", "keep"


class SessionMemoEditor(SafeTextArea):
    """Plain text that no draft, clipboard or file receives."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", show=False, priority=True),
        Binding("ctrl+g", "discard", show=False, priority=True),
    ]

    def on_text_area_changed(self) -> None:
        shell_of(self).session_memo = self.text

    def action_done(self) -> None:
        self.screen.dismiss()

    def action_discard(self) -> None:
        """Empty the memo and leave it; ask first unless it is empty."""
        if not self.text.strip():
            self.action_done()
            return
        question = Choose("Discard the private session memo?", _OPTIONS, "It cannot be recovered.")
        self.app.push_screen(ChoiceModal(question), self._discard_if)

    def _discard_if(self, answer: str | None) -> None:
        if answer == DISCARD:
            shell_of(self).session_memo = ""
            self.action_done()

    def action_copy(self) -> None:
        """Refuse: copied text would leave the memo."""
        self.notify(NOT_COPIED)

    def action_cut(self) -> None:
        """Refuse as `action_copy` does, and delete nothing."""
        self.notify(NOT_COPIED)


_OPTIONS = [(KEEP, "k", "Keep it"), (DISCARD, "d", "Discard it")]


class SessionMemoScreen(ModalScreen[None]):
    """The editor of the private session memo; the text stays in the running program when it is left."""

    CSS_PATH: ClassVar[Any] = "session_memo.tcss"
    takes_typeahead: ClassVar[bool] = True

    def compose(self) -> ComposeResult:
        with Vertical(id="session-memo"):
            yield Static(Text(TITLE, style="bold"), classes="title")
            yield Static(BANNER, id="session-memo-banner", markup=False)
            yield SessionMemoEditor(shell_of(self).session_memo, id="session-memo-text")
            yield Static(Text(HINT, style="dim", no_wrap=True, overflow="ellipsis"), id="session-memo-hint")

    def on_mount(self) -> None:
        editor = self.query_one(SessionMemoEditor)
        editor.move_cursor(editor.document.end)
        editor.focus()


def ask_to_quit(app: App[Any], then: Callable[[bool], None]) -> None:
    """Ask whether to quit although the memo is lost; `then` gets the answer."""
    options = [("no", "n", "Keep working"), ("yes", "y", "Quit and lose it")]
    question = Choose("Quit? The private session memo will be lost.", options, "It exists in memory only.")
    app.push_screen(ChoiceModal(question), lambda answer: then(answer == "yes"))


def ask_to_lock(app: App[Any], then: Callable[[bool], None]) -> None:
    """Ask whether to lock the screen although the memo is lost; `then` gets the answer."""
    options = [("no", "n", "Keep working"), ("yes", "y", "Lock and lose it")]
    question = Choose("Lock? The private session memo will be lost.", options, "It exists in memory only.")
    app.push_screen(ChoiceModal(question), lambda answer: then(answer == "yes"))


def forget(app: App[Any]) -> None:
    """Empty the memo, in its editor too."""
    for screen in app.screen_stack:
        for editor in screen.query(SessionMemoEditor):
            editor.load_text("")
    shell_of(app).session_memo = ""


def open_session_memo(app: App[Any]) -> None:
    """Show the memo over the screen in front, unless it is shown."""
    if not isinstance(app.screen, SessionMemoScreen):
        app.push_screen(SessionMemoScreen())
