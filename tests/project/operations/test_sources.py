"""Sources: add, remove, interviewers, readings. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import Invalid, NotFound
from coder.project import Project
from coder.project.operations import sources
from coder.project.study import source_named
from tests.strategies import FIRST, as_coder, labels, turns_of


def test_duplicate_transcript_and_name_are_refused(small_project: Project) -> None:
    with pytest.raises(Invalid, match="already"):
        sources.add(small_project, name="Other", text=FIRST, turns=turns_of(FIRST))
    with pytest.raises(Invalid, match="same name"):
        sources.add(small_project, name="p01 BASELINE", text="SYNTHETIC other", turns=[])
    assert sources.free_name(small_project, "P01 baseline") == "P01 baseline (2)"


def test_remove_deletes_everything_on_the_source(small_project: Project) -> None:
    assert sources.remove(small_project, source_named(small_project, "P02")) == 1
    assert len(small_project.codings) == 3
    assert not small_project.memos
    assert len(small_project.tables["texts"]) == 1
    assert labels(small_project)[0] == "deleted P02 follow-up"


def test_interviewer_must_be_a_speaker(small_project: Project) -> None:
    source = source_named(small_project, "P01 baseline")
    assert sources.describe(small_project, source, interviewers=["I", "I"]).interviewers == ("I",)
    with pytest.raises(NotFound, match="has no speaker “Q”") as caught:
        sources.describe(small_project, source, interviewers=["Q"])
    assert caught.value.hint == "Speakers: I, P"


def test_each_coder_reads_a_source_once(small_project: Project) -> None:
    project = small_project
    source = next(iter(project.sources.values()))
    assert sources.mark_read(project, source) == sources.mark_read(project, source)
    sources.mark_read(as_coder(project, "IH"), source)
    assert len(project.readings) == 2
    sources.unmark_read(project, source)
    sources.unmark_read(project, source)
    (left,) = project.readings.values()
    assert project.coders[left.coder].initials == "KG"


def test_language_of_a_source_is_changed_and_checked(small_project: Project) -> None:
    source = next(iter(small_project.sources.values()))
    assert sources.describe(small_project, source, language=" nn ").language == "nn"
    with pytest.raises(Invalid, match="not a language code"):
        sources.describe(small_project, source, language="Norwegian bokmål")
