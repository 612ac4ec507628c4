"""Anchors: a stretch of text that knows its words, and can be found again by them."""

from __future__ import annotations

from itertools import takewhile
from operator import eq
from typing import NamedTuple

from coder.text.span import Span

CONTEXT = 32
"""Characters kept on each side of an anchor's quote."""


class Anchor(NamedTuple):
    """A stretch in code points, its exact words, and up to `CONTEXT` characters on either side."""

    start: int
    end: int
    quote: str
    before: str
    after: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of `text[start:end]`; ValueError when that is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no such stretch: {start}–{end} of {len(text)}")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def holds(text: str, a: Anchor) -> bool:
    """Whether the anchor's quote stands exactly where it says."""
    return a.start >= 0 and a.end - a.start == len(a.quote) and text[a.start : a.end] == a.quote


def agreement(text: str, a: Anchor, start: int) -> int:
    """How many characters around a quote that begins at `start` agree with the anchor's, from the quote outwards."""
    end = start + len(a.quote)
    before = text[max(0, start - len(a.before)) : start]
    after = text[end : end + len(a.after)]
    return _common(a.before[::-1], before[::-1]) + _common(a.after, after)


def _common(one: str, other: str) -> int:
    """The length of what two texts begin with alike."""
    return sum(takewhile(bool, map(eq, one, other)))


def find_again(text: str, a: Anchor) -> Span | None:
    """Where the anchor's quote stands in a corrected text, or None when that cannot be told.

    Its old place with its old surroundings; else its only occurrence; else, of several, the one whose
    surroundings agree best, the nearest of equals. None when the quote does not occur, when two are
    equally good and near, or when there are several elsewhere and nothing around any of them agrees.
    A changed quote is never guessed.
    """
    whole = len(a.before) + len(a.after)
    if holds(text, a) and agreement(text, a, a.start) == whole:
        return Span(a.start, a.end)
    places = _occurrences(text, a.quote)
    if not places:
        return None
    if len(places) > 1:
        # Staying at the old place is not enough: another occurrence may have slid there
        ranked = sorted((-agreement(text, a, at), abs(at - a.start), at) for at in places)
        best, second = ranked[0], ranked[1]
        if best[:2] == second[:2] or (best[0] == 0 and best[1] > 0):
            return None
        places = [best[2]]
    return Span(places[0], places[0] + len(a.quote))


def _occurrences(text: str, quote: str) -> list[int]:
    """Every place of the quote, overlapping ones too."""
    places = []
    at = text.find(quote) if quote else -1
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places
