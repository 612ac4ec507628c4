"""Waves: add, describe, move, remove."""

from __future__ import annotations

import re

import msgspec

from coder.errors import Invalid
from coder.model.participant import Wave
from coder.project.operations.participants import HELD, describe_references
from coder.project.project import Project
from coder.project.study import Study, waves_in_order


def find(project: Study, name: str) -> Wave | None:
    """Return the wave with this name (case-insensitive), if there is one."""
    return next((project.waves[id] for id in project.rules.named("waves", name)), None)


def ensure(project: Project, name: str) -> Wave:
    """Return the wave with this name, created if there is none."""
    existing = find(project, name.strip())
    return existing or add(project, name)


def add(project: Project, name: str, *, first_day: int | None = None, last_day: int | None = None) -> Wave:
    """Add a wave at the end, with its window of days, inclusive."""
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


def describe(
    project: Project,
    wave: Wave,
    *,
    name: str | None = None,
    first_day: int | msgspec.UnsetType | None = msgspec.UNSET,
    last_day: int | msgspec.UnsetType | None = msgspec.UNSET,
    later: int = 0,
) -> Wave:
    """Give a wave another name or window (None: no limit), or move it `later` places (below 0: earlier)."""
    changed = msgspec.structs.replace(
        wave,
        name=wave.name if name is None else name.strip(),
        first_day=wave.first_day if first_day is msgspec.UNSET else first_day,
        last_day=wave.last_day if last_day is msgspec.UNSET else last_day,
    )
    if name:
        label = f"renamed wave {wave.name} to {changed.name}"
    else:
        label = f"moved wave {wave.name}" if changed == wave else f"set the window of wave {wave.name}"
    with project.transaction("waves.describe", label) as tx:
        tx.put("waves", changed)
        if later:
            move(project, changed, later)
    return project.waves[wave.id]


def move(project: Project, wave: Wave, by: int) -> bool:
    """Move a wave `by` places later (below 0: earlier); return whether it moved."""
    ordered = waves_in_order(project)
    at = ordered.index(wave)
    to = max(0, min(at + by, len(ordered) - 1))
    if to == at:
        return False
    ordered.insert(to, ordered.pop(at))
    with project.transaction("waves.move", f"moved wave {wave.name}") as tx:
        for order, member in enumerate(ordered, 1):
            tx.put("waves", msgspec.structs.replace(member, order=order))
    return True


_WINDOW = re.compile(r"\s*(-?\d{1,6})?\s*(?:\.\.|–|:|\bto\b)\s*(-?\d{1,6})?\s*")


def read_window(text: str) -> tuple[int | None, int | None]:
    """Parse a window as people write it, `335..395`, `..10`, "" for none; Invalid otherwise."""
    if not text.strip():
        return None, None
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise Invalid("Not a window of days", f"“{text}”", "Write the first and the last day, such as 335..395.")
    first, last = match.groups()
    return int(first) if first else None, int(last) if last else None


def remove(project: Project, wave: Wave) -> None:
    """Remove a wave; Invalid, with what uses it, if it is in use."""
    references = describe_references(project, wave.id, HELD)
    if references:
        raise Invalid(
            f"The wave {wave.name} cannot be deleted",
            f"It is used by {references}.",
            "First assign another wave to them, or delete them. Nothing was changed.",
        )
    with project.transaction("waves.remove", f"deleted wave {wave.name}") as tx:
        tx.remove("waves", wave.id)
