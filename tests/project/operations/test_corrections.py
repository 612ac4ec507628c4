from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import Invalid
from coder.model.invariants import violations
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import codebook, codings, corrections, memos, sources
from coder.text.span import Span
from tests.strategies import FIRST, new_project, state_of, turns_of

TEXT = """SYNTHETIC
I: How was the frist week?
P: Long. I did not ask anybody.
P: Ja.
I: Did you sleep?
P: Ja.
"""


@pytest.fixture
def source(empty: Project) -> Source:
    return sources.add(empty, name="P01", text=TEXT, turns=turns_of(TEXT))


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("studies") / "study")


def code(project: Project, source: Source, words: str, *names: str, at: int = -1) -> str:
    """Code these words; gives the segment's id."""
    start = at if at >= 0 else TEXT.index(words)
    codes = [codebook.ensure(project, name) for name in names]
    return codings.code(project, source, start, start + len(words), codes).segment.id


def corrected(project: Project, source: Source, text: str, lost: corrections.Lost | None = None) -> Source:
    correction = corrections.preview(project, source, text, turns_of(text))
    return corrections.apply(project, source, correction, lost=lost, reason="listened again")


def test_a_correction_is_a_new_revision_and_the_old_one_stays(empty: Project, source: Source) -> None:
    text = TEXT.replace("frist", "very first").replace("I: Did you sleep?\n", "")
    after = corrected(empty, source, text)
    assert empty.sources[source.id] == after
    assert (after.revision, after.characters, after.turns) == (2, len(text), source.turns - 1)
    assert after.words == source.words + 1 - 3
    assert after.digest == sources.digest_of(text)
    assert empty.text_of(after).text == text
    old = empty.rules.text_of(source.id, 1)
    assert old is not None
    assert old.text == TEXT
    assert next(empty.history()).reason == "listened again"


def test_segments_are_reanchored(empty: Project, source: Source) -> None:
    changed = code(empty, source, "How was the frist week?", "A")
    moved = code(empty, source, "I did not ask anybody.", "B")
    last = code(empty, source, "Ja.", "C", at=TEXT.rindex("Ja."))
    memo = memos.write(empty, "Think.", about="segments", target=changed)
    text = TEXT.replace("frist", "very first").replace("P: Ja.\nI: Did", "I: Did")
    correction = corrections.preview(empty, source, text, turns_of(text))
    assert [
        (mapped_unit.segment.id, mapped_unit.how, mapped_unit.old, mapped_unit.new)
        for mapped_unit in correction.mapped
    ] == [
        (changed, "changed", "How was the frist week?", "How was the very first week?"),
        (moved, "moved", "I did not ask anybody.", "I did not ask anybody."),
        (last, "moved", "Ja.", "Ja."),
    ]
    assert not correction.unsure
    corrections.apply(empty, source, correction)
    assert {segment.revision for segment in empty.segments.values()} == {2}
    assert empty.segments[changed].quote == "How was the very first week?"
    assert empty.segments[changed].before.endswith("I: ")
    assert empty.segments[last].start == text.rindex("Ja.")
    assert empty.memos_on(changed) == [memo]
    assert len(empty.codings) == 3


def test_a_preview_changes_nothing(empty: Project, source: Source) -> None:
    code(empty, source, "Long.", "A")
    before = state_of(empty)
    corrections.preview(empty, source, "SYNTHETIC, something else", [])
    assert state_of(empty) == before


def test_lost_segments_without_a_decision_are_refused(empty: Project, source: Source) -> None:
    code(empty, source, "Long.", "A")
    before = state_of(empty)
    with pytest.raises(Invalid, match="1 unit would be lost") as refused:
        corrected(empty, source, TEXT.replace("Long. ", ""))
    assert "Long" not in str(refused.value)
    assert state_of(empty) == before
    with pytest.raises(Invalid, match="Unknown treatment"):
        corrected(empty, source, TEXT.replace("Long. ", ""), "forget")  # type: ignore[arg-type]


