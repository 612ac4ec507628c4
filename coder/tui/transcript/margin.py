"""The margin: the codings beside a transcript, as letters over stripes or as names beside brackets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coder.text.characters import cut, printable, width
from coder.text.span import Span


class Mark(NamedTuple):
    """One coding as the view draws it: its span, its code's letter, colour ("#rrggbb" or a name) and name."""

    start: int
    end: int
    letter: str
    color: str
    code_id: str
    coding_id: str = ""
    name: str = ""


#: Drawn below the letter of a coding, as far as it extends.
EXTENT = "│"
#: Brackets: the first and the last row of a coding, the rows between being `EXTENT`.
FIRST, LAST = "┌", "└"
#: The same where the name of this coding stands in the row, and not those of all others.
NAMED = {FIRST: "┏", EXTENT: "┣", LAST: "┗"}
#: Drawn beside a coding of one row.
SINGLE = "["
#: A piece of a row of the margin and its colour ("": none).
Cell = tuple[str, str]
_Key = tuple[int, int, str, str]


class Stripe(NamedTuple):
    """A coding in its column; its first and last row are counted from the top of the window."""

    column: int
    mark: Mark
    first: int
    last: int


class Stripes:
    """Assigns a column to each of the codings that share a row; a coding keeps its column while scrolling.

    `rows_of` returns the rows that a span touches, `marks` the codings that touch a span. Columns are assigned once,
    in the order of the text: the lowest that no neighbour has. `named`: brackets and names, else letters.
    """

    def __init__(
        self,
        marks: Callable[[int, int], Sequence[Mark]],
        rows_of: Callable[[Span], range],
        span_of: Callable[[int, int], Span],
        columns: int,
        named: bool = False,
    ) -> None:
        self._marks, self._rows_of, self._span_of = marks, rows_of, span_of
        self._columns, self._named = columns, named
        self._assigned: dict[_Key, int] = {}

    def draw(self, first: int, last: int) -> tuple[list[list[Cell]], list[Mark]]:
        """Return the cells of the rows from `first` to before `last`, and the codings that touch them."""
        marks = self._sorted(self._span_of(first, last))
        placed = self._place(marks)
        rows: list[list[Stripe]] = [[] for _ in range(first, last)]
        for mark, rows_of_mark in marks:
            stripe = Stripe(placed[_key(mark)], mark, rows_of_mark.start - first, rows_of_mark.stop - 1 - first)
            for index in range(max(0, stripe.first), min(last - first, stripe.last + 1)):
                rows[index].append(stripe)
        shown = [mark for mark, _ in marks]
        if self._named:
            return _rows_with_names(rows, self._columns), shown
        lettered: set[_Key] = set()
        return [self._row(row, lettered) for row in rows], shown

    def _row(self, stripes: list[Stripe], lettered: set[_Key]) -> list[Cell]:
        room, more = self._columns, ""
        hidden = sum(stripe.column >= room for stripe in stripes)
        while hidden:
            more = f"+{hidden}"
            room = max(0, self._columns - len(more))
            now = sum(stripe.column >= room for stripe in stripes)
            if now == hidden:
                break
            hidden = now
        cells: list[Cell] = [(" ", "")] * self._columns
        for column, mark, _, _ in stripes:
            if column < room:
                begun = _key(mark) in lettered
                lettered.add(_key(mark))
                cells[column] = (EXTENT if begun else mark.letter or "·", mark.color)
        if more:
            cells[room:] = [(character, "") for character in more.rjust(self._columns - room)][: self._columns]
        return cells

    def _sorted(self, span: Span) -> list[tuple[Mark, range]]:
        marks = sorted(self._marks(*span), key=lambda mark: (mark.start, -mark.end, mark.code_id, mark.coding_id))
        return [(mark, self._rows_of(Span(mark.start, mark.end))) for mark in marks if mark.start < mark.end]

    def _place(self, visible: list[tuple[Mark, range]]) -> dict[_Key, int]:
        """Return the columns by coding; assign those missing, with regard to the codings around them."""
        if all(_key(mark) in self._assigned for mark, _ in visible):
            return self._assigned
        around = self._around(visible)
        taken = [(rows, self._assigned[key]) for mark, rows in around if (key := _key(mark)) in self._assigned]
        for mark, rows in around:
            key = _key(mark)
            if key not in self._assigned:
                used = {column for others, column in taken if others.start < rows.stop and rows.start < others.stop}
                self._assigned[key] = next(column for column in range(len(used) + 1) if column not in used)
                taken.append((rows, self._assigned[key]))
        return self._assigned

    def _around(self, marks: list[tuple[Mark, range]], rounds: int = 8) -> list[tuple[Mark, range]]:
        """Add the codings that share rows with these, and repeat that for those added, up to `rounds` times.

        This makes the columns independent of where reading began.
        """
        for _ in range(rounds):
            span = _rows_span(marks, self._span_of)
            wider = self._sorted(span)
            if len(wider) == len(marks):
                break
            marks = wider
        return marks


