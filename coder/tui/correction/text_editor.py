"""The editor of transcripts: Textual's text area with the keys that end it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from coder.tui.kit.text_area import SafeTextArea


class TextEditor(SafeTextArea):
    """Plain text with soft wrapping; Ctrl+S says that it is done, Esc leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "done", show=False, priority=True),
        Binding("escape", "leave", show=False, priority=True),
    ]

    class Done(Message):
        """The text is as it should be."""

    class Left(Message):
        """Away from here."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **options)

    def action_done(self) -> None:
        self.post_message(self.Done())

    def action_leave(self) -> None:
        self.post_message(self.Left())
