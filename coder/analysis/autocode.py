"""Autocoding proposals: the unit around each match of a search, or existing units."""

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

#: Extent of a proposal: the sentence or turn around a match, or the match itself.
MATCH = "match"
UNITS = ("sentence", "turn", MATCH)


class Proposal(NamedTuple):
    """A passage proposed for codes, with its matches (`hits`) or its similarity (`score`, 0 to 1).

    `already`: each of the codes is on a segment that overlaps it.
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
    """Return the unit around each match, in the order of the matches; matches in one unit make one proposal."""
    by_passage: dict[tuple[str, Span], list[Span]] = {}
    sources: dict[str, Source] = {}
    around: dict[str, Callable[[Span], Span | None]] = {}
    for hit in hits:
        id = hit.source.id
        if id not in around:
            sources[id] = hit.source
            around[id] = _around(study, hit.source, unit)
        span = Span(hit.start, hit.end)
        passage = around[id](span)
        if passage is not None:
            by_passage.setdefault((id, passage), []).append(span)
    return [proposal(study, sources[id], span, codes, tuple(spans)) for (id, span), spans in by_passage.items()]


def proposal(
    study: Study, source: Source, span: Span, codes: Sequence[Code], hits: tuple[Span, ...] = (), score: float = 0.0
) -> Proposal:
    """Return the proposal for a passage."""
    text = study.text_of(source)
    turn = turn_at(text.turns, span.start)
    speaker = turn.speaker if turn else ""
    already = bool(codes) and all(has_code(study, source, span, code) for code in codes)
    return Proposal(source, *span, text.text[span.start : span.end], hits, speaker, already, score)


def unit_proposals(study: Study, segments: Iterable[str], codes: Sequence[Code]) -> list[Proposal]:
    """Return existing units (ids of segments) as proposals for further codes; deleted ones are skipped."""
    units = (study.segments[id] for id in segments if id in study.segments)
    return [proposal(study, study.sources[unit.source], unit.span, codes) for unit in units]


def has_code(study: Study, source: Source, span: Span, code: Code) -> bool:
    """Return whether a code is on a segment that overlaps a passage."""
    segments = study.positions(source.id).between(*span)
    return any(coding.code == code.id for id in segments for coding in study.codings_of(id))


def units_of(study: Study, source: Source) -> Units:
    """Return the units of a source's current text."""
    text = study.text_of(source)
    return Units(text.text, text.turns, source.language or study.info.language)


def _around(study: Study, source: Source, unit: str) -> Callable[[Span], Span | None]:
    text = study.text_of(source).text
    if unit == MATCH:
        return lambda span: trim_span(text, *span) if text[span.start : span.end].strip() else None
    units, granularity = units_of(study, source), Granularity(unit)

    def whole(span: Span) -> Span | None:
        first, last = units.at(granularity, span.start), units.at(granularity, max(span.start, span.end - 1))
        passage = Span(min(first.start, last.start), max(first.end, last.end))
        return passage if passage.start < span.end and span.start < passage.end else None

    return whole
