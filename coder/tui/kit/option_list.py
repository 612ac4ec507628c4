"""Lists of options with the keys of every list, and the command palette, in a terminal of any size."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandList, CommandPalette, SearchIcon
from textual.widgets import OptionList as TextualOptionList

from coder.tui.keymap import actions

MOVES = ("step", "page", "edge")


class OptionList(TextualOptionList, inherit_bindings=False):
    """A list of options; Enter selects one. It does not wrap around."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("list", MOVES), Binding("enter", "select", show=False)]

    def action_step(self, by: int) -> None:
        """Move the highlight to the next or previous option that is not disabled."""
        row = self.highlighted
        rows = range(self.option_count) if row is None else range(row + 1, self.option_count)
        if by < 0 and row is not None:
            rows = range(row - 1, -1, -1)
        self._highlight_first_of(rows)

    def action_page(self, by: int) -> None:
        """Move the highlight by one page, where there is room for a row (Textual 8.2 raises KeyError without)."""
        if self.scrollable_content_region.area:
            before = self.highlighted
            super().action_page_down() if by > 0 else super().action_page_up()  # type: ignore[no-untyped-call]
            if self.highlighted is None or (before is not None and (self.highlighted - before) * by <= 0):
                self.action_edge(by)  # disabled options at the edge

    def action_edge(self, which: int) -> None:
        """Move the highlight to the first or last option that is not disabled."""
        rows = range(self.option_count)
        self._highlight_first_of(rows if which < 0 else reversed(rows))

    def _highlight_first_of(self, rows: Iterable[int]) -> None:
        enabled = (row for row in rows if not self.get_option_at_index(row).disabled)
        self.highlighted = next(enabled, self.highlighted)


class Palette(CommandPalette):
    """The command palette; while its list has no room, paging does nothing."""

    DEFAULT_CSS = """
    Palette CommandList > .option-list--option-highlighted { background: $block-cursor-background; }
    Palette CommandList > .option-list--option-highlighted { color: $block-cursor-foreground; text-style: bold; }
    """

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = "/"  # Textual's is an emoji, which many terminals lack or draw too wide

    def _action_command_list(self, action: str) -> None:
        if not action.startswith("page") or self.query_one(CommandList).scrollable_content_region.area:
            super()._action_command_list(action)
