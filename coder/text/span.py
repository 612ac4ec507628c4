"""Passages of a text: spans, turns, and anchors with the words around."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of a text, in code points: `text[start:end]`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Return whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class Turn(NamedTuple):
    """One utterance, `text[start:end]`, without its label.

    `text[label:start]` is the label (speaker, time stamp, blanks), which is not shown as text; `label == start` if
    there is none. Every visible character belongs to the label or words of exactly one turn, except time stamps at
    the ends of paragraphs. `speaker` is "" if
    nobody is named (a header, a note). `seconds` is the time from the start of the recording, or None.
    """

    start: int
    end: int
    speaker: str
    seconds: float | None
    label: int


CONTEXT = 32
"""Characters kept on each side of an anchor's quote."""


class Anchor(NamedTuple):
    """A passage in code points, its exact words, and up to `CONTEXT` characters on either side."""

    start: int
    end: int
    quote: str
    before: str
    after: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of `text[start:end]`. Raises ValueError if that is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no such passage: {start}–{end} of {len(text)}")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])
