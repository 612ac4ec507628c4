"""Counts, recounted from the tables. SYNTHETIC random studies."""

from __future__ import annotations

from hypothesis import given

from coder.analysis import counts
from coder.project.study import Study
from tests.analysis.studies import below, studies


@given(studies())
def test_counts_agree_with_the_tables(study: Study) -> None:
    assert study.codes
    for code in study.codes.values():
        codes = below(study, code.id)
        codings = [coding for coding in study.codings.values() if coding.code in codes]
        segments = {coding.segment for coding in codings}
        sources = {study.segments[id].source for id in segments}
        assert counts.of_subtree(study, code) == (len(codings), len(segments), len(sources))


@given(studies())
def test_coded_characters_agree_with_a_set_of_positions(study: Study) -> None:
    assert study.sources
    coded = {coding.segment for coding in study.codings.values()}
    for source in study.sources:
        segments = [
            segment for segment in study.segments.values() if segment.source == source and segment.id in coded
        ]
        positions = {place for segment in segments for place in range(segment.start, segment.end)}
        assert counts.coded_characters(study, source) == len(positions)
