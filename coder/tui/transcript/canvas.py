"""The canvas: the rows of a wrapped transcript, and the window on them that a view shows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from coder.text.characters import cut, fit, printable, snap, width
from coder.text.cursor import Cursor
from coder.text.span import Span, Turn
from coder.text.wrap import wrap
from coder.tui.transcript.margin import Cell, Mark, Stripes

#: Most cells of text on a line: longer lines are hard to read, however wide the screen.
_WIDEST = 100
#: Cells of gutter, text and margin from which the margin has room for names; cells of that margin.
NAMES_FROM = 72
_NARROWEST_NAMES, _WIDEST_NAMES = 20, 40


class Row(NamedTuple):
    """One row of the view: `text[start:end]` of a turn, or the blank row below the turn."""

    turn: int
    start: int
    end: int
    first: bool
    second: bool
    blank: bool


class Columns(NamedTuple):
    """The parts of a row, in cells: gutter, text, one blank, stripes; the rest is empty."""

    number: int
    label: int
    gutter: int
    body: int
    stripes: int

    @property
    def stripes_at(self) -> int:
        """Column of the first stripe."""
        return self.gutter + self.body + 1


def margin_width(available: int, named: bool) -> int:
    """Return the cells of the margin: for letters, or for names."""
    if named:
        return min(_WIDEST_NAMES, max(_NARROWEST_NAMES, available // 4))
    return 2 if available < 40 else 3 if available < 64 else 5 if available < 110 else 7


def divide(available: int, turns: int, label: int, named: bool = False) -> Columns:
    """Divide the available cells for a number of turns and a width of the speaker labels."""
    stripes = margin_width(available, named)
    number = max(2, len(str(turns))) if available >= 30 else 0
    gutter = (number + 2 if number else 0) + (label + 2 if label else 1)
    body = max(1, min(_WIDEST, available - gutter - 1 - stripes))
    return Columns(number, label, gutter, body, stripes)


def _labels(names: Sequence[str], available: int) -> dict[str, str]:
    room = 3 if available < 64 else min(16, available // 6)
    whole = all(width(name) <= room for name in names)
    return short_labels(names, room if whole else 3)


def short_labels(names: Iterable[str], room: int) -> dict[str, str]:
    """Return a label of at most `room` cells for each name: the name, its initials, or initials and a difference.

    Labels are distinct, unless there are more names than labels of that length.
    """
    known = list(dict.fromkeys(name for name in names if name))
    if all(width(name) <= room for name in known):
        return {name: name for name in known}
    initials = {name: _initials(name, room) for name in known}
    shared = Counter(initials.values())
    taken = {label for label, count in shared.items() if count == 1}
    labels = {name: label for name, label in initials.items() if shared[label] == 1}
    for name in known:
        if name not in labels:
            labels[name] = next((label for label in _variants(name, room) if label not in taken), cut(name, room))
            taken.add(labels[name])
    return labels


def _initials(name: str, room: int) -> str:
    parts = [word if word.isdigit() else word[0].upper() for word in name.replace("-", " ").split()]
    joined = "".join(parts) or name
    return joined[: fit(joined, room)]


def _variants(name: str, room: int) -> Iterable[str]:
    first, rest = name[0], name[1:].replace(" ", "")
    yield from (first + letter for letter in reversed(rest[1:] + rest[:1]) if room >= 2 and width(letter) == 1)
    yield from (f"{first}{number}"[:room] for number in range(1, 100))


class Layout:
    """The rows of a transcript: its turns wrapped, with a blank row between them.

    Offsets are code points of the text, columns are cells from the left edge of the view. Labels of turns are not
    part of any row. `available` is the width of gutter, text and stripes together.
    """

    def __init__(
        self, text: str, turns: Sequence[Turn], available: int, gap: bool = True, named: bool = False
    ) -> None:
        """`named`: the margin is wide enough for names of codes."""
        self.text = text
        self.turns = turns
        self.named = named
        names = list(dict.fromkeys(turn.speaker for turn in turns))
        self.labels = _labels(names, available - (margin_width(available, named) if named else 0))
        self.columns = divide(available, len(turns), max(map(width, self.labels.values()), default=0), named)
        self.available = available
        self._gap = int(gap)
        self._lines: list[int] = []
        self._first_rows: list[int] = []
        lines, body = self._lines, self.columns.body
        for index, turn in enumerate(turns):
            self._first_rows.append(len(lines) + index * self._gap)
            lines += wrap(text, turn.start, turn.end, body)
        self.height = max(0, len(lines) + (len(turns) - 1) * self._gap)

    def row(self, index: int) -> Row:
        """Return a row by its index, from 0 to `height - 1`."""
        turn = bisect_right(self._first_rows, index) - 1
        line = index - turn * self._gap
        nth = index - self._first_rows[turn]
        if line >= self._first_line(turn + 1):
            end = self.turns[turn].end
            return Row(turn, end, end, False, nth == 1, True)
        last = line + 1 == self._first_line(turn + 1)
        end = self.turns[turn].end if last else self._lines[line + 1]
        return Row(turn, self._lines[line], end, nth == 0, nth == 1, False)

    def row_of(self, offset: int) -> int:
        """Return the index of the row with an offset; in the label of a turn, of the turn's first row."""
        turn = max(0, bisect_right(self.turns, offset, key=lambda turn: turn.label) - 1)
        if not self.turns:
            return 0
        low, high = self._first_line(turn), self._first_line(turn + 1)
        line = max(low, bisect_right(self._lines, offset, low, high) - 1)
        return line + turn * self._gap

    def locate(self, offset: int) -> tuple[int, int]:
        """Return row and column of an offset; the column is at most the edge of the text."""
        if not self.turns:
            return 0, self.columns.gutter
        index = self.row_of(offset)
        row = self.row(index)
        before = width(self.text[row.start : min(max(offset, row.start), row.end)].rstrip("\n"))
        return index, self.columns.gutter + min(before, self.columns.body)

    def offset_at(self, index: int, column: int) -> int:
        """Return the offset drawn at a row and column, or the nearest in that row."""
        if not self.height:
            return 0
        row = self.row(min(max(index, 0), self.height - 1))
        line = self.shown(row)
        inside = fit(line, max(0, column - self.columns.gutter))
        return row.start + snap(line, min(inside, max(0, len(line) - 1)))

    def shown(self, row: Row) -> str:
        """Return the text of a row as it is drawn: without spaces beyond the edge."""
        line = self.text[row.start : row.end].rstrip("\n")
        stripped = line.rstrip(" ")
        return stripped if width(line) > self.columns.body else line

    def span(self, first: int, last: int) -> Span:
        """Return the span of the text in the rows from `first` to before `last`."""
        if not self.height or first >= last:
            return Span(0, 0)
        return Span(self.row(max(0, first)).start, self.row(min(last, self.height) - 1).end)

    def rows_of(self, span: Span) -> range:
        """Return the rows that a span touches."""
        return range(self.row_of(span.start), self.row_of(max(span.start, span.end - 1)) + 1)

    def _first_line(self, turn: int) -> int:
        if turn >= len(self.turns):
            return len(self._lines)
        return self._first_rows[turn] - turn * self._gap


