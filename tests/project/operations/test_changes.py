"""Change notes: what is refused, and why; what comes and goes with them. All text SYNTHETIC."""

from __future__ import annotations

import msgspec
import pytest

from coder.errors import Invalid, NotFound
from coder.model.framework import CHANGE_TAGS
from coder.model.source import Segment, Source
from coder.project import Project
from coder.project.opening import broken_rules
from coder.project.operations import changes, codebook, codings, sources
from coder.project.operations.changes import FIRST, THEN, Subject
from coder.project.study import code_named, source_named
from tests.strategies import labels, turns_of

TEXT = "SYNTHETIC\nI: A year has passed.\nP: I ask for help now. It felt strange.\n"


@pytest.fixture
def study(small_project: Project) -> Project:
    """P01 in both waves, with a coded unit in each; P02 in the follow-up only."""
    later = sources.add(
        small_project, name="P01 follow-up", text=TEXT, turns=turns_of(TEXT), participant="P01", wave="follow-up"
    )
    start = TEXT.index("I ask")
    codings.code(small_project, later, start, start + 19, [code_named(small_project, "Alone")])
    return small_project


def wave(project: Project, name: str) -> str:
    return next(one.id for one in project.waves.values() if one.name == name)


def person(project: Project, name: str = "P01") -> str:
    return next(participant.id for participant in project.participants.values() if participant.name == name)


def on(project: Project, code: str | None = "Alone", who: str = "P01") -> Subject:
    waves = wave(project, "baseline"), wave(project, "follow-up")
    return Subject(person(project, who), *waves, code=code_named(project, code).id if code else None)


def unit(project: Project, source: str, code: str = "Alone") -> Segment:
    """The first unit of a source with a code."""
    of, wanted = source_named(project, source), code_named(project, code).id
    found = (project.segments[id] for id in project.positions(of.id))
    return next(one for one in found if any(coding.code == wanted for coding in project.codings_of(one.id)))


def test_note_has_evidence_on_both_sides(study: Project) -> None:
    first, then = unit(study, "P01 baseline"), unit(study, "P01 follow-up")
    changes.cite(study, on(study), FIRST, first)
    changes.cite(study, on(study), THEN, then)
    note = changes.note(study, on(study), tag="decreases/ceases", sentence="  It is\n said aloud. ")
    assert (note.evidence_first, note.evidence_then) == ((first.id,), (then.id,))
    assert note.sentence == "It is said aloud."
    assert study.coders[note.coder].initials == "KG"
    assert changes.on(study, on(study)) == note
    assert changes.on(study, on(study, None)) is None
    assert labels(study)[0] == "changed the change note on P01: Before asking/Alone: decreases/ceases"
    assert changes.note(study, on(study), tag="decreases/ceases") == note, "nothing changed: nothing is written"
    assert len(study.change_notes) == 1


@pytest.mark.parametrize("tag", [*CHANGE_TAGS])
def test_a_tag_needs_each_side(study: Project, tag: str) -> None:
    with pytest.raises(Invalid, match="no evidence at baseline yet") as error:
        changes.note(study, on(study), tag=tag)
    assert "give a reason why there is none" in error.value.hint
    with pytest.raises(Invalid, match="no evidence at follow-up yet"):
        changes.note(study, on(study), tag=tag, evidence_first=(unit(study, "P01 baseline").id,))
    with pytest.raises(Invalid, match="no evidence at follow-up yet"):
        changes.note(study, on(study), tag=tag, absent_first="not asked", absent_then="   ")
    assert not study.change_notes
    note = changes.note(study, on(study), tag=tag, absent_first="not asked", absent_then="nothing said")
    assert note.tag == tag
    with pytest.raises(Invalid, match="no evidence at baseline yet"):
        changes.note(study, on(study), absent_first="")


def test_rules_refuse_invalid_notes_without_the_operation(study: Project) -> None:
    note = changes.note(study, on(study), sentence="SYNTHETIC.")
    for wrong in (
        {"tag": "constant"},
        {"tag": "worse", "absent_first": "x", "absent_then": "x"},
        {"then": note.first},
        {"evidence_first": (unit(study, "P01 baseline").id,), "absent_first": "not asked"},
    ):
        with pytest.raises(Invalid, match="Not possible"), study.transaction("test", "wrong") as tx:
            tx.put("change_notes", msgspec.structs.replace(note, **wrong))
    with pytest.raises(Invalid, match="another note on the same change"), study.transaction("test", "twice") as tx:
        tx.put("change_notes", msgspec.structs.replace(note, id=study.new_id()))


def test_evidence_of_another_participant_or_wave_is_refused(study: Project) -> None:
    for side, segment in (
        (FIRST, unit(study, "P01 follow-up")),
        (THEN, unit(study, "P01 baseline")),
        (THEN, unit(study, "P02 follow-up", "A GP")),
    ):
        with pytest.raises(Invalid, match="is not from the interview of P01 at") as error:
            changes.cite(study, on(study), side, segment)
        assert "It is from P0" in error.value.detail
    with pytest.raises(Invalid, match="two sides"):
        changes.cite(study, on(study), "between", unit(study, "P01 baseline"))
    with pytest.raises(NotFound):
        changes.note(study, on(study), evidence_first=("gone",))
    assert not study.change_notes


