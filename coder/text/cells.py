"""How many terminal cells a text takes, and what is put on the screen for it."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

_ZWJ, _VS16 = "\u200d", "\ufe0f"
# Not one cell each, or not known to be without a look at the table. What is not named here is one cell wide.
_NOT_NARROW = re.compile(
    "[^\n\x20-\x7e\xa0-\u02ff\u0370-\u0482\u0490-\u052f\u2010-\u2027\u2030-\u205e\u20ac\u2500-\u25a0]"
)
_JOINING = re.compile(f"[{_ZWJ}{_VS16}]")
_REGIONAL_INDICATORS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
# Direction marks would turn a terminal's line round, stripes and all; a byte order mark is no text.
_UNDRAWN = (*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)


class _Drawn(dict[int, "int | str | None"]):
    """For `str.translate`: what is drawn for a character that a terminal would act upon."""

    def __missing__(self, code: int) -> int | str | None:
        if code < 0x20:
            self[code] = 0x2400 + code
        elif 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
            self[code] = "\ufffd"
        else:
            return code
        return self[code]


_DRAWN = _Drawn({ord("\t"): "→", 0x7F: "␡", 0x85: "␤", 0x2028: "␤", 0x2029: "␤", **dict.fromkeys(_UNDRAWN)})
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029" + "".join(map(chr, _UNDRAWN)) + "]")


class _Widths(dict[str, int]):
    """Cells of one character by itself, looked up once."""

    def __missing__(self, character: str) -> int:
        code = ord(character)
        if code in _UNDRAWN or code in _SKIN_TONES:
            cells = 0
        elif code in _REGIONAL_INDICATORS:  # a flag is two of them, two cells together
            cells = 1
        else:
            from wcwidth import wcwidth  # most texts never need its tables

            cells = wcwidth(character)
            cells = 1 if cells < 0 or character in "\x00\u2028\u2029" or _UNSAFE.match(character) else cells
        self[character] = cells
        return cells


_WIDTHS = _Widths()


def is_narrow(text: str) -> bool:
    """Whether every character takes exactly one cell, so that offsets are columns."""
    return text.isascii() or _NOT_NARROW.search(text) is None


def widths(text: str) -> list[int]:
    """Cells of each character, in its place; their sum is `width(text)`.

    A variation selector carries the cell it adds to the character before it; what a zero-width joiner
    joins takes none. Source of the rules: what Rich measures, because Rich cuts what Textual draws.
    """
    cells = list(map(_WIDTHS.__getitem__, text))
    for found in _JOINING.finditer(text):
        at = found.start()
        if text[at] == _ZWJ:
            if at + 1 < len(text):
                cells[at + 1] = 0
        elif at and cells[at - 1] == 1:
            from wcwidth import wcswidth

            cells[at] = max(0, wcswidth(text[at - 1] + _VS16) - 1)
    return cells


def width(text: str) -> int:
    """Terminal cells that `drawn(text)` takes."""
    return len(text) if is_narrow(text) else sum(widths(text))


def printable(text: str) -> str:
    """What is put on the screen: characters a terminal would act upon become visible, one cell each."""
    return text.translate(_DRAWN) if _UNSAFE.search(text) else text


def fit(text: str, cells: int) -> int:
    """How many characters of `text` fit into so many cells; what takes no cell stays with its base."""
    if is_narrow(text):
        return min(len(text), max(0, cells))
    return bisect_right(list(accumulate(widths(text))), cells)


def cut(text: str, cells: int) -> str:
    """`text` in at most so many cells, ending in "…" if something had to go."""
    if width(text) <= cells:
        return text
    return text[: fit(text, cells - 1)].rstrip() + "…" if cells > 0 else ""
