"""Lists of options, and the command palette, that can be paged in a terminal of any size."""

from __future__ import annotations

from textual.command import CommandList, CommandPalette
from textual.widgets import OptionList as TextualOptionList


class OptionList(TextualOptionList):
    """A list of options; where there is no room for a row, paging does nothing (Textual 8.2 raises KeyError)."""

    def action_page_down(self) -> None:
        """Move the highlight down one page."""
        if self.scrollable_content_region.area:
            super().action_page_down()  # type: ignore[no-untyped-call]

    def action_page_up(self) -> None:
        """Move the highlight up one page."""
        if self.scrollable_content_region.area:
            super().action_page_up()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """The command palette; while its list has no room, paging does nothing."""

    def _action_command_list(self, action: str) -> None:
        if not action.startswith("page") or self.query_one(CommandList).scrollable_content_region.area:
            super()._action_command_list(action)
