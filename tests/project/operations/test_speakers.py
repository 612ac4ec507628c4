"""Speakers of a source changed later, and what is anchored in it. All text SYNTHETIC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import Invalid, NotFound
from coder.model.invariants import violations
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import interviewers_of
from coder.project.operations import codebook, codings, memos, sources, speakers
from coder.text.speaker_rules import SpeakerRules
from tests.strategies import new_project, state_of, turns_of

TEXT = """SYNTHETIC
I: How was the first week?
P: Long. I did not ask anybody.
Note: she laughs
Interviewer1: Did you sleep?
P: Ja.
"""


@pytest.fixture
def source(empty_project: Project) -> Source:
    return sources.add(empty_project, name="P01", text=TEXT, turns=turns_of(TEXT))


def named(project: Project, source: Source) -> list[str]:
    return [turn.speaker for turn in project.text_of(project.sources[source.id]).turns]


def test_speakers_are_renamed_in_one_undoable_change(empty_project: Project, source: Source) -> None:
    before = state_of(empty_project)
    rules = SpeakerRules(names={"Interviewer1": "I"}, not_speakers=frozenset({"Note"}))
    changed = speakers.change(empty_project, source, rules, ["I"], reason="checked")
    assert named(empty_project, source) == ["", "I", "P", "I", "P"]
    assert empty_project.text_of(changed).text == TEXT
    assert (changed.revision, changed.turns, changed.words) == (2, 5, source.words + 1)
    assert changed.interviewers == ("I",)
    latest = next(iter(empty_project.history()))
    assert (latest.operation, latest.reason) == ("sources.speakers", "checked")
    empty_project.undo()
    assert state_of(empty_project) == before


def test_chosen_interviewers_win_and_are_renamed(empty_project: Project, source: Source) -> None:
    assert interviewers_of(empty_project, source) == ("I", "Interviewer1")
    chosen = speakers.change(empty_project, source, interviewers=["p"])
    assert chosen.revision == 1
    assert interviewers_of(empty_project, chosen) == ("P",)
    renamed = speakers.change(empty_project, chosen, SpeakerRules(names={"P": "Liv"}))
    assert renamed.interviewers == ("Liv",)
    cleared = speakers.change(empty_project, renamed, interviewers=[])
    assert interviewers_of(empty_project, cleared) == ("I", "Interviewer1")


def test_without_an_interviewer_no_label_suggests_one(empty_project: Project, source: Source) -> None:
    none = speakers.change(empty_project, source, no_interviewer=True)
    assert interviewers_of(empty_project, none) == ()
    renamed = speakers.change(empty_project, none, SpeakerRules(names={"P": "Liv"}))
    assert (interviewers_of(empty_project, renamed), renamed.no_interviewer) == ((), True)
    guessed = speakers.change(empty_project, renamed, interviewers=[])
    assert interviewers_of(empty_project, guessed) == ("I", "Interviewer1")


def test_the_same_again_changes_nothing(empty_project: Project, source: Source) -> None:
    rules = SpeakerRules(names={"P": "P"})
    before = empty_project.undoable
    assert speakers.change(empty_project, source, rules) == source
    assert empty_project.undoable == before


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        (SpeakerRules(names={"Q": "I"}), NotFound),
        (SpeakerRules(not_speakers=frozenset({"Q"})), NotFound),
        (SpeakerRules(speakers=frozenset({"Q"})), NotFound),
        (SpeakerRules(names={"I": "  "}), Invalid),
        (SpeakerRules(names={"I": "x" * 61}), Invalid),
    ],
)
def test_impossible_changes_are_refused(
    empty_project: Project, source: Source, rules: SpeakerRules, error: type[Exception]
) -> None:
    before = state_of(empty_project)
    with pytest.raises(error):
        speakers.change(empty_project, source, rules)
    with pytest.raises(NotFound):
        speakers.change(empty_project, source, interviewers=["Q"])
    assert state_of(empty_project) == before


NAMES = st.sampled_from(["I", "P", "Note", "Interviewer1"])


@given(
    st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)), max_size=6),
    st.dictionaries(NAMES, st.sampled_from(["Liv", "I"]), max_size=2),
    st.frozensets(NAMES, max_size=2),
)
def test_every_unit_stays_where_it_is(
    tmp_path_factory: pytest.TempPathFactory,
    spans: list[tuple[int, int]],
    names: dict[str, str],
    text: frozenset[str],
) -> None:
    project = new_project(tmp_path_factory.mktemp("studies") / "study")
    source = sources.add(project, name="P01", text=TEXT, turns=turns_of(TEXT))
    code = codebook.add(project, "Alone")
    for start, length in spans:
        if TEXT[start : start + length].strip():
            done = codings.code(project, source, start, min(start + length, len(TEXT)), [code])
            memos.write(project, "A memo.", about="segments", target=done.segment.id)
    segments, kept = dict(project.segments), (dict(project.codings), dict(project.memos))
    before = state_of(project)
    undoable = project.undoable
    changed = speakers.change(project, source, SpeakerRules(names=names, not_speakers=text))
    assert (dict(project.codings), dict(project.memos)) == kept
    assert project.segments.keys() == segments.keys()
    for id, segment in project.segments.items():
        anchor = (segment.start, segment.end, segment.quote, segment.before, segment.after)
        old = segments[id]
        assert anchor == (old.start, old.end, old.quote, old.before, old.after)
        assert segment.revision == changed.revision
    assert not [
        broken
        for table, rows in project.tables.items()
        for record in rows.values()
        for broken in violations(project.rules, table, record)
    ]
    assert project.undoable - undoable in (0, 1)
    if project.undoable > undoable:
        project.undo()
    assert state_of(project) == before
    project.close()
