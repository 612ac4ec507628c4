"""Fold text for searching and names for comparing: without case, diacritics, and signs that one does not type."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from coder.text.span import Span

# Letters that Unicode does not decompose, one for one
_STROKES = str.maketrans("øđðħłŧıɨƀɵſς", "oddhltiibosσ")
_PAIRS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})

#: Characters that are not seen: soft hyphen, joiners, directions, byte order mark.
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
# Marks above and below letters, variation selectors, vowel points of Hebrew and Arabic, the Arabic elongation
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670"
_MARKS += "\ufe00-\ufe0f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a"
_MARK = re.compile(f"[{_MARKS}]")
_BLANKS = re.compile(r"\s+")
_JAMO = "\u1100-\u11ff"
#: Signs and the one that is typed for them.
_TYPED = {
    " ": "\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))),
    "'": "‘’‚‛‹›´ʼʹˈ′＇",
    '"': "“”„‟«»″〝〞＂",
    "-": "\u2010\u2011‒–—―−﹣－",
}
_SIGNS = {sign: typed for typed, signs in _TYPED.items() for sign in signs}
_SIGNS |= {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)} | _SIGNS
#: One character that is typed as several.
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "...", "ĳ": "ij", "Ĳ": "IJ",
    "ŉ": "'n", "ǆ": "dž", "ǅ": "Dž", "Ǆ": "DŽ", "ǉ": "lj", "ǈ": "Lj", "Ǉ": "LJ", "ǌ": "nj", "ǋ": "Nj", "Ǌ": "NJ",
    "№": "No",
}  # fmt: skip
# What changes the length of a text: what is not seen, a base with its marks, syllables in parts, ligatures
_UNEVEN = re.compile(f"[{_UNSEEN}]+|[^{_UNSEEN}{_MARKS}][{_MARKS}]+|[{_MARKS}]+|[{_JAMO}]+|[{''.join(_LIGATURES)}]")


class Edit(NamedTuple):
    """A passage that folding changes in length: where it is in the folded text, and in the original."""

    start: int
    end: int
    original_start: int
    original_end: int


class FoldedText(NamedTuple):
    """A text as it is compared, with the way back to the original."""

    text: str
    edits: tuple[Edit, ...] = ()

    def original(self, start: int, end: int) -> Span:
        """Return the span of the original that a passage (not empty) stands for; a ligature is taken whole."""
        if not self.edits:
            return Span(start, end)
        first, last = self._edit(start), self._edit(end - 1)
        return Span(
            first.original_start if start < first.end else first.original_end + start - first.end,
            last.original_end if end - 1 < last.end else last.original_end + end - last.end,
        )

    def _edit(self, at: int) -> Edit:
        index = bisect_right(self.edits, at, key=_start)
        return self.edits[index - 1] if index else _NONE

    def within(self, start: int, end: int) -> str:
        """Return the folded text of a span of the original."""
        return self.text[self._folded(start) : self._folded(end)] if self.edits else self.text[start:end]

    def _folded(self, at: int) -> int:
        index = bisect_right(self.edits, at, key=_original_start)
        edit = self.edits[index - 1] if index else _NONE
        return edit.start if at < edit.original_end else edit.end + at - edit.original_end


_NONE = Edit(0, 0, 0, 0)


def _start(edit: Edit) -> int:
    return edit.start


def _original_start(edit: Edit) -> int:
    return edit.original_start


@cache
def _folds() -> dict[str, str]:
    """Return a table from each accented lower-case letter to its base letter, for all scripts but Hangul."""
    table = {chr(code): chr(bare) for code, bare in _STROKES.items() if isinstance(bare, int)}
    for code in (*range(0xC0, 0x590), *range(0x1E00, 0x2000), 0x212A, 0x212B):
        char = chr(code)
        decomposed = unicodedata.normalize("NFD", char)
        if len(decomposed) > 1 and all(map(unicodedata.combining, decomposed[1:])):
            table[char] = decomposed[0].translate(_STROKES)
    return table


@cache
def _folds_and_signs() -> dict[str, str]:
    return _folds() | _SIGNS


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, of the same length: offsets stay valid.

    ø, ö and å become o and a. æ, œ, þ and ß are kept, since two letters do not fit in one place and `være` is not
    `vare`: `fold_variants` finds them when `vaere` is typed. Combining marks of decomposed text are kept.
    """
    return _replaced(_lower(text), _folds())


def _lower(text: str) -> str:
    return text.replace("İ", "i").lower()  # the only letter whose lower case is longer


