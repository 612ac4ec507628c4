"""The state of a review: the units of a code, the position, what became of each unit, what can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from coder.model.codebook import Code
from coder.model.source import Segment
from coder.project import Project
from coder.project.study import by_order, path_of, subtree

KEYS = range(1, 10)


class Unit(NamedTuple):
    """A coding under review, and its segment as it was when the review began."""

    coding: str
    segment: Segment


class Goal(NamedTuple):
    """The code that a key recodes a unit to; without an id, the path of a code that is created when first needed."""

    path: str
    id: str = ""


class Act(NamedTuple):
    """One undoable act: the index of its unit, and the fate of the unit before it."""

    unit: int
    fate: str


@dataclass
class Review:
    """The units of a code and the position among them.

    With `into`, key 1 splits a unit off to that code, for `reason`. `fates`: index of a unit → what became of it.
    """

    code: Code
    units: list[Unit]
    goals: dict[int, Goal]
    into: str = ""
    reason: str = ""
    index: int = 0
    fates: dict[int, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        return self.units[self.index]

    def step(self, by: int) -> bool:
        """Move by a number of units; return False at the end."""
        inside = 0 <= self.index + by < len(self.units)
        self.index += by if inside else 0
        return inside

    def record(self) -> None:
        """Record an act on this unit for undo."""
        self.acts.append(Act(self.index, self.fates.get(self.index, "")))
        self.undone.clear()

    def turn(self, back: bool) -> None:
        """Follow an undo (or redo) of the last act: move to its unit and restore its fate."""
        source, target = (self.acts, self.undone) if back else (self.undone, self.acts)
        act = source.pop()
        target.append(Act(act.unit, self.fates.pop(act.unit, "")))
        self.index = act.unit
        if act.fate:
            self.fates[act.unit] = act.fate

    def key_for(self, goal: Goal) -> int | None:
        """Return the key of a goal, or a free one; None when all are taken."""
        for key, other in self.goals.items():
            if (other.id and other.id == goal.id) or (not goal.id and other.path == goal.path):
                return key
        return next((key for key in KEYS if key not in self.goals), None)

    def left(self) -> None:
        """Clear the local undo stack on leaving."""
        self.acts.clear()
        self.undone.clear()


def begin(project: Project, code: Code, into: str = "", reason: str = "") -> Review | None:
    """Return a review of a code's units, None if it has none; the quick keys are those of the codes."""
    goals = {1: Goal(into)} if into else {}
    for other in project.codes.values():
        if other.quick and other.id != code.id and not other.archived:
            goals.setdefault(other.quick, Goal(path_of(project, other), other.id))
    units = units_of(project, code)
    return Review(code, units, goals, into, reason) if units else None


def units_of(project: Project, code: Code) -> list[Unit]:
    """Return the units of a code in the order of the texts; of a code without units, those of the codes below."""
    ids = list(project.codings_with(code.id))
    if not ids:
        ids = [id for below in subtree(project, code) for id in project.codings_with(below.id)]
    units = [Unit(id, project.segments[project.codings[id].segment]) for id in ids]

    def position(unit: Unit) -> tuple[int, str, int, int, str]:
        source = project.sources[unit.segment.source]
        return *by_order(source), unit.segment.start, unit.segment.end, unit.coding

    return sorted(units, key=position)
