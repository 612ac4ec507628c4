"""Wrap text to a number of terminal cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from unicodedata import category

from coder.text.characters import boundaries, is_narrow, widths

# Scripts that break between any two characters; not Korean, which has spaces.
_UNSPACED = (range(0x3040, 0x3100), range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x32000))
_NEVER_FIRST = frozenset("、。，．！？：；）」』】〉》ー々…’”")


def wrap(text: str, start: int, end: int, width: int) -> list[int]:
    """Return the offsets at which the lines of `text[start:end]` begin, the first of them `start`.

    Breaks after spaces (which may hang over the edge and are not drawn), at every line feed, and inside a word only
    if it is wider than a line, but never inside a grapheme cluster. `width` is in cells, at least 1; a line is wider
    only if a single cluster is.
    """
    starts = [start]
    pos = start
    while True:
        feed = text.find("\n", pos, end)
        stop = end if feed < 0 else feed
        if stop - pos > width or not text.isascii():
            paragraph = text[pos:stop]
            if is_narrow(paragraph):
                _narrow(text, pos, stop, width, starts)
            else:
                _wide(paragraph, pos, width, starts)
        if feed < 0:
            return starts
        pos = feed + 1
        starts.append(pos)


def _narrow(text: str, pos: int, stop: int, width: int, starts: list[int]) -> None:
    rfind, append = text.rfind, starts.append
    while stop - pos > width:
        space = rfind(" ", pos, pos + width + 1)
        if space < 0:
            pos += width
        else:
            pos = space + 1
            while pos < stop and text[pos] == " ":
                pos += 1
            if pos == stop:  # the remaining spaces hang over the edge
                return
        append(pos)


def _wide(text: str, base: int, width: int, starts: list[int]) -> None:
    """As `_narrow`, for a paragraph at offset `base`, measured character by character."""
    edges = list(accumulate(widths(text)))  # edges[i]: cells up to and including character i
    clusters = _Clusters(text)
    pos, used, size = 0, 0, len(text)
    while True:
        limit = bisect_right(edges, used + width, pos)
        if limit == size:
            return
        at = end = _break(text, pos, limit, clusters)
        while at < size and text[at] == " ":
            at += 1
        if at == size:
            return
        if at > end and _combines(text[at]):
            at -= 1
        pos, used = at, edges[at - 1]
        starts.append(base + pos)


class _Clusters:
    """The cluster boundaries of a paragraph, computed when a word must be broken."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: Sequence[int] | None = None

    def at_or_before(self, pos: int) -> int:
        return self._all[bisect_right(self._all, pos) - 1]

    def after(self, pos: int) -> int:
        index = bisect_right(self._all, pos)
        return self._all[index] if index < len(self._all) else len(self._text)

    @property
    def _all(self) -> Sequence[int]:
        if self._starts is None:
            self._starts = boundaries(self._text, 0, len(self._text))
        return self._starts


def _combines(character: str) -> bool:
    """Return whether a character may join the space before it."""
    return category(character)[0] in "MC"


def _break(text: str, pos: int, limit: int, clusters: _Clusters) -> int:
    """Return the end of the line that begins at `pos` and must not reach beyond `limit`."""
    after = text.rfind(" ", pos, limit + 1) + 1
    if 0 < after < len(text) and _combines(text[after]):
        after = 0
    if after and not any(ord(text[limit - 1]) in block for block in _UNSPACED):
        return after
    at = limit
    if text[at] in _NEVER_FIRST and at - 1 > pos:
        at -= 1
    at = clusters.at_or_before(at)
    return max(at, after) if at > pos or after else clusters.after(pos)
