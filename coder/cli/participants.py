"""`coder participants`: who was interviewed when, the attrition register, and both as csv."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import erasure, output, parameters
from coder.cli.verb import WRITE, Foreseen, Result, dry_run, verb, written
from coder.errors import NotFound
from coder.model.participant import ERASED, OUTCOMES
from coder.project.interviews import describe_stale_queries
from coder.project.operations import attrition, participants, roster
from coder.project.study import waves_in_order
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from coder.analysis.method.participation import Attendance
    from coder.model.participant import Participant, Wave
    from coder.model.source import Source
    from coder.project import Project

TO_ERASE = "withdrawn, erase"


@verb(
    "participants",
    "List the participants: their interviews in each wave with day and window (✓, or the days outside it), who is\n"
    "in no pair and why, and open points.",
    examples=["participants friends", "participants friends --json"],
)
def listing(project: Project) -> Result:
    """List the participants wave by wave."""
    return Result(lambda: _document(project), lambda: _lines(project))


def _document(project: Project) -> dict[str, Any]:
    from coder.analysis.method import participation

    rows = zip(participation.participants_in_order(project), participation.attendance_table(project), strict=True)
    return {
        "participants": [_described(project, participant, row) for participant, row in rows],
        "pairs": [
            {"participant": pair.participant.name, "first": pair.first.name, "then": pair.then.name}
            for pair in participation.pairs(project)
        ],
        "unpaired": [
            {"participant": participant.name, "reason": reason}
            for participant, reason in participation.unpaired(project)
        ],
        "open": [point.text for point in participation.open_points(project)],
    }


def _as_json(participant: Participant) -> dict[str, Any]:
    return {
        "id": participant.id,
        "name": participant.name,
        "service": participant.service,
        "anchor": participant.anchor,
        "attributes": participant.attributes,
        "note": participant.note,
    }


def _described(project: Project, participant: Participant, row: Sequence[Attendance]) -> dict[str, Any]:
    from coder.analysis.method.participation import interviews

    return {
        **_as_json(participant),
        "register": _entry(attrition.find_entry(project, participant)),
        "waves": [
            {
                "wave": meeting.wave.name,
                "interviews": [interview(project, source) for source in meeting.sources],
                "planned": meeting.planned,
                "paired": meeting.paired,
                "register": _entry(meeting.attrition),
            }
            for meeting in row
        ],
        "interviews": len(interviews(project, participant)),
    }


def _entry(entry: Any) -> dict[str, str] | None:
    return None if entry is None else {"outcome": entry.outcome, "reason": entry.reason, "when": entry.when}


def interview(project: Project, source: Source) -> dict[str, Any]:
    """When and how an interview was held, as JSON; `outside`: days outside the window of its wave."""
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


def _lines(project: Project) -> str | list[str]:
    from coder.analysis.method import participation

    if not project.participants:
        return f"There are no participants yet. Add one with: coder participants add {project.folder} P01"
    people = participation.participants_in_order(project)
    names = dict.fromkeys(name for participant in people for name in participant.attributes)
    table = [["name", "service", *(wave.name for wave in waves_in_order(project)), *names]]
    for participant, row in zip(people, participation.attendance_table(project), strict=True):
        attributes = [participant.attributes.get(name, "") for name in names]
        table.append([participant.name, participant.service, *map(_cell, row), *attributes])
    pairs = participation.pairs(project)
    return [
        *output.aligned(table),
        "",
        f"{format_count(len(pairs), 'pair')}, n = {len({pair.participant.id for pair in pairs})}",
        *(f"  in no pair: {who.name}: {reason}" for who, reason in participation.unpaired(project)),
        *(f"  note: {point.text}" for point in participation.open_points(project)),
    ]


def _cell(meeting: Attendance) -> str:
    """A participant's cell of a wave."""
    from coder.analysis.method.participation import describe_outcome, format_interview_day

    if meeting.sources:
        days = [format_interview_day(meeting.wave, source.day) or "no day" for source in meeting.sources]
        several = f"{len(days)} interviews: " if len(days) > 1 else ""
        return several + "; ".join(days)
    if meeting.attrition is not None:
        return describe_outcome(meeting.attrition)
    return "no interview" if meeting.planned else "–"


