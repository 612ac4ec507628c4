"""Participants: add, describe, rename, merge, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from coder.errors import Invalid
from coder.model.framework import ChangeNote, LevelCell
from coder.model.invariants import is_date
from coder.model.participant import Attrition, Participant
from coder.model.source import Source
from coder.project.interviews import days_between, same_wave_interviews
from coder.project.project import Pending, Project
from coder.project.segments import repoint
from coder.project.study import Study

#: Tables whose records refer to a participant → singular and plural noun.
HELD = {
    "sources": ("interview", "interviews"),
    "attrition": ("entry of the attrition register", "entries of the attrition register"),
    "cells": ("cell of a framework", "cells of a framework"),
    "change_notes": ("change note", "change notes"),
}


#: Prefix of the field of an attribute, which can be named like a field of the participant's own.
ATTRIBUTE = "attribute:"
OWN_FIELDS = ("service", "anchor", "note")


def find(project: Study, name: str) -> Participant | None:
    """Return the participant with this name (case-insensitive), if there is one."""
    return next((project.participants[id] for id in project.rules.named("participants", name)), None)


def ensure(project: Project, name: str) -> Participant:
    """Return the participant with this name, created if there is none."""
    existing = find(project, name.strip())
    return existing or add(project, name)


def add(
    project: Project,
    name: str,
    *,
    service: str = "",
    anchor: str = "",
    attributes: Mapping[str, str] | None = None,
    note: str = "",
) -> Participant:
    """Add a participant; `anchor` is the date (ISO 8601) from which days of interviews are counted."""
    participant = Participant(
        id=project.new_id(),
        name=name.strip(),
        service=service.strip(),
        anchor=anchor.strip(),
        attributes=dict(attributes or {}),
        note=note,
    )
    with project.transaction("participants.add", f"added participant {participant.name}") as tx:
        tx.put("participants", participant)
    return participant


def describe(
    project: Project,
    participant: Participant,
    *,
    name: str | None = None,
    service: str | None = None,
    anchor: str | None = None,
    attributes: Mapping[str, str] | None = None,
    note: str | None = None,
) -> Participant:
    """Change fields of a participant; a new anchor recounts the days of dated interviews."""
    changed = msgspec.structs.replace(
        participant,
        name=participant.name if name is None else name.strip(),
        service=participant.service if service is None else service.strip(),
        anchor=participant.anchor if anchor is None else anchor.strip(),
        attributes=participant.attributes if attributes is None else dict(attributes),
        note=participant.note if note is None else note,
    )
    with project.transaction("participants.describe", f"described participant {changed.name}") as tx:
        tx.put("participants", changed)
        if changed.anchor != participant.anchor:
            _count_again(project, tx, participant, changed)
    return changed


def _count_again(project: Project, tx: Pending, before: Participant, after: Participant) -> None:
    """Recount days that are missing or were counted from the old anchor; others stay."""
    check_date(after.anchor)
    for source in project.referrers(after.id, "sources"):
        day = days_between(after.anchor, source.date)
        if day is not None and source.day in (None, days_between(before.anchor, source.date)):
            tx.put("sources", msgspec.structs.replace(source, day=day))


def check_date(text: str) -> None:
    """Raise Invalid unless the text is empty or a date such as 2024-09-30."""
    if not is_date(text):
        raise Invalid("Not a date", f"“{text}”", "Write it as 2024-09-30.")


def rename(project: Project, participant: Participant, name: str) -> Participant:
    """Rename a participant."""
    changed = msgspec.structs.replace(participant, name=name.strip())
    label = f"renamed participant {participant.name} to {changed.name}"
    with project.transaction("participants.rename", label) as tx:
        tx.put("participants", changed)
    return changed


def set_field(project: Project, people: Sequence[Participant], field: str, value: str) -> int:
    """Set the service, the anchor, the note or an attribute of several participants; return how many.

    `field` is `service`, `anchor`, `note`, or `attribute:age`, where "" removes the attribute.
    """
    value = value.strip()
    name = field.removeprefix(ATTRIBUTE).strip()
    if not name:
        raise Invalid("An attribute needs a name")
    if not field.startswith(ATTRIBUTE) and field not in OWN_FIELDS:
        raise Invalid("There is no such field of a participant that can be edited", field)
    count = f"{len(people)} participants" if len(people) != 1 else people[0].name
    with project.transaction("participants.tell_of", f"set {name} of {count}"):
        for person in [project.participants[participant.id] for participant in people]:
            if field == "service":
                describe(project, person, service=value)
            elif field == "anchor":
                describe(project, person, anchor=value)
            elif field == "note":
                describe(project, person, note=value)
            else:
                others = {key: text for key, text in person.attributes.items() if key != name}
                describe(project, person, attributes={**person.attributes, name: value} if value else others)
    return len(people)


def rename_attribute(project: Project, name: str, to: str) -> int:
    """Rename an attribute of all participants; return how many have it."""
    to = to.strip()
    holders = [participant for participant in project.participants.values() if name in participant.attributes]
    both = [holder.name for holder in holders if to in holder.attributes and to != name]
    if both or not to:
        detail = f"{', '.join(both)} has both" if both else "An attribute needs a name"
        raise Invalid(f"The attribute {name} cannot be renamed", detail, "Nothing was changed.")
    with project.transaction("participants.rename_attribute", f"renamed attribute {name} to {to}"):
        for holder in holders:
            renamed = {to if key == name else key: text for key, text in holder.attributes.items()}
            describe(project, holder, attributes=renamed)
    return len(holders)


def remove_attribute(project: Project, name: str) -> int:
    """Remove an attribute from all participants; return how many had it."""
    holders = [participant for participant in project.participants.values() if name in participant.attributes]
    with project.transaction("participants.remove_attribute", f"deleted attribute {name}"):
        for holder in holders:
            describe(
                project, holder, attributes={key: text for key, text in holder.attributes.items() if key != name}
            )
    return len(holders)


# Merge and remove


class Merged(NamedTuple):
    """The remaining participant; `doubles` are interviews that now share a wave with another."""

    participant: Participant
    doubles: tuple[Source, ...]


def merge(project: Project, participant: Participant, into: Participant, reason: str = "") -> Merged:
    """Merge a participant into another, who keeps their own name and service.

    Raises Invalid, naming the conflicts, if both have a cell of the same level and wave, a
    note on the same change, or an entry for the same wave in the attrition register.
    """
    if participant.id == into.id:
        raise Invalid("A participant cannot be merged into itself", participant.name)
    clashes = _clashes(project, participant, into)
    if clashes:
        raise Invalid(
            f"{participant.name} and {into.name} cannot be merged yet",
            "Both have " + "; ".join(clashes) + ".",
            "Decide which of the two is right, delete the other, and merge again. Nothing was changed.",
        )
    label = f"merged participant {participant.name} into {into.name}"
    with project.transaction("participants.merge", label, reason) as tx:
        changed = msgspec.structs.replace(
            into,
            service=into.service or participant.service,
            anchor=into.anchor or participant.anchor,
            attributes={**participant.attributes, **into.attributes},
            note="\n\n".join(filter(None, (into.note, participant.note))),
        )
        tx.put("participants", changed)
        for memo in project.memos_on(participant.id):
            tx.put("memos", msgspec.structs.replace(memo, target=into.id))
        repoint(project, tx, "participants", participant.id, into.id)
        tx.remove("participants", participant.id)
    doubles = tuple(
        source for source in project.referrers(into.id, "sources") if same_wave_interviews(project, source)
    )
    return Merged(changed, doubles)


def _clashes(project: Project, participant: Participant, other: Participant) -> list[str]:
    """Return the conflicting records of two participants, in words."""
    conflicts = []
    for table in ("cells", "change_notes", "attrition"):
        places = {_place(record) for record in project.referrers(other.id, table)}
        for record in project.referrers(participant.id, table):
            if _place(record) in places:
                conflicts.append(_describe_record(project, record))
    return conflicts


def _place(record: LevelCell | ChangeNote | Attrition) -> tuple[str | None, ...]:
    """Return the key that must be unique for a participant."""
    if isinstance(record, LevelCell):
        return record.level, record.wave
    if isinstance(record, ChangeNote):
        return record.first, record.then, record.level, record.code
    return (record.wave,)


def _describe_record(project: Project, record: LevelCell | ChangeNote | Attrition) -> str:
    if isinstance(record, LevelCell):
        return f"a cell “{project.levels[record.level].name}” at {project.waves[record.wave].name}"
    if isinstance(record, ChangeNote):
        about = project.levels.get(record.level or "") or project.codes.get(record.code or "")
        where = f" on “{about.name}”" if about else ""
        return f"a change note from {project.waves[record.first].name} to {project.waves[record.then].name}{where}"
    where = f" for {project.waves[record.wave].name}" if record.wave else ""
    return f"an entry of the attrition register{where}"


def references(project: Study, participant: Participant) -> str:
    """Return counts of the records that keep a participant from being removed; "" for none."""
    return describe_references(project, participant.id, HELD)


def remove(project: Project, participant: Participant) -> None:
    """Remove an unused participant and their memos; Invalid if other records refer to them."""
    held = references(project, participant)
    if held:
        raise Invalid(
            f"{participant.name} cannot be deleted",
            f"{participant.name} still has {held}.",
            "Delete these first, assign them to another participant, or merge the two. Nothing was changed.",
        )
    with project.transaction("participants.remove", f"deleted participant {participant.name}") as tx:
        for memo in project.memos_on(participant.id):
            tx.remove("memos", memo.id)
        tx.remove("participants", participant.id)


def describe_references(project: Study, id: str, tables: Mapping[str, tuple[str, str]]) -> str:
    """Return counts of the records that refer to a record: `2 interviews, 1 change note`; "" for none."""
    counts = {table: len({record.id for record in project.referrers(id, table)}) for table in tables}
    return ", ".join(f"{many} {tables[table][many != 1]}" for table, many in counts.items() if many)