def test_lost_segments_can_be_dropped(empty: Project, source: Source) -> None:
    segment = code(empty, source, "Long.", "A", "B")
    memos.write(empty, "Think.", about="segments", target=segment)
    corrected(empty, source, TEXT.replace("Long. ", ""), "drop")
    assert not empty.segments
    assert not empty.codings
    assert not empty.memos


def test_lost_segments_can_become_memos(empty: Project, source: Source) -> None:
    segment = code(empty, source, "Long.", "A/B", "C")
    memos.write(empty, "Think.", about="segments", target=segment, kind="theoretical", title="Time")
    private = memos.write(empty, "I was moved.", about="segments", target=segment, kind="reflexive")
    corrected(empty, source, TEXT.replace("Long. ", ""), "keep-as-memo")
    assert not empty.segments
    assert not empty.codings
    kept = {memo.kind: memo for memo in empty.memos_on(source.id)}
    assert len(empty.memos) == 2
    assert kept["methodological"].text == (
        "> Long.\n\nCodes:\n- A/B (KG)\n- C (KG)\n\ntheoretical memo, KG, 2026-01-02, Time:\n\nThink."
    )
    assert (kept["reflexive"].id, kept["reflexive"].text) == (private.id, "I was moved.")


def test_each_segment_can_have_a_decision(empty: Project, source: Source) -> None:
    lost = code(empty, source, "Long.", "A")
    changed = code(empty, source, "the frist week", "B")
    sure = code(empty, source, "Did you sleep?", "C")
    away = code(empty, source, "I did not ask anybody.", "D")
    text = TEXT.replace("Long. ", "").replace("frist", "first").replace("anybody", "anyone")
    correction = corrections.preview(empty, source, text, turns_of(text))
    at = text.index("How was")
    decisions: dict[str, corrections.Decision] = {lost: Span(at, at + 8), changed: "memo", sure: "keep", away: "drop"}
    corrections.apply(empty, source, correction, decisions=decisions)
    assert {id: one.quote for id, one in empty.segments.items()} == {lost: "How was", sure: "Did you sleep?"}
    (memo,) = empty.memos_on(source.id)
    assert memo.title == "Removed when the text was corrected: “the frist week”"
    assert memo.text == "> the frist week\n\nCodes:\n- B (KG)"


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("keep", "cannot be kept"),
        ("forget", "no such decision"),
        (Span(5, 10**6), "outside"),
        (Span(9, 10), "no words"),
    ],
)
def test_impossible_decision_is_refused(empty: Project, source: Source, decision: Any, says: str) -> None:
    segment = code(empty, source, "Long.", "A")
    before = state_of(empty)
    correction = corrections.preview(empty, source, TEXT.replace("Long. ", ""), [])
    with pytest.raises(Invalid, match=says):
        corrections.apply(empty, source, correction, decisions={segment: decision}, lost="drop")
    with pytest.raises(Invalid, match="no such unit"):
        corrections.apply(empty, source, correction, decisions={"x": "drop"}, lost="drop")
    assert state_of(empty) == before


def test_unit_placed_on_another_is_merged_with_it(empty: Project, source: Source) -> None:
    one = code(empty, source, "Long.", "A")
    two = code(empty, source, "Did you sleep?", "B")
    text = TEXT.replace("Long. ", "")
    start = text.index("Did you")
    correction = corrections.preview(empty, source, text, turns_of(text))
    corrections.apply(empty, source, correction, decisions={one: Span(start, start + 14)})
    assert list(empty.segments) == [one]
    assert {empty.codes[coding.code].name for coding in empty.codings_of(one)} == {"A", "B"}
    assert two not in empty.segments


def test_text_of_another_interview_is_strange(empty: Project, source: Source) -> None:
    assert corrections.preview(empty, source, "SYNTHETIC words of somebody else, all new ones.", []).strange
    assert not corrections.preview(empty, source, TEXT.replace("frist", "first"), []).strange