def _rows_span(marks: Iterable[tuple[Mark, range]], span_of: Callable[[int, int], Span]) -> Span:
    rows = [rows for _, rows in marks]
    return span_of(min(row.start for row in rows), max(row.stop for row in rows))


def _key(mark: Mark) -> _Key:
    return mark.start, mark.end, mark.code_id, mark.coding_id


# Names

#: Between two names in a row.
_BETWEEN = " · "
#: Cells of a name, at least, where several share a row.
_LEAST = 7
#: Cells of the margin for each column of brackets.
_CELLS_PER_BRACKET = 4


def _rows_with_names(rows: Sequence[Sequence[Stripe]], cells: int) -> list[list[Cell]]:
    """Return the rows of a margin of this many cells: a bracket for each coding, and its name once."""
    most = max(1, cells // _CELLS_PER_BRACKET)
    brackets = [[stripe for stripe in row if stripe.column < most] for row in rows]
    hidden = [len(row) - len(kept) for row, kept in zip(rows, brackets, strict=True)]
    rooms = [max(0, cells - 1 - max((stripe.column + 2 for stripe in row), default=1)) for row in brackets]
    names = _names_by_row(brackets, [room - _count_width(n) for room, n in zip(rooms, hidden, strict=True)])
    return [
        _row_with_names(index, row, names[index], rooms[index], hidden[index]) for index, row in enumerate(brackets)
    ]


def _names_by_row(rows: Sequence[Sequence[Stripe]], rooms: Sequence[int]) -> list[list[Stripe]]:
    """Return the codings that are named in each row.

    A name stands in the first visible row of its coding; where those of a row do not fit there as a whole, some stand
    in later rows of their codings.
    """
    waiting: list[Stripe] = []
    by_row: list[list[Stripe]] = []
    for index, (row, room) in enumerate(zip(rows, rooms, strict=True)):
        waiting += [stripe for stripe in row if max(0, stripe.first) == index]
        last = len(rows) - 1
        waiting.sort(key=lambda stripe: (min(stripe.last, last), stripe.column))
        named = waiting
        if sum(width(stripe.mark.name) + len(_BETWEEN) for stripe in waiting) - len(_BETWEEN) > room:
            named = waiting[
                : max(-(-n // (min(stripe.last, last) - index + 1)) for n, stripe in enumerate(waiting, 1))
            ]
        waiting = waiting[len(named) :]
        by_row.append(sorted(named, key=lambda stripe: stripe.column))
    return by_row


def _row_with_names(index: int, row: Sequence[Stripe], named: Sequence[Stripe], room: int, hidden: int) -> list[Cell]:
    """Return a row: brackets, a blank, `room` cells for names and the number of those without room, a blank."""
    drawn: list[Cell] = [(" ", "")] * (max((stripe.column + 1 for stripe in row), default=0) + 1)
    for stripe in row:
        bracket = _bracket(stripe, index)
        heavy = stripe in named and len(named) < len(row)
        drawn[stripe.column] = (NAMED.get(bracket, bracket) if heavy else bracket, stripe.mark.color)
    texts, left = _shortened([printable(stripe.mark.name) for stripe in named], room, hidden)
    for n, (stripe, text) in enumerate(zip(named, texts, strict=False)):
        drawn += [*([(_BETWEEN, "")] if n else []), (text, stripe.mark.color)]
        room -= width(text) + (len(_BETWEEN) if n else 0)
    more = f" +{left}" if left else ""
    return [*drawn, (" " * (room - len(more)) + more + " ", "")]


def _bracket(stripe: Stripe, index: int) -> str:
    if stripe.first == stripe.last:
        return SINGLE
    if index in (stripe.first, stripe.last):
        return FIRST if index == stripe.first else LAST
    return EXTENT


def _shortened(names: Sequence[str], room: int, hidden: int) -> tuple[list[str], int]:
    """Return as many of the names as fit, the longest cut to equal widths, and the number of those left out.

    `hidden` more are left out anyway.
    """
    for shown in range(len(names), -1, -1):
        left = len(names) - shown + hidden
        free = room - len(_BETWEEN) * max(0, shown - 1) - _count_width(left)
        if free >= sum(min(_LEAST, width(name)) for name in names[:shown]):
            break
    texts = list(names[:shown])
    for rest, place in enumerate(sorted(range(shown), key=lambda place: width(texts[place]))):
        texts[place] = _cut(texts[place], free // (shown - rest))
        free -= width(texts[place])
    return texts, left


def _count_width(left: int) -> int:
    return len(f" +{left}") if left else 0


def _cut(name: str, cells: int) -> str:
    """Return a name in this many cells, cut without punctuation before the ellipsis."""
    short = cut(name, cells)
    return short if short == name else short[:-1].rstrip(" ,;:.-–—/(") + short[-1:]
