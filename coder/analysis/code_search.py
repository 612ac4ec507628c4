"""Fuzzy search among codes, for the picker: tiers of how well a code fits, from keystroke to keystroke.

A tier is a way of fitting (PERFORMANCE.md, "Fuzzy"); within one, how much of the name was typed and how often
and how lately the code was used decide. Each tier is one pass over what the tiers above left (most of them:
over what holds the words as they were typed), and the passes end as soon as there are enough hits: the worst
fits are never looked at while somebody types the first letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from math import inf, log2
from typing import NamedTuple

from coder.text.fold import fold_key, fold_origins

RESCUE_BELOW = 10
"""Fewer hits than this call for the rescue of misspelt queries."""
RESCUE_LETTERS = 4
"""A shorter query is too little to guess from, and means whatever holds its letters."""
RESCUE_CUTOFF = 66.0
RESCUE_EXPLAINED = 55.0
"""What of a misspelt query a name must account for, in per cent."""

_APART = 2
"""Letters in between, per letter of such a query, that still make a fit: wider apart they are there by chance."""

_STEP = 100.0  # between two tiers; what ranks within a tier stays below it
_ENOUGH = 2  # loose fits looked at per hit asked for; tree order decides which
_COVERAGE, _USED, _RECENT, _SPREAD = 45.0, 20.0, 15.0, 15.0


_START = re.compile(r"/|(?<![^\W_])[^\W_]")


class Entry(NamedTuple):
    """A code to choose from: its id, its path from the root ("parent/child"), other names for it."""

    id: str
    path: str
    aliases: tuple[str, ...] = ()


class Match(NamedTuple):
    """A code that fits the query.

    `positions` are the matched code points in `path`, for marking; none when an alias matched (then `alias` is
    its wording) or when the query was misspelt. A higher `score` fits better.
    """

    id: str
    path: str
    positions: tuple[int, ...]
    alias: str
    score: float


class _Target(NamedTuple):
    """One wording of an entry, as keys: the path, or an alias."""

    entry: int
    key: str
    leaf: str
    leaf_words: str  # a blank before every word, so that " " + query finds the start of one
    key_words: str
    initials: str
    alias: str


class _Query(NamedTuple):
    text: str
    terms: tuple[str, ...]
    words: str

    @property
    def letters(self) -> int:
        return sum(map(str.isalnum, self.text))


def _spaced(key: str) -> str:
    """The key's words, a blank before each, everything that is not a letter or digit dropped."""
    return " " + " ".join("".join(c if c.isalnum() else " " for c in key).split())


def _target(entry: int, wording: str, leaf: str, alias: str) -> _Target:
    key = fold_key(wording)
    words = _spaced(key)
    leaf_key = fold_key(leaf)
    leaf_words = words if alias else _spaced(leaf_key)
    return _Target(entry, key, leaf_key, leaf_words, words, "".join(w[0] for w in words.split()), alias)


def _query(query: str) -> _Query:
    text = "/".join(" ".join(part.split()) for part in fold_key(query).split("/")).strip()
    return _Query(text, tuple(text.split()), _spaced(text))


def _starts(key: str) -> frozenset[int]:
    """Where a word or a level of the path begins in a key; the separator itself counts."""
    return frozenset(match.start() for match in _START.finditer(key))


def _by_starts(key: str, term: str) -> list[int] | None:
    """Where the letters of `term` stand when each continues the one before or begins a later word."""
    starts = _starts(key)
    trails: dict[int, int] = {}
    steps = []
    here = {at for at in starts if key[at] == term[0]}
    for letter in term[1:]:
        if not here:
            return None
        steps.append(trails)
        first = min(here)
        trails = {at: first for at in starts if at > first and key[at] == letter}
        trails |= {at + 1: at for at in here if key[at + 1 : at + 2] == letter}
        here = set(trails)
    if not here:
        return None
    steps.append(trails)
    places = [min(here)]
    for trail in reversed(steps[1:]):
        places.append(trail[places[-1]])
    return places[::-1]


def _scattered(key: str, term: str) -> list[int] | None:
    """Where the letters of `term` stand in the key, in order and close together; None if they do not."""
    at = -1
    for letter in term:
        at = key.find(letter, at + 1)
        if at < 0:
            return None
    places = [at]  # backwards from the first end gives the shortest stretch with that end
    for letter in reversed(term[:-1]):
        places.append(key.rfind(letter, 0, places[-1]))
    return places[::-1]


