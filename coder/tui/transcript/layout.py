"""The layout: row and column of each character of a transcript in a view of a given width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coder.text.characters import cut, fit, snap, width
from coder.text.span import Span, Turn
from coder.text.wrap import wrap

#: Most cells of text on a line: longer lines are hard to read, however wide the screen.
_WIDEST = 100


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


def divide(available: int, turns: int, label: int) -> Columns:
    """Divide the available cells for a number of turns and a width of the speaker labels."""
    stripes = 2 if available < 40 else 3 if available < 64 else 5 if available < 110 else 7
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

    def __init__(self, text: str, turns: Sequence[Turn], available: int, gap: bool = True) -> None:
        self.text = text
        self.turns = turns
        names = list(dict.fromkeys(turn.speaker for turn in turns))
        self.labels = _labels(names, available)
        self.columns = divide(available, len(turns), max(map(width, self.labels.values()), default=0))
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
