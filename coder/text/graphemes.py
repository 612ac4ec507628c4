"""Grapheme clusters: what a reader takes for one character; no cursor and no selection splits one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

# Below U+0300 nothing combines, except that CR LF is one cluster.
_COMBINING = re.compile("[^\x00-\x0c\x0e-\u02ff]")
_REACH = 512


@cache
def _patterns() -> tuple[Any, Any]:
    """One cluster, and backwards: a character that surely begins one (the library takes 15 ms to import)."""
    import regex

    scripts = "".join(
        rf"\p{{{name}}}"
        for name in (
            "Latin",
            "Greek",
            "Cyrillic",
            "Han",
            "Hiragana",
            "Katakana",
            "Hangul",
            "Hebrew",
            "Arabic",
            "Thai",
        )
    )
    cluster = regex.compile(r"\X")
    surely = regex.compile(
        rf"(?rV1)(?<![\p{{GCB=Prepend}}\p{{GCB=ZWJ}}])"
        rf"[[{scripts}\x20-\x7e\n]&&[\p{{GCB=Other}}\p{{GCB=LF}}\p{{GCB=LV}}\p{{GCB=LVT}}]--\p{{Extended_Pictographic}}]"
    )
    return cluster, surely


def _safe_start(text: str, pos: int) -> int:
    """A boundary at or before `pos`, near it if there is one near."""
    surely = _patterns()[1]
    found = surely.search(text, max(0, pos - _REACH), pos + 1) or surely.search(text, 0, pos + 1)
    start: int = found.start() if found else 0
    # LF after CR, and a Hangul syllable after a leading jamo, belong to what stands before them.
    while start and (text[start - 1] == "\r" or "\u1100" <= text[start - 1] <= "\u115f"):
        start -= 1
    return start


def _clusters(text: str, start: int, end: int) -> Iterator[int]:
    """The starts of the clusters from the boundary `start` on, then `end`.

    In slices, since the library looks back over all flags that precede a flag.
    """
    find, reach = _patterns()[0].finditer, _REACH
    while start < end:
        stop = min(end, start + reach)
        found = [match.start() + start for match in find(text[start:stop])]
        if stop == end:
            yield from found
        elif len(found) == 1:  # a cluster longer than the slice
            reach *= 2
            continue
        else:
            yield from found[:-1]
            stop, reach = found[-1], _REACH
        start = stop
    yield end


def snap(text: str, pos: int, forward: bool = False) -> int:
    """The cluster boundary at `pos`, or else the nearest one before it (`forward`: after it)."""
    if pos <= 0 or pos >= len(text):
        return min(max(pos, 0), len(text))
    if _COMBINING.search(text, pos - 1, pos + 1) is None:
        return pos
    before = 0
    for before, after in pairwise(_clusters(text, _safe_start(text, pos), len(text))):
        if after > pos:
            return after if forward and before < pos else before
    return before


def boundaries(text: str, start: int, end: int) -> Sequence[int]:
    """Where the clusters of `text[start:end]` begin; `start` is taken as one of them."""
    if _COMBINING.search(text, start, end) is None:
        return range(start, end)
    return list(_clusters(text, start, end))[:-1]
