"""Statistics of sources, recounted."""

from __future__ import annotations

from hypothesis import given

from coder.analysis import statistics
from coder.project import Project
from coder.project.study import Study
from tests.analysis.studies import codes_on, studies


@given(study=studies())
def test_growth_counts_codes_new_to_each_interview(study: Study) -> None:
    seen: set[str] = set()
    grown = statistics.growth(study)
    assert [step.source.order for step in grown] == sorted(source.order for source in study.sources.values())
    for one in grown:
        there = [id for id, segment in study.segments.items() if segment.source == one.source.id]
        used = set().union(*(codes_on(study, id) for id in there))
        assert one[1:] == (len(used), len(used - seen), len(used | seen))
        seen |= used


def test_growth_follows_a_given_order(small_project: Project) -> None:
    backwards = sorted(small_project.sources.values(), key=lambda one: -one.order)
    assert [(step.source.name, step.new) for step in statistics.growth(small_project, backwards)] == [
        ("P02 follow-up", 1),
        ("P01 baseline", 1),
    ]
    assert [step.new for step in statistics.growth(small_project)] == [2, 0]


@given(study=studies())
def test_codings_per_source(study: Study) -> None:
    rows = statistics.codings_per_source(study)
    assert {row.source.id for row in rows} == set(study.sources)
    for coded in rows:
        on = [
            coding.segment
            for coding in study.codings.values()
            if study.segments[coding.segment].source == coded.source.id
        ]
        assert (coded.units, coded.codings) == (len(set(on)), len(on))


def test_words_of_each_speaker(small_project: Project) -> None:
    second = next(source for source in small_project.sources.values() if source.name == "P02 follow-up")
    spoken = statistics.speakers(small_project, second)
    assert [(speaker.speaker, speaker.words) for speaker in spoken] == [("P", 13), ("I", 4), ("", 1)]
    assert sum(speaker.share for speaker in spoken) == 1
    assert statistics.describe_shares(spoken, 2) == "P 72 % · I 22 % · others 6 %"
    assert statistics.describe_shares(spoken) == "P 72 % · I 22 % · unattributed 6 %"


def test_rows_have_all_statistics(small_project: Project) -> None:
    first, second = statistics.rows(small_project)
    assert (first["name"], first["units"], first["codings"], first["new_codes"]) == ("P01 baseline", 2, 3, 2)
    assert (second["codes"], second["new_codes"], second["codes_so_far"], second["words"]) == (1, 0, 2, 18)


def test_only_coded_sources_count_for_saturation(small_project: Project) -> None:
    steps = statistics.growth(small_project)
    source = steps[0].source
    steps += [statistics.Growth(source, 0, 0, 2), statistics.Growth(source, 0, 0, 2)]
    assert statistics.describe_saturation(steps, "transcript") == "no new codes in the last coded transcript"
    assert statistics.describe_saturation(steps[2:], "transcript") == ""
    assert statistics.describe_saturation([steps[0], steps[3]], "source") == "new codes in the last coded source"
    assert statistics.describe_uncoded(steps) == f"2 not coded ({source.name}, {source.name})"
    assert statistics.describe_uncoded(steps[:2]) == ""