# Changes

DESCRIPTION = [
    parameters.argument("--service", help="the service or cohort they belong to"),
    parameters.argument("--anchor", metavar="DATE", help="the date from which days are counted, such as 2024-09-30"),
    parameters.argument("--note", help="a note"),
    parameters.argument(
        "--attribute",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="such as specialty=surgery; NAME= removes it (repeatable)",
    ),
]


def _check_attributes(args: argparse.Namespace) -> str | None:
    for text in args.attribute:
        name, equals, _ = text.partition("=")
        if not equals or not name.strip():
            return f"--attribute must be NAME=VALUE, not “{text}”"
    return None


def _check_description(args: argparse.Namespace) -> str | None:
    if args.attribute or any(value is not None for value in (args.service, args.anchor, args.note)):
        return _check_attributes(args)
    return "nothing to change: give --service, --anchor, --note or --attribute"


def _attributes(texts: Sequence[str]) -> dict[str, str]:
    pairs = (text.partition("=") for text in texts)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _changed(participant: Participant, text: str, notes: Sequence[str] = ()) -> Result:
    return Result(_as_json(participant), text, notes)


@verb(
    "participants add",
    "Add a participant.",
    parameters.argument("name", metavar="PARTICIPANT", help="such as P06"),
    *DESCRIPTION,
    examples=["participants add friends P06 --service 'Tern House' --attribute age=40–49"],
    access=WRITE,
    check=_check_attributes,
)
def add(
    project: Project, name: str, service: str | None, anchor: str | None, note: str | None, attribute: list[str]
) -> Result:
    """Add a participant."""
    attributes = {key: value for key, value in _attributes(attribute).items() if value}
    participant = participants.add(
        project, name, service=service or "", anchor=anchor or "", attributes=attributes, note=note or ""
    )
    return _changed(participant, f"Added {participant.name}")


@verb(
    "participants describe",
    "Change the service, anchor, note and attributes of a participant. An empty value ('') removes one.",
    parameters.participant(),
    *DESCRIPTION,
    examples=[
        "participants describe friends P01 --service 'Tern House' --attribute specialty=surgery",
        "participants describe friends P01 --anchor 2024-08-31",
    ],
    access=WRITE,
    check=_check_description,
)
def describe(project: Project, participant: Participant, attribute: list[str], **fields: str | None) -> Result:
    """Change what is known of a participant."""
    changes: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    attributes = _attributes(attribute)
    parts = [f"{name} {value or '—'}" for name, value in [*changes.items(), *attributes.items()]]
    if attributes:
        merged = {**participant.attributes, **attributes}
        changes["attributes"] = {name: value for name, value in merged.items() if value}
    described = participants.describe(project, participant, **changes)
    return _changed(described, f"{described.name}: {', '.join(parts)}")


@verb(
    "participants rename",
    "Rename a participant.",
    parameters.participant(),
    parameters.argument("name", help="the new name"),
    examples=["participants rename friends P1 P01"],
    access=WRITE,
)
def rename(project: Project, participant: Participant, name: str) -> Result:
    """Rename a participant."""
    renamed = participants.rename(project, participant, name)
    text = f"Renamed {participant.name} to {renamed.name}"
    return _changed(renamed, text, _query_notes(project, participant.name))


def _query_notes(project: Project, name: str) -> list[str]:
    """What to say of saved queries that still use the old name."""
    return [note for note in [describe_stale_queries(project, name)] if note]


