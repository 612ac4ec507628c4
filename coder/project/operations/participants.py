"""Participants and waves: who was interviewed, and when."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from coder.model.participant import Participant, Wave
from coder.project.project import Project


def find(project: Project, name: str) -> Participant | None:
    """The participant with this name, case aside."""
    return next((project.participants[id] for id in project.rules.named("participants", name)), None)


def find_wave(project: Project, name: str) -> Wave | None:
    """The wave with this name, case aside."""
    return next((project.waves[id] for id in project.rules.named("waves", name)), None)


def ensure(project: Project, name: str) -> Participant:
    """The participant with this name, made if there is none."""
    found = find(project, name.strip())
    return found or add(project, name)


def ensure_wave(project: Project, name: str) -> Wave:
    """The wave with this name, made if there is none."""
    found = find_wave(project, name.strip())
    return found or add_wave(project, name)


def add(
    project: Project, name: str, *, service: str = "", attributes: Mapping[str, str] | None = None, note: str = ""
) -> Participant:
    """Add a participant."""
    participant = Participant(
        id=project.new_id(), name=name.strip(), service=service, attributes=dict(attributes or {}), note=note
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
    attributes: Mapping[str, str] | None = None,
    note: str | None = None,
) -> Participant:
    """Change what is known of a participant."""
    changed = msgspec.structs.replace(
        participant,
        name=participant.name if name is None else name.strip(),
        service=participant.service if service is None else service,
        attributes=participant.attributes if attributes is None else dict(attributes),
        note=participant.note if note is None else note,
    )
    with project.transaction("participants.describe", f"described participant {changed.name}") as tx:
        tx.put("participants", changed)
    return changed


def remove(project: Project, participant: Participant) -> None:
    """Remove a participant to whom no source belongs; the memos on them go too."""
    with project.transaction("participants.remove", f"removed participant {participant.name}") as tx:
        for memo in project.memos_on(participant.id):
            tx.remove("memos", memo.id)
        tx.remove("participants", participant.id)


def add_wave(project: Project, name: str, *, first_day: int | None = None, last_day: int | None = None) -> Wave:
    """Add a wave with its window of days."""
    wave = Wave(
        id=project.new_id(),
        name=name.strip(),
        order=1 + max((other.order for other in project.waves.values()), default=0),
        first_day=first_day,
        last_day=last_day,
    )
    with project.transaction("waves.add", f"added wave {wave.name}") as tx:
        tx.put("waves", wave)
    return wave


def remove_wave(project: Project, wave: Wave) -> None:
    """Remove a wave to which no source belongs."""
    with project.transaction("waves.remove", f"removed wave {wave.name}") as tx:
        tx.remove("waves", wave.id)
