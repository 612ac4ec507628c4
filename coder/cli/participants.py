"""`coder participants`: who was interviewed when, and who was not."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.project.ordering import waves_in_order
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.method.participation import Meeting
    from coder.model.participant import Participant
    from coder.model.source import Source
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the participants by the waves, or change them."""
    rest = argv[1:]
    verbs = _verbs()
    if rest and rest[0] in verbs:
        return verbs[rest[0]][0](rest[1:])
    parser = arguments.reader(
        "participants",
        "List the participants, their interviews in each wave with day and window (✓ or how far outside),\n"
        "who is in no pair and why, and what is worth a look.",
        "participants friends",
        "participants friends --json",
    )
    args = arguments.parse(nouns.below(parser, "participants", "To change them", verbs), rest)
    with arguments.reading(args) as project:
        if args.json:
            output.document(_document(project))
        elif project.participants:
            _show(project)
        else:
            output.line(f"There are no participants yet. Add one with: coder participants add {args.project} P01")
    return 0


def _verbs() -> nouns.Verbs:
    from coder.cli import participants_more, participants_sheets

    return {**participants_more.VERBS, **participants_sheets.VERBS}


def described(project: Project, person: Participant, row: list[Meeting]) -> dict[str, Any]:
    """A participant as `coder participants --json` gives it."""
    from coder.analysis.method.participation import interviews
    from coder.project.operations.attrition import entry_of

    whole = entry_of(project, person)
    return {
        "id": person.id,
        "name": person.name,
        "service": person.service,
        "anchor": person.anchor,
        "attributes": person.attributes,
        "note": person.note,
        "register": _entry(whole),
        "waves": [_meeting(project, one) for one in row],
        "interviews": len(interviews(project, person)),
    }


def _entry(entry: Any) -> dict[str, str] | None:
    return None if entry is None else {"outcome": entry.outcome, "reason": entry.reason, "when": entry.when}


def _meeting(project: Project, meeting: Meeting) -> dict[str, Any]:
    return {
        "wave": meeting.wave.name,
        "interviews": [interview(project, one) for one in meeting.sources],
        "planned": meeting.planned,
        "paired": meeting.paired,
        "register": _entry(meeting.attrition),
    }


def interview(project: Project, source: Source) -> dict[str, Any]:
    """What is known of when and how an interview was; `outside`: days outside the window of its wave."""
    from coder.project.interviews import warnings

    wave = project.waves.get(source.wave or "")
    return {
        "id": source.id,
        "name": source.name,
        "day": source.day,
        "outside": wave.misses(source.day) if wave else 0,
        "date": source.date,
        "interviewer": source.interviewer,
        "mode": source.mode,
        "guide": source.guide,
        "minutes": source.minutes,
        "warnings": warnings(project, source),
    }


def _document(project: Project) -> dict[str, Any]:
    from coder.analysis.method import participation

    rows = zip(participation.people(project), participation.table(project), strict=True)
    return {
        "participants": [described(project, person, row) for person, row in rows],
        "pairs": [
            {"participant": one.participant.name, "first": one.first.name, "then": one.then.name}
            for one in participation.pairs(project)
        ],
        "unpaired": [{"participant": one.name, "reason": why} for one, why in participation.unpaired(project)],
        "open": [point.text for point in participation.open_points(project)],
    }


def _show(project: Project) -> None:
    from coder.analysis.method import participation

    rows = participation.table(project)
    waves = waves_in_order(project)
    names = dict.fromkeys(name for one in participation.people(project) for name in one.attributes)
    table = [["name", "service", *(wave.name for wave in waves), *names]]
    for person, row in zip(participation.people(project), rows, strict=True):
        told = [person.attributes.get(name, "") for name in names]
        table.append([person.name, person.service, *(meeting_told(one) for one in row), *told])
    output.table(table)
    found = participation.pairs(project)
    output.line()
    output.line(f"{format_count(len(found), 'pair')}, n = {len({one.participant.id for one in found})}")
    for one, why in participation.unpaired(project):
        output.line(f"  in no pair: {one.name}: {why}")
    for point in participation.open_points(project):
        output.line(f"  note: {point.text}")


def meeting_told(meeting: Meeting) -> str:
    """What a participant's cell of a wave says."""
    from coder.analysis.method.participation import day_told, outcome_told

    if meeting.sources:
        days = [day_told(meeting.wave, one.day) or "day not given" for one in meeting.sources]
        several = f"{len(days)} interviews: " if len(days) > 1 else ""
        return several + "; ".join(days)
    if meeting.attrition is not None:
        return outcome_told(meeting.attrition)
    return "no interview" if meeting.planned else "–"


def changing(verb: str, what: str, *examples: str, reason: bool = False) -> argparse.ArgumentParser:
    """A parser for a verb that changes one participant."""
    parser = arguments.writer(f"participants {verb}", what, *examples, reason=reason)
    parser.add_argument("participant", metavar="PARTICIPANT", help="name or id")
    return parser
