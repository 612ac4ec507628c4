"""The editor of memos: Textual's text area with the keys that end it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea


class MemoEditor(TextArea):
    """Plain text with soft wrapping; Esc or Ctrl+S ends it, Ctrl+G gives it up, Ctrl+K asks for the kind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
        Binding("ctrl+k", "kind", show=False, priority=True),
    ]

    class Done(Message):
        """Save and close."""

    class GivenUp(Message):
        """Close without saving."""

    class Kind(Message):
        """Choose another kind."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **options)

    def action_done(self) -> None:
        self.post_message(self.Done())

    def action_give_up(self) -> None:
        self.post_message(self.GivenUp())

    def action_kind(self) -> None:
        self.post_message(self.Kind())
