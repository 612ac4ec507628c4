"""Counts: segments and codings of sources; codings, segments and sources of codes."""

from __future__ import annotations

from typing import NamedTuple

from coder.model.codebook import Code
from coder.project.study import Study, subtree


class SourceCount(NamedTuple):
    """The number of coded segments of a source, and of their codings."""

    segments: int
    codings: int


class CodeCount(NamedTuple):
    """The number of codings with a code, of their segments, and of the sources of these."""

    codings: int
    segments: int
    sources: int


def of_source(study: Study, source: str) -> SourceCount:
    """Count the coded segments and codings of a source."""
    numbers = [len(study.index.segment_codings.get(id, ())) for id in study.positions(source)]
    return SourceCount(sum(1 for number in numbers if number), sum(numbers))


def of_codes(study: Study, *codes: Code) -> CodeCount:
    """Count codes together; a segment with two of them counts once."""
    codings = [study.codings[id] for code in codes for id in study.codings_with(code.id)]
    segments = {coding.segment for coding in codings}
    return CodeCount(len(codings), len(segments), len({study.segments[id].source for id in segments}))


def of_subtree(study: Study, code: Code) -> CodeCount:
    """Count a code and all codes below it together."""
    return of_codes(study, *subtree(study, code))


def coded_characters(study: Study, source: str) -> int:
    """Count the characters of a source that are in at least one coded segment."""
    total = reached = 0
    for id in study.positions(source):
        segment = study.segments[id]
        if id in study.index.segment_codings and segment.end > reached:
            total += segment.end - max(segment.start, reached)
            reached = segment.end
    return total
