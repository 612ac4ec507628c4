"""Characters as a reader and a terminal see them: grapheme clusters, cells, visible replacements of controls."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from coder.text import controls

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


_ZWJ, _VS16 = "\u200d", "\ufe0f"
# Characters that need a look at the width table; all others are one cell wide.
_NOT_NARROW = re.compile(
    "[^\n\x20-\x7e\xa0-\u02ff\u0370-\u0482\u0490-\u052f\u2010-\u2027\u2030-\u205e\u20ac\u2500-\u25a0]"
)
_JOINING = re.compile(f"[{_ZWJ}{_VS16}]")
_REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
# Direction marks would move what is beside them; a byte order mark is not text.
_INVISIBLE = (*controls.MARKS, 0xFEFF)
_SURROGATES = range(0xD800, 0xE000)
_REPLACEMENTS: dict[int, str | None] = {
    **controls.SIGNS,
    **dict.fromkeys(_SURROGATES, controls.REPLACEMENT),
    **dict.fromkeys(_INVISIBLE),
    ord("\t"): "→",
    ord("\n"): "␊",
}
_UNSAFE = re.compile(
    f"[{''.join(chr(code) for code in _REPLACEMENTS if code not in _SURROGATES)}"
    f"{chr(_SURROGATES[0])}-{chr(_SURROGATES[-1])}]"
)
_TAG = re.compile(f"[{chr(controls.TAGS[0])}-{chr(controls.TAGS[-1])}]")


#: Cells of an Indic vowel sign that stands beside its letter: terminals differ, and too wide breaks nothing beside.
_spacing_mark = 1


def set_spacing_mark(cells: int) -> None:
    """Set the cells that the terminal adds for a spacing mark."""
    global _spacing_mark
    _spacing_mark = cells
    _WIDTHS.clear()


class _Widths(dict[str, int]):
    """Width of each character on its own, looked up once."""

    def __missing__(self, character: str) -> int:
        code = ord(character)
        if code in _INVISIBLE or code in _SKIN_TONES:
            cells = 0
        elif code in _REGIONAL_INDICATORS:  # two of them form a flag of two cells
            cells = 1
        elif code > 0x2FF and unicodedata.category(character) == "Mc":
            cells = _spacing_mark
        else:
            from wcwidth import wcwidth  # its tables are seldom needed

            cells = wcwidth(character)
            cells = 1 if cells < 0 or _UNSAFE.match(character) else cells
        self[character] = cells
        return cells


_WIDTHS = _Widths()


def is_narrow(text: str) -> bool:
    """Return whether every character takes exactly one cell, so that offsets are columns."""
    return text.isascii() or _NOT_NARROW.search(text) is None


def widths(text: str) -> list[int]:
    """Return the cells of each character; their sum is `width(text)`.

    A variation selector counts the cell that it adds to the character before it; a character after a zero-width
    joiner takes none. The rules follow Rich, which crops the lines that Textual draws.
    """
    cells = list(map(_WIDTHS.__getitem__, text))
    for match in _JOINING.finditer(text):
        at = match.start()
        if text[at] == _ZWJ:
            if at + 1 < len(text):
                cells[at + 1] = 0
        elif at and cells[at - 1] == 1:
            from wcwidth import wcswidth

            cells[at] = max(0, wcswidth(text[at - 1] + _VS16) - 1)
    return cells


def width(text: str) -> int:
    """Return the terminal cells that `printable(text)` takes."""
    return len(text) if is_narrow(text) else sum(widths(text))


def printable(text: str) -> str:
    """Return text for the screen: controls and bidi overrides become visible, one cell each.

    Direction marks and tags outside of flags, which take no cell, are left out.
    """
    if text.isprintable():
        return text
    shown = text.translate(_REPLACEMENTS) if _UNSAFE.search(text) else text
    return controls.without_tags(shown, "") if _TAG.search(shown) else shown


def fit(text: str, cells: int) -> int:
    """Return how many characters of `text` fit into `cells`; zero-width characters stay with their base."""
    if is_narrow(text):
        return min(len(text), max(0, cells))
    return bisect_right(list(accumulate(widths(text))), cells)


def cut(text: str, cells: int) -> str:
    """Return `text` in at most `cells`, ending in "…" if it was cut."""
    if width(text) <= cells:
        return text
    return text[: fit(text, cells - 1)].rstrip() + "…" if cells > 0 else ""


def cut_front(text: str, cells: int) -> str:
    """Return `text` in at most `cells`, beginning with "…" if it was cut: the end of a path tells most."""
    if width(text) <= cells:
        return text
    start = next((at for at in range(len(text)) if snap(text, at) == at and width(text[at:]) < cells), len(text))
    return "…" + text[start:].lstrip() if cells > 0 else ""
