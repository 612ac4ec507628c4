"""Fold text for searching: without case and diacritics."""

from __future__ import annotations

import unicodedata
from functools import cache

# Letters that Unicode does not decompose, one for one
_STROKES = str.maketrans("øđðħłŧıɨƀɵſς", "oddhltiibosσ")
_PAIRS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})


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


def fold(text: str) -> str:
    """Return the text in lower case without diacritics, of the same length: offsets stay valid.

    ø, ö and å become o and a. æ, œ, þ and ß are kept, since two letters do not fit in one place and `være` is not
    `vare`: `fold_variants` finds them when `vaere` is typed. Combining marks of decomposed text are kept.
    """
    lowered = text.replace("İ", "i").lower()  # the only letter whose lower case is longer
    if lowered.isascii():
        return lowered
    folds = _folds()
    for char in set(lowered) & folds.keys():
        lowered = lowered.replace(char, folds[char])
    return lowered


def searchable(text: str) -> str:
    """Return the text for searching, of the same length: folded, with plain blanks and apostrophes."""
    try:
        return text.encode("latin-1").translate(_latin()).decode("latin-1")  # most texts, six times as fast
    except UnicodeEncodeError:
        return _plain(text)


def _plain(text: str) -> str:
    return fold(text).replace("\n", " ").replace("\xa0", " ").replace("’", "'")


@cache
def _latin() -> bytes:
    """Return the translation table of Latin-1, where no character depends on its neighbours."""
    return _plain("".join(map(chr, range(256)))).encode("latin-1")


def fold_variants(query: str) -> tuple[str, ...]:
    """Return the folded query, and its variants with ae, oe, th and ss as one letter, to find in folded text."""
    variants = [fold(query)]
    for pair, letter in (("ae", "æ"), ("oe", "œ"), ("th", "þ"), ("ss", "ß")):
        variants += [variant.replace(pair, letter) for variant in variants if pair in variant]
    return tuple(variants)


@cache
def _key_of(char: str) -> str:
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
