"""Where a stretch of a text went when the text was corrected."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal, NamedTuple

from coder.text.diff import Gap, Run, common_runs, gaps
from coder.text.graphemes import snap
from coder.text.span import Span

How = Literal["kept", "moved", "changed", "lost"]

_WORD = re.compile(r"\w+")
_NO_ACCIDENT = 40
"""Characters of an equal run that is never taken for a coincidence."""

_CONTEXT = 64
"""Equal characters on either side that leave no doubt which of several equal stretches this is."""
_NEAR = 2_000
"""Characters around a stretch within which the same words can be mistaken for it."""

_old, _old_end = attrgetter("old"), attrgetter("old_end")


class Place(NamedTuple):
    """Where a stretch is in the new text: `new[start:end]`, empty where it is lost.

    `how`: "kept" at the same offsets, "moved" to others, both with the same words; "changed" inside; "lost": nothing
    of it is left. Not `sure`: the same words stand nearby as well, and the correction can be read otherwise.
    """

    how: How
    start: int
    end: int
    sure: bool = True


class Alignment:
    """A text and its corrected version, side by side. Offsets are code points.

    A stretch is followed by what stands where it stood; its words are never searched for elsewhere. So words that
    were cut and pasted far away are lost, and the third "Yes." stays the third when the second goes.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old = old
        self.new = new
        self._runs = common_runs(old, new)
        self._gaps = gaps(old, new, self._runs)
        self._weak = _coincidences(self._runs, self._gaps)
        self._strong = [run for place, run in enumerate(self._runs) if place not in self._weak]

    @property
    def left(self) -> float:
        """The share of the old text's characters that are still there, coincidences apart: 0 to 1."""
        return sum(run.size for run in self._strong) / len(self.old) if self.old else 1.0

    def place(self, start: int, end: int) -> Place:
        """Where `old[start:end]` is; no grapheme cluster is split, and no blanks are at its ends.

        ValueError when the stretch is empty or outside the old text.
        """
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"no such stretch: {start}-{end} of {len(self.old)}")
        there, sure = self._untouched(start, end) or (self._remains(start, end), True)
        there = self._tidy(there)
        if there.start == there.end:
            return Place("lost", there.start, there.start, not self._stands_near(there.start, self.old[start:end]))
        if self.new[there.start : there.end] != self.old[start:end]:
            return Place("changed", *there)
        return Place("kept" if there == (start, end) else "moved", *there, sure)

    def _tidy(self, span: Span) -> Span:
        words = self.new[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start >= end:
            return Span(span.start, span.start)
        return Span(snap(self.new, start), snap(self.new, end, forward=True))

    # Untouched

    def _untouched(self, start: int, end: int) -> tuple[Span, bool] | None:
        """The stretch as a whole, and whether it is sure, if it can be read as untouched."""
        place = bisect_right(self._runs, start, key=_old) - 1
        if place >= 0 and end <= self._runs[place].old_end:
            by = self._runs[place].new - self._runs[place].old
            doubtful = any(_slides_over(gap, start, end) for gap in self._gaps[place : place + 2])
            return Span(start + by, end + by), not (doubtful or self._repeated(self._runs[place], start, end))
        return self._beside_a_gap(place + 1, start, end)

    def _beside_a_gap(self, place: int, start: int, end: int) -> tuple[Span, bool] | None:
        """The stretch, where the one gap that cuts it can as well be read as standing before or after it."""
        gap = self._gaps[place]
        before = self._runs[place - 1] if place else Run(0, 0, 0)
        after = self._runs[place] if place < len(self._runs) else Run(len(self.old), len(self.new), 0)
        readings = []
        if 0 <= gap.b - start <= gap.left and end <= after.old_end:
            readings.append(after.new - after.old)
        if 0 <= end - gap.a <= gap.right and start >= before.old:
            readings.append(before.new - before.old)
        if not readings:
            return None
        sure = len(readings) == 1 and not _slides_over(gap, start, end)
        return Span(start + readings[0], end + readings[0]), sure

    def _repeated(self, run: Run, start: int, end: int) -> bool:
        """Whether the stretch, with what is equal around it up to the next changes, stands nearby a second time."""
        low, high = max(run.old, start - _CONTEXT), min(run.old_end, end + _CONTEXT)
        if low == start - _CONTEXT and high == end + _CONTEXT:
            return False
        words = self.old[low:high]
        return any(
            text.find(words, max(0, at - _NEAR), at + len(words) - 1) >= 0
            or text.find(words, at + 1, at + len(words) + _NEAR) >= 0
            for text, at in ((self.old, low), (self.new, low - run.old + run.new))
        )

    def _stands_near(self, at: int, quote: str) -> bool:
        return self.new.find(quote, max(0, at - _NEAR), at + _NEAR) >= 0

    # Changed

    def _remains(self, start: int, end: int) -> Span:
        """What is left of a stretch, with what was put in its place; empty if nothing is."""
        runs = self._strong
        first = bisect_right(runs, start, key=_old_end)
        last = bisect_left(runs, end, key=_old) - 1
        if first > last or not self._words_left(runs[first : last + 1], start, end):
            here = runs[first].new if first < len(runs) else len(self.new)
            return Span(here, here)
        low, high = runs[first], runs[last]
        if low.old <= start:
            new_start = start - low.old + low.new
        else:  # its beginning was replaced; words that are half its own are left outside
            before = runs[first - 1] if first else Run(0, 0, 0)
            new_start = before.new_end if before.old_end == start else low.new
        if end <= high.old_end:
            new_end = end - high.old + high.new
        else:
            after = runs[last + 1] if last + 1 < len(runs) else Run(len(self.old), len(self.new), 0)
            new_end = after.new if after.old == end else high.new_end
        return Span(new_start, new_end)

    def _words_left(self, runs: Sequence[Run], start: int, end: int) -> bool:
        """Whether a whole word of the stretch is left, or a quarter of its letters."""
        left = 0
        for run in runs:
            low, high = max(start, run.old), min(end, run.old_end)
            for word in _WORD.finditer(self.old, low, high):
                left += len(word.group())
                if self._is_edge(word.start()) and self._is_edge(word.end()):
                    return True
        letters = sum(len(word) for word in _WORD.findall(self.old, start, end))
        return left * 4 >= letters > 0 if letters else bool(runs)

    def _is_edge(self, at: int) -> bool:
        """Whether no word of the old text goes on across `at`."""
        return not (_WORD.match(self.old, at - 1) and _WORD.match(self.old, at)) if at else True


def _slides_over(gap: Gap, start: int, end: int) -> bool:
    """Whether the gap can be read as standing on either side of the stretch, or in its place."""
    return bool(gap.left or gap.right) and gap.a - gap.left <= start and end <= gap.b + gap.right


def _coincidences(runs: Sequence[Run], between: Sequence[Gap]) -> set[int]:
    """Places of the runs that are shorter than what changed on both sides: likely two words that happen to be alike.

    Source of the rule: the semantic clean-up of diff-match-patch (Neil Fraser).
    """
    weak: set[int] = set()
    held: list[tuple[int, int]] = []  # a run, and how much changed before it
    for place, gap in enumerate(between):
        changed = gap.size
        while held and runs[held[-1][0]].size <= min(held[-1][1], changed, _NO_ACCIDENT):
            run, before = held.pop()
            weak.add(run)
            changed += before + runs[run].size
        held.append((place, changed))
    return weak
