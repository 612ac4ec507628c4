"""Fuzzy search among codes for the picker, ranked by tiers of match quality.

Within a tier, codes are ranked by the share of the name that was typed, and by frequency and recency of use. Each
tier is one pass over the codes left by the tiers above; the passes end as soon as there are enough hits, so that poor
matches cost nothing while the first letters are typed.
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
"""With fewer hits than this, misspelt queries are tried."""
RESCUE_LETTERS = 4
"""Shorter queries are never treated as misspelt."""
RESCUE_CUTOFF = 66.0
RESCUE_EXPLAINED = 55.0
"""Percentage of a misspelt query that a name must account for."""

_APART = 2
"""Maximum letters in between, per letter of such a query: wider apart they match by chance."""

_STEP = 100.0  # between two tiers; scores within a tier stay below it
_ENOUGH = 2  # loose matches tested per hit, in tree order
_COVERAGE, _USED, _RECENT, _SPREAD = 45.0, 20.0, 15.0, 15.0


_START = re.compile(r"/|(?<![^\W_])[^\W_]")


class Entry(NamedTuple):
    """A code: its id, its path from the root ("parent/child"), and its aliases."""

    id: str
    path: str
    aliases: tuple[str, ...] = ()


class Match(NamedTuple):
    """A code that matches the query.

    `positions` are the matched code points in `path`, for marking; none when an alias matched (then `alias` is
    its wording) or when the query was misspelt. A higher `score` is better. `similar`: only the spelling is similar.
    """

    id: str
    path: str
    positions: tuple[int, ...]
    alias: str
    score: float
    similar: bool = False


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
    """Return the key's words with a blank before each, without other characters."""
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
    """Return the starts of words and path levels in a key, including separators."""
    return frozenset(match.start() for match in _START.finditer(key))


def _by_starts(key: str, term: str) -> list[int] | None:
    """Return the positions of the letters of `term` if each follows the previous one or begins a later word."""
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
    """Return the positions of the letters of `term` in order and close together; None if missing."""
    at = -1
    for letter in term:
        at = key.find(letter, at + 1)
        if at < 0:
            return None
    places = [at]  # backwards from the first end gives the shortest span with that end
    for letter in reversed(term[:-1]):
        places.append(key.rfind(letter, 0, places[-1]))
    return places[::-1]


def _initials(t: _Target, q: _Query) -> bool:
    return t.initials.endswith(q.text)


def _all_starts(t: _Target, q: _Query) -> bool:
    return all(term[0] in t.initials and _by_starts(t.key, term) for term in q.terms)


def _spread(t: _Target, q: _Query) -> float | None:
    """Return the gaps between a query's letters in a key; None if letters are missing."""
    gaps = 0
    for term in q.terms:
        places = _scattered(t.key, term)
        if places is None:
            return None
        gaps += places[-1] - places[0] + 1 - len(places)
    return float(gaps)


# Tests of a target, best first.
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


#: Tiers that do not need every word of the query as typed.
_LOOSE = (_initials, _all_starts)


