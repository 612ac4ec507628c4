"""A widget that keeps its drawn lines and sends only the cells in which a new drawing differs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from coder.tui.kit.strip_difference import difference


class DiffWidget(Widget):
    """A Line API widget without border and padding; subclasses draw their `visible_lines`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._strips: list[Strip] = []

    def visible_lines(self) -> Iterable[Strip]:
        """Draw all visible lines, from the top."""
        return ()

    def send(self, lines: Iterable[tuple[int, Strip]]) -> bool:
        """Keep these lines, by screen row, and send the cells that differ.

        Return False, without drawing `lines`, where no lines of this size were kept: all are drawn anew then.
        """
        height = self.size.height
        if len(self._strips) != height or not height:
            self.redraw_all()
            return False
        for y, strip in lines:
            changed = difference(self._strips[y], strip)
            if changed:
                self._strips[y] = strip
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))
        return True

    def redraw_all(self) -> None:
        """Draw all lines anew."""
        self._strips = []
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the kept lines within the crop."""
        columns, height = self.size
        if len(self._strips) != height:
            self._strips = list(self.visible_lines())
        base = self.rich_style
        strips = [strip.adjust_cell_length(columns, base) for strip in self._strips[crop.y : crop.bottom]]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, self.background_colors[1]) for strip in strips]
        if crop.column_span != (0, columns):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips = []

    def on_resize(self) -> None:
        self.redraw_all()
