"""A large table with a fixed header and first column and a cell cursor, drawn with the Line API.

Cells are asked for when they become visible and only changes are sent: a key costs the same in every table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, NamedTuple, Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from coder.text.characters import cut, printable, width
from coder.tui.keymap import actions
from coder.tui.kit.line_widgets import DiffWidget

STYLES = ("head", "label", "group", "current", "cell", "cursor", "away")
_PLAIN = {
    "head": Style(bold=True),
    "current": Style(bold=True, underline=True),
    "cursor": Style(reverse=True),
    "away": Style(bold=True, underline=True),
}


class Column(NamedTuple):
    """A column: the lines of its header, its width in cells, whether its cells are left-aligned."""

    heads: tuple[str, ...]
    width: int
    left: bool = False


class Table(Protocol):
    """The table a grid shows; `corner` is the header of the first column, as many lines as each column's `heads`."""

    @property
    def corner(self) -> Sequence[str]: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def height(self) -> int: ...
    @property
    def label_width(self) -> int: ...
    def label(self, row: int) -> tuple[str, str, bool]:
        """Return the first column of a row: its name, a number at the right, whether the row is a group."""
        ...

    def cell(self, row: int, column: int) -> str: ...


class EmptyTable:
    """A table without rows."""

    corner: Sequence[str] = ()
    columns: Sequence[Column] = ()
    height = 0
    label_width = 0

    def label(self, row: int) -> tuple[str, str, bool]:
        return "", "", False

    def cell(self, row: int, column: int) -> str:
        return ""


#: In the head, at the right edge and beside the first column: there are more columns.
MORE, MORE_LEFT = "›", "‹"


