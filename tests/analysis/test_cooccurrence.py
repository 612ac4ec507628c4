"""Co-occurrence: the three definitions against a check of every character."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis import cooccurrence
from coder.errors import NotFound
from coder.project import Project
from coder.project.study import Study
from tests.analysis.studies import codes_on, studies

Pair = tuple[str, str]


def characters(study: Study, segment: str) -> set[tuple[str, int]]:
    one = study.segments[segment]
    return {(one.source, at) for at in range(one.start, one.end)}


def by_hand(study: Study, how: str, among: set[str]) -> dict[Pair, set[object]]:
    """For each two codes the places where they meet: one or two segments, or a turn."""
    found: dict[Pair, set[object]] = {}

    def meet(left: set[str], right: set[str], place: object) -> None:
        for one, other in product(left, right):
            if one != other:
                found.setdefault((one, other), set()).add(place)
                found.setdefault((other, one), set()).add(place)

    codes = {id: codes_on(study, id) for id in among}
    if how == "turn":
        for text in study.tables["texts"].values():
            for number, turn in enumerate(text.turns):
                inside = {(text.source, at) for at in range(turn.start, turn.end)}
                there = {code for id in among if characters(study, id) & inside for code in codes[id]}
                meet(there, there, (text.source, number))
        return found
    for id in among:
        meet(codes[id], codes[id], frozenset([id]))
    if how == "overlap":
        for one, other in combinations(sorted(among), 2):
            if characters(study, one) & characters(study, other):
                meet(codes[one], codes[other], frozenset([one, other]))
    return found


@pytest.mark.parametrize("how", cooccurrence.DEFINITIONS)
@given(study=studies(), data=st.data())
def test_counts_agree_with_checking_every_character(how: str, study: Study, data: st.DataObject) -> None:
    among = data.draw(st.none() | st.sets(st.sampled_from(sorted(study.segments) or [""])))
    everything = set(study.segments) if among is None else among & set(study.segments)
    wanted = {pair: len(places) for pair, places in by_hand(study, how, everything).items()}
    assert cooccurrence.counts(cooccurrence.meetings(study, how, among)) == wanted


@given(study=studies())
def test_a_shared_segment_is_an_overlap(study: Study) -> None:
    same, overlapping = (cooccurrence.counts(cooccurrence.meetings(study, how)) for how in ("segment", "overlap"))
    assert all(overlapping[pair] >= number for pair, number in same.items())


@pytest.mark.parametrize("how", cooccurrence.DEFINITIONS)
@given(study=studies(cooccurrence=True))
def test_segments_of_a_meeting_have_its_codes(how: str, study: Study) -> None:
    meetings = cooccurrence.meetings(study, how)
    assert meetings
    for meeting in meetings:
        codes = {code for id in meeting.segments for code in codes_on(study, id)}
        assert codes == {*meeting.left, *meeting.right}
        assert len(set(meeting.segments)) == len(meeting.segments)


def test_counts_in_a_small_study(small_project: Project) -> None:
    """One unit with both codes, and another of the same turn that reaches into it."""
    alone, change = (next(c.id for c in small_project.codes.values() if c.name == name) for name in ("Alone", "A GP"))
    counts = {how: cooccurrence.counts(cooccurrence.meetings(small_project, how)) for how in cooccurrence.DEFINITIONS}
    expected = {"overlap": 2, "segment": 1, "turn": 1}
    assert counts == {how: {(alone, change): n, (change, alone): n} for how, n in expected.items()}


def test_adjacent_units_do_not_overlap(small_project: Project) -> None:
    from coder.project.operations import codebook, codings

    source = next(source for source in small_project.sources.values() if source.name.startswith("P01"))
    turns = small_project.text_of(source).turns
    left, right = codebook.add(small_project, "Left"), codebook.add(small_project, "Right")
    said = turns[2]
    codings.code(small_project, source, said.start, said.start + 4, [left])
    codings.code(small_project, source, said.start + 4, turns[3].end, [right])
    assert small_project.text_of(source).text[said.start + 4] == "."
    found = {how: cooccurrence.counts(cooccurrence.meetings(small_project, how)) for how in cooccurrence.DEFINITIONS}
    assert {how: number.get((left.id, right.id), 0) for how, number in found.items()} == {
        "overlap": 0,
        "segment": 0,
        "turn": 1,
    }
    touched = [meeting for meeting in cooccurrence.meetings(small_project, "turn") if right.id in meeting.left]
    assert len(touched) == 1


def test_an_unknown_definition_is_refused(small_project: Project) -> None:
    with pytest.raises(NotFound, match="nearby") as caught:
        cooccurrence.meetings(small_project, "nearby")
    assert "overlap, segment, turn" in caught.value.hint
