"""Widgets drawn by lines, which send only the cells that differ: their base, and a page of Rich content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from rich.console import Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from coder.text.characters import is_narrow


def difference(old: Strip, new: Strip) -> tuple[int, int] | None:
    """Return the first cell and the cell after the last one where two strips of one length differ; None if equal."""
    before, after = list(old), list(new)
    if before == after:
        return None
    left = _same(before, after)
    right = _same([_turned(s) for s in reversed(before)], [_turned(s) for s in reversed(after)])
    return left, max(left + 1, new.cell_length - right)


def _same(before: list[Segment], after: list[Segment]) -> int:
    """Cells from the left in which two rows do not differ."""
    cells = 0
    for old, new in zip(before, after, strict=False):
        if old == new:
            cells += old.cell_length
            continue
        if old.style == new.style and is_narrow(old.text) and is_narrow(new.text):  # else one may not be turned
            pairs = zip(old.text, new.text, strict=False)
            cells += next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old.text), len(new.text)))
        break
    return cells


def _turned(segment: Segment) -> Segment:
    return Segment(segment.text[::-1], segment.style) if is_narrow(segment.text) else segment


class WheelScroll(Widget):
    """A widget that the mouse wheel scrolls by rows."""

    #: Rows per turn of the wheel.
    WHEEL: ClassVar[int] = 3

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, as far as there are any."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(self.WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-self.WHEEL)


class DiffWidget(WheelScroll):
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


class Page(WheelScroll):
    """Shows a Rich renderable; an arrow in the last column marks more rows above or below."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shown: RenderableType = ""
        self._lines: list[list[Segment]] = []
        self._rest: Iterator[list[list[Segment]]] | None = None
        self._wrapped_to = 0
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
        self._strips = []
        self.scroll_rows(0)
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._rest, self._strips = None, []

    def _drawn(self, least: int | None = None) -> list[list[Segment]]:
        """Return the content as wrapped to the present width: `least` lines, if there are as many; all for None."""
        if self._rest is None or self._wrapped_to != self.size.width:  # it may be drawn before the resize event
            self._lines, self._rest, self._wrapped_to = [], self._pieces(), self.size.width
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
