"""Retrieval of coded segments by a query (`analysis.query`; `coder help queries`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from coder.analysis.query.answer import Answer
from coder.analysis.query.filters import coded, speaker_at
from coder.model.source import Segment, Source
from coder.project.study import Study, by_order, path_of

__all__ = ["Unit", "coded", "codes_on", "in_order", "retrieve", "speaker_at", "unit"]


class Unit(NamedTuple):
    """A coded segment with source, participant, wave, speaker, code paths and memos."""

    segment: Segment
    source: Source
    participant: str | None
    wave: str | None
    speaker: str
    codes: tuple[str, ...]
    memos: tuple[str, ...]


def retrieve(
    study: Study, query: str, today: date | None = None, pause: Callable[[], None] = lambda: None
) -> list[str]:
    """Return the ids of the coded segments that match a query, in order.

    `today` is the base of `7d`; `pause` is called regularly and may raise to stop. CoderError, with a caret at the
    position, for a query that is not valid or has an unknown name.
    """
    segments = Answer(study, today, pause).to(query)
    pause()
    return in_order(study, segments)


def in_order(study: Study, segments: Iterable[str]) -> list[str]:
    """Sort segments by source and position."""

    def key(id: str) -> tuple[int, str, int, int, str]:
        segment = study.segments[id]
        source = study.sources[segment.source]
        return *by_order(source), segment.start, segment.end, id

    return sorted(segments, key=key)


def unit(study: Study, id: str) -> Unit:
    """Return a segment as a `Unit`, without private memos."""
    segment = study.segments[id]
    source = study.sources[segment.source]
    return Unit(
        segment,
        source,
        study.participants[source.participant].name if source.participant else None,
        study.waves[source.wave].name if source.wave else None,
        speaker_at(study, segment),
        codes_on(study, id),
        tuple(memo.text for memo in study.memos_on(id) if not memo.private),
    )


def codes_on(study: Study, segment: str) -> tuple[str, ...]:
    """Return the sorted paths of the codes on a segment, each once."""
    ids = {coding.code for coding in study.codings_of(segment)}
    return tuple(sorted(path_of(study, study.codes[id]) for id in ids))
