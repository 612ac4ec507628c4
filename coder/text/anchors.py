"""Anchors: a passage with its words and context."""

from __future__ import annotations

from typing import NamedTuple

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
