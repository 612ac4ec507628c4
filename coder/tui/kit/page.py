"""A read-only page of Rich content, drawn by lines: showing other content sends only the cells that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from coder.tui.kit.strip_difference import difference

WHEEL = 3


class Page(Widget):
    """Shows a Rich renderable; an arrow in the last column marks more rows above or below."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown: RenderableType = ""
        self._lines: list[list[Segment]] = []
        self._rest: Iterator[list[list[Segment]]] | None = None
        self._top = 0
        self._strips: list[Strip] = []
        self._drawn_for = Size(0, 0)

    def show(self, renderable: RenderableType) -> None:
        """Show a renderable from its beginning."""
        self._shown, self._rest, self._top = renderable, None, 0
        self._repaint()

    @property
    def top(self) -> int:
        """The first visible row, from 0."""
        return self._top

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows."""
        last = max(0, len(self._drawn()) - self.size.height)
        top = max(0, min(self._top + rows, last))
        if top != self._top:
            self._top = top
            self._repaint()

    def _repaint(self) -> None:
        """Draw the visible rows and send the cells that differ from those drawn before."""
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
        self._rest, self._strips = None, []
        self.scroll_rows(0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-WHEEL)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._rest, self._strips = None, []

    def _drawn(self, least: int | None = None) -> list[list[Segment]]:
        """Return the rendered lines: at least `wanted`, if there are as many; all for None."""
        if self._rest is None:
            self._lines, self._rest = [], self._pieces()
        while least is None or len(self._lines) < least:
            piece = next(self._rest, None)
            if piece is None:
                break
            self._lines += piece
        return self._lines

    def _pieces(self) -> Iterator[list[list[Segment]]]:
        """Yield the rendered content by paragraphs: wrapping a long text at once takes longer than a key may."""
        console, style = self.app.console, self.rich_style
        options = console.options.update(width=max(1, self.size.width - 2), height=None)
        shown = self._shown
        pieces = shown.renderables if isinstance(shown, Group) else (shown,)
        for piece in shown.split(allow_blank=True) if isinstance(shown, Text) else pieces:
            if isinstance(piece, Text) and isinstance(shown, Text):
                piece.no_wrap, piece.tab_size = shown.no_wrap, shown.tab_size
            yield console.render_lines(piece, options, style=style)

    def _strip(self, y: int, style: Style) -> Strip:
        row = self._top + y
        width, lines = self.size.width, self._drawn(row + 2)
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
