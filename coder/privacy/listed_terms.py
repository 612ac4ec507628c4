"""Names that are known beforehand, such as a staff list, and where texts have them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.privacy.capitals import CAPITAL, Text, base
from coder.privacy.proper_names import LISTED, NAME, Passage

#: Letters from which on a word is compared with the list by its likeness, and of a part of a name.
_LONG_ENOUGH, _SHORTEST_PART = 6, 3
_MOST_TERMS = 20_000


_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"(?:['’]?s|['’])?(?!\w)")


class Term(NamedTuple):
    """A name that is known: its words, and the kind of candidate that it makes; `cased`: only as it is written."""

    words: str
    kind: str = NAME
    cased: bool = False


def read_terms(text: str) -> list[Term]:
    """Return the names of a list: one a line, or the first column of a table; lines with # are left out."""
    terms = {}
    for line in text.splitlines()[:_MOST_TERMS]:
        words = " ".join(re.split(r"[\t;]", line.strip().lstrip("\ufeff"))[0].strip(' "').split())
        if "," in words:  # Nordmann, Kari
            last, _, first = words.partition(",")
            words = " ".join((first.partition(",")[0].strip(), last.strip())).strip()
        if len(words) > 1 and not words.startswith("#"):
            terms[words] = Term(words)
    return list(terms.values())


def name_parts(terms: Iterable[Term]) -> set[str]:
    """Return the words with a capital of known names: first and last names by themselves."""
    names = (term.words for term in terms if term.kind == NAME)
    return {match[0] for words in names for match in CAPITAL.finditer(words) if len(match[0]) >= _SHORTEST_PART}


def listed_passages(texts: Sequence[Text], terms: Sequence[Term]) -> Iterator[Passage]:
    """Yield where texts have known names, in capitals or not, with a genitive, or misspelt in a letter."""
    if not terms:
        return
    by_first: defaultdict[str, list[Term]] = defaultdict(list)
    for term in sorted(terms, key=lambda term: -len(term.words)):
        first = _WORD.search(term.words)
        if first is not None:
            by_first[first[0].casefold()].append(term)
    for number, text in enumerate(texts):
        for match in _WORD.finditer(text.text):
            key = match[0].casefold()
            for term in (*by_first.get(key, ()), *by_first.get(key.removesuffix("s"), ())):
                end = match.start() + len(term.words)
                words = text.text[match.start() : end]
                same = words == term.words if term.cased else words.casefold() == term.words.casefold()
                if same and _END.match(text.text, end):
                    yield Passage(term.kind, number, match.start(), end, LISTED, "", True)
                    break
    yield from _misspelt(texts, terms)


def _misspelt(texts: Sequence[Text], terms: Sequence[Term]) -> Iterator[Passage]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = sorted(word for word in name_parts(terms) if len(word) >= _LONG_ENOUGH)
    exact = set(known) | {f"{word}s" for word in known}
    verdicts: dict[str, bool] = {}
    for number, text in enumerate(texts):
        for match in CAPITAL.finditer(text.text):
            word = base(match[0])
            if len(word) < _LONG_ENOUGH or word in exact or not known:
                continue
            if word not in verdicts:
                verdicts[word] = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=1) is not None
            if verdicts[word]:
                start = match.start()
                yield Passage(NAME, number, start, start + len(word), "like a name on your list", "", True)
