"""The stripes beside a transcript: which coding stands in which column, and what is drawn there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coder.text.span import Span


class Mark(NamedTuple):
    """One coding as the view draws it: its stretch, its code's letter and colour ("#rrggbb" or a name)."""

    start: int
    end: int
    letter: str
    color: str
    code_id: str
    coding_id: str = ""


class Glyphs(NamedTuple):
    """What stripes are drawn with."""

    extent: str = "│"
    more: str = "+"


UNICODE = Glyphs()
ASCII = Glyphs(extent="|")

Cell = tuple[str, str]  # what is drawn in one cell, and its colour ("" for none)
_Key = tuple[int, int, str, str]


class Stripes:
    """One column for each of the codings that share a row; a coding keeps its column while one scrolls.

    `rows_of` says which rows a stretch touches, `marks` which codings touch a stretch. Columns are given
    out once, the lowest that is free among the neighbours, in the order of the text.
    """

    def __init__(
        self,
        marks: Callable[[int, int], Sequence[Mark]],
        rows_of: Callable[[Span], range],
        span_of: Callable[[int, int], Span],
        columns: int,
        glyphs: Glyphs = UNICODE,
    ) -> None:
        self._marks, self._rows_of, self._span_of = marks, rows_of, span_of
        self._columns, self._glyphs = columns, glyphs
        self._given: dict[_Key, int] = {}

    def draw(self, first: int, last: int) -> tuple[list[list[Cell]], list[Mark]]:
        """The cells of the rows `first` up to, not with, `last`, and the codings that touch them."""
        marks = self._sorted(self._span_of(first, last))
        placed = self._place(marks)
        rows: list[list[tuple[int, Mark]]] = [[] for _ in range(first, last)]
        for mark, rows_of_mark in marks:
            for index in range(max(first, rows_of_mark.start), min(last, rows_of_mark.stop)):
                rows[index - first].append((placed[_key(mark)], mark))
        lettered: set[_Key] = set()
        return [self._row(row, lettered) for row in rows], [mark for mark, _ in marks]

    def forget(self) -> None:
        """Give out the columns afresh."""
        self._given.clear()

    def _row(self, marks: list[tuple[int, Mark]], lettered: set[_Key]) -> list[Cell]:
        room, more = self._columns, ""
        hidden = sum(column >= room for column, _ in marks)
        while hidden:
            more = f"{self._glyphs.more}{hidden}"
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
                cells[column] = (self._glyphs.extent if begun else mark.letter or "·", mark.color)
        if more:
            cells[room:] = [(character, "") for character in more.rjust(self._columns - room)][: self._columns]
        return cells

    def _sorted(self, span: Span) -> list[tuple[Mark, range]]:
        found = sorted(self._marks(*span), key=lambda mark: (mark.start, -mark.end, mark.code_id, mark.coding_id))
        return [(mark, self._rows_of(Span(mark.start, mark.end))) for mark in found if mark.start < mark.end]

    def _place(self, visible: list[tuple[Mark, range]]) -> dict[_Key, int]:
        """The columns of the visible codings; for those that have none yet, what stands around them counts."""
        if all(_key(mark) in self._given for mark, _ in visible):
            return self._given
        around = self._around(visible)
        taken = [(rows, self._given[key]) for mark, rows in around if (key := _key(mark)) in self._given]
        for mark, rows in around:
            key = _key(mark)
            if key not in self._given:
                used = {column for others, column in taken if others.start < rows.stop and rows.start < others.stop}
                self._given[key] = next(column for column in range(len(used) + 1) if column not in used)
                taken.append((rows, self._given[key]))
        return self._given

    def _around(self, marks: list[tuple[Mark, range]], rounds: int = 8) -> list[tuple[Mark, range]]:
        """With the codings that share rows with these, and those that share rows with them, and so on a while.

        So that columns do not depend on where one began to read.
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
