"""Text folded for searching: case and diacritics do not count."""

from __future__ import annotations

import unicodedata
from functools import cache

# Letters with a stroke or another shape that Unicode does not decompose; one letter for one letter
_STROKES = str.maketrans("øđðħłŧıɨƀɵſς", "oddhltiibosσ")
_PAIRS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})


@cache
def _folds() -> dict[str, str]:
    """Every lower-case letter with marks, and the bare letter that stands for it, for all scripts but Hangul."""
    table = {chr(code): chr(bare) for code, bare in _STROKES.items() if isinstance(bare, int)}
    for code in (*range(0xC0, 0x590), *range(0x1E00, 0x2000), 0x212A, 0x212B):
        char = chr(code)
        decomposed = unicodedata.normalize("NFD", char)
        if len(decomposed) > 1 and all(map(unicodedata.combining, decomposed[1:])):
            table[char] = decomposed[0].translate(_STROKES)
    return table


def fold(text: str) -> str:
    """The text in lower case without diacritics, of the same length: offsets stay valid.

    ø, ö and å become o and a. æ, œ, þ and ß stay letters of their own, because two letters do not fit in
    one place and `være` is not `vare`: `fold_variants` lets a person type `vaere`. A mark that is a code point of its
    own (decomposed text) stays in its place.
    """
    lowered = text.replace("İ", "i").lower()  # U+0130 is the one letter whose lower case is longer
    if lowered.isascii():
        return lowered
    folds = _folds()
    for char in set(lowered) & folds.keys():
        lowered = lowered.replace(char, folds[char])
    return lowered


def searchable(text: str) -> str:
    """The text as it is searched, of the same length: folded, with plain blanks and apostrophes."""
    try:
        return text.encode("latin-1").translate(_latin()).decode("latin-1")  # most texts; six times as fast
    except UnicodeEncodeError:
        return _plain(text)


def _plain(text: str) -> str:
    return fold(text).replace("\n", " ").replace("\xa0", " ").replace("’", "'")


@cache
def _latin() -> bytes:
    """What is searched for each character of Latin-1; none of them depends on those around it."""
    return _plain("".join(map(chr, range(256)))).encode("latin-1")


def fold_variants(query: str) -> tuple[str, ...]:
    """What to look for in a folded text: the folded query, then its readings of ae, oe, th and ss as one letter."""
    variants = [fold(query)]
    for pair, letter in (("ae", "æ"), ("oe", "œ"), ("th", "þ"), ("ss", "ß")):
        variants += [v.replace(pair, letter) for v in variants if pair in v]
    return tuple(variants)


@cache
def _key_of(char: str) -> str:
    decomposed = unicodedata.normalize("NFKD", char.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.casefold().translate(_STROKES).translate(_PAIRS))


def fold_key(text: str) -> str:
    """The text as a key for picking from a list: æ is ae, ø is o, å is a, ß is ss; the length may change.

    Made character by character, so that a place in the key can be led back to the text (`fold_origins`).
    """
    return text.lower() if text.isascii() else "".join(map(_key_of, text))


def fold_origins(text: str) -> list[int]:
    """For each code point of `fold_key(text)`, the code point of `text` it came from."""
    return [at for at, char in enumerate(text) for _ in _key_of(char)]