def test_corrected_turn_leaves_other_segments_sure(empty: Project, source: Source) -> None:
    second, third = code(empty, source, "Ja.", "A"), code(empty, source, "Ja.", "B", at=TEXT.rindex("Ja."))
    correction = corrections.preview_turn(empty, source, 3, "")
    assert [(mapped_unit.how, mapped_unit.sure) for mapped_unit in correction.mapped] == [
        ("lost", True),
        ("moved", True),
    ]
    corrections.apply(empty, source, correction, lost="drop")
    assert list(empty.segments) == [third]
    assert second not in empty.segments
    text = empty.text_of(empty.sources[source.id])
    assert (text.text, len(text.turns)) == (TEXT.replace("P: Ja.\nI", "\nI"), 5)
    for turn, says in ((-1, "no such turn"), (9, "no such turn"), (1, "nothing to correct")):
        with pytest.raises(Invalid, match=says):
            corrections.preview_turn(empty, source, turn, "I: How was the frist week?")


def test_correction_to_an_empty_text_is_refused(empty: Project) -> None:
    source = sources.add(empty, name="P09", text="P: SYNTHETIC", turns=turns_of("P: SYNTHETIC"))
    with pytest.raises(Invalid, match="no text"):
        corrections.preview_turn(empty, source, 0, " ")


def test_segments_with_equal_boundaries_are_merged(empty: Project, source: Source) -> None:
    one = code(empty, source, "I did not ask anybody.", "A", "B")
    two = code(empty, source, "Long. I did not ask anybody.", "B", "C")
    memo = memos.write(empty, "Think.", about="segments", target=two)
    corrected(empty, source, TEXT.replace("Long. ", ""))
    assert list(empty.segments) == [one]
    assert sorted(empty.codes[coding.code].name for coding in empty.codings_of(one)) == ["A", "B", "C"]
    assert [other.id for other in empty.memos_on(one)] == [memo.id]


def test_undo_restores_all(empty: Project, source: Source) -> None:
    segment = code(empty, source, "Long.", "A", "B")
    code(empty, source, "I did not ask anybody.", "A", "B")
    code(empty, source, "Long. I did not ask anybody.", "B", "C")
    memos.write(empty, "Think.", about="segments", target=segment)
    before = state_of(empty)
    corrected(empty, source, TEXT.replace("Long. ", "").replace("frist", "first"), "keep-as-memo")
    after = state_of(empty)
    empty.undo()
    assert state_of(empty) == before
    empty.redo()
    assert state_of(empty) == after


def test_identical_text_is_refused(empty: Project, source: Source) -> None:
    sources.add(empty, name="P02", text=FIRST, turns=turns_of(FIRST))
    for text, says in ((TEXT, "nothing to correct"), (FIRST, "in the project already"), (" \n", "no text")):
        with pytest.raises(Invalid, match=says):
            corrections.preview(empty, source, text, [])


def test_outdated_preview_is_refused(empty: Project, source: Source) -> None:
    text = TEXT.replace("frist", "first")
    early = corrections.preview(empty, source, text, turns_of(text))
    code(empty, source, "Long.", "A")
    with pytest.raises(Invalid, match="has changed since"):
        corrections.apply(empty, source, early)
    again = corrections.preview(empty, source, text, turns_of(text))
    corrections.apply(empty, source, again)
    with pytest.raises(Invalid, match="has changed since"):
        corrections.apply(empty, source, again)


def test_correction_back_is_a_third_revision(empty: Project, source: Source) -> None:
    segment = code(empty, source, "the frist week", "A")
    second = corrected(empty, source, TEXT.replace("frist", "first"))
    third = corrected(empty, second, TEXT)
    assert third.revision == 3
    again = empty.segments[segment]
    assert (again.start, again.quote) == (TEXT.index("the frist"), "the frist week")
    assert sources.remove(empty, third) == 1
    assert not empty.tables["texts"]


