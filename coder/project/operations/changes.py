"""Change notes: what changed for a participant between two waves, with evidence from both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.framework import CHANGE_TAGS, ChangeNote
from coder.model.source import Segment, Source
from coder.project.project import Pending, Project
from coder.project.segments import ensure_segment, remove_if_unused, segment_at, trim_span
from coder.project.study import Study, by_order, path_of
from coder.text.phrases import excerpt

FIRST, THEN = "first", "then"
#: The two sides of a note.
SIDES = (FIRST, THEN)


class Subject(NamedTuple):
    """The subject of a note, by ids: a participant, two waves, and a level, a code, or neither (the whole pair)."""

    participant: str
    first: str
    then: str
    level: str | None = None
    code: str | None = None

    def wave(self, side: str) -> str:
        """Return the wave of a side."""
        return self.first if side == FIRST else self.then


def subject_of(note: ChangeNote) -> Subject:
    """Return the subject of a note."""
    return Subject(note.participant, note.first, note.then, note.level, note.code)


def on(study: Study, subject: Subject) -> ChangeNote | None:
    """Return the note on a change, if there is one."""
    notes: list[ChangeNote] = study.referrers(subject.participant, "change_notes")
    return next((note for note in notes if subject_of(note) == subject), None)


def about(study: Study, subject: Subject) -> str:
    """Return the label of a subject: `Before asking/Shame`, `level Artefacts`, `the whole pair`."""
    if subject.code is not None and subject.code in study.codes:
        return path_of(study, study.codes[subject.code])
    if subject.level is not None and subject.level in study.levels:
        return f"level {study.levels[subject.level].name}"
    return "the whole pair"


def side_of(study: Study, subject: Subject, source: Source) -> str | None:
    """Return the side of a note to which an interview belongs; None if it is of another participant or wave."""
    if source.participant != subject.participant:
        return None
    return next((side for side in SIDES if source.wave == subject.wave(side)), None)


def gone(study: Study, note: ChangeNote) -> list[str]:
    """Return the ids of evidence that no longer belongs to the note's participant and waves."""
    subject = subject_of(note)
    return [
        id
        for side, ids in ((FIRST, note.evidence_first), (THEN, note.evidence_then))
        for id in ids
        if side_of(study, subject, study.sources[study.segments[id].source]) != side
    ]


def note(
    project: Project,
    subject: Subject,
    *,
    tag: str | None = None,
    sentence: str | None = None,
    evidence_first: tuple[str, ...] | None = None,
    evidence_then: tuple[str, ...] | None = None,
    absent_first: str | None = None,
    absent_then: str | None = None,
) -> ChangeNote:
    """Write or revise the note on a change; None leaves a field as it is.

    `tag` is one of `CHANGE_TAGS` or "", evidence is ids of segments. Raises Invalid if the participant has no
    interview in one of the waves, if a unit is from the other side, and if a tag is given while a
    side has neither evidence nor a reason for its absence.
    """
    _must_be_pair(project, subject)
    previous = on(project, subject)
    values = {
        "tag": tag,
        "sentence": sentence if sentence is None else " ".join(sentence.split()),
        "evidence_first": evidence_first,
        "evidence_then": evidence_then,
        "absent_first": absent_first if absent_first is None else absent_first.strip(),
        "absent_then": absent_then if absent_then is None else absent_then.strip(),
    }
    changed = {field: value for field, value in values.items() if value is not None}
    base = previous or ChangeNote(id=project.new_id(), coder="", **subject._asdict())
    changed_note = msgspec.structs.replace(base, **changed)
    if changed_note == previous:
        return previous
    if previous is None and not any(changed_note[field] for field in values):
        raise Invalid("A note cannot be empty", hint="Give a tag, a sentence, or evidence.")
    _check(project, changed_note)
    tag_label = changed_note.tag or "no tag yet"
    label = f"{'changed the' if previous else 'wrote a'} change note on {_label(project, subject)}: {tag_label}"
    with project.transaction("changes.note", label) as tx:
        changed_note = msgspec.structs.replace(
            changed_note, coder=project.acting_coder(tx).id, modified=project.now()
        )
        tx.put("change_notes", changed_note)
        dropped = () if previous is None else (*previous.evidence_first, *previous.evidence_then)
        _drop(
            project,
            tx,
            [id for id in dropped if id not in (*changed_note.evidence_first, *changed_note.evidence_then)],
        )
    return changed_note


def cite(project: Project, subject: Subject, side: str, segment: Segment) -> ChangeNote:
    """Add a unit as evidence of one side; the reason for absent evidence is cleared."""
    before = on(project, subject)
    units = _evidence(before, side)
    if segment.id in units:
        assert before is not None
        return before
    return _with_evidence(project, subject, side, (*units, segment.id))


