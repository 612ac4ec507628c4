"""Words of a text in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import filterfalse
from typing import TYPE_CHECKING

from coder.text.span import Span, Turn

if TYPE_CHECKING:
    import regex

_JOINERS = "['’‑-]"
_PLAIN = re.compile(rf"[^\W_]+(?:{_JOINERS}[^\W_]+)*")
# Combining marks, joiners, Indic to Khmer scripts, kana and Han, which `re` does not split correctly
_NOT_PLAIN = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0700-\u109f\u1780-\u17ff\u1a00-\u1aff\u200c\u200d\u20d0-\u20ff\u3005-\u30ff"
    "\u3400-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


@cache
def _not_plain() -> re.Pattern[str]:
    return re.compile(_NOT_PLAIN)  # takes 2 ms


@cache
def _any_script() -> regex.Pattern[str]:
    import regex  # takes 10 ms

    letter = r"[\p{L}\p{M}\p{N}\u200c\u200d--[\p{Han}\p{Hiragana}]]"
    return regex.compile(rf"[\p{{Han}}\p{{Hiragana}}]\p{{M}}*|{letter}+(?:{_JOINERS}{letter}+)*", regex.V1)


def _pattern(text: str, start: int, end: int) -> re.Pattern[str] | regex.Pattern[str]:
    if text.isascii():
        return _PLAIN
    return _any_script() if _not_plain().search(text, start, end) else _PLAIN


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the words of `text[start:end]`, in order.

    A word is a run of letters, marks and digits, possibly joined by an apostrophe or hyphen ("don't", "follow-up").
    Han and hiragana characters are one word each, as word processors count them; katakana, Thai and other scripts
    without spaces are split at blanks and where the script changes.
    """
    stop = len(text) if end is None else end
    return [Span(*m.span()) for m in _pattern(text, start, stop).finditer(text, start, stop)]


def count_words(text: str) -> int:
    """Return the number of words: `len(words(text))`, but faster."""
    pattern = _pattern(text, 0, len(text))
    if pattern is not _PLAIN:
        return len(pattern.findall(text))
    parts = text.split()
    plain = sum(map(str.isalnum, parts))  # most words stand between blanks
    return plain + len(_PLAIN.findall(" ".join(filterfalse(str.isalnum, parts))))


def count_words_in(text: str, parts: Sequence[Span | Turn]) -> int:
    """Return the number of words in parts of a text; in all of it if there are none."""
    return count_words("\n".join([text[part.start : part.end] for part in parts]) if parts else text)


def word_list(text: str) -> list[str]:
    """Return the words of a text as strings, in order."""
    strings: list[str] = _pattern(text, 0, len(text)).findall(text)
    return strings


def is_word_aligned(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` cuts no word at its ends."""
    return not (
        (_lettered(text[start : start + 1]) and _lettered(text[max(0, start - 1) : start]))
        or (_lettered(text[end - 1 : end]) and _lettered(text[end : end + 1]))
    )


def _lettered(char: str) -> bool:
    return bool(char) and (char == "_" or char.isalnum() or unicodedata.category(char) == "Mn")
