"""What the screen of condensates lists: subgroups with their state, and the units of one with their use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from rich.text import Text

from coder.analysis.method.condensates import Condensation, Target, targets
from coder.analysis.method.units import group_name, participant_and_wave, units_in_order
from coder.model.segment import GOLD, MARKS
from coder.project import Project, drafts
from coder.project.merge_artifacts import condensate_of
from coder.text.cells import cut, printable
from coder.tui.synthesis.condensate_editor import KIND
from coder.tui.synthesis.unit_cards import UnitDeck

MADE, LEFT, USED, HERE = "≈", "⚠", "✓", "●"


class PlacesDeck:
    """Two lines for each subgroup: where it is, and how far its condensate is."""

    lines = 2

    def __init__(self, project: Project) -> None:
        self._project = project
        self.places: list[Target] = targets(project)
        self.height = len(self.places)
        self._states: dict[str, Condensation] = {}

    def _state(self, row: int) -> Condensation:
        code = self.places[row].code
        if code.id not in self._states:
            self._states[code.id] = Condensation(self._project, code)
        return self._states[code.id]

    def row_of(self, code: str) -> int:
        """The row of a code; 0 where it is not listed."""
        return next((row for row, place in enumerate(self.places) if place.code.id == code), 0)

    def card(self, row: int, width: int) -> Sequence[Text]:
        place, project = self.places[row], self._project
        state = self._state(row).state
        if place.code.id in self._typed:
            state += ", typed and not saved"
        return [Text(cut(printable(named(project, place)), width)), Text(cut(state, width), "not bold dim")]

    @cached_property
    def _typed(self) -> set[str]:
        """The codes with a draft; looked for once, since the folder may be far away."""
        return {draft.target for draft in drafts.prose_drafts(self._project) if draft.kind == KIND}

    @property
    def made(self) -> int:
        """How many condensates there are."""
        return sum(self.mark(row) == MADE for row in range(self.height))

    @property
    def asked(self) -> int:
        """How many there are to be; the residual group needs none."""
        return sum(not place.residual or self.mark(row) == MADE for row, place in enumerate(self.places))

    def mark(self, row: int) -> str:
        return MADE if condensate_of(self._project, self.places[row].code.id) is not None else " "


def named(project: Project, place: Target) -> str:
    """A subgroup below its code group."""
    if place.group is None:
        return f"{place.code.name} (in no code group)"
    if place.group.code == place.code.id:
        return place.code.name
    return f"{group_name(project, place.group)} / {place.code.name}"


class UseDeck(UnitDeck):
    """Units that have left first, then those without use, then the others; each with the sentences it supports.

    `here` are the units of the sentence that one is in.
    """

    def __init__(self, project: Project, found: Condensation) -> None:
        self.found = found
        self.here: frozenset[str] = frozenset()
        gone = units_in_order(project, {one.segment for one in found.outside})
        super().__init__(project, [*gone, *found.units_in_order()])

    def mark(self, row: int) -> str:
        unit = self.units[row]
        if unit in self.here:
            return HERE
        return LEFT if unit not in self.found.units else USED if unit in self.found.uses else " "

    def card(self, row: int, width: int) -> Sequence[Text]:
        lines = super().card(row, width)
        if self.units[row] in self.here:
            for line in lines:
                line.stylize("bold")
        return lines

    def use(self, unit: str) -> str:
        """What a unit supports, in words."""
        numbers = self.found.uses.get(unit, [])
        said = f"{'sentence' if len(numbers) == 1 else 'sentences'} {', '.join(map(str, numbers))}" if numbers else ""
        if unit not in self.found.units:
            return f"left the subgroup; linked to {said}" if said else "left the subgroup"
        return f"{USED} {said}" if said else "no use yet"

    def _about(self, id: str, width: int) -> Text:
        project = self._project
        participant, wave = participant_and_wave(project, id)
        source = project.sources[project.segments[id].source]
        parts = [participant.name if participant else source.name, wave.name if wave else "", self.use(id)]
        about = Text(f"{MARKS[GOLD]} " if id in self.found.gold else "", "bold")
        about.append(cut(printable(" · ".join(filter(None, parts))), max(1, width - len(about))), "not bold dim")
        return about
