"""Where in a text a formal identifier may be: around digits, dots, months, numbers in words; in one pass."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from coder.privacy.cue_words import AGES_IN_WORDS, DIGITS_IN_WORDS, MONTHS, ORDINALS, words

#: Kinds of hints: a dot or @ inside words, five digits or a date, three digits, a number beside a capital, a capital
#: before digits, digits before a capital, a number beside a month, one from 90 to 119, a year; and the same in words.
NET, NUMBER, RECORD, HOUSE, PLATE, POST, MONTH, AGE, YEAR = range(9)
SPOKEN_MAIL, SPOKEN_NUMBER = 9, 10

Passages = dict[int, list[tuple[int, int]]]

_AROUND = 70  # characters on either side of a hint
_BESIDE = 24  # characters between a number and a month, or a house number and its street
_FEWEST_DIGITS = 5
_SPOKEN_DIGITS = 6

_NET = re.compile(r"[@]|\.(?=[^\W\d_]{2})|[(\[]at[)\]]")
_NUMBERS = re.compile(r"\d+(?:[ .,:/()+–-]{1,3}\d+)*")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_CROWD = re.compile(r"(?<!\d)(?:9\d|1[01]\d)(?!\d)")
_DATE = re.compile(r"\d[./-] ?\d")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MONTHS = frozenset(month for table in MONTHS.values() for month in table.split())
_SPOKEN_MAIL = words("dot punktum punkt prikk prick krøllalfa alfakrøll snabel-a snabela klammeraffe")


def passages(text: str) -> Passages:
    """Return the passages in which to look, by kind of hint; those of a kind are joined where they meet."""
    found: Passages = defaultdict(list)
    for hint, start, end in _hints(text):
        line = text.rfind("\n", max(0, start - _AROUND), start) + 1
        first = line or max(0, start - _AROUND)
        last = min(len(text), end + _AROUND)
        stop = text.find("\n", end, last)
        last = last if stop < 0 else stop
        found[hint].append((first, last))
    return {hint: _joined(rows) for hint, rows in found.items()}


def _joined(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return passages in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(rows):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _hints(text: str) -> Iterator[tuple[int, int, int]]:
    for match in _NET.finditer(text):
        yield NET, *match.span()
    for match in _NUMBERS.finditer(text):
        for hint in _of_number(text, match):
            yield hint, *match.span()
    yield from _in_words(text)


def _of_number(text: str, match: re.Match[str]) -> Iterator[int]:
    number, (start, end) = match[0], match.span()
    digits = sum(map(str.isdigit, number))
    before, after = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
    if digits >= _FEWEST_DIGITS or _DATE.search(number):
        yield NUMBER
    if digits >= 3:
        yield RECORD
    if not before.islower() or after[1:2].isupper() or after[2:3].isupper():
        yield HOUSE
    if before[-2:].strip(" -").isupper():
        yield PLATE
    if digits >= 4 or before[-1:].isupper() or after[:1].isupper():
        yield POST
    if _MONTHS & set(_WORDS.findall(f"{before} {after}".casefold())):
        yield MONTH
    if _CROWD.search(number):
        yield AGE
    if _YEAR.search(number):
        yield YEAR


def _in_words(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield hints of numbers and addresses in words."""
    ordinal_end, digits, first = -_BESIDE, 0, 0
    month_end = -_BESIDE
    for match in _WORDS.finditer(text):
        word = match[0].casefold()
        if word in _LISTED:
            if word in _SPOKEN_MAIL:
                yield SPOKEN_MAIL, *match.span()
            if word in AGES_IN_WORDS:
                yield AGE, *match.span()
            if word in ORDINALS:
                ordinal_end = match.end()
                if match.start() - month_end < _BESIDE:
                    yield MONTH, *match.span()
            elif word in _MONTHS:
                month_end = match.end()
                if match.start() - ordinal_end < _BESIDE:
                    yield MONTH, *match.span()
        elif word.endswith(_OLD) or "-year" in word:
            yield AGE, *match.span()
        if word in DIGITS_IN_WORDS:
            first = match.start() if not digits else first
            digits += 1
            if digits >= _SPOKEN_DIGITS:
                yield SPOKEN_NUMBER, first, match.end()
        else:
            digits = 0


#: Endings of words for people of an age.
_OLD = ("åring", "åringen", "årig", "åriga", "jährig", "jährige", "jährigen", "jähriger")
_LISTED = _SPOKEN_MAIL | AGES_IN_WORDS | ORDINALS | _MONTHS