def touching(spans: Sequence[Span], target: Span) -> Sequence[Span]:
    """Return those of `spans` (sorted, disjoint) that share a character with `target`."""
    low = bisect_right(spans, target.start, key=lambda span: span.end)
    return spans[low : bisect_left(spans, target.end, low, key=lambda span: span.start)]


#: From the lowest to the topmost.
LAYERS = ("coded", "highlight", "selected", "unit", "edge")
_LEFT, _RIGHT = "▐", "▌"
#: Before a unit that has a memo.
MEMO_SIGN = "✎"


@dataclass
class Palette:
    """The styles of a view: `base`, `number`, `speaker`, `stamp`, `bar`, `thumb` and those of `LAYERS`.

    `plain`: the terminal has too few colours to tell the layers apart.
    """

    styles: Mapping[str, Style]
    plain: bool
    _mixed: dict[tuple[str, ...], Style] = field(default_factory=dict)

    def mix(self, layers: tuple[str, ...]) -> Style:
        """Return the style of text in these layers, lowest first."""
        if layers not in self._mixed:
            self._mixed[layers] = sum((self.styles[layer] for layer in layers), self.styles["base"])
        return self._mixed[layers]

    def bracket(self, scene: Scene) -> Style:
        """Return the style of a bracket: half a cell in the background of the text that it encloses."""
        base = self.styles["base"]
        layer = "selected" if scene.layers.get("selected") else "unit"
        return base if self.plain else base + Style(color=self.mix((layer,)).bgcolor)


