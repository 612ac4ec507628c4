"""Runs of five words: what of a text occurs in another one, whatever lies between the words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from coder.text.span import Span
from coder.text.words import words

#: Words of a run: enough that two people hardly say the same by chance.
LENGTH = 5


class Run(NamedTuple):
    """Words that follow each other: `key` is the same for the same words in other case and punctuation."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    return unicodedata.normalize("NFC", word.replace("’", "'").casefold())


def runs(text: str) -> Iterator[Run]:
    """Yield each run of five words in a text, in order; none for a shorter text."""
    spans = words(text)
    folded = [_folded(text[span.start : span.end]) for span in spans]
    for at in range(len(spans) - LENGTH + 1):
        yield Run(" ".join(folded[at : at + LENGTH]), spans[at].start, spans[at + LENGTH - 1].end)


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts of more than a word in a plain value."""
    if isinstance(value, str):
        if " " in value or "\n" in value:
            yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)


def keys_in(text: str) -> Iterator[str]:
    """Yield the key of each run of five words in a text, in order; faster than `runs`."""
    folded = [_folded(text[span.start : span.end]) for span in words(text)]
    for at in range(len(folded) - LENGTH + 1):
        yield " ".join(folded[at : at + LENGTH])


def keys(texts: Iterable[str]) -> set[str]:
    """Return the keys of all runs in some texts."""
    return {key for text in texts for key in keys_in(text)}


def passages(text: str, known: set[str]) -> list[Span]:
    """Return the passages of a text that consist of known runs, runs that overlap or adjoin as one."""
    spans: list[Span] = []
    for run in runs(text) if not known.isdisjoint(keys_in(text)) else ():
        if run.key not in known:
            continue
        if spans and not _has_word(text, spans[-1].end, run.start):
            spans[-1] = Span(spans[-1].start, run.end)
        else:
            spans.append(Span(run.start, run.end))
    return spans


def _has_word(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])


def without(text: str, spans: Iterable[Span], instead: str) -> str:
    """Return a text with passages, in order and apart from each other, replaced."""
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], instead]
        at = span.end
    return "".join([*parts, text[at:]])
