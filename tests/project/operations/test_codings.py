"""Coding many spans at once, and who interviews. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import Invalid, NotFound
from coder.project import Project
from coder.project.operations import codings, sources
from coder.project.operations.codings import SourceSpan
from coder.project.paths import code_named, source_named
from tests.strategies import FIRST, state_of


def test_code_all_codes_each_passage_once_and_undoes(small_project: Project) -> None:
    source = source_named(small_project, "P01 baseline")
    codes = [code_named(small_project, "Alone"), code_named(small_project, "A GP")]
    before, undoable = state_of(small_project), small_project.undoable
    long = FIRST.index("Long")
    spans = [
        SourceSpan(source, long, long + 5),
        SourceSpan(source, long + 6, long + 20),
        SourceSpan(source, long, long + 5),
    ]
    done = codings.code_all(small_project, spans, codes, "because")
    assert done == codings.CodedAll(units=2, codings=4, already=0)
    assert small_project.undoable == undoable + 1
    assert next(iter(small_project.history())).reason == "because"
    small_project.undo()
    assert state_of(small_project)[0] == before[0]


def test_code_all_refuses_no_passages_and_invalid_ones(small_project: Project) -> None:
    source, code = source_named(small_project, "P01 baseline"), code_named(small_project, "Alone")
    before = state_of(small_project)
    for spans, codes in (([], [code]), ([SourceSpan(source, 0, 9)], [])):
        with pytest.raises(Invalid):
            codings.code_all(small_project, spans, codes)
    with pytest.raises(Invalid):
        codings.code_all(small_project, [SourceSpan(source, 0, 9), SourceSpan(source, 0, 10**6)], [code])
    assert state_of(small_project) == before


def test_interviewer_must_be_a_speaker(small_project: Project) -> None:
    source = source_named(small_project, "P01 baseline")
    assert sources.describe(small_project, source, interviewers=["I", "I"]).interviewers == ("I",)
    with pytest.raises(NotFound, match="Nobody speaks as “Q”") as caught:
        sources.describe(small_project, source, interviewers=["Q"])
    assert caught.value.hint == "Speakers: I, P"
