"""Similarity suggestions: the sentences most similar to the units of a code.

Words are weighted by the number of the code's units with them and by rarity (tf-idf, Spärck Jones 1972, with turns as
documents); texts are compared by cosine similarity. No training, and no data leave the machine.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from coder.analysis.autocode import Proposal, has_code, proposal, units_of
from coder.errors import CoderError
from coder.model.codebook import Code
from coder.model.source import Source
from coder.project.study import Study, sources_in_order, subtree
from coder.text.fold import searchable
from coder.text.span import Span
from coder.text.units import Granularity
from coder.text.words import word_list

TOP = 50
#: Letters of a word that are compared; most endings in European languages come after them.
STEM = 6
#: Number of the most weighted terms of a code that are compared.
TERMS = 80
#: Shorter sentences (in words) are ignored.
FEWEST = 4


class Step(NamedTuple):
    """Progress: sources done, sources in all; at the end the proposals, most similar first."""

    done: int
    total: int
    proposals: list[Proposal]


def similar(study: Study, code: Code, top: int = TOP) -> list[Proposal]:
    """Return sentences without a code, or one below it, that are most similar to its units.

    CoderError if the code has no units.
    """
    proposals: list[Proposal] = []
    for step in similar_steps(study, code, top):
        proposals = step.proposals
    return proposals


def similar_steps(study: Study, code: Code, top: int = TOP) -> Iterator[Step]:
    """Search as `similar`, two steps for each source, so that the caller can show progress and stop."""
    codes = list(subtree(study, code))
    quotes = _quotes(study, codes)
    if not quotes:
        raise CoderError(
            f"{code.name} has no units yet", hint="Code some units first; suggestions are compared with them."
        )
    sources = sources_in_order(study)
    total = 2 * len(sources)
    spread: Counter[str] = Counter()
    turns = 0
    by_source: dict[str, list[tuple[Span, frozenset[str]]]] = {}
    for done, source in enumerate(sources, 1):
        by_source[source.id] = list(_turns(study, source))
        turns += len(by_source[source.id])
        for _, terms in by_source[source.id]:
            spread.update(terms)
        yield Step(done, total, [])
    rarity = {term: math.log((1 + turns) / (1 + number)) for term, number in spread.items()}
    profile = _profile(quotes, rarity)
    best: list[tuple[float, int, str, Span]] = []
    for done, source in enumerate(sources, len(sources) + 1):
        ranked = _ranked(study, source, by_source.pop(source.id), profile, rarity, codes)
        best = heapq.nlargest(top, [*best, *((score, -done, source.id, span) for score, span in ranked)])
        yield Step(done, total, [])
    yield Step(
        total,
        total,
        [proposal(study, study.sources[id], span, [code], score=min(1.0, score)) for score, _, id, span in best],
    )


def _quotes(study: Study, codes: Iterable[Code]) -> list[str]:
    segments = {study.codings[id].segment for code in codes for id in study.codings_with(code.id)}
    return [study.segments[id].quote for id in sorted(segments)]


def terms_of(ready: str) -> list[str]:
    """Return the words of a folded text without their endings."""
    return [word[:STEM] for word in word_list(ready) if len(word) > 1]


def _turns(study: Study, source: Source) -> Iterator[tuple[Span, frozenset[str]]]:
    ready, text = study.searchable(source), study.text_of(source)
    for turn in text.turns or (Span(0, len(text.text)),):
        yield Span(turn.start, turn.end), frozenset(terms_of(ready.within(turn.start, turn.end)))


def _profile(quotes: Sequence[str], rarity: dict[str, float]) -> dict[str, float]:
    """Return the highest weights of the quotations' terms, normalised to unit length."""
    numbers: Counter[str] = Counter()
    for quote in quotes:
        numbers.update(set(terms_of(searchable(quote).text)))
    weights = {term: (1 + math.log(number)) * rarity.get(term, 0.0) for term, number in numbers.items()}
    chosen = dict(heapq.nlargest(TERMS, weights.items(), key=lambda pair: (pair[1], pair[0])))
    length = math.sqrt(sum(weight * weight for weight in chosen.values())) or 1.0
    return {term: weight / length for term, weight in chosen.items()}


def _ranked(
    study: Study,
    source: Source,
    turns: Sequence[tuple[Span, frozenset[str]]],
    profile: dict[str, float],
    rarity: dict[str, float],
    codes: Sequence[Code],
) -> Iterator[tuple[float, Span]]:
    """Yield the sentences that share two terms with the profile, with their similarity."""
    ready = study.searchable(source)
    units = units_of(study, source)
    for turn, turn_terms in turns:
        if len(turn_terms & profile.keys()) < 2:
            continue
        for span in units.within(Granularity.SENTENCE, turn):
            words = terms_of(ready.within(span.start, span.end))
            terms = set(words)
            shared = terms & profile.keys()
            if len(words) < FEWEST or len(shared) < 2 or any(has_code(study, source, span, code) for code in codes):
                continue
            length = math.sqrt(sum(rarity.get(term, 0.0) ** 2 for term in terms)) or 1.0
            score = sum(profile[term] * rarity[term] for term in sorted(shared)) / length
            if score > 0:
                yield score, span
