"""Units of a transcript: characters, words, sentences and turns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from enum import Enum
from operator import attrgetter

from coder.text.characters import boundaries, snap
from coder.text.sentences import sentences
from coder.text.span import Span, Turn
from coder.text.words import words

_start = attrgetter("start")


class Granularity(Enum):
    """Size of a unit, from the smallest to the largest."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"
    TURN = "turn"

    def larger(self) -> Granularity:
        """Return the next larger size, or the largest."""
        return _SIZES[min(_SIZES.index(self) + 1, len(_SIZES) - 1)]

    def smaller(self) -> Granularity:
        """Return the next smaller size, or the smallest."""
        return _SIZES[max(_SIZES.index(self) - 1, 0)]


_SIZES = list(Granularity)


class Units:
    """The units of one text, computed per turn on first use.

    No unit crosses a turn, and labels belong to none. A text without words has one empty unit.
    """

    def __init__(self, text: str, turns: Sequence[Turn], language: str = "en") -> None:
        self.text = text
        self.turns = [turn for turn in turns if text[turn.start : turn.end].strip()]
        self.all_turns = turns
        self._language = language
        self._starts = [turn.start for turn in self.turns]
        self._labels = [turn.label for turn in turns]
        self._units: dict[tuple[Granularity, int], list[Span]] = {}
        self._visited: list[int] | None = None  # indexes of the turns that steps visit; None: all

    def skip(self, speakers: Collection[str]) -> None:
        """Skip the turns of these speakers when stepping; none if there are no others."""
        visited = [number for number, turn in enumerate(self.turns) if turn.speaker not in speakers]
        self._visited = visited if 0 < len(visited) < len(self.turns) else None

    def turn_index(self, pos: int) -> int:
        """Return the index of the turn whose label or words contain `pos`, else of the one before it."""
        return max(0, bisect_right(self._labels, pos) - 1)

    def at(self, granularity: Granularity, pos: int) -> Span:
        """Return the unit at `pos`; between units the next one of the same turn, else the previous one."""
        if not self.turns:
            return Span(0, 0)
        index = max(0, bisect_right(self._starts, pos) - 1)
        if granularity is Granularity.CHARACTER:
            return self._character(self.turns[index], pos)
        units = self._of(granularity, index)
        return units[min(bisect_right(units, pos, key=lambda unit: unit.end), len(units) - 1)]

    def next(self, granularity: Granularity, pos: int) -> Span:
        """Return the unit after the one at `pos`; at the end, the last one."""
        return self._beside(granularity, pos, 1)

    def previous(self, granularity: Granularity, pos: int) -> Span:
        """Return the unit before the one at `pos`; at the beginning, the first one."""
        return self._beside(granularity, pos, -1)

    def within(self, granularity: Granularity, span: Span) -> list[Span]:
        """Return the units that begin in `span`, in order; the cost depends on the span, not on the text."""
        if not self.turns or granularity is Granularity.CHARACTER:
            return [Span(a, snap(self.text, a + 1, True)) for a in boundaries(self.text, *span)]
        first = max(0, bisect_right(self._starts, span.start) - 1)
        spans: list[Span] = []
        for index in range(first, bisect_left(self._starts, span.end, first)):
            units = self._of(granularity, index)
            low, high = (bisect_left(units, edge, key=_start) for edge in span)
            spans += units[low:high]
        return spans

    def _beside(self, granularity: Granularity, pos: int, step: int) -> Span:
        unit = self.at(granularity, pos)
        index = bisect_right(self._starts, unit.start) - 1
        if index < 0:
            return unit
        inside = self._inside(granularity, unit, index, step) if self._visits(index) else None
        if inside is not None:
            return inside
        following = self._turn_beside(index, step)
        if following is None:
            return unit
        turn = self.turns[following]
        return self.at(granularity, turn.start if step > 0 else turn.end - 1)

    def _inside(self, granularity: Granularity, unit: Span, index: int, step: int) -> Span | None:
        """Return the neighbour of `unit` in the same turn."""
        if granularity is Granularity.CHARACTER:
            turn, edge = self.turns[index], unit.end if step > 0 else unit.start - 1
            return self._character(turn, edge) if turn.start <= edge < turn.end else None
        units = self._of(granularity, index)
        beside = bisect_left(units, unit.start, key=_start) + step
        return units[beside] if 0 <= beside < len(units) else None

    def _visits(self, index: int) -> bool:
        """Return whether steps visit this turn."""
        if self._visited is None:
            return True
        place = bisect_left(self._visited, index)
        return place < len(self._visited) and self._visited[place] == index

    def _turn_beside(self, index: int, step: int) -> int | None:
        """Return the index of the next turn that steps visit."""
        if self._visited is None:
            return index + step if 0 <= index + step < len(self.turns) else None
        place = bisect_right(self._visited, index) if step > 0 else bisect_left(self._visited, index) - 1
        return self._visited[place] if 0 <= place < len(self._visited) else None

    def _character(self, turn: Turn, pos: int) -> Span:
        pos = min(max(pos, turn.start), turn.end - 1)
        start = max(turn.start, snap(self.text, pos))
        return Span(start, min(turn.end, snap(self.text, pos + 1, forward=True)))

    def _of(self, granularity: Granularity, index: int) -> list[Span]:
        key = (granularity, index)
        if key not in self._units:
            self._units[key] = self._find(granularity, self.turns[index])
        return self._units[key]

    def _find(self, granularity: Granularity, turn: Turn) -> list[Span]:
        text = self.text
        whole = _stripped(text, Span(turn.start, turn.end))
        finders: dict[Granularity, Callable[[], list[Span]]] = {
            Granularity.WORD: lambda: words(text, whole.start, whole.end),
            Granularity.SENTENCE: lambda: sentences(text, self._language, whole.start, whole.end),
            Granularity.TURN: lambda: [whole],
        }
        spans = (_stripped(text, self._whole_clusters(span, turn)) for span in finders[granularity]())
        return [span for span in spans if span.start < span.end] or [whole]

    def _whole_clusters(self, span: Span, turn: Turn) -> Span:
        start, end = snap(self.text, span.start), snap(self.text, span.end, forward=True)
        return Span(max(start, turn.start), min(end, turn.end))


def _stripped(text: str, span: Span) -> Span:
    """Return `span` without white space at its edges; empty if it contains nothing else."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))