def _replaced(text: str, table: Mapping[str, str]) -> str:
    if not text.isascii():
        for char in set(text) & table.keys():
            text = text.replace(char, table[char])
    return text


def searchable(text: str) -> FoldedText:
    """Return the text for searching: folded, with blanks, quotation marks and dashes as one types them.

    Characters that are not seen and marks that combine are left out, ligatures are spelt out. ASCII and Latin-1, most
    texts, take a short way.
    """
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return _mapped(text, lower=True)
    if b"\xad" in data:
        return _mapped(text, lower=True)
    return FoldedText(data.translate(_latin()).decode("latin-1"))


def fold_signs(text: str) -> FoldedText:
    """Return the text for exact comparing: as `searchable`, with capitals, and letters with their diacritics."""
    return _mapped(text, lower=False)


def _mapped(text: str, lower: bool) -> FoldedText:
    table = _folds_and_signs() if lower else _SIGNS
    pieces: list[str] = []
    edits: list[Edit] = []
    at = length = 0
    for match in _UNEVEN.finditer(text) if _may_be_uneven(text) else ():
        new = _evened(match[0], lower)
        if len(new) == len(match[0]) == 1:
            continue
        start, end = match.span()
        before = text[at:start]
        pieces += (before, new)
        length += len(before)
        edits.append(Edit(length, length + len(new), start, end))
        length += len(new)
        at = end
    whole = "".join((*pieces, text[at:])) if edits else text
    lowered = _lower(whole) if lower else whole
    return FoldedText(_without_breaks(_replaced(lowered, table)), tuple(edits))


def _without_breaks(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


@cache
def _uneven_characters() -> frozenset[str]:
    return frozenset(chr(code) for code in range(0x10000) if _UNEVEN.fullmatch(chr(code)))


def _may_be_uneven(text: str) -> bool:
    return not _uneven_characters().isdisjoint(text)


def _evened(passage: str, lower: bool) -> str:
    """Return a passage without what is not seen, composed; without marks if letters are folded."""
    if passage in _LIGATURES:
        return _LIGATURES[passage]
    seen = _UNSEEN_RUN.sub("", passage)
    composed = unicodedata.normalize("NFC", seen)
    if not lower or not composed or _is_kana_or_hangul(composed):
        return composed
    return unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFD", composed)))


def _is_kana_or_hangul(text: str) -> bool:
    return "\u3040" <= text[0] <= "\u30ff" or "\uac00" <= text[0] <= "\ud7a3" or "\u1100" <= text[0] <= "\u11ff"


@cache
def _latin() -> bytes:
    """Return the translation table of Latin-1, where no character depends on its neighbours."""
    plain = "".join(map(chr, range(256))).replace("\xad", "-")
    return _without_breaks(_replaced(_lower(plain), _folds_and_signs())).encode("latin-1")


def fold_variants(query: str) -> tuple[str, ...]:
    """Return the folded query, and its variants with ae, oe, th and ss as one letter, to find in folded text.

    ß is spelt out too, as capitals do (`STRASSE`).
    """
    variants = [fold(query)]
    if "ß" in variants[0]:
        variants.append(variants[0].replace("ß", "ss"))
    for pair, letter in (("ae", "æ"), ("oe", "œ"), ("th", "þ"), ("ss", "ß")):
        variants += [variant.replace(pair, letter) for variant in variants if pair in variant]
    return tuple(dict.fromkeys(variants))


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return the key under which names are one: without case, double blanks, and characters that are not seen."""
    return part_key(name).strip()


def part_key(part: str) -> str:
    """Return the key of a part of a name, with the blanks at its ends."""
    if not part.isascii():
        composed = unicodedata.normalize("NFC", _UNSEEN_RUN.sub("", part))
        part = unicodedata.normalize("NFC", composed.casefold())
    return _BLANKS.sub(" ", part.lower())


@cache
def _key_of(char: str) -> str:
    if _UNSEEN_RUN.fullmatch(char):
        return ""
    char = _SIGNS.get(char, char)
    decomposed = unicodedata.normalize("NFKD", char.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.casefold().translate(_STROKES).translate(_PAIRS))


def fold_key(text: str) -> str:
    """Return the text as a key for matching in lists: æ is ae, ø is o, å is a, ß is ss; the length may change.

    It is built character by character, so that `fold_origins` can map positions back to the text.
    """
    return text.lower() if text.isascii() else "".join(map(_key_of, text))


def fold_origins(text: str) -> list[int]:
    """Return, for each code point of `fold_key(text)`, the index of its origin in `text`."""
    return [at for at, char in enumerate(text) for _ in _key_of(char)]
