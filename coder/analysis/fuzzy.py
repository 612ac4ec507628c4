"""Fuzzy word search: typos, dialect, å/aa, ø/o, single or double letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from coder.model.source import Source
from coder.project.study import Indexes, Study
from coder.text.fold import FoldedText, searchable
from coder.text.span import Span
from coder.text.words import is_word_aligned, word_list, words

#: Maximum number of characters between two words of a phrase.
GAP = 6
_SAME = (("aa", "a"), ("ae", "e"), ("æ", "e"), ("oe", "o"), ("œ", "o"), ("ß", "s"), ("þ", "th"))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """Normalise a folded word: aa and å become a, ae and æ become e, double letters become single."""
    if not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    for pair, letter in _SAME:
        word = word.replace(pair, letter)
    return _TWICE.sub(r"\1", word)


def tolerance(key: str) -> int:
    """Return the allowed edit distance: 0 below 4 letters, 1 below 8, else 2."""
    return 0 if len(key) < 4 else 1 if len(key) < 8 else 2


class Vocabulary:
    """Index of the words of a study and the texts that contain them, built text by text."""

    def __init__(self) -> None:
        self._texts: dict[str, FoldedText] = {}
        self._places: dict[str, list[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        self._keys: list[str] = []

    def knows(self, text: str, ready: FoldedText) -> bool:
        """Return whether the current version of a text has been read."""
        return self._texts.get(text) is ready

    def read(self, text: str, ready: FoldedText) -> None:
        """Add the words of a `searchable` text under the text's id."""
        self._texts[text] = ready
        for word in set(word_list(ready.text)):
            places = self._places.get(word)
            if places is None:
                self._places[word] = [text]
                key = spelling(word)
                known = self._by_key.get(key)
                if known is None:
                    self._by_key[key] = [word]
                    self._keys.append(key)
                else:
                    known.append(word)
            elif places[-1] != text:
                places.append(text)

    def like(self, word: str) -> dict[str, list[str]]:
        """Return the words spelt like a folded word, each with the ids of the texts that contain it."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        key = spelling(word)
        allowed = tolerance(key)
        near = process.extract(key, self._keys, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        words = [other for match, *_ in near for other in self._by_key[match]]
        return {other: self._places[other] for other in words}


_VOCABULARIES: WeakKeyDictionary[Indexes, Vocabulary] = WeakKeyDictionary()


def vocabulary(study: Study) -> Vocabulary:
    """Return the vocabulary of a study, as far as read; it lives as long as the study's indexes."""
    return _VOCABULARIES.setdefault(study.index, Vocabulary())


class FuzzyFinder:
    """Finds a query: its words in order, each with exact or similar spelling."""

    def __init__(self, study: Study, query: str) -> None:
        self._study = study
        folded = searchable(query).text
        self._words = [folded[span.start : span.end] for span in words(folded)]
        self._variants: list[dict[str, frozenset[str]]] = []

    def prepare(self, sources: Sequence[Source]) -> Iterator[int]:
        """Read the texts missing from the vocabulary; yields the number of sources done."""
        known = vocabulary(self._study)
        for done, source in enumerate(sources, 1):
            text, ready = self._study.text_of(source).id, self._study.searchable(source)
            if not known.knows(text, ready):
                known.read(text, ready)
                yield done
        self._variants = [
            {word: frozenset(places) for word, places in known.like(word).items()} for word in self._words
        ]

    def __call__(self, source: Source) -> list[Span]:
        """Return the matches in a source, in order."""
        text = self._study.text_of(source).id
        here = [[word for word, places in variants.items() if text in places] for variants in self._variants]
        if not here or not all(here):
            return []
        searched = self._study.searchable(source)
        ready = searched.text
        follow = "".join(rf"\W{{1,{GAP}}}(?:{_either(variants)})(?!\w)" for variants in here[1:])
        rest = re.compile(follow)
        spans = set()
        for start, end in (place for word in here[0] for place in _whole_words(ready, word)):
            match = rest.match(ready, end)
            if match is not None:
                spans.add(searched.original(start, match.end()))
        return sorted(spans)


def _either(variants: list[str]) -> str:
    return "|".join(map(re.escape, sorted(variants, key=len, reverse=True)))


def _whole_words(ready: str, word: str) -> Iterator[Span]:
    """Yield the occurrences of a whole word."""
    at = ready.find(word)
    while at >= 0:
        end = at + len(word)
        if is_word_aligned(ready, at, end):
            yield Span(at, end)
        at = ready.find(word, at + 1)
