"""Which words differ between two wordings of the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.text.runs import Run, common_runs
from coder.text.span import Span

_WORD = re.compile(r"\w+|[^\w\s]")


def differing_words(old: str, new: str) -> tuple[list[Span], list[Span]]:
    """The words of the old and of the new wording that are not, as a whole, in the other. Offsets are code points."""
    runs = common_runs(old, new)
    return _outside(old, [Span(run.old, run.old_end) for run in runs]), _outside(new, _new(runs))


def _new(runs: Sequence[Run]) -> list[Span]:
    return [Span(run.new, run.new_end) for run in runs]


def _outside(text: str, common: Sequence[Span]) -> list[Span]:
    found = []
    place = 0
    for match in _WORD.finditer(text):
        word = Span(*match.span())
        while place < len(common) and common[place].end < word.end:
            place += 1
        if place == len(common) or not common[place].contains(word):
            found.append(word)
    return found