class Grid(DiffWidget, can_focus=True):
    """Shows a `Table`; the cursor is at `row` and `column`. Must have no border and no padding."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("grid")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"grid--{name}" for name in STYLES}
    DEFAULT_CSS = """
    Grid { width: 1fr; height: 1fr; }
    .grid--head { color: $primary; text-style: bold; background: $panel; }
    .grid--label { color: $foreground 85%; }
    .grid--group { text-style: bold; }
    .grid--current { color: $accent; text-style: bold; }
    .grid--away { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    .grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    """

    class Opened(Message):
        """Posted when the cell under the cursor is opened."""

    #: Called synchronously after a cursor move, so that dependent widgets repaint in the same frame.
    following: Callable[[], None] | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.table: Table = EmptyTable()
        self.row = self.column = self.top = self.left = 0
        self._window = (-1, -1)  # top row and left column as last drawn
        self._styles: dict[str, Style] = {}

    def show(self, table: Table, row: int = 0, column: int = 0) -> None:
        """Show a table, with the cursor on one of its cells."""
        self.table = table
        self.row, self.column = self._clamped(row, column)
        self._scroll_to_cursor()
        self.redraw()
        self._notify()

    def move_to(self, row: int, column: int) -> None:
        """Move the cursor to a cell, or to the nearest one that exists."""
        before = self.row
        self.row, self.column = self._clamped(row, column)
        self._scroll_to_cursor()
        if self._window == (self.top, self.left):
            self._send((*range(self.head), *(self.head + row - self.top for row in {before, self.row})))
        else:
            self.redraw()
        self._notify()

    def _clamped(self, row: int, column: int) -> tuple[int, int]:
        table = self.table
        return max(0, min(row, table.height - 1)), max(0, min(column, len(table.columns) - 1))

    # Geometry

    @property
    def head(self) -> int:
        """Height of the header in rows."""
        return len(self.table.corner)

    @property
    def body(self) -> int:
        """Visible rows below the header."""
        return max(1, self.size.height - self.head)

    @property
    def label_width(self) -> int:
        """Width of the first column in cells: as requested, at most half of the width."""
        return min(self.table.label_width, max(8, self.size.width // 2))

    def columns_from(self, left: int) -> range:
        """Return the columns that fit whole when `left` is the first one; at least one."""
        room, last = self.size.width - self.label_width, left
        columns = self.table.columns
        while last < len(columns) and (room := room - columns[last].width) >= 0:
            last += 1
        return range(left, max(last, min(left + 1, len(columns))))

    def _columns_to(self, right: int) -> int:
        """Return the first visible column when `right` is the last one."""
        left = right
        while left > 0 and right in self.columns_from(left - 1):
            left -= 1
        return left

    def _scroll_to_cursor(self) -> None:
        """Centre the cursor when it leaves the view: a held key then causes few large repaints."""
        body, table = self.body, self.table
        if not self.top <= self.row < self.top + body:
            self.top = self.row - body // 2
        self.top = max(0, min(self.top, table.height - body))
        if self.column not in self.columns_from(self.left):
            self.left = (self._columns_to(self.column) + self.column) // 2
        if table.columns:
            self.left = min(self.left, self._columns_to(len(table.columns) - 1))

    # Drawing

    def visible_lines(self) -> Iterable[Strip]:
        self._window = self.top, self.left
        return map(self._strip, range(self.size.height))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles = {}

    def on_resize(self) -> None:
        self._scroll_to_cursor()

    def _style(self, name: str) -> Style:
        if not self._styles:
            plain = self.app.no_color
            base = self.rich_style
            for part in STYLES:
                style = self.get_component_rich_style(f"grid--{part}")
                self._styles[part] = base + (_PLAIN.get(part, Style()) if plain else style)
            self._styles["base"] = base
        return self._styles[name]

    def redraw(self) -> None:
        """Draw the visible rows and send the cells that differ."""
        self._window = self.top, self.left
        self._send(range(self.size.height))

    def _send(self, lines: Iterable[int]) -> None:
        """Draw these lines and send the cells that differ."""
        if self.send((y, self._strip(y)) for y in lines if 0 <= y < self.size.height):
            self._place_terminal_cursor()

    def _strip(self, y: int) -> Strip:
        row = self.top + y - self.head
        if y < self.head:
            segments = self._head(y)
        elif row < self.table.height:
            segments = self._row(row)
        else:
            segments = []
        fill = self._style("head" if y < self.head else "base")
        strip = Strip(segments).adjust_cell_length(self.size.width, fill)
        if y == 0 and self.columns_from(self.left).stop < len(self.table.columns):
            strip = Strip([*strip.adjust_cell_length(max(0, self.size.width - 1)), Segment(MORE, fill)])
        return strip.simplify()

    def _drawn(self) -> list[tuple[int, Column]]:
        """Return the visible columns with their drawn widths: text may be cut at the edge, numbers never."""
        seen = self.columns_from(self.left)
        drawn = [(number, self.table.columns[number]) for number in seen]
        room = self.size.width - self.label_width - sum(column.width for _, column in drawn)
        room -= seen.stop < len(self.table.columns)
        if room > 4 and seen.stop < len(self.table.columns) and self.table.columns[seen.stop].left:
            drawn.append((seen.stop, self.table.columns[seen.stop]._replace(width=room)))
        elif room < 0:
            drawn[-1] = seen[-1], drawn[-1][1]._replace(width=max(1, drawn[-1][1].width + room))
        return drawn

    def _head(self, line: int) -> list[Segment]:
        table, head = self.table, self._style("head")
        more = MORE_LEFT if self.left and not line else ""
        segments = [Segment(_fitted(f" {table.corner[line]}", self.label_width - len(more)), head)]
        segments += [Segment(more, self._style("current"))] if more else []
        for number, column in self._drawn():
            style = self._style("current" if number == self.column else "head")
            segments.append(Segment(_in_column(column.heads[line], column), style))
        return segments

    def _row(self, row: int) -> list[Segment]:
        table = self.table
        name, number, group = table.label(row)
        number = f" {number} " if number else " "  # a space before it even where the name is cut
        label = _fitted(f" {name}", self.label_width - len(number)) + number
        style = self._style("current" if row == self.row else "group" if group else "label")
        segments = [Segment(label, style)]
        for place, column in self._drawn():
            here = row == self.row and place == self.column
            text = _in_column(table.cell(row, place), column)
            cursor = "cursor" if self.has_focus else "away"
            segments.append(Segment(text, self._style(cursor if here else "cell")))
        return segments

    def _place_terminal_cursor(self) -> None:
        """Move the terminal cursor to the cell cursor: screen readers follow it."""
        if self.has_focus and self.table.height:
            seen = self.columns_from(self.left)
            x = self.label_width + sum(self.table.columns[n].width for n in seen if n < self.column)
            y = self.head + self.row - self.top
            self.app.cursor_position = self.region.offset + Offset(x, min(y, max(0, self.size.height - 1)))

    def on_focus(self) -> None:
        self._send([self.head + self.row - self.top])
        self._place_terminal_cursor()

    on_blur = on_focus

    def _notify(self) -> None:
        if self.following is not None:
            self.following()

    # Keys and mouse

    def action_move(self, rows: int, columns: int) -> None:
        self.move_to(self.row + rows, self.column + columns)

    def action_page(self, pages: int) -> None:
        """Scroll by screens; the cursor stays at its screen row."""
        step = max(1, self.body - 1) * pages
        self.top = max(0, min(self.top + step, self.table.height - self.body))
        self.move_to(self.row + step, self.column)

    def action_page_across(self, pages: int) -> None:
        """Scroll sideways by screens."""
        self.move_to(self.row, self.column + pages * max(1, len(self.columns_from(self.left)) - 1))

    def action_edge(self, rows: int, columns: int) -> None:
        """Move to the first or last row or column."""
        last_row, last_column = self.table.height - 1, len(self.table.columns) - 1
        row = self.row if not rows else 0 if rows < 0 else last_row
        column = self.column if not columns else 0 if columns < 0 else last_column
        self.move_to(row, column)

    def action_open(self) -> None:
        if self.table.height:
            self.post_message(self.Opened())

    def scroll_rows(self, rows: int) -> None:
        """Scroll the view; the cursor follows when it would leave it."""
        self.top = max(0, min(self.top + rows, self.table.height - self.body))
        self.move_to(max(self.top, min(self.row, self.top + self.body - 1)), self.column)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked cell; open it on a double click."""
        event.stop()
        at = self.label_width
        column = self.column
        for number in self.columns_from(self.left):
            if at <= event.x < at + self.table.columns[number].width:
                column = number
            at += self.table.columns[number].width
        row = self.top + event.y - self.head
        if event.y >= self.head and row < self.table.height:
            self.move_to(row, column)
            if event.chain > 1:
                self.action_open()


def _fitted(text: str, cells: int) -> str:
    shown = cut(printable(text), cells)
    return shown + " " * (cells - width(shown))


def _in_column(text: str, column: Column) -> str:
    """Return a cell's text as wide as its column, with a space before it."""
    if column.left:
        return _fitted(f" {text}", column.width)
    shown = cut(printable(text), column.width - 1)
    return " " * (column.width - width(shown)) + shown