@verb(
    "participants merge",
    "Merge two participants: interviews, register, cells, change notes and memos of the first move to the second.\n"
    "Refused where both have a cell, a note or an entry for the same place. Asks where another coder's work moves.",
    parameters.participant(),
    parameters.participant("into", "the participant that remains, with their name", metavar="INTO"),
    examples=["participants merge friends P1 P01 --reason 'the same person, spelled two ways'"],
    access=WRITE,
    reason=True,
    asks=Foreseen("Merge"),
)
def merge(project: Project, participant: Participant, into: Participant, reason: str) -> Result:
    """Merge a participant into another."""
    merged = participants.merge(project, participant, into, reason)
    doubles = [source.name for source in merged.doubles]
    notes = _query_notes(project, participant.name)
    if doubles:
        notes.append(f"more than one interview in the same wave now: {', '.join(doubles)}")
    person = merged.participant
    value = {"id": person.id, "name": person.name, "merged": participant.name, "doubles": doubles}
    return Result(value, f"Merged {participant.name} into {person.name}", notes)


@verb(
    "participants remove",
    "Delete an unused participant and the memos on them; asks where there are memos (--yes). Refused while\n"
    "interviews, cells, change notes or register entries refer to them. This does not erase the data of a\n"
    "participant who withdrew: the history keeps them.",
    parameters.participant(),
    examples=["participants remove friends P06", "participants remove friends P06 --yes"],
    access=WRITE,
    asks=Foreseen("Delete"),
)
def remove(project: Project, participant: Participant) -> Result:
    """Delete an unused participant."""
    participants.remove(project, participant)
    return Result({"removed": participant.name, "id": participant.id}, f"Deleted {participant.name}")


@verb(
    "participants withdraw",
    "Record that a participant left the study. With --erase: also that their data must be erased. This is only\n"
    "recorded as an open point; until `coder participants erase` they are in no pair and in no publication.",
    parameters.participant(),
    parameters.flag("--erase", "their data must be erased"),
    parameters.argument("--reason", default="", help="the reason"),
    examples=["participants withdraw friends P03 --reason 'by letter'", "participants withdraw friends P03 --erase"],
    access=WRITE,
)
def withdraw(project: Project, participant: Participant, erase: bool, reason: str) -> Result:
    """Record that a participant left the study."""
    entry = attrition.withdraw(project, participant, erase=erase, reason=reason)
    if erase:
        output.note(f"note: {attrition.ERASING}")
    value = {"participant": participant.name, "outcome": entry.outcome, "reason": entry.reason}
    return Result(value, f"{participant.name}: {OUTCOMES[entry.outcome]}")


OUTCOME_LINES = "\n".join(f"  {name:<17} {meaning}" for name, meaning in OUTCOMES.items() if name != ERASED)


@verb(
    "participants attrition",
    "Record why there is no interview in a wave, or (without --wave) why a participant left the study. An existing\n"
    f"entry is changed. OUTCOME is one of:\n{OUTCOME_LINES}\n"
    f"“{TO_ERASE}” only records it: `coder participants erase` erases transcripts, history and backups.",
    parameters.participant(),
    parameters.argument("outcome", nargs="?", default="", help="one of the above, in quotes if it has several words"),
    parameters.wave("--wave", "in which wave (default: the study as a whole)", default=""),
    parameters.argument("--reason", help="the reason"),
    parameters.argument("--when", metavar="DATE", help="when that was"),
    parameters.flag("--remove", "delete the entry"),
    examples=[
        "participants attrition friends P04 unreachable --wave follow-up --reason 'two letters, no answer'",
        "participants attrition friends P04 --wave follow-up --remove",
    ],
    access=WRITE,
    check=lambda args: "give an outcome, or --remove" if bool(args.outcome) == args.remove else None,
)
def register(
    project: Project,
    participant: Participant,
    outcome: str,
    wave: Wave | None,
    reason: str | None,
    when: str | None,
    remove: bool,
) -> Result:
    """Change an entry of the attrition register."""
    place = f"{participant.name}, {wave.name}" if wave else participant.name
    entry = attrition.find_entry(project, participant, wave)
    if not remove:
        entry = attrition.enter(project, participant, outcome, wave=wave, reason=reason, when=when)
    elif entry is None:
        raise NotFound("The register has no such entry", place)
    else:
        attrition.strike(project, entry)
    if outcome == TO_ERASE:
        output.note(f"note: {attrition.ERASING}")
    value = {
        "participant": participant.name,
        "wave": wave.name if wave else None,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "when": entry.when,
        "removed": remove,
    }
    return Result(value, f"Deleted from the register: {place}" if remove else f"{place}: {OUTCOMES[entry.outcome]}")


