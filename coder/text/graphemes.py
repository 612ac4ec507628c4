"""Grapheme clusters: boundaries that no cursor or selection may split."""

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
    """Return patterns for a cluster and, searched backwards, for a character that certainly begins one."""
    import regex  # takes 15 ms

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
    certain = regex.compile(
        rf"(?rV1)(?<![\p{{GCB=Prepend}}\p{{GCB=ZWJ}}])"
        rf"[[{scripts}\x20-\x7e\n]&&[\p{{GCB=Other}}\p{{GCB=LF}}\p{{GCB=LV}}\p{{GCB=LVT}}]--\p{{Extended_Pictographic}}]"
    )
    return cluster, certain


def _safe_start(text: str, pos: int) -> int:
    """Return a boundary at or before `pos`, as near as possible."""
    certain = _patterns()[1]
    match = certain.search(text, max(0, pos - _REACH), pos + 1) or certain.search(text, 0, pos + 1)
    start: int = match.start() if match else 0
    # LF joins a CR, and a Hangul syllable a leading jamo before it.
    while start and (text[start - 1] == "\r" or "\u1100" <= text[start - 1] <= "\u115f"):
        start -= 1
    return start


def _clusters(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the starts of the clusters from the boundary `start` on, then `end`.

    Works in slices, since the library looks back over all flags before a flag.
    """
    find, reach = _patterns()[0].finditer, _REACH
    while start < end:
        stop = min(end, start + reach)
        starts = [match.start() + start for match in find(text[start:stop])]
        if stop == end:
            yield from starts
        elif len(starts) == 1:  # a cluster longer than the slice
            reach *= 2
            continue
        else:
            yield from starts[:-1]
            stop, reach = starts[-1], _REACH
        start = stop
    yield end


def snap(text: str, pos: int, forward: bool = False) -> int:
    """Return the cluster boundary at `pos`, else the nearest before it (with `forward`, after it)."""
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
    """Return the starts of the clusters in `text[start:end]`; `start` must be one of them."""
    if _COMBINING.search(text, start, end) is None:
        return range(start, end)
    return list(_clusters(text, start, end))[:-1]
