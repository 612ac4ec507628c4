"""The sample project: reproducible, valid, and committed as built."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coder.errors import ReadOnly
from coder.project import Project, open_project, read_project
from coder.project.opening import broken_rules
from coder.project.study import source_named
from coder.sample.acts import find_quote
from coder.sample.build import build

FILES = ("project.json", "history.jsonl", ".gitattributes")
COMMITTED = Path(__file__).parents[2] / "sample_project"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "tern house"
    build(path)
    return path


@pytest.fixture(scope="module")
def sample(folder: Path) -> Project:
    return read_project(folder)


def test_builds_are_identical(folder: Path, tmp_path: Path) -> None:
    build(tmp_path / "again")
    assert {name: (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes() for name in FILES} == {
        "project.json": True,
        "history.jsonl": True,
        ".gitattributes": True,
    }


@pytest.mark.parametrize("name", FILES)
def test_committed_project_matches_the_build(folder: Path, name: str) -> None:
    hint = "rebuild it: rm -r sample_project; python -m coder.sample.build sample_project"
    assert (COMMITTED / name).read_bytes() == (folder / name).read_bytes(), hint


def test_build_leaves_only_the_project(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} <= {*FILES, "project.lock"}


def test_opening_for_writing_is_refused_without_traces(tmp_path: Path) -> None:
    copy = shutil.copytree(COMMITTED, tmp_path / "sample", ignore=shutil.ignore_patterns("project.lock"))
    with pytest.raises(ReadOnly):
        open_project(copy, "KG")
    assert {path.name for path in copy.iterdir()} == {*FILES}


def test_sample_is_valid_and_marked(sample: Project) -> None:
    assert broken_rules(sample) == []
    assert sample.info.sample
    assert "SYNTHETIC" in sample.info.name
    for source in sample.sources.values():
        assert sample.text_of(source).text.startswith("SYNTHETIC")


def test_sample_has_the_expected_size(sample: Project) -> None:
    assert len(sample.sources) == 8
    assert len(sample.participants) == 5
    assert len(sample.waves) == 3
    assert len(sample.codes) == 14
    assert 55 <= len(sample.segments) <= 70
    assert len(sample.codings) > len(sample.segments)
    assert {coder.initials for coder in sample.coders.values()} == {"KG", "IH"}


def test_units_are_words_of_the_participant(sample: Project) -> None:
    assert sample.segments
    for segment in sample.segments.values():
        text = sample.text_of(sample.sources[segment.source])
        (turn,) = [turn for turn in text.turns if turn.start <= segment.start and segment.end <= turn.end]
        assert turn.speaker == "P"
        assert text.text[segment.start : segment.end] == segment.quote


def test_speakers_are_i_and_p_after_the_heading(sample: Project) -> None:
    assert sample.sources
    for source in sample.sources.values():
        speakers = [turn.speaker for turn in sample.text_of(source).turns]
        assert speakers[0] == ""
        assert set(speakers[1:]) == {"I", "P"}
        assert source.interviewers == ("I",)
        assert 800 <= source.words <= 1000


def test_one_interview_misses_its_window(sample: Project) -> None:
    missed = {
        source.name: sample.waves[source.wave].misses(source.day)
        for source in sample.sources.values()
        if source.wave is not None and sample.waves[source.wave].misses(source.day)
    }
    assert missed == {"P02_follow-up": 7}


def test_history_is_chronological_with_both_coders(sample: Project) -> None:
    history = list(sample.history())
    times = [transaction.when for transaction in history]
    assert times == sorted(times, reverse=True)
    assert {transaction.coder for transaction in history} == {"KG", "IH"}


def test_memos_have_targets_of_each_kind(sample: Project) -> None:
    about = {memo.about for memo in sample.memos.values()}
    assert about == {"segments", "codes", "sources", "participants", "project"}
    assert sum(memo.private for memo in sample.memos.values()) == 1


def test_unit_coded_by_both_is_one_segment(sample: Project) -> None:
    source = source_named(sample, "P03_follow-up")
    start = find_quote(sample.text_of(source).text, "I got a new job.")
    (segment,) = sample.positions(source.id).between(start, start + 1)
    coders = {sample.coders[coding.coder].initials for coding in sample.codings_of(segment)}
    assert coders == {"KG", "IH"}


def test_find_quote_counts_occurrences() -> None:
    assert find_quote("a b a", "a", 2) == 4
    with pytest.raises(ValueError, match="substring not found"):
        find_quote("a b a", "a", 3)