words = st.lists(st.sampled_from(["ja", "yes.", "mm", "P: Long.", "I did not", "week", "é", "\n"]), max_size=20)


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 30)), max_size=5), words, st.integers(0, 100))
def test_any_correction_keeps_the_rules_and_can_be_undone(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], put: list[str], at: int
) -> None:
    with new_project(tmp_path_factory.mktemp("any") / "study") as project:
        source = sources.add(project, name="P01", text=TEXT, turns=turns_of(TEXT))
        one = codebook.add(project, "One")
        for start, length in spans:
            if TEXT[start : start + length].strip():
                codings.code(project, source, start, min(len(TEXT), start + length), [one])
        text = TEXT[:at] + " ".join(put) + TEXT[at + 3 * len(put) :]
        if text == TEXT:
            return
        before = state_of(project)
        corrected(project, source, text, "keep-as-memo")
        for table, rows in project.tables.items():
            for record in rows.values():
                assert not list(violations(project.rules, table, record))
        state_of(project)
        project.undo()
        assert state_of(project) == before


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 30)), max_size=5), words, st.integers(0, 5))
def test_any_edit_of_a_turn_leaves_all_others_and_their_segments(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], put: list[str], place: int
) -> None:
    with new_project(tmp_path_factory.mktemp("any") / "study") as project:
        source = sources.add(project, name="P01", text=TEXT, turns=turns_of(TEXT))
        one = codebook.add(project, "One")
        for start, length in spans:
            if TEXT[start : start + length].strip():
                codings.code(project, source, start, min(len(TEXT), start + length), [one])
        turn = project.text_of(source).turns[place]
        before, there = state_of(project), dict(project.segments)
        try:
            correction = corrections.preview_turn(project, source, place, " ".join(put))
        except Invalid:
            return
        after = corrections.apply(project, source, correction, lost="keep-as-memo")
        by = after.characters - len(TEXT)
        for id, segment in there.items():
            if segment.end <= turn.label:
                assert project.segments[id].span == segment.span
            elif segment.start >= turn.end:
                assert project.segments[id].span == (segment.start + by, segment.end + by)
        turns = project.text_of(after).turns
        assert turns[:place] == tuple(turns_of(TEXT))[:place]
        assert len(turns) >= len(turns_of(TEXT)) - 1
        for table, rows in project.tables.items():
            for record in rows.values():
                assert not list(violations(project.rules, table, record))
        project.undo()
        assert state_of(project) == before


LABELLED = "SYNTHETIC\nI: How are you?\nP: Ja.\nP: Ja.\n"


def test_set_speaker_keeps_units_and_is_undone(empty: Project) -> None:
    source = sources.add(empty, name="P01", text=LABELLED, turns=turns_of(LABELLED))
    code = codebook.add(empty, "One")
    at = [LABELLED.index("How"), LABELLED.index("Ja."), LABELLED.rindex("Ja.")]
    ids = [codings.code(empty, source, start, start + 3, [code]).segment.id for start in at]
    before = state_of(empty)
    after = corrections.set_speaker(empty, source, 2, "  Interviewer ", "listened again")
    text = empty.text_of(after)
    assert text.text == LABELLED.replace("P: Ja.\nP", "Interviewer: Ja.\nP")
    assert [turn.speaker for turn in text.turns] == ["", "I", "Interviewer", "P"]
    assert [empty.segments[id].start for id in ids] == [at[0], at[1] + 10, at[2] + 10]
    assert [empty.segments[id].quote for id in ids] == ["How", "Ja.", "Ja."]
    done = next(empty.history())
    assert (done.operation, done.reason) == ("sources.speaker", "listened again")
    assert done.label == "set the speaker of turn 3 of P01 to Interviewer (was P)"
    empty.undo()
    assert state_of(empty) == before


@pytest.mark.parametrize(
    ("turn", "name", "says"),
    [
        (9, "I", "no such turn"),
        (1, "I", "nothing to correct"),
        (1, " ", "speaker label"),
        (1, "a: b", "speaker label"),
    ],
)
def test_invalid_speaker_is_refused(empty: Project, turn: int, name: str, says: str) -> None:
    source = sources.add(empty, name="P01", text=LABELLED, turns=turns_of(LABELLED))
    with pytest.raises(Invalid, match=says):
        corrections.set_speaker(empty, source, turn, name)
