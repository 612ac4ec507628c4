"""Participation: interviews by participant and wave, the attrition register, and pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from coder.analysis.method.points import Kind, OpenPoint
from coder.model.participant import ERASED, OUTCOMES, Attrition, Participant, Wave
from coder.model.source import Source
from coder.project.interviews import contradicting_day, format_interview_day
from coder.project.operations.attrition import find_entry
from coder.project.study import Study, by_order, waves_in_order
from coder.text.phrases import format_count, format_list, natural_key

__all__ = ["Attendance", "Pair", "attendance_table", "describe_outcome", "format_interview_day", "interviews"]
__all__ += ["interviews_in_wave", "is_to_be_erased", "open_points", "pairs", "participants_in_order", "unpaired"]
__all__ += ["waves_of", "waves_of_service"]

ERASE = "withdrawn, erase"
#: Outcomes without an interview.
NO_INTERVIEW = ("declined", "unreachable")


class Pair(NamedTuple):
    """A participant with interviews in two waves that follow each other among the participant's waves."""

    participant: Participant
    first: Wave
    then: Wave
    first_sources: tuple[Source, ...]
    then_sources: tuple[Source, ...]


class Attendance(NamedTuple):
    """A participant in a wave: the interviews (usually one) and the entry of the attrition register.

    `planned`: others of the same service were interviewed in that wave; `paired`: it is part of a pair.
    """

    participant: Participant
    wave: Wave
    sources: tuple[Source, ...]
    attrition: Attrition | None
    planned: bool
    paired: bool


def participants_in_order(study: Study) -> list[Participant]:
    """Return the participants by name, P2 before P10."""
    return sorted(study.participants.values(), key=lambda participant: natural_key(participant.name))


def interviews(study: Study, participant: Participant) -> list[Source]:
    """Return the sources of a participant in their order."""
    return sorted(study.referrers(participant.id, "sources"), key=by_order)


def interviews_in_wave(study: Study, participant: Participant, wave: Wave) -> tuple[Source, ...]:
    """Return the interviews of a participant in a wave; more than one is an open point."""
    return tuple(source for source in interviews(study, participant) if source.wave == wave.id)


def waves_of(study: Study, participant: Participant) -> list[Wave]:
    """Return the waves in which a participant was interviewed, in their order."""
    ids = {source.wave for source in interviews(study, participant)}
    return [wave for wave in waves_in_order(study) if wave.id in ids]


def waves_of_service(study: Study) -> Mapping[str, list[Wave]]:
    """Return service → the waves with an interview in that service, in their order."""
    by_service: dict[str, set[str]] = {}
    for source in study.sources.values():
        if source.participant is not None and source.wave is not None:
            by_service.setdefault(study.participants[source.participant].service, set()).add(source.wave)
    ordered = waves_in_order(study)
    return {service: [wave for wave in ordered if wave.id in ids] for service, ids in by_service.items()}


def describe_outcome(entry: Attrition) -> str:
    """Describe an entry of the register: `could not be reached: moved abroad`."""
    return ": ".join(filter(None, (OUTCOMES[entry.outcome], entry.reason)))


def is_to_be_erased(study: Study, participant: Participant) -> bool:
    """Return whether a participant withdrew with erasure, done or not; they are in no statistics of pairs."""
    return any(entry.outcome in (ERASE, ERASED) for entry in study.referrers(participant.id, "attrition"))


def attendance_table(study: Study) -> list[list[Attendance]]:
    """Return a row for each participant with an entry for each wave."""
    ordered, planned = waves_in_order(study), waves_of_service(study)
    paired = {(pair.participant.id, wave.id) for pair in pairs(study) for wave in (pair.first, pair.then)}
    return [
        [
            Attendance(
                participant,
                wave,
                interviews_in_wave(study, participant, wave),
                find_entry(study, participant, wave),
                wave in planned.get(participant.service, ()),
                (participant.id, wave.id) in paired,
            )
            for wave in ordered
        ]
        for participant in participants_in_order(study)
    ]


