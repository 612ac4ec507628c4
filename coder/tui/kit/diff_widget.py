"""A widget of lines that are drawn once and kept: of another drawing only the cells that differ are sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from coder.tui.kit.strip_difference import difference


class DiffWidget(Widget):
    """Takes no border and no padding."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._strips: list[Strip] = []

    def in_sight(self) -> Iterable[Strip]:
        """Draw all lines that are in sight, from the top."""
        raise NotImplementedError

    def send(self, lines: Iterable[tuple[int, Strip]]) -> bool:
        """Keep these lines, by their number from the top, and send the cells that differ.

        False where none were kept, or others: then all are drawn, and these are not.
        """
        height = self.size.height
        if len(self._strips) != height or not height:
            self.forget()
            return False
        for y, strip in lines:
            changed = difference(self._strips[y], strip)
            if changed:
                self._strips[y] = strip
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))
        return True

    def forget(self) -> None:
        """Draw all anew."""
        self._strips = []
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows asked for, from those kept."""
        columns, height = self.size
        if len(self._strips) != height:
            self._strips = list(self.in_sight())
        base = self.rich_style
        strips = [strip.adjust_cell_length(columns, base) for strip in self._strips[crop.y : crop.bottom]]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        if crop.column_span != (0, columns):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self._strips = []

    def on_resize(self) -> None:
        self.forget()
