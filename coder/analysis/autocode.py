"""What could be coded: the unit around each hit of a search, or units that are there; and what is coded already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from coder.analysis.scope import turn_at
from coder.analysis.search import Hit
from coder.model.codebook import Code
from coder.model.source import Source
from coder.project.segments import trim_span
from coder.project.study import Study
from coder.text.span import Span
from coder.text.units import Granularity, Units

#: How much of the text around a hit is proposed: the unit that holds it, or the words themselves.
MATCH = "match"
UNITS = ("sentence", "turn", MATCH)


class Proposal(NamedTuple):
    """A stretch that could get some codes: why (`hits`, or how similar it is, 0 to 1), and whether it has them.

    `already`: every code in question is on a segment that shares a character with it.
    """

    source: Source
    start: int
    end: int
    text: str
    hits: tuple[Span, ...]
    speaker: str
    already: bool
    score: float = 0.0


def proposals(study: Study, hits: Iterable[Hit], codes: Sequence[Code], unit: str = "sentence") -> list[Proposal]:
    """The unit around each hit, in the order of the hits; hits in one unit make one proposal."""
    found: dict[tuple[str, Span], list[Span]] = {}
    sources: dict[str, Source] = {}
    around: dict[str, Callable[[Span], Span | None]] = {}
    for hit in hits:
        id = hit.source.id
        if id not in around:
            sources[id] = hit.source
            around[id] = _around(study, hit.source, unit)
        span = Span(hit.start, hit.end)
        stretch = around[id](span)
        if stretch is not None:
            found.setdefault((id, stretch), []).append(span)
    return [proposal(study, sources[id], span, codes, tuple(spans)) for (id, span), spans in found.items()]


def proposal(
    study: Study, source: Source, span: Span, codes: Sequence[Code], hits: tuple[Span, ...] = (), score: float = 0.0
) -> Proposal:
    """A stretch as it is proposed."""
    words = study.text_of(source)
    turn = turn_at(words.turns, span.start)
    speaker = turn.speaker if turn else ""
    already = bool(codes) and all(has(study, source, span, code) for code in codes)
    return Proposal(source, *span, words.text[span.start : span.end], hits, speaker, already, score)


def of_units(study: Study, segments: Iterable[str], codes: Sequence[Code]) -> list[Proposal]:
    """Units, by the ids of their segments, as they are proposed for further codes; those that are gone are not."""
    found = (study.segments[id] for id in segments if id in study.segments)
    return [proposal(study, study.sources[one.source], one.span, codes) for one in found]


def has(study: Study, source: Source, span: Span, code: Code) -> bool:
    """Whether a code is on a segment that shares a character with a stretch."""
    segments = study.positions(source.id).between(*span)
    return any(coding.code == code.id for id in segments for coding in study.codings_of(id))


def units_of(study: Study, source: Source) -> Units:
    """The units of a source's current text."""
    words = study.text_of(source)
    return Units(words.text, words.turns, source.language or study.info.language)


def _around(study: Study, source: Source, unit: str) -> Callable[[Span], Span | None]:
    text = study.text_of(source).text
    if unit == MATCH:
        return lambda span: trim_span(text, *span) if text[span.start : span.end].strip() else None
    units, granularity = units_of(study, source), Granularity(unit)

    def whole(span: Span) -> Span | None:
        first, last = units.at(granularity, span.start), units.at(granularity, max(span.start, span.end - 1))
        stretch = Span(min(first.start, last.start), max(first.end, last.end))
        return stretch if stretch.start < span.end and span.start < stretch.end else None

    return whole