# Pairs


def pairs(study: Study) -> list[Pair]:
    """Return the pairs by participant name; three waves of a participant make two pairs."""
    return [
        Pair(
            participant,
            first,
            then,
            interviews_in_wave(study, participant, first),
            interviews_in_wave(study, participant, then),
        )
        for participant in participants_in_order(study)
        if not is_to_be_erased(study, participant)
        for first, then in pairwise(waves_of(study, participant))
    ]


def unpaired(study: Study) -> list[tuple[Participant, str]]:
    """Return the participants in no pair with the reason; listed beside statistics of pairs, not counted."""
    planned = waves_of_service(study)
    paired = {pair.participant.id for pair in pairs(study)}
    return [
        (participant, _reason(study, participant, planned))
        for participant in participants_in_order(study)
        if participant.id not in paired
    ]


def _reason(study: Study, participant: Participant, planned: Mapping[str, list[Wave]]) -> str:
    entry = find_entry(study, participant)
    reasons = [describe_outcome(entry)] if entry else []
    if is_to_be_erased(study, participant):
        return "; ".join(reasons or [OUTCOMES[ERASE]])
    waves, of_service = waves_of(study, participant), planned.get(participant.service, [])
    if not waves:
        reasons.append("the wave of the interview is not given" if interviews(study, participant) else "no interview")
    elif len(of_service) == 1:
        service = f"the service {participant.service}" if participant.service else "participants without a service"
        verb = "has" if participant.service else "have"
        reasons.append(f"{service} {verb} a single wave ({of_service[0].name})")
    for wave in waves_in_order(study):
        if wave in waves:
            continue
        entry = find_entry(study, participant, wave)
        if entry is not None:
            reasons.append(f"{wave.name}: {describe_outcome(entry)}")
        elif waves and wave in of_service:
            reasons.append(f"no interview in {wave.name}")
    return "; ".join(reasons)


# Open points


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield gaps and contradictions in participants, waves, days and the attrition register."""
    for field in ("participant", "wave"):
        sources = [source for source in study.sources.values() if source[field] is None]
        if len(sources) == 1:
            yield OpenPoint(1, f"{sources[0].name} has no {field}", Kind.INTERVIEW, sources[0].id)
        elif sources:
            text = f"{format_count(len(sources), 'interview')} have no {field}"
            yield OpenPoint(1, text, Kind.INTERVIEW, sources[0].id)
    for row in attendance_table(study):
        for attendance in row:
            yield from _points_of_attendance(study, attendance)
    for participant in participants_in_order(study):
        if is_to_be_erased(study, participant) and interviews(study, participant):
            text = f"the data of {participant.name} are to be erased and are still in the project"
            yield OpenPoint(1, text, Kind.INTERVIEW, participant.id)


def _points_of_attendance(study: Study, attendance: Attendance) -> Iterator[OpenPoint]:
    participant, wave, sources = attendance.participant, attendance.wave, attendance.sources

    def point(text: str, target: str, step: int = 1) -> OpenPoint:
        return OpenPoint(step, f"{participant.name}, {wave.name}: {text}", Kind.INTERVIEW, target)

    if len(sources) > 1:
        names = format_list(source.name for source in sources)
        yield point(f"{len(sources)} interviews ({names})", sources[0].id)
    for source in sources:
        if wave.misses(source.day):
            yield point(format_interview_day(wave, source.day), source.id)
        day = contradicting_day(study, source)
        if day is not None:
            yield point(f"day {source.day}, but day {day} by its date", source.id)
    if sources and attendance.attrition is not None and attendance.attrition.outcome in NO_INTERVIEW:
        text = f"the register says “{attendance.attrition.outcome}”, but there is an interview"
        yield point(text, participant.id)
    explained = attendance.attrition or find_entry(study, participant)
    if attendance.planned and not sources and interviews(study, participant) and not explained:
        yield point("no interview and no reason in the register", participant.id, step=5)
