"""The editor of memos: Textual's text area with the keys that end it, link and quote."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from coder.tui.kit.text_area import Area

OPENING = "[["


class MemoEditor(Area):
    """Plain text with soft wrapping.

    Esc or Ctrl+S ends it, Ctrl+G gives it up, Ctrl+K asks for the kind, Ctrl+O quotes a unit, `[[` begins a link.
    """

    OPENS = OPENING[-1]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+s", "done", show=False, priority=True),
        Binding("ctrl+g", "give_up", show=False, priority=True),
        Binding("ctrl+k", "kind", show=False, priority=True),
        Binding("ctrl+o", "quote", show=False, priority=True),
    ]

    class Done(Message):
        """Save and close."""

    class GivenUp(Message):
        """Close without saving."""

    class Kind(Message):
        """Choose another kind."""

    class Quote(Message):
        """Quote the unit under the transcript's cursor."""

    class LinkBegun(Message):
        """`[[` was typed: what follows is the name of something."""

    def __init__(self, text: str, **options: Any) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **options)

    async def _on_key(self, event: events.Key) -> None:
        await super()._on_key(event)
        row, column = self.cursor_location
        if event.character == OPENING[-1] and self.document.get_line(row)[:column].endswith(OPENING):
            self.post_message(self.LinkBegun())

    def insert_block(self, text: str) -> None:
        """Put text in as paragraphs of its own where the cursor is, with the cursor behind it."""
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