def cite_span(
    project: Project, subject: Subject, side: str, source: Source, start: int, end: int
) -> tuple[ChangeNote, Segment]:
    """Add a passage of an interview as evidence; the segment is created if missing."""
    span = trim_span(project.text_of(source).text, start, end)
    words = excerpt(project.text_of(source).text[span.start : span.end], 32)
    label = f"cited “{words}” as evidence of a change: {_label(project, subject)}"
    segment = segment_at(project, source, span.start, span.end)
    if segment is not None:
        return cite(project, subject, side, segment), segment
    with project.transaction("changes.cite", label) as tx:
        segment = ensure_segment(project, tx, source, span)
        return cite(project, subject, side, segment), segment


def uncite(project: Project, subject: Subject, side: str, segment: Segment) -> ChangeNote:
    """Remove a unit from the evidence of a side; NotFound if it is not there. An unused segment is removed."""
    units = _evidence(on(project, subject), side)
    if segment.id not in units:
        raise NotFound("The unit is not evidence of this change", _label(project, subject))
    return _with_evidence(project, subject, side, tuple(id for id in units if id != segment.id))


def remove(project: Project, note: ChangeNote) -> None:
    """Remove a note and the segments used for nothing else."""
    with project.transaction(
        "changes.remove", f"deleted the change note on {_label(project, subject_of(note))}"
    ) as tx:
        tx.remove("change_notes", note.id)
        _drop(project, tx, (*note.evidence_first, *note.evidence_then))


def _evidence(note: ChangeNote | None, side: str) -> tuple[str, ...]:
    if side not in SIDES:
        raise Invalid("A change note has two sides", f"“{side}” is not one of them.", f"Known: {', '.join(SIDES)}")
    if note is None:
        return ()
    return note.evidence_first if side == FIRST else note.evidence_then


def _with_evidence(project: Project, subject: Subject, side: str, ids: tuple[str, ...]) -> ChangeNote:
    absent = "" if ids else None
    if side == FIRST:
        return note(project, subject, evidence_first=ids, absent_first=absent)
    return note(project, subject, evidence_then=ids, absent_then=absent)


def _drop(project: Project, tx: Pending, segments: Iterable[str]) -> None:
    for id in dict.fromkeys(segments):
        if id in project.segments:
            remove_if_unused(project, tx, id)


def _label(study: Study, subject: Subject) -> str:
    return f"{study.participants[subject.participant].name}: {about(study, subject)}"


# Checks


def _must_be_pair(study: Study, subject: Subject) -> None:
    """Check that the participant has interviews in both waves, the earlier one first."""
    participant = study.participants.get(subject.participant)
    waves = [study.waves.get(id) for id in (subject.first, subject.then)]
    first, then = waves
    if participant is None or first is None or then is None:
        raise NotFound("There is no such pair", "Its participant or one of its waves was removed.")
    if first.id == then.id:
        raise Invalid("A change goes from one wave to another", f"Both are {first.name}.")
    if by_order(first) > by_order(then):
        raise Invalid(
            "A change goes from the earlier wave to the later one", f"{then.name} comes before {first.name}."
        )
    waves_interviewed = {source.wave for source in study.referrers(participant.id, "sources")}
    missing = [wave.name for wave in (first, then) if wave.id not in waves_interviewed]
    if missing and on(study, subject) is None:
        raise Invalid(
            f"{participant.name} has no pair of {first.name} and {then.name}",
            f"There is no interview of {participant.name} in {' and '.join(missing)}.",
            "A change note needs interviews of the participant in both waves.",
        )


def _check(study: Study, after: ChangeNote) -> None:
    """Check what the rules of the model would refuse, with clearer messages."""
    subject = subject_of(after)
    if after.tag and after.tag not in CHANGE_TAGS:
        raise Invalid("There is no such tag of change", f"“{after.tag}”", f"Known: {', '.join(CHANGE_TAGS)}")
    for side, ids, absent in (
        (FIRST, after.evidence_first, after.absent_first),
        (THEN, after.evidence_then, after.absent_then),
    ):
        wave = study.waves[subject.wave(side)].name
        _must_be_of(study, subject, side, ids)
        if ids and absent:
            raise Invalid(
                f"There is evidence at {wave}, so it cannot be marked as absent",
                _label(study, subject),
                "Remove the evidence first.",
            )
        if after.tag and not ids and not absent:
            raise Invalid(
                f"The change has no evidence at {wave} yet",
                f"{_label(study, subject)}: a tag needs a unit from each side.",
                "Cite a unit, or give a reason why there is none.",
            )


def _must_be_of(study: Study, subject: Subject, side: str, ids: tuple[str, ...]) -> None:
    before = on(study, subject)
    known = _evidence(before, side)
    for id in ids:
        segment = study.segments.get(id)
        if segment is None:
            raise NotFound("A unit of the evidence was removed", id)
        source = study.sources[segment.source]
        if id not in known and side_of(study, subject, source) != side:
            person, wave = study.participants[subject.participant].name, study.waves[subject.wave(side)].name
            raise Invalid(
                f"The unit is not from the interview of {person} at {wave}",
                f"It is from {source.name}.",
                "Evidence of a side comes from its own interview.",
            )
