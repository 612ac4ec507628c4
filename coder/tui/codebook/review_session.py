"""A review of a code's units, without a screen: where it is, what became of each unit, what can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from coder.model.codebook import Code
from coder.model.segment import Segment
from coder.project import Project
from coder.project.ordering import by_order, subtree
from coder.project.paths import path_of

KEYS = range(1, 10)


class Unit(NamedTuple):
    """A coding that is looked at, and its segment as it was when the review began."""

    coding: str
    segment: Segment


class Goal(NamedTuple):
    """Where a key sends a unit: a code, or the path of one that is made when it is first needed."""

    path: str
    id: str = ""


class Act(NamedTuple):
    """What one undo takes back: the unit it was done to, and what was said of that before."""

    place: int
    fate: str


@dataclass
class Review:
    """The units of a code and how far one is; with `into`, key 1 splits a unit off to that code, for `reason`."""

    code: Code
    units: list[Unit]
    goals: dict[int, Goal]
    into: str = ""
    reason: str = ""
    at: int = 0
    fates: dict[int, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)

    @property
    def unit(self) -> Unit:
        return self.units[self.at]

    def step(self, by: int) -> bool:
        """Go on or back; tells whether there was a unit to go to."""
        there = 0 <= self.at + by < len(self.units)
        self.at += by if there else 0
        return there

    def did(self) -> None:
        """Something was done to this unit that can be taken back."""
        self.acts.append(Act(self.at, self.fates.get(self.at, "")))
        self.undone.clear()

    def turn(self, back: bool) -> None:
        """The last act was taken back, or done again: go to its unit."""
        come, gone = (self.acts, self.undone) if back else (self.undone, self.acts)
        act = come.pop()
        gone.append(Act(act.place, self.fates.pop(act.place, "")))
        self.at = act.place
        if act.fate:
            self.fates[act.place] = act.fate

    def key_for(self, goal: Goal) -> int | None:
        """The key that leads there, or a free one; None when all are taken."""
        for key, one in self.goals.items():
            if (one.id and one.id == goal.id) or (not goal.id and one.path == goal.path):
                return key
        return next((key for key in KEYS if key not in self.goals), None)

    def left(self) -> None:
        """Somebody went elsewhere: what is done there is not for this review to take back."""
        self.acts.clear()
        self.undone.clear()


def begin(project: Project, code: Code, into: str = "", reason: str = "") -> Review | None:
    """A review of a code's units; None when it has none. The quick keys lead where they lead elsewhere."""
    goals = {1: Goal(into)} if into else {}
    for one in project.codes.values():
        if one.quick and one.id != code.id and not one.archived:
            goals.setdefault(one.quick, Goal(path_of(project, one), one.id))
    units = units_of(project, code)
    return Review(code, units, goals, into, reason) if units else None


def units_of(project: Project, code: Code) -> list[Unit]:
    """The units of a code in the order of the texts; where it has none of its own, those of the codes below."""
    ids = list(project.codings_with(code.id))
    if not ids:
        ids = [id for one in subtree(project, code) for id in project.codings_with(one.id)]
    found = [Unit(id, project.segments[project.codings[id].segment]) for id in ids]

    def place(unit: Unit) -> tuple[int, str, int, int, str]:
        source = project.sources[unit.segment.source]
        return *by_order(source), unit.segment.start, unit.segment.end, unit.coding

    return sorted(found, key=place)