def _initials(t: _Target, q: _Query) -> bool:
    return t.initials.endswith(q.text)


def _all_starts(t: _Target, q: _Query) -> bool:
    return all(term[0] in t.initials and _by_starts(t.key, term) for term in q.terms)


def _spread(t: _Target, q: _Query) -> float | None:
    """How widely a query's letters lie apart in a key: 0 when together; None when they are not all there."""
    gaps = 0
    for term in q.terms:
        places = _scattered(t.key, term)
        if places is None:
            return None
        gaps += places[-1] - places[0] + 1 - len(places)
    return float(gaps)


# Best first. Each is a test that a target passes or not.
_TIERS: tuple[Callable[[_Target, _Query], bool], ...] = (
    lambda t, q: t.leaf == q.text,
    lambda t, q: t.leaf.startswith(q.text),
    lambda t, q: q.words in t.leaf_words,
    _initials,
    lambda t, q: all(" " + term in t.leaf_words for term in q.terms),
    lambda t, q: all(" " + term in t.key_words for term in q.terms),
    _all_starts,
    lambda t, q: q.text in t.leaf,
    lambda t, q: all(term in t.key for term in q.terms),
)


#: The others need every word of the query as it was typed.
_LOOSE = (_initials, _all_starts)


class CodeSearch:
    """A search among the codes of a codebook; made anew when the codebook changes."""

    def __init__(
        self, entries: Sequence[Entry], uses: Mapping[str, int] | None = None, recent: Sequence[str] = ()
    ) -> None:
        """`entries` in the order of the tree; `uses`: codings per code id; `recent`: ids, newest first."""
        self._entries = entries
        self._targets = list(_targets(entries))
        self._lift = _lifts(entries, uses or {}, recent)
        self._idle = _idle_order(entries, uses or {}, recent)
        self._last = ""
        self._candidates = self._targets

    def find(self, query: str, limit: int = 50) -> list[Match]:
        """The codes that fit the query, best first; without a query the recent, then the frequent, then the rest."""
        wanted = _query(query)
        if not wanted.terms:
            return [Match(self._entries[i].id, self._entries[i].path, (), "", 0.0) for i in self._idle[:limit]]
        hits = self._hits(wanted, limit)
        # Who types a path that is not there means a new code, not the one that a part of it is spelt like
        if len(hits) < min(limit, RESCUE_BELOW) and wanted.letters >= RESCUE_LETTERS and "/" not in wanted.text:
            self._rescue(wanted, limit, hits)
        best = nlargest(limit, hits.items(), key=lambda hit: (hit[1][0], -hit[0]))
        return [self._match(entry, score, target, wanted) for entry, (score, target) in best]

    def _narrowed(self, wanted: _Query) -> list[_Target]:
        """The targets with each term's letters in order; from those of the query before if this one extends it."""
        extends = bool(self._last) and wanted.text.startswith(self._last)
        candidates = self._candidates if extends else self._targets
        letters = set(wanted.text) - set(self._last if extends else "")
        for letter in letters - {" "}:
            candidates = [t for t in candidates if letter in t.key]
        for term in wanted.terms:
            in_order = re.compile(".*?".join(map(re.escape, term))).search
            candidates = [t for t in candidates if in_order(t.key)]
        self._last, self._candidates = wanted.text, candidates
        return candidates

    def _hits(self, wanted: _Query, limit: int) -> dict[int, tuple[float, _Target]]:
        """The best wording of each entry that has the query's letters in order, with its score."""
        left = typed = self._narrowed(wanted)
        for word in wanted.words.split():
            typed = [t for t in typed if word in t.key]
        hits: dict[int, tuple[float, _Target]] = {}
        for tier, fits in enumerate(_TIERS):
            among = left if fits in _LOOSE else typed
            most = _ENOUGH * limit if fits is _all_starts else None  # the one slow test
            found = list(islice((t for t in among if t.entry not in hits and fits(t, wanted)), most))
            self._add(hits, found, _STEP * (len(_TIERS) + 1 - tier), wanted)
            if len(hits) >= limit:
                return hits
        left = [t for t in left if t.entry not in hits]
        widest = _APART * wanted.letters if wanted.letters >= RESCUE_LETTERS else inf
        spreads = ((gaps, t) for t in left if (gaps := _spread(t, wanted)) is not None and gaps <= widest)
        for gaps, target in islice(spreads, _ENOUGH * limit):
            closeness = _SPREAD / (1.0 + gaps)
            self._add(hits, [target], _STEP + closeness, wanted)
        return hits

    def _add(self, hits: dict[int, tuple[float, _Target]], found: Iterable[_Target], base: float, q: _Query) -> None:
        lift = self._lift
        length = _COVERAGE * len(q.text)
        for t in found:
            score = base + length / (len(t.leaf) + len(q.text)) + lift[t.entry] - (1.0 if t.alias else 0.0)
            if t.entry not in hits or hits[t.entry][0] < score:
                hits[t.entry] = (score, t)

    def _rescue(self, wanted: _Query, limit: int, hits: dict[int, tuple[float, _Target]]) -> None:
        """Adds, below all other hits, the codes whose names are spelt much like the query."""
        from rapidfuzz import fuzz, process  # 17 ms, needed only by those who mistype

        several = len(wanted.terms) > 1
        texts = [t.key if several else t.leaf for t in self._targets]
        scorer = fuzz.token_set_ratio if several else fuzz.partial_ratio
        found = process.extract(wanted.text, texts, scorer=scorer, limit=limit, score_cutoff=RESCUE_CUTOFF)
        for name, likeness, at in found:
            target = self._targets[at]
            # A short name is in many a long query by chance: what it leaves unexplained counts against it
            likeness *= min(1.0, len(name) / len(wanted.text))
            if likeness < RESCUE_EXPLAINED:
                continue
            score = likeness * 0.7 + self._lift[target.entry] * 0.2
            if target.entry not in hits or hits[target.entry][0] < score:
                hits[target.entry] = (score, target)

    def _match(self, entry: int, score: float, target: _Target, wanted: _Query) -> Match:
        code = self._entries[entry]
        positions = () if target.alias else _positions(code.path, target, wanted)
        return Match(code.id, code.path, positions, target.alias, score)


