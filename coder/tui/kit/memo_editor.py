"""The memo editor: a text area with keys to save, link and quote."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from coder.tui.kit.text_area import SafeTextArea

OPENING = "[["


class MemoEditor(SafeTextArea):
    """Soft-wrapped plain text; its keys post the messages below."""

    OPENS = OPENING[-1]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
        Binding("ctrl+k", "kind", show=False, priority=True),
        Binding("ctrl+o", "quote", show=False, priority=True),
    ]

    class Done(Message):
        """Posted to save and close."""

    class GivenUp(Message):
        """Posted to close without saving."""

    class Kind(Message):
        """Posted to change the kind of the memo."""

    class Quote(Message):
        """Posted to quote the unit under the transcript cursor."""

    class LinkBegun(Message):
        """Posted after `[[`: the name of a link follows."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **options)

    async def _on_key(self, event: events.Key) -> None:
        await super()._on_key(event)
        row, column = self.cursor_location
        if event.character == OPENING[-1] and self.document.get_line(row)[:column].endswith(OPENING):
            self.post_message(self.LinkBegun())

    def insert_block(self, text: str) -> None:
        """Insert text at the cursor as paragraphs of its own; the cursor ends up behind it."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        gap = "" if not before.strip() and (row == 0 or not self.document.get_line(row - 1).strip()) else "\n\n"
        self.insert(f"{gap}{text}\n\n")

    def action_done(self) -> None:
        self.post_message(self.Done())

    def action_give_up(self) -> None:
        self.post_message(self.GivenUp())

    def action_kind(self) -> None:
        self.post_message(self.Kind())

    def action_quote(self) -> None:
        self.post_message(self.Quote())
