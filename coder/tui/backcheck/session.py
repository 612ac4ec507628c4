"""A walk through what is to be checked: what it goes through, where it is, and what can be taken back inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from coder.analysis.method.staleness import STATES, state_of
from coder.analysis.method.synthesis import Synthesis, Tally
from coder.analysis.method.units import units_in_order
from coder.model.condensation import UNIT_CHECK
from coder.project import Project


@dataclass
class Walk:
    """The units (ids) or claims (keys of sentences) of a group: stale ones first, then open ones, then the rest.

    `states` says what each is now. `counter` and `against` are what was said of the claim before its verdict.
    """

    kind: str
    group: str
    items: list[str]
    states: dict[str, str]
    at: int = 0
    acts: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)  # with what is gone, in case it comes back
    counter: dict[str, bool] = field(default_factory=dict)
    against: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _tally: Tally | None = None  # counted once until something is told

    @property
    def item(self) -> str:
        """What the walk is at; "" where nothing is left."""
        return self.items[self.at] if self.items else ""

    @property
    def tally(self) -> Tally:
        if self._tally is None:
            count = Counter(self.states.get(item, "open") for item in self.items)
            self._tally = Tally(count["done"], count["open"], count["stale"])
        return self._tally

    def tell(self, item: str, state: str) -> None:
        """One of the items is in this state now."""
        self.states[item] = state
        self._tally = None

    def step(self, by: int) -> bool:
        """Go on or back; tells whether there was something to go to."""
        there = 0 <= self.at + by < len(self.items)
        self.at += by if there else 0
        return there

    def to_do(self) -> int | None:
        """The place of the next that is stale or open, from the one after this on; None when all is done."""
        places = [*range(self.at + 1, len(self.items)), *range(self.at + 1)]
        return next((place for place in places if self.states.get(self.items[place]) != "done"), None)

    def did(self, item: str) -> None:
        """Something was done to a unit or claim that can be taken back."""
        self.acts.append(item)
        self.undone.clear()

    def turn(self, back: bool) -> None:
        """The last act was taken back, or done again: go to where it was."""
        come, gone = (self.acts, self.undone) if back else (self.undone, self.acts)
        item = come.pop()
        gone.append(item)
        self.at = self.items.index(item) if item in self.states else self.at

    def left(self) -> None:
        """Somebody went elsewhere: what is done there is not for this walk to take back."""
        self.acts.clear()
        self.undone.clear()

    def keep_only(self, states: dict[str, str]) -> None:
        """Other states; what is gone is not walked to any more, and what is new comes last."""
        here = self.items[self.at] if self.items else ""
        self.order = list(dict.fromkeys([*(self.order or self.items), *states]))
        self.items = [item for item in self.order if item in states]
        self.states = states
        self._tally = None
        self.at = self.items.index(here) if here in states else max(0, min(self.at, len(self.items) - 1))


def states_of(found: Synthesis, kind: str) -> dict[str, str]:
    """Each unit of a group (by id), or each sentence of its analytic text (by key), with its state."""
    if kind == UNIT_CHECK:
        return {id: state_of(given) for id, given in found.units.items()}
    return {claim.sentence.key: claim.state for claim in found.claims}


def begin(project: Project, found: Synthesis, kind: str, first: str = "") -> Walk | None:
    """A walk through a group's units or claims, perhaps beginning at one of them; None where there are none."""
    states = states_of(found, kind)
    ordered: Sequence[str] = units_in_order(project, states) if kind == UNIT_CHECK else list(states)
    items = sorted(ordered, key=lambda item: STATES.index(states[item]))
    if not items:
        return None
    at = items.index(first) if first in states else 0
    return Walk(kind, found.group.id, items, states, at)