def test_unpaired_participant_has_no_note(study: Project) -> None:
    with pytest.raises(Invalid, match="P02 has no pair of baseline and follow-up") as error:
        changes.note(study, on(study, who="P02"), sentence="SYNTHETIC.")
    assert "no interview of P02 in baseline" in error.value.detail
    there = on(study)
    with pytest.raises(Invalid, match="from the earlier wave to the later one"):
        changes.note(study, there._replace(first=there.then, then=there.first), sentence="SYNTHETIC.")
    with pytest.raises(Invalid, match="from one wave to another"):
        changes.note(study, there._replace(then=there.first), sentence="SYNTHETIC.")
    with pytest.raises(NotFound):
        changes.note(study, there._replace(participant="gone"), sentence="SYNTHETIC.")


def test_evidence_and_absence_exclude_each_other(study: Project) -> None:
    changes.note(study, on(study), absent_first="not asked")
    note = changes.cite(study, on(study), FIRST, unit(study, "P01 baseline"))
    assert (note.absent_first, len(note.evidence_first)) == ("", 1)
    with pytest.raises(Invalid, match="cannot be marked as absent"):
        changes.note(study, on(study), absent_first="not asked")


def test_empty_note_and_unknown_tag_are_refused(study: Project) -> None:
    with pytest.raises(Invalid, match="note cannot be empty"):
        changes.note(study, on(study), sentence="  ", tag="")
    with pytest.raises(Invalid, match="no such tag") as error:
        changes.note(study, on(study), tag="worse")
    assert "constant" in error.value.hint


def test_cited_passage_becomes_a_unit_and_is_removed_with_the_note(study: Project) -> None:
    source = source_named(study, "P01 follow-up")
    before = dict(study.segments)
    start = TEXT.index("It felt")
    note, made = changes.cite_span(study, on(study), THEN, source, start, start + 7)
    assert made.quote == "It felt"
    assert note.evidence_then == (made.id,)
    changes.uncite(study, on(study), THEN, made)
    assert dict(study.segments) == before
    with pytest.raises(NotFound, match="not evidence of this change"):
        changes.uncite(study, on(study), THEN, made)
    note, made = changes.cite_span(study, on(study), THEN, source, start, start + 7)
    changes.remove(study, note)
    assert dict(study.segments) == before
    with pytest.raises(Invalid, match="not from the interview"):
        changes.cite_span(study, on(study), FIRST, source, start, start + 7)
    assert dict(study.segments) == before
    kept = unit(study, "P01 follow-up")
    changes.remove(study, changes.cite(study, on(study), THEN, kept))
    assert kept.id in study.segments, "it is coded: it stays"


def test_last_evidence_of_a_tagged_side_cannot_be_removed(study: Project) -> None:
    first = unit(study, "P01 baseline")
    changes.note(study, on(study), tag="constant", evidence_first=(first.id,), absent_then="not asked")
    with pytest.raises(Invalid, match="no evidence at baseline yet"):
        changes.uncite(study, on(study), FIRST, first)
    note = changes.note(study, on(study), evidence_first=(), absent_first="it was a slip")
    assert (note.tag, note.absent_first) == ("constant", "it was a slip")
    assert first.id in study.segments


def test_evidence_outlives_its_codings(study: Project) -> None:
    first = unit(study, "P01 baseline")
    changes.note(study, on(study), tag="constant", evidence_first=(first.id,), absent_then="not asked")
    codings.uncode(study, first)
    assert first.id in study.segments
    assert changes.gone(study, next(iter(study.change_notes.values()))) == []


def test_evidence_of_a_reassigned_interview_is_reported(study: Project) -> None:
    first = unit(study, "P01 baseline")
    note = changes.note(study, on(study), tag="constant", evidence_first=(first.id,), absent_then="not asked")
    source: Source = study.sources[first.source]
    with study.transaction("test", "of somebody else") as tx:
        tx.put("sources", msgspec.structs.replace(source, participant=person(study, "P02")))
    assert changes.gone(study, note) == [first.id]
    note = changes.note(study, on(study), sentence="It can still be revised.")
    assert note.sentence
    assert broken_rules(study) == []


def test_merge_of_codes_merges_their_notes(study: Project) -> None:
    first, then = unit(study, "P01 baseline"), unit(study, "P01 follow-up")
    other = codebook.add(study, "Before asking/By oneself")
    changes.note(study, on(study), tag="constant", evidence_first=(first.id,), absent_then="not asked")
    changes.note(study, on(study, "By oneself"), sentence="SYNTHETIC.", evidence_then=(then.id,))
    codebook.merge(study, other, code_named(study, "Alone"))
    (note,) = study.change_notes.values()
    assert (note.tag, note.sentence) == ("constant", "SYNTHETIC.")
    assert (note.evidence_first, note.evidence_then, note.absent_then) == ((first.id,), (then.id,), "")
    with pytest.raises(Invalid, match="would be lost"):
        codebook.delete(study, code_named(study, "Alone"), uncode=True)
    assert broken_rules(study) == []


def test_about_labels_the_subject_of_a_note(study: Project) -> None:
    assert changes.about(study, on(study)) == "Before asking/Alone"
    assert changes.about(study, on(study, None)) == "the whole pair"
    note = changes.note(study, on(study, None), sentence="SYNTHETIC.")
    assert changes.subject_of(note) == on(study, None)
