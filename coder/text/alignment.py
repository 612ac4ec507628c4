"""Map passages of a text to its corrected version."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Literal, NamedTuple

from coder.text.characters import snap
from coder.text.diff import Gap, Run, common_runs, gaps
from coder.text.span import Span

How = Literal["kept", "moved", "changed", "lost"]

_WORD = re.compile(r"\w+")
_NO_ACCIDENT = 40
"""Length of an equal run from which on it is never a coincidence."""

_CONTEXT = 64
"""Equal characters on both sides that identify one of several equal passages."""
_NEAR = 2_000
"""Distance in characters within which the same words make a match uncertain."""

_old, _old_end = attrgetter("old"), attrgetter("old_end")


class Place(NamedTuple):
    """The position of a passage in the new text: `new[start:end]`, empty if it is lost.

    `how`: "kept" at the same offsets, "moved" to others, both with the same words; "changed" inside; "lost" if
    nothing is left. Not `sure` if the same words occur nearby, so that the correction can be read in another way.
    """

    how: How
    start: int
    end: int
    sure: bool = True


class Alignment:
    """A text aligned with its corrected version. Offsets are code points.

    A passage is followed by position, never searched for by its words: words moved far away are lost, and the third
    "Yes." remains the third when the second is removed.
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
        """The share of the old text that is still present, coincidences excluded: 0 to 1."""
        return sum(run.size for run in self._strong) / len(self.old) if self.old else 1.0

    def place(self, start: int, end: int) -> Place:
        """Return the position of `old[start:end]`, without blanks at its ends and without split grapheme clusters.

        Raises ValueError if the passage is empty or outside the old text.
        """
        if not 0 <= start < end <= len(self.old):
            raise ValueError(f"no such passage: {start}-{end} of {len(self.old)}")
        span, sure = self._untouched(start, end) or (self._remains(start, end), True)
        span = self._trimmed(span)
        if span.start == span.end:
            return Place("lost", span.start, span.start, not self._occurs_near(span.start, self.old[start:end]))
        if self.new[span.start : span.end] != self.old[start:end]:
            return Place("changed", *span)
        return Place("kept" if span == (start, end) else "moved", *span, sure)

    def _trimmed(self, span: Span) -> Span:
        words = self.new[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        end = start + len(words.strip())
        if start >= end:
            return Span(span.start, span.start)
        return Span(snap(self.new, start), snap(self.new, end, forward=True))

    # Untouched

    def _untouched(self, start: int, end: int) -> tuple[Span, bool] | None:
        """Return the whole passage, and whether it is sure, if it can be read as untouched."""
        place = bisect_right(self._runs, start, key=_old) - 1
        if place >= 0 and end <= self._runs[place].old_end:
            by = self._runs[place].new - self._runs[place].old
            doubtful = any(_slides_over(gap, start, end) for gap in self._gaps[place : place + 2])
            return Span(start + by, end + by), not (doubtful or self._repeated(self._runs[place], start, end))
        return self._beside_a_gap(place + 1, start, end)

    def _beside_a_gap(self, place: int, start: int, end: int) -> tuple[Span, bool] | None:
        """Return the whole passage if the one gap that cuts it can equally be read as lying before or after it."""
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
        """Return whether the passage, with the equal text around it, occurs a second time nearby."""
        low, high = max(run.old, start - _CONTEXT), min(run.old_end, end + _CONTEXT)
        if low == start - _CONTEXT and high == end + _CONTEXT:
            return False
        words = self.old[low:high]
        return any(
            text.find(words, max(0, at - _NEAR), at + len(words) - 1) >= 0
            or text.find(words, at + 1, at + len(words) + _NEAR) >= 0
            for text, at in ((self.old, low), (self.new, low - run.old + run.new))
        )

    def _occurs_near(self, at: int, quote: str) -> bool:
        return self.new.find(quote, max(0, at - _NEAR), at + _NEAR) >= 0

    # Changed

    def _remains(self, start: int, end: int) -> Span:
        """Return what is left of a passage, including replacements; empty if nothing is left."""
        runs = self._strong
        first = bisect_right(runs, start, key=_old_end)
        last = bisect_left(runs, end, key=_old) - 1
        if first > last or not self._words_left(runs[first : last + 1], start, end):
            position = runs[first].new if first < len(runs) else len(self.new)
            return Span(position, position)
        low, high = runs[first], runs[last]
        if low.old <= start:
            new_start = start - low.old + low.new
        else:  # its beginning was replaced; words only partly its own are left out
            before = runs[first - 1] if first else Run(0, 0, 0)
            new_start = before.new_end if before.old_end == start else low.new
        if end <= high.old_end:
            new_end = end - high.old + high.new
        else:
            after = runs[last + 1] if last + 1 < len(runs) else Run(len(self.old), len(self.new), 0)
            new_end = after.new if after.old == end else high.new_end
        return Span(new_start, new_end)

    def _words_left(self, runs: Sequence[Run], start: int, end: int) -> bool:
        """Return whether a whole word of the passage is left, or a quarter of its letters."""
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
        """Return whether `at` lies between words of the old text."""
        return not (_WORD.match(self.old, at - 1) and _WORD.match(self.old, at)) if at else True


def _slides_over(gap: Gap, start: int, end: int) -> bool:
    """Return whether the gap can be read as lying on either side of the passage, or in its place."""
    return bool(gap.left or gap.right) and gap.a - gap.left <= start and end <= gap.b + gap.right


def _coincidences(runs: Sequence[Run], between: Sequence[Gap]) -> set[int]:
    """Return the indexes of runs shorter than the changes on both sides, likely similar words by accident.

    Source of the rule: the semantic clean-up of diff-match-patch (Neil Fraser).
    """
    weak: set[int] = set()
    stack: list[tuple[int, int]] = []  # a run, and the size of the change before it
    for place, gap in enumerate(between):
        changed = gap.size
        while stack and runs[stack[-1][0]].size <= min(stack[-1][1], changed, _NO_ACCIDENT):
            run, before = stack.pop()
            weak.add(run)
            changed += before + runs[run].size
        stack.append((place, changed))
    return weak
