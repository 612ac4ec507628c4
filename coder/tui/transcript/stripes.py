"""Stripes beside a transcript: the column of each coding, and what is drawn there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coder.text.span import Span


class Mark(NamedTuple):
    """One coding as the view draws it: its span, its code's letter and colour ("#rrggbb" or a name)."""

    start: int
    end: int
    letter: str
    color: str
    code_id: str
    coding_id: str = ""


#: Drawn below the letter of a coding, as far as it extends.
EXTENT = "│"
#: The character of one cell and its colour ("": none).
Cell = tuple[str, str]
_Key = tuple[int, int, str, str]


class Stripes:
    """Assigns a column to each of the codings that share a row; a coding keeps its column while scrolling.

    `rows_of` returns the rows that a span touches, `marks` the codings that touch a span. Columns are assigned once,
    in the order of the text: the lowest that no neighbour has.
    """

    def __init__(
        self,
        marks: Callable[[int, int], Sequence[Mark]],
        rows_of: Callable[[Span], range],
        span_of: Callable[[int, int], Span],
        columns: int,
    ) -> None:
        self._marks, self._rows_of, self._span_of = marks, rows_of, span_of
        self._columns = columns
        self._assigned: dict[_Key, int] = {}

    def draw(self, first: int, last: int) -> tuple[list[list[Cell]], list[Mark]]:
        """Return the cells of the rows from `first` to before `last`, and the codings that touch them."""
        marks = self._sorted(self._span_of(first, last))
        placed = self._place(marks)
        rows: list[list[tuple[int, Mark]]] = [[] for _ in range(first, last)]
        for mark, rows_of_mark in marks:
            for index in range(max(first, rows_of_mark.start), min(last, rows_of_mark.stop)):
                rows[index - first].append((placed[_key(mark)], mark))
        lettered: set[_Key] = set()
        return [self._row(row, lettered) for row in rows], [mark for mark, _ in marks]

    def _row(self, marks: list[tuple[int, Mark]], lettered: set[_Key]) -> list[Cell]:
        room, more = self._columns, ""
        hidden = sum(column >= room for column, _ in marks)
        while hidden:
            more = f"+{hidden}"
            room = max(0, self._columns - len(more))
            now = sum(column >= room for column, _ in marks)
            if now == hidden:
                break
            hidden = now
        cells: list[Cell] = [(" ", "")] * self._columns
        for column, mark in marks:
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
