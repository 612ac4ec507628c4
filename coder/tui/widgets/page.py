"""Something to read that may be longer than its place: drawn by lines, so that showing another sends what differs."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from coder.tui.widgets.transcript_rows import difference

WHEEL = 3


class Page(Widget):
    """Shows a Rich renderable; `more` rows below or above are told by an arrow in the last column."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown: RenderableType = ""
        self._lines: list[list[Segment]] | None = None
        self._top = 0
        self._strips: list[Strip] = []
        self._drawn_for = Size(0, 0)

    def show(self, renderable: RenderableType) -> None:
        """Show something else, from its beginning."""
        self._shown, self._lines, self._top = renderable, None, 0
        self._repaint()

    def scroll_rows(self, rows: int) -> None:
        """Move what is shown by so many rows."""
        last = max(0, len(self._drawn()) - self.size.height)
        top = max(0, min(self._top + rows, last))
        if top != self._top:
            self._top = top
            self._repaint()

    def _repaint(self) -> None:
        """Draw the rows in sight, and send the cells that differ from those that were there."""
        if self._drawn_for != self.size or not self._strips:
            self._strips = []
            self.refresh()
            return
        style = self.rich_style
        for y in range(self.size.height):
            strip = self._strip(y, style)
            changed = difference(self._strips[y], strip)
            if changed:
                self._strips[y] = strip
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))

    def on_resize(self) -> None:
        self._lines, self._strips = None, []
        self.scroll_rows(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-WHEEL)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lines, self._strips = None, []

    def _drawn(self) -> list[list[Segment]]:
        if self._lines is None:
            options = self.app.console.options.update(width=max(1, self.size.width - 2), height=None)
            self._lines = self.app.console.render_lines(self._shown, options, style=self.rich_style)
        return self._lines

    def _strip(self, y: int, style: Style) -> Strip:
        width, lines = self.size.width, self._drawn()
        row = self._top + y
        inside = lines[row] if row < len(lines) else []
        arrow = "▴" if y == 0 and self._top else "▾" if y == self.size.height - 1 and row + 1 < len(lines) else " "
        strip = Strip([Segment(" ", style), *inside]).adjust_cell_length(max(1, width - 1), style)
        return Strip([*strip, Segment(arrow, style)], width)

    def render_line(self, y: int) -> Strip:
        if self._drawn_for != self.size or not self._strips:
            style = self.rich_style
            self._strips = [self._strip(row, style) for row in range(self.size.height)]
            self._drawn_for = self.size
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width, self.rich_style)