class CodeSearch:
    """Search among the codes of a codebook; recreated when the codebook changes."""

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
        """Return the codes that match the query, best first; without a query recent, frequent, then other codes."""
        parsed = _query(query)
        if not parsed.terms:
            return [Match(self._entries[i].id, self._entries[i].path, (), "", 0.0) for i in self._idle[:limit]]
        hits = self._hits(parsed, limit)
        # An unknown path is meant as a new code, not as a misspelt one
        if len(hits) < min(limit, RESCUE_BELOW) and parsed.letters >= RESCUE_LETTERS and "/" not in parsed.text:
            self._rescue(parsed, limit, hits)
        best = nlargest(limit, hits.items(), key=lambda hit: (hit[1][0], -hit[0]))
        return [self._match(entry, score, target, parsed) for entry, (score, target) in best]

    def _narrowed(self, query: _Query) -> list[_Target]:
        """Return the targets with each term's letters in order, reusing those of a query that was extended."""
        extends = bool(self._last) and query.text.startswith(self._last)
        candidates = self._candidates if extends else self._targets
        letters = set(query.text) - set(self._last if extends else "")
        for letter in letters - {" "}:
            candidates = [t for t in candidates if letter in t.key]
        for term in query.terms:
            in_order = re.compile(".*?".join(map(re.escape, term))).search
            candidates = [t for t in candidates if in_order(t.key)]
        self._last, self._candidates = query.text, candidates
        return candidates

    def _hits(self, query: _Query, limit: int) -> dict[int, tuple[float, _Target]]:
        """Return the best target of each entry that has the query's letters in order, with its score."""
        left = typed = self._narrowed(query)
        for word in query.words.split():
            typed = [t for t in typed if word in t.key]
        hits: dict[int, tuple[float, _Target]] = {}
        for tier, fits in enumerate(_TIERS):
            among = left if fits in _LOOSE else typed
            most = _ENOUGH * limit if fits is _all_starts else None  # the one slow test
            targets = list(islice((t for t in among if t.entry not in hits and fits(t, query)), most))
            self._add(hits, targets, _STEP * (len(_TIERS) + 1 - tier), query)
            if len(hits) >= limit:
                return hits
        left = [t for t in left if t.entry not in hits]
        widest = _APART * query.letters if query.letters >= RESCUE_LETTERS else inf
        spreads = ((gaps, t) for t in left if (gaps := _spread(t, query)) is not None and gaps <= widest)
        for gaps, target in islice(spreads, _ENOUGH * limit):
            closeness = _SPREAD / (1.0 + gaps)
            self._add(hits, [target], _STEP + closeness, query)
        return hits

    def _add(
        self, hits: dict[int, tuple[float, _Target]], targets: Iterable[_Target], base: float, q: _Query
    ) -> None:
        lift = self._lift
        length = _COVERAGE * len(q.text)
        for t in targets:
            score = base + length / (len(t.leaf) + len(q.text)) + lift[t.entry] - (1.0 if t.alias else 0.0)
            if t.entry not in hits or hits[t.entry][0] < score:
                hits[t.entry] = (score, t)

    def _rescue(self, query: _Query, limit: int, hits: dict[int, tuple[float, _Target]]) -> None:
        """Add the codes with a similar spelling below all other hits: with scores below a `_STEP`."""
        from rapidfuzz import fuzz, process  # 17 ms, only for misspelt queries

        several = len(query.terms) > 1
        texts = [t.key if several else t.leaf for t in self._targets]
        scorer = fuzz.token_set_ratio if several else fuzz.partial_ratio
        names = process.extract(query.text, texts, scorer=scorer, limit=limit, score_cutoff=RESCUE_CUTOFF)
        for name, likeness, at in names:
            target = self._targets[at]
            # A short name matches long queries by chance: reduce by the part it does not explain
            likeness *= min(1.0, len(name) / len(query.text))
            if likeness < RESCUE_EXPLAINED:
                continue
            score = likeness * 0.7 + self._lift[target.entry] * 0.2
            if target.entry not in hits or hits[target.entry][0] < score:
                hits[target.entry] = (score, target)

    def _match(self, entry: int, score: float, target: _Target, query: _Query) -> Match:
        code = self._entries[entry]
        positions = () if target.alias else _positions(code.path, target, query)
        return Match(code.id, code.path, positions, target.alias, score, similar=score < _STEP)


def _targets(entries: Sequence[Entry]) -> Iterable[_Target]:
    for at, entry in enumerate(entries):
        yield _target(at, entry.path, entry.path.rpartition("/")[2], "")
        for alias in entry.aliases:
            yield _target(at, alias, alias, alias)


def _lifts(entries: Sequence[Entry], uses: Mapping[str, int], recent: Sequence[str]) -> list[float]:
    """Return the bonus of each entry for its use, always less than a tier."""
    most = log2(1 + max(uses.values(), default=0)) or 1.0
    newest = {code: _RECENT / (1 + at / 3) for at, code in reversed(list(enumerate(recent)))}
    return [_USED * log2(1 + uses.get(e.id, 0)) / most + newest.get(e.id, 0.0) for e in entries]


def _idle_order(entries: Sequence[Entry], uses: Mapping[str, int], recent: Sequence[str]) -> list[int]:
    """Return the order of the entries without a query."""
    rank = {code: at for at, code in reversed(list(enumerate(recent)))}
    last = len(recent)
    return sorted(
        range(len(entries)), key=lambda at: (rank.get(entries[at].id, last), -uses.get(entries[at].id, 0), at)
    )


def _positions(path: str, target: _Target, query: _Query) -> tuple[int, ...]:
    """Return the code points of the path that the query matched."""
    origins = fold_origins(path)
    terms = (query.text,) if query.text in target.key else query.terms
    places: set[int] = set()
    for term in terms:
        places.update(_together(target, term) or _by_starts(target.key, term) or _scattered(target.key, term) or ())
    return tuple(sorted({origins[place] for place in places}))


def _together(target: _Target, term: str) -> range | None:
    """Return the match of the term as typed: at the start of a word in the leaf, in the path, or anywhere."""
    key, leaf_at = target.key, len(target.key) - len(target.leaf)
    places = [at for at in range(len(key)) if key.startswith(term, at)]
    if not places:
        return None
    starts = _starts(key)
    best = max(places, key=lambda at: (at in starts, at >= leaf_at, -at))
    return range(best, best + len(term))