# As csv


@verb(
    "participants erase",
    "Erase a participant who withdrew: transcripts, units, codings, memos and all else of theirs. A bare name and\n"
    f"an entry of the register stay. {erasure.MEANS}",
    parameters.participant(),
    *erasure.PARAMETERS,
    examples=[
        "participants erase friends P07 --dry-run",
        "participants erase friends P07 --quotations cut --reason 'withdrew consent on 3 May'",
    ],
    access=WRITE,
    dry=dry_run,
    reason=True,
    asks=lambda project, participant, quotations, unreadable, **_: erasure.question(
        project, [participant], quotations, unreadable
    ),
)
def erase(
    project: Project, participant: Participant, quotations: str, unreadable: str, dry_run: bool, reason: str
) -> Result:
    """Erase a participant from all files of the project."""
    return erasure.erase(project, [participant], quotations, unreadable, dry_run, reason)


@verb(
    "participants export",
    "Write the participants as csv or xlsx, one row each with a column for each attribute. With --sheet: the\n"
    "interviews, with wave, day, date, interviewer, mode, guide and minutes; or the attrition register.",
    parameters.out(),
    parameters.argument("--sheet", choices=[*roster.COLUMNS], default=roster.PEOPLE, help="what is written"),
    examples=[
        "participants export friends participants.csv",
        "participants export friends interviews.csv --sheet interviews",
    ],
)
def export(project: Project, out: str, sheet: str) -> Result | None:
    """Write participants, interviews or the register as csv."""
    from coder.exports import export_named

    writer = export_named(sheet).writer(out, "csv" if out == output.STDOUT else None)
    number = sum(1 for _ in roster.records(project, sheet))
    value = {"file": out, "sheet": sheet, "rows": number}
    text = f"Wrote {format_count(number, 'row')} of {sheet}"
    return written(project, out, writer, writer.write(project, sheet), value, text)


def _read(file: str) -> tuple[str, list[roster.Row]]:
    from coder.exchange.registry import read_participants

    return read_participants(Path(file))


@verb(
    "participants import",
    "Import participants, interviews or the attrition register from csv; its columns say which. One change that can\n"
    "be undone; what the file does not contain stays.",
    parameters.file("file", "as `coder participants export` writes it", load=_read),
    parameters.flag("--dry-run", "only list what would change"),
    examples=[
        "participants import friends participants.csv --dry-run",
        "participants import friends interviews.csv --reason 'from the interviewers’ list'",
    ],
    access=WRITE,
    dry=dry_run,
    reason=True,
)
def import_(project: Project, file: tuple[str, list[roster.Row]], dry_run: bool, reason: str) -> Result:
    """Import participants, interviews or the register from csv."""
    sheet, rows = file
    difference = roster.compare(project, sheet, rows)
    number = len(difference.changes)
    applied = not dry_run and number > 0
    if applied:
        roster.apply(project, difference, reason)
    steps = [{"kind": step.kind, "name": step.name, "detail": step.detail} for step in difference.steps]
    lines = [f"{step.kind:<8} {step.name}  ({' '.join(step.detail.split())})" for step in difference.steps]
    summary = f"{format_count(number, 'row')} of {sheet}; {'imported' if applied else 'nothing was changed'}"
    return Result({"applied": applied, "sheet": sheet, "changes": number, "steps": steps}, [*lines, summary])