def _targets(entries: Sequence[Entry]) -> Iterable[_Target]:
    for at, entry in enumerate(entries):
        yield _target(at, entry.path, entry.path.rpartition("/")[2], "")
        for alias in entry.aliases:
            yield _target(at, alias, alias, alias)


def _lifts(entries: Sequence[Entry], uses: Mapping[str, int], recent: Sequence[str]) -> list[float]:
    """What use adds to a score: always less than a tier."""
    most = log2(1 + max(uses.values(), default=0)) or 1.0
    newest = {code: _RECENT / (1 + at / 3) for at, code in reversed(list(enumerate(recent)))}
    return [_USED * log2(1 + uses.get(e.id, 0)) / most + newest.get(e.id, 0.0) for e in entries]


def _idle_order(entries: Sequence[Entry], uses: Mapping[str, int], recent: Sequence[str]) -> list[int]:
    """Entries as they are offered before anything is typed."""
    rank = {code: at for at, code in reversed(list(enumerate(recent)))}
    never = len(recent)
    return sorted(
        range(len(entries)), key=lambda at: (rank.get(entries[at].id, never), -uses.get(entries[at].id, 0), at)
    )


def _positions(path: str, target: _Target, wanted: _Query) -> tuple[int, ...]:
    """The code points of the path that the query matched: each term together, by word starts, or scattered."""
    origins = fold_origins(path)
    terms = (wanted.text,) if wanted.text in target.key else wanted.terms
    places: set[int] = set()
    for term in terms:
        places.update(_together(target, term) or _by_starts(target.key, term) or _scattered(target.key, term) or ())
    return tuple(sorted({origins[place] for place in places}))


def _together(target: _Target, term: str) -> range | None:
    """Where the term stands as it was typed: the start of a word in the leaf, in the path, else anywhere."""
    key, leaf_at = target.key, len(target.key) - len(target.leaf)
    places = [at for at in range(len(key)) if key.startswith(term, at)]
    if not places:
        return None
    starts = _starts(key)
    best = max(places, key=lambda at: (at in starts, at >= leaf_at, -at))
    return range(best, best + len(term))
