"""The canvas: the window on a wrapped transcript that a view shows, and the strips of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.segment import Segment
from textual.strip import Strip

from coder.text.cursor import Cursor
from coder.text.graphemes import snap
from coder.text.span import Span
from coder.text.turn import Turn
from coder.tui.transcript.layout import Layout
from coder.tui.transcript.rows import Palette, Scene, paint_row, union
from coder.tui.transcript.stripes import EXTENT, Cell, Mark, Stripes

#: (start, end) → the codings that touch this span.
Marks = Callable[[int, int], Sequence[Mark]]


class Canvas:
    """A window of `height` rows on a wrapped text, starting at row `top`. Empty until it has a size."""

    def __init__(self, text: str, turns: Sequence[Turn], marks: Marks) -> None:
        self.text, self.turns, self._marks = text, turns, marks
        self.layout = Layout("", (), 80)
        self.width = self.height = self.top = 0
        self.scene = Scene({})
        self.lit: list[Span] = []
        self.stripes_shown = True
        self._stripes: Stripes | None = None
        self._cells: list[list[Cell]] = []
        self._coded: list[Span] = []

    @property
    def rows(self) -> range:
        """The rows of the text in the window."""
        return range(self.top, min(self.top + self.height, self.layout.height))

    def resize(self, width: int, height: int) -> None:
        """Set the size in cells; the text at the top stays there where possible."""
        offset = self.layout.row(self.top).start if self.layout.height else 0
        if width != self.width:
            self.layout = Layout(self.text, self.turns, max(4, width - 1))
            self._stripes = None
        self.width, self.height = width, height
        self.scroll_to(self.layout.row_of(offset))

    def scroll_to(self, top: int) -> None:
        """Scroll to the row `top`, or as far as there are rows."""
        self.top = max(0, min(top, self.layout.height - self.height))
        self.look_up_marks()

    def look_up_marks(self) -> None:
        """Look up the codings that touch the window."""
        if self._stripes is None:
            layout = self.layout
            self._stripes = Stripes(self._marks, layout.rows_of, layout.span, layout.columns.stripes)
        rows = self.rows
        self._cells, self._coded = [], []
        if self.stripes_shown and rows:
            self._cells, marks = self._stripes.draw(rows.start, rows.stop)
            self._coded = union(Span(mark.start, mark.end) for mark in marks)

    def look_at(self, cursor: Cursor) -> None:
        """Update the scene to the cursor and the selection."""
        chosen = cursor.selection
        layers: dict[str, Sequence[Span]] = {"coded": self._coded, "lit": self.lit}
        if cursor.anchor is None:
            layers["unit"] = (chosen,)
        else:
            head = snap(self.text, cursor.head)
            layers["selected"] = (chosen,)
            layers["edge"] = (Span(head, max(head + 1, snap(self.text, head + 1, forward=True))),)
        self.scene = Scene(layers, chosen if chosen.start < chosen.end else None)

    def shows(self, offset: int) -> bool:
        """Return whether the row of an offset is in the window."""
        return self.layout.row_of(offset) in self.rows

    def holds(self, cursor: Cursor) -> bool:
        """Return whether the window shows the cursor's moving end, or part of a unit longer than the window."""
        if cursor.anchor is not None or self.shows(cursor.head):
            return self.shows(cursor.head)
        unit = self.layout.rows_of(cursor.span)
        return len(unit) > self.height and unit.start < self.rows.stop and unit.stop > self.rows.start

    def top_to_show(self, cursor: Cursor) -> int:
        """Return a top row with which the cursor is in sight: the present one, else half a window further."""
        head = self.layout.row_of(cursor.head)
        low = high = head
        if cursor.anchor is None:
            high = self.layout.row_of(max(cursor.span.start, cursor.span.end - 1))
            high = min(high, low + self.height - 1)
        top, half = self.top, max(1, self.height // 2)
        if low < top:
            top = low if top - low > self.height else max(0, top - half)
            return top if top <= low < top + self.height else max(0, low - half // 2)
        if high >= top + self.height:
            top += half
            return top if low >= top and high < top + self.height else max(0, min(low, high - half))
        return top

    def rows_touched(self, scene: Scene) -> set[int]:
        """Return the rows of the window that the cursor or the selection of a scene touches."""
        spans: Iterable[Span] = (span for name in ("unit", "selected") for span in scene.layers.get(name, ()))
        rows: set[int] = set()
        for span in spans:
            touched = self.layout.rows_of(span)
            rows.update(range(max(touched.start, self.top), min(touched.stop, self.top + self.height)))
        return rows

    def strip(self, y: int, palette: Palette) -> Strip:
        """Return row `y` of the window as a strip, `width` cells wide, scroll bar included."""
        index = self.top + y
        if index < self.layout.height and self.width > 1:
            cells = self._cells[y] if y < len(self._cells) else [(" ", "")] * self.layout.columns.stripes
            strip = paint_row(self.layout, index, self.scene, cells, palette)
        else:
            strip = Strip.blank(self.width - 1, palette.styles["base"])
        bar = Strip(
            [*strip.adjust_cell_length(max(0, self.width - 1), palette.styles["base"]), self._bar(y, palette)]
        )
        return bar.adjust_cell_length(self.width)

    def place(self, offset: int) -> tuple[int, int]:
        """Return column and row of an offset in the window."""
        row, column = self.layout.locate(offset)
        return column, row - self.top

    def offset_at(self, x: int, y: int) -> int:
        """Return the offset drawn at a column and row of the window, or the nearest in that row."""
        return self.layout.offset_at(self.top + y, x)

    def _bar(self, y: int, palette: Palette) -> Segment:
        total, height = self.layout.height, self.height
        if total <= height:
            return Segment(" ", palette.styles["base"])
        size = max(1, height * height // total)
        start = (height - size) * self.top // (total - height)
        thumb = start <= y < start + size
        return Segment("┃" if thumb else EXTENT, palette.styles["thumb" if thumb else "bar"])
