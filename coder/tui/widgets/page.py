"""Something to read that may be longer than its place: drawn by lines, so that showing another sends only this."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

WHEEL = 3


class Page(Widget):
    """Shows a Rich renderable; `more` rows below or above are told by an arrow in the last column."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown: RenderableType = ""
        self._lines: list[list[Segment]] | None = None
        self._top = 0

    def show(self, renderable: RenderableType) -> None:
        """Show something else, from its beginning."""
        self._shown, self._lines, self._top = renderable, None, 0
        self.refresh()

    def scroll_rows(self, rows: int) -> None:
        """Move what is shown by so many rows."""
        last = max(0, len(self._drawn()) - self.size.height)
        top = max(0, min(self._top + rows, last))
        if top != self._top:
            self._top = top
            self.refresh()

    def on_resize(self) -> None:
        self._lines = None
        self.scroll_rows(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-WHEEL)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lines = None

    def _drawn(self) -> list[list[Segment]]:
        if self._lines is None:
            options = self.app.console.options.update(width=max(1, self.size.width - 2), height=None)
            self._lines = self.app.console.render_lines(self._shown, options, style=self.rich_style)
        return self._lines

    def render_line(self, y: int) -> Strip:
        style, width = self.rich_style, self.size.width
        lines = self._drawn()
        row = self._top + y
        inside = lines[row] if row < len(lines) else []
        arrow = "▴" if y == 0 and self._top else "▾" if y == self.size.height - 1 and row + 1 < len(lines) else " "
        strip = Strip([Segment(" ", style), *inside]).adjust_cell_length(max(1, width - 1), style)
        return Strip([*strip, Segment(arrow, style)], width)
