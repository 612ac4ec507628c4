"""What a cursor stands on: characters, words, sentences and turns of one transcript."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from enum import Enum
from operator import attrgetter

from coder.text.graphemes import boundaries, snap
from coder.text.sentences import sentences
from coder.text.span import Span
from coder.text.turn import Turn
from coder.text.words import words

_start = attrgetter("start")


class Granularity(Enum):
    """Size of a unit, from the smallest to the largest."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"
    TURN = "turn"

    def larger(self) -> Granularity:
        """The next larger size, or the same if there is none."""
        return _SIZES[min(_SIZES.index(self) + 1, len(_SIZES) - 1)]

    def smaller(self) -> Granularity:
        """The next smaller size, or the same if there is none."""
        return _SIZES[max(_SIZES.index(self) - 1, 0)]


_SIZES = list(Granularity)


class Units:
    """The units of one text, found turn by turn when they are first asked for.

    No unit crosses a turn, and labels belong to none. In a text without words the one unit is empty.
    """

    def __init__(self, text: str, turns: Sequence[Turn], language: str = "en") -> None:
        self.text = text
        self.turns = [turn for turn in turns if text[turn.start : turn.end].strip()]
        self.all_turns = turns
        self._language = language
        self._starts = [turn.start for turn in self.turns]
        self._labels = [turn.label for turn in turns]
        self._found: dict[tuple[Granularity, int], list[Span]] = {}
        self._heard: list[int] | None = None

    def skip(self, speakers: Collection[str]) -> None:
        """Step over the turns of these speakers from now on; where nobody else speaks, over none."""
        heard = [number for number, turn in enumerate(self.turns) if turn.speaker not in speakers]
        self._heard = heard if 0 < len(heard) < len(self.turns) else None

    def turn_index(self, pos: int) -> int:
        """Number of the turn, from 0, whose label or words hold `pos`, else the one before it."""
        return max(0, bisect_right(self._labels, pos) - 1)

    def at(self, granularity: Granularity, pos: int) -> Span:
        """The unit that holds `pos`; between units the next one of the same turn, else the one before."""
        if not self.turns:
            return Span(0, 0)
        index = max(0, bisect_right(self._starts, pos) - 1)
        if granularity is Granularity.CHARACTER:
            return self._character(self.turns[index], pos)
        units = self._of(granularity, index)
        return units[min(bisect_right(units, pos, key=lambda unit: unit.end), len(units) - 1)]

    def next(self, granularity: Granularity, pos: int) -> Span:
        """The unit after the one at `pos`; at the last unit, that one."""
        return self._beside(granularity, pos, 1)

    def previous(self, granularity: Granularity, pos: int) -> Span:
        """The unit before the one at `pos`; at the first unit, that one."""
        return self._beside(granularity, pos, -1)

    def within(self, granularity: Granularity, span: Span) -> list[Span]:
        """The units that begin in `span`, in order; what it costs grows with the span, not with the text."""
        if not self.turns or granularity is Granularity.CHARACTER:
            return [Span(a, snap(self.text, a + 1, True)) for a in boundaries(self.text, *span)]
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found = []
        for index in range(first, bisect_left(self._starts, span.end, first)):
            units = self._of(granularity, index)
            low, high = (bisect_left(units, edge, key=_start) for edge in span)
            found += units[low:high]
        return found

    def _beside(self, granularity: Granularity, pos: int, step: int) -> Span:
        here = self.at(granularity, pos)
        index = bisect_right(self._starts, here.start) - 1
        if index < 0:
            return here
        inside = self._inside(granularity, here, index, step) if self._hears(index) else None
        if inside is not None:
            return inside
        following = self._turn_beside(index, step)
        if following is None:
            return here
        turn = self.turns[following]
        return self.at(granularity, turn.start if step > 0 else turn.end - 1)

    def _inside(self, granularity: Granularity, here: Span, index: int, step: int) -> Span | None:
        """The unit beside `here` in the same turn."""
        if granularity is Granularity.CHARACTER:
            turn, edge = self.turns[index], here.end if step > 0 else here.start - 1
            return self._character(turn, edge) if turn.start <= edge < turn.end else None
        units = self._of(granularity, index)
        beside = bisect_left(units, here.start, key=_start) + step
        return units[beside] if 0 <= beside < len(units) else None

    def _hears(self, index: int) -> bool:
        """Whether steps stay in this turn."""
        if self._heard is None:
            return True
        place = bisect_left(self._heard, index)
        return place < len(self._heard) and self._heard[place] == index

    def _turn_beside(self, index: int, step: int) -> int | None:
        """The next turn that is not stepped over."""
        if self._heard is None:
            return index + step if 0 <= index + step < len(self.turns) else None
        place = bisect_right(self._heard, index) if step > 0 else bisect_left(self._heard, index) - 1
        return self._heard[place] if 0 <= place < len(self._heard) else None

    def _character(self, turn: Turn, pos: int) -> Span:
        pos = min(max(pos, turn.start), turn.end - 1)
        start = max(turn.start, snap(self.text, pos))
        return Span(start, min(turn.end, snap(self.text, pos + 1, forward=True)))

    def _of(self, granularity: Granularity, index: int) -> list[Span]:
        key = (granularity, index)
        if key not in self._found:
            self._found[key] = self._find(granularity, self.turns[index])
        return self._found[key]

    def _find(self, granularity: Granularity, turn: Turn) -> list[Span]:
        text = self.text
        whole = _stripped(text, Span(turn.start, turn.end))
        finders: dict[Granularity, Callable[[], list[Span]]] = {
            Granularity.WORD: lambda: words(text, whole.start, whole.end),
            Granularity.SENTENCE: lambda: sentences(text, self._language, whole.start, whole.end),
            Granularity.TURN: lambda: [whole],
        }
        found = (_stripped(text, self._whole_clusters(span, turn)) for span in finders[granularity]())
        return [span for span in found if span.start < span.end] or [whole]

    def _whole_clusters(self, span: Span, turn: Turn) -> Span:
        start, end = snap(self.text, span.start), snap(self.text, span.end, forward=True)
        return Span(max(start, turn.start), min(end, turn.end))


def _stripped(text: str, span: Span) -> Span:
    """`span` without the white space at its edges; empty if it holds nothing else."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.end - len(words) + len(words.rstrip())))
