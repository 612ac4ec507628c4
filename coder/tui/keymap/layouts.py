"""Keyboard layouts: which Latin key a letter of another layout stands for, when it is typed as a command."""

from __future__ import annotations

import unicodedata

#: Letters of a layout, and the characters that the same keys give on a Latin one, without and with Shift.
#: Russian ЙЦУКЕН (with the keys on which Ukrainian and Belarusian differ) by its places; Greek by its places.
_LAYOUTS: tuple[tuple[str, str], ...] = (
    ("ёйцукенгшщзхъфывапролджэячсмитьбю", "`qwertyuiop[]asdfghjkl;'zxcvbnm,."),
    ("ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ", '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'),
    ("іїєґўІЇЄҐЎ", "s]'\\oS}\"|O"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM"),
)
LATIN: dict[str, str] = {letter: key for layout in _LAYOUTS for letter, key in zip(*layout, strict=True)}


def latin(character: str) -> str:
    """Return the ASCII character that a typed one stands for as a command; "" if none is known, or it is ASCII.

    Full-width forms are those of input methods (Unicode, NFKC).
    """
    if character.isascii():
        return ""
    plain = LATIN.get(character) or unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() else ""


def is_foreign(character: str) -> bool:
    """Return whether a character is a letter that no Latin layout has: another layout, or an input method, is on."""
    return character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")
