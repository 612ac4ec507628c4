"""How much there is: segments and codings of each source, codings, segments and sources of each code."""

from __future__ import annotations

from typing import NamedTuple

from coder.model.codebook import Code
from coder.project.ordering import subtree
from coder.project.study import Study


class SourceCount(NamedTuple):
    """Coded segments of a source, and the codings on them."""

    segments: int
    codings: int


class CodeCount(NamedTuple):
    """Codings with a code, the segments they are on, and the sources these are in."""

    codings: int
    segments: int
    sources: int


def of_source(study: Study, source: str) -> SourceCount:
    """What is coded in a source."""
    held = [len(study.index.segment_codings.get(id, ())) for id in study.positions(source)]
    return SourceCount(sum(1 for number in held if number), sum(held))


def of_codes(study: Study, *codes: Code) -> CodeCount:
    """What some codes hold together: a segment with two of them counts once."""
    codings = [study.codings[id] for code in codes for id in study.codings_with(code.id)]
    segments = {coding.segment for coding in codings}
    return CodeCount(len(codings), len(segments), len({study.segments[id].source for id in segments}))


def of_subtree(study: Study, code: Code) -> CodeCount:
    """What a code and all below it hold together."""
    return of_codes(study, *subtree(study, code))


def coded_characters(study: Study, source: str) -> int:
    """How many characters of a source lie in at least one coded segment."""
    total = reached = 0
    for id in study.positions(source):
        segment = study.segments[id]
        if id in study.index.segment_codings and segment.end > reached:
            total += segment.end - max(segment.start, reached)
            reached = segment.end
    return total