@dataclass
class Scene:
    """The layers on the text: for each a list of sorted, disjoint spans."""

    layers: dict[str, Sequence[Span]]
    brackets: Span | None = None


def paint_row(
    layout: Layout, index: int, scene: Scene, cells: Sequence[Cell], palette: Palette, has_memo: bool = False
) -> Strip:
    """Return a row as a strip, `layout.available` cells wide; `has_memo`: a unit with a memo begins in it."""
    row = layout.row(index)
    segments = _gutter(layout, row, scene, palette)
    if has_memo:
        segments = _with_memo_sign(segments, palette)
    segments += _body(layout, row, scene, palette)
    base = palette.styles["base"]
    for character, color in cells:
        segments.append(Segment(character, base + _color(color) if color else base))
    columns = layout.columns
    rest = layout.available - columns.stripes_at - columns.stripes
    if rest > 0:
        segments.append(Segment(" " * rest, base))
    strip = Strip(Segment.simplify(segments), columns.stripes_at + columns.stripes + max(0, rest))
    return strip if rest >= 0 else strip.crop(0, layout.available)


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the same characters as sorted, disjoint spans."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def clock(seconds: float) -> str:
    """Return a time stamp: `7:59`, `1:07:59`."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _gutter(layout: Layout, row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    columns, styles = layout.columns, palette.styles
    turn = layout.turns[row.turn]
    last = _LEFT if scene.brackets and scene.brackets.start == row.start and not row.blank else " "
    pad = columns.gutter - 1
    if row.first:
        number = f" {row.turn + 1:>{columns.number}} " if columns.number else ""
        name = printable(layout.labels.get(turn.speaker, ""))
        name += " " * (pad - len(number) - width(name))
        segments = [Segment(number, styles["number"]), Segment(name, styles["speaker"])]
    elif row.second and turn.seconds is not None and len(stamp := clock(turn.seconds)) < pad:
        segments = [Segment(f" {stamp:<{pad - 1}}", styles["stamp"])]
    else:
        segments = [Segment(" " * pad, styles["base"])]
    segments.append(Segment(last, palette.bracket(scene) if last != " " else styles["base"]))
    return [segment for segment in segments if segment.text]


def _with_memo_sign(gutter: list[Segment], palette: Palette) -> list[Segment]:
    """Return a gutter with a sign in its last blank cell but one, where there is one."""
    *before, last = gutter
    if not before or not before[-1].text.endswith(" "):
        return gutter
    text, style, _ = before.pop()
    return [*before, Segment(text[:-1], style), Segment(MEMO_SIGN, palette.styles["speaker"]), last]


def _bracketed(row: Row, span: Span | None) -> tuple[int, int]:
    """Return the offsets of a row where the brackets of a span are drawn; -1 for one that belongs to another row."""
    if span is None:
        return -1, -1
    return (span.start - 1 if span.start < row.end else -1), (span.end if span.end > row.start else -1)


def _body(layout: Layout, row: Row, scene: Scene, palette: Palette) -> list[Segment]:
    text = layout.text
    shown = Span(row.start, row.start + len(layout.shown(row)))
    inside = {layer: touching(scene.layers.get(layer, ()), shown) for layer in LAYERS}
    before, after = _bracketed(row, scene.brackets)
    edges = {shown.start, shown.end}
    for span in (span for spans in inside.values() for span in spans):
        edges.update(edge for edge in span if shown.start < edge < shown.end)
    edges.update(e for at in (before, after) for e in (at, at + 1) if shown.start <= at < e <= shown.end)
    edges.update(at for at in (before, after) if shown.start < at < shown.end)
    cuts = sorted(edges)
    segments, used = [], 0
    for start, end in pairwise(cuts):
        piece = printable(text[start:end])
        used += width(piece)
        if piece == " " and start in (before, after):
            segments.append(Segment(_LEFT if start == before else _RIGHT, palette.bracket(scene)))
        else:
            layers = tuple(la for la in LAYERS if any(s.start < end and start < s.end for s in inside[la]))
            segments.append(Segment(piece, palette.mix(layers)))
    room = layout.columns.body + 1 - used
    if room < 0:  # one cluster wider than the line
        return [Segment(cut("…", 1).ljust(layout.columns.body + 1), palette.styles["base"])]
    if after == shown.end and shown.start < after and room:
        segments.append(Segment(_RIGHT, palette.bracket(scene)))
        room -= 1
    segments.append(Segment(" " * room, palette.styles["base"]))
    return segments


@lru_cache(maxsize=512)
def _color(name: str) -> Style:
    return Style(color=Color.parse(name).rich_color)


#: (start, end) → the codings that touch this span.
Marks = Callable[[int, int], Sequence[Mark]]


class Canvas:
    """A window of `height` rows on a wrapped text, starting at row `top`. Empty until it has a size."""

    def __init__(self, text: str, turns: Sequence[Turn], marks: Marks) -> None:
        self.text, self.turns, self._marks = text, turns, marks
        self.layout = Layout("", (), 80)
        self.width = self.height = self.top = 0
        self.scene = Scene({})
        self.highlighted: list[Span] = []
        self.stripes_shown = True
        #: (start, end) → where the units with a memo begin that touch this span.
        self.memos_in: Callable[[int, int], Iterable[int]] = lambda start, end: ()
        self._memo_rows: set[int] = set()
        self._stripes: Stripes | None = None
        self._cells: list[list[Cell]] = []
        self._coded: list[Span] = []

    @property
    def rows(self) -> range:
        """The rows of the text in the window."""
        return range(self.top, min(self.top + self.height, self.layout.height))

    def resize(self, width: int, height: int, named: bool = False) -> None:
        """Set the size in cells; the text at the top stays there where possible. `named`: names where they fit."""
        offset = self.layout.row(self.top).start if self.layout.height else 0
        available = max(4, width - 1)
        named = named and available >= NAMES_FROM
        if width != self.width or named != self.layout.named:
            self.layout = Layout(self.text, self.turns, available, named=named)
            self._stripes = None
        self.width, self.height = width, height
        self.scroll_to(self.layout.row_of(offset))

    def scroll_to(self, top: int) -> None:
        """Scroll to the row `top`, or as far as there are rows."""
        self.top = max(0, min(top, self.layout.height - self.height))
        self.look_up_marks()

    def look_up_marks(self) -> None:
        """Look up the codings and the memos that touch the window."""
        if self._stripes is None:
            layout = self.layout
            self._stripes = Stripes(self._marks, layout.rows_of, layout.span, layout.columns.stripes, layout.named)
        rows = self.rows
        self._cells, self._coded = [], []
        span = self.layout.span(rows.start, rows.stop)
        self._memo_rows = {self.layout.row_of(start) for start in self.memos_in(*span)} if rows else set()
        if self.stripes_shown and rows:
            self._cells, marks = self._stripes.draw(rows.start, rows.stop)
            self._coded = union(Span(mark.start, mark.end) for mark in marks)

    def look_at(self, cursor: Cursor) -> None:
        """Update the scene to the cursor and the selection."""
        chosen = cursor.selection
        layers: dict[str, Sequence[Span]] = {"coded": self._coded, "highlight": self.highlighted}
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
        """Return a top row with which the cursor is visible: the present one, else half a window further."""
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
            strip = paint_row(self.layout, index, self.scene, cells, palette, index in self._memo_rows)
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
        return Segment("┃" if thumb else "▕", palette.styles["thumb" if thumb else "bar"])
