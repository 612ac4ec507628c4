"""Memos by participant, wave, source and date. All SYNTHETIC."""

from __future__ import annotations

import msgspec
import pytest

from coder.analysis.memo_list import MemoFilter, filter_memos
from coder.project import Project
from coder.project.operations import memos
from coder.project.study import participant_named, source_named, wave_named


@pytest.fixture
def study(small_project: Project) -> Project:
    """A memo on P01, one on P01's interview, one on a unit of P02's (which is there already), one on the project."""
    memos.write(small_project, "On P01.", about="participants", target=participant_named(small_project, "P01").id)
    memos.write(small_project, "On the talk.", about="sources", target=source_named(small_project, "P01 baseline").id)
    memos.write(small_project, "On it all.", about="project", target=small_project.info.id)
    return small_project


def about(project: Project, id: str) -> list[str]:
    return [memo.text for memo in filter_memos(project, MemoFilter(about=id), "KG")]


def test_memos_of_a_participant_include_their_interviews(study: Project) -> None:
    assert about(study, participant_named(study, "P01").id) == ["On P01.", "On the talk."]
    assert about(study, participant_named(study, "P02").id) == ["Seldom said aloud."]


def test_memos_of_a_wave_include_interviews_and_units(study: Project) -> None:
    assert about(study, wave_named(study, "baseline").id) == ["On the talk."]
    assert about(study, wave_named(study, "follow-up").id) == ["Seldom said aloud."]
    assert about(study, source_named(study, "P02 follow-up").id) == ["Seldom said aloud."]
    assert about(study, study.info.id) == ["On it all."]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("", "", ["2025-12-31", "2026-03-01", "2026-03-14"]),
        ("2026", "", ["2026-03-01", "2026-03-14"]),
        ("2026-03", "2026-03", ["2026-03-01", "2026-03-14"]),
        ("", "2026-03-13", ["2025-12-31", "2026-03-01"]),
        ("2026-03-14", "2026", ["2026-03-14"]),
        ("2026-04", "", []),
    ],
)
def test_memos_are_filtered_by_date(small_project: Project, since: str, until: str, found: list[str]) -> None:
    for day in ("2025-12-31", "2026-03-01", "2026-03-14"):
        memo = memos.write(small_project, day)
        with small_project.transaction("memos.edit", "dated") as tx:
            tx.put("memos", msgspec.structs.replace(memo, title="dated", created=f"{day}T09:00:00+00:00"))
    wanted = MemoFilter(words="dated", since=since, until=until)
    assert [memo.text for memo in filter_memos(small_project, wanted, "KG")] == found
