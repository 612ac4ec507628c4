"""Who was interviewed when: interviews by participant and wave, the register of those missing, and the pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from coder.analysis.method.points import OpenPoint
from coder.model.participant import OUTCOMES, Attrition, Participant, Wave
from coder.model.source import Source
from coder.project.interviews import contradicts, day_told
from coder.project.operations.attrition import entry_of
from coder.project.ordering import by_order, waves_in_order
from coder.project.study import Study
from coder.text.phrases import format_count, format_list
from coder.text.sorting import natural_key

__all__ = ["Meeting", "Pair", "day_told", "in_wave", "interviews", "open_points", "outcome_told", "pairs", "people"]
__all__ += ["table", "to_be_erased", "unpaired", "waves_of", "waves_of_service"]

ERASE = "withdrawn, erase"
#: Outcomes with which there is no interview.
NO_INTERVIEW = ("declined", "unreachable")
PLACE = "participants"


class Pair(NamedTuple):
    """A participant with interviews in two waves, one after the other among those that they have."""

    participant: Participant
    first: Wave
    then: Wave
    first_sources: tuple[Source, ...]
    then_sources: tuple[Source, ...]


class Meeting(NamedTuple):
    """A participant in a wave: the interviews, most often one, and what the register says of it.

    `planned`: others of the same service were interviewed in that wave; `paired`: it is one half of a pair.
    """

    participant: Participant
    wave: Wave
    sources: tuple[Source, ...]
    attrition: Attrition | None
    planned: bool
    paired: bool


def people(study: Study) -> list[Participant]:
    """The participants by name, P2 before P10."""
    return sorted(study.participants.values(), key=lambda one: natural_key(one.name))


def interviews(study: Study, participant: Participant) -> list[Source]:
    """The sources of a participant as they are listed."""
    return sorted(study.users(participant.id, "sources"), key=by_order)


def in_wave(study: Study, participant: Participant, wave: Wave) -> tuple[Source, ...]:
    """The interviews of a participant in a wave: one, none, or, which is worth a look, several."""
    return tuple(one for one in interviews(study, participant) if one.wave == wave.id)


def waves_of(study: Study, participant: Participant) -> list[Wave]:
    """The waves in which a participant was interviewed, in their order."""
    had = {one.wave for one in interviews(study, participant)}
    return [wave for wave in waves_in_order(study) if wave.id in had]


def waves_of_service(study: Study) -> Mapping[str, list[Wave]]:
    """Service → the waves in which anybody of it was interviewed, in their order."""
    had: dict[str, set[str]] = {}
    for source in study.sources.values():
        if source.participant is not None and source.wave is not None:
            had.setdefault(study.participants[source.participant].service, set()).add(source.wave)
    ordered = waves_in_order(study)
    return {service: [wave for wave in ordered if wave.id in ids] for service, ids in had.items()}


def outcome_told(entry: Attrition) -> str:
    """An entry of the register in words: `could not be reached: moved abroad`."""
    return ": ".join(filter(None, (OUTCOMES[entry.outcome], entry.reason)))


def to_be_erased(study: Study, participant: Participant) -> bool:
    """Whether a participant took back what was said: it is in no statistic of pairs, though still in the project."""
    return any(one.outcome == ERASE for one in study.users(participant.id, "attrition"))


def table(study: Study) -> list[list[Meeting]]:
    """The participants by the waves: a row each, a meeting for each wave."""
    ordered, planned = waves_in_order(study), waves_of_service(study)
    paired = {(pair.participant.id, wave.id) for pair in pairs(study) for wave in (pair.first, pair.then)}
    return [
        [
            Meeting(
                person,
                wave,
                in_wave(study, person, wave),
                entry_of(study, person, wave),
                wave in planned.get(person.service, ()),
                (person.id, wave.id) in paired,
            )
            for wave in ordered
        ]
        for person in people(study)
    ]


# Pairs


def pairs(study: Study) -> list[Pair]:
    """The pairs, by the name of the participant: of three waves that somebody has, the first two and the last two."""
    return [
        Pair(person, first, then, in_wave(study, person, first), in_wave(study, person, then))
        for person in people(study)
        if not to_be_erased(study, person)
        for first, then in pairwise(waves_of(study, person))
    ]


def unpaired(study: Study) -> list[tuple[Participant, str]]:
    """Who is in no pair, and why: they are listed beside each statistic of pairs, and never counted in it."""
    planned = waves_of_service(study)
    inside = {pair.participant.id for pair in pairs(study)}
    return [(one, _reason(study, one, planned)) for one in people(study) if one.id not in inside]


def _reason(study: Study, person: Participant, planned: Mapping[str, list[Wave]]) -> str:
    whole = entry_of(study, person)
    said = [outcome_told(whole)] if whole else []
    if to_be_erased(study, person):
        return "; ".join(said or [OUTCOMES[ERASE]])
    had, of_service = waves_of(study, person), planned.get(person.service, [])
    if not had:
        said.append("the wave of the interview is not given" if interviews(study, person) else "no interview")
    elif len(of_service) == 1:
        service = f"the service {person.service}" if person.service else "whoever has no service"
        said.append(f"{service} has a single wave ({of_service[0].name})")
    missing = [(wave, entry_of(study, person, wave)) for wave in waves_in_order(study) if wave not in had]
    for wave, entry in missing:
        if entry is not None:
            said.append(f"{wave.name}: {outcome_told(entry)}")
        elif had and wave in of_service:
            said.append(f"no interview in {wave.name}")
    return "; ".join(said)


# What is open


def open_points(study: Study) -> Iterator[OpenPoint]:
    """What participants, waves and the register leave open: flagged, and never in anybody's way."""
    for field, what in (("participant", "participant"), ("wave", "wave")):
        without = [one for one in study.sources.values() if one[field] is None]
        if without:
            one = without[0].name if len(without) == 1 else format_count(len(without), "interview")
            yield OpenPoint(1, f"{one} {'has' if len(without) == 1 else 'have'} no {what}", PLACE, without[0].id)
    for row in table(study):
        for meeting in row:
            yield from _open_in(study, meeting)
    for person in people(study):
        if to_be_erased(study, person) and interviews(study, person):
            said = f"what {person.name} said is to be erased, and is still in the project"
            yield OpenPoint(1, said, PLACE, person.id)


def _open_in(study: Study, meeting: Meeting) -> Iterator[OpenPoint]:
    person, wave = meeting.participant, meeting.wave
    where = f"{person.name}, {wave.name}"
    if len(meeting.sources) > 1:
        names = format_list(one.name for one in meeting.sources)
        yield OpenPoint(1, f"{where}: {len(meeting.sources)} interviews ({names})", PLACE, meeting.sources[0].id)
    for source in meeting.sources:
        if wave.misses(source.day):
            yield OpenPoint(1, f"{where}: {day_told(wave, source.day)} the window", PLACE, source.id)
        counted_day = contradicts(study, source)
        if counted_day is not None:
            said = f"{where}: day {source.day}, but day {counted_day} by its date"
            yield OpenPoint(1, said, PLACE, source.id)
    if meeting.sources and meeting.attrition is not None and meeting.attrition.outcome in NO_INTERVIEW:
        said = f"{where}: the register says “{meeting.attrition.outcome}”, and there is an interview"
        yield OpenPoint(1, said, PLACE, person.id)
    explained = meeting.attrition or entry_of(study, person)
    if meeting.planned and not meeting.sources and interviews(study, person) and not explained:
        yield OpenPoint(5, f"{where}: no interview, and the register does not say why", PLACE, person.id)
