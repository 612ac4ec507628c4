"""Words that are meant although they are spelt otherwise: typos, dialect, å/aa, ø/o, one letter or two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from coder.model.source import Source
from coder.project.indexes import Indexes
from coder.project.study import Study
from coder.text.fold import fold
from coder.text.span import Span
from coder.text.words import is_word_aligned, word_list, words

#: What stands between two words of a phrase, at most.
GAP = 6
_SAME = (("aa", "a"), ("ae", "e"), ("æ", "e"), ("oe", "o"), ("œ", "o"), ("ß", "s"), ("þ", "th"))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def spelling(word: str) -> str:
    """A folded word so that spellings of one sound agree: aa is å is a, ae is æ is e, a doubled letter is one."""
    if not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    for pair, letter in _SAME:
        word = word.replace(pair, letter)
    return _TWICE.sub(r"\1", word)


def tolerance(key: str) -> int:
    """How many letters may differ or change places: none in three, one in four to seven, two in more."""
    return 0 if len(key) < 4 else 1 if len(key) < 8 else 2


class Vocabulary:
    """Every word of a study, and the texts it stands in; grows text by text as it is asked to."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._places: dict[str, list[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        self._keys: list[str] = []

    def knows(self, text: str, ready: str) -> bool:
        """Whether a text has been read, as it is now."""
        return self._texts.get(text) is ready

    def read(self, text: str, ready: str) -> None:
        """Take up the words of a `searchable` text, by the text's id."""
        self._texts[text] = ready
        for word in set(word_list(ready)):
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
        """The words that are spelt like a folded one, and ids of the texts each stands in."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        key = spelling(word)
        allowed = tolerance(key)
        near = process.extract(key, self._keys, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        found = [other for match, *_ in near for other in self._by_key[match]]
        return {other: self._places[other] for other in found}


_VOCABULARIES: WeakKeyDictionary[Indexes, Vocabulary] = WeakKeyDictionary()


def vocabulary(study: Study) -> Vocabulary:
    """The vocabulary of a study, as far as it was read; it lives as long as the study's indexes."""
    return _VOCABULARIES.setdefault(study.index, Vocabulary())


class FuzzyFinder:
    """Finds one query: words in their order, each spelt as asked for or nearly so."""

    def __init__(self, study: Study, query: str) -> None:
        self._study = study
        folded = fold(unicodedata.normalize("NFC", query))
        self._words = [folded[span.start : span.end] for span in words(folded)]
        self._variants: list[dict[str, frozenset[str]]] = []

    def prepare(self, sources: Sequence[Source]) -> Iterator[int]:
        """Read the texts that the vocabulary lacks; gives how many of the sources are done."""
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
        """Where the words stand in a source, in order."""
        text = self._study.text_of(source).id
        here = [[word for word, places in variants.items() if text in places] for variants in self._variants]
        if not here or not all(here):
            return []
        ready = self._study.searchable(source)
        follow = "".join(rf"\W{{1,{GAP}}}(?:{_either(variants)})(?!\w)" for variants in here[1:])
        rest = re.compile(follow)
        found = set()
        for start, end in (place for word in here[0] for place in _whole(ready, word)):
            match = rest.match(ready, end)
            if match is not None:
                found.add(Span(start, match.end()))
        return sorted(found)


def _either(variants: list[str]) -> str:
    return "|".join(map(re.escape, sorted(variants, key=len, reverse=True)))


def _whole(ready: str, word: str) -> Iterator[Span]:
    """Where a word stands by itself."""
    at = ready.find(word)
    while at >= 0:
        end = at + len(word)
        if is_word_aligned(ready, at, end):
            yield Span(at, end)
        at = ready.find(word, at + 1)
