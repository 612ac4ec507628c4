"""Step 3: condensates and their evidence: used and unused units, unsupported sentences, missing participants."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.units import (
    groups_in_order,
    participants_of,
    subgroups,
    units_below,
    units_in_order,
)
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup, Condensate, Sentence
from coder.model.participant import Participant
from coder.model.source import GOLD
from coder.project.merge_artifacts import condensate_of, group_of
from coder.project.operations.condensates import group_above
from coder.project.study import Study, by_name, subtree
from coder.text.phrases import NO_UNIT, format_count, format_list, format_units


class Target(NamedTuple):
    """A code to write a condensate for, or with one: a subgroup, or a group without subgroups.

    `group` is None if the code is no longer in a code group.
    """

    code: Code
    group: CodeGroup | None

    @property
    def residual(self) -> bool:
        return self.group is not None and self.group.residual


class OutsideUnit(NamedTuple):
    """A unit linked to a sentence (`number` from 1) that is not, or no longer, in the subgroup."""

    number: int
    sentence: Sentence
    segment: str


def targets(study: Study) -> list[Target]:
    """Return the codes to condense in the order of the groups, then other codes that have a condensate."""
    in_groups = [
        Target(code, group)
        for group in groups_in_order(study)
        for code in (subgroups(study, group) or [study.codes[group.code]])
    ]
    known = {target.code.id for target in in_groups}
    others = [
        study.codes[condensate.code] for condensate in study.condensates.values() if condensate.code not in known
    ]
    return [*in_groups, *(Target(code, group_above(study, code)) for code in others)]


class Condensation:
    """A subgroup and its condensate at one moment; derived values are cached."""

    def __init__(self, study: Study, code: Code) -> None:
        self.study, self.code = study, code
        self.condensate: Condensate | None = condensate_of(study, code.id)
        self.units: set[str] = units_below(study, code)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.condensate.sentences if self.condensate is not None else ()

    @cached_property
    def uses(self) -> dict[str, list[int]]:
        """Linked segment → the numbers (from 1) of the sentences that it supports."""
        numbers: dict[str, list[int]] = {}
        for number, sentence in enumerate(self.sentences, 1):
            for unit in sentence.units:
                numbers.setdefault(unit, []).append(number)
        return numbers

    @cached_property
    def used(self) -> set[str]:
        """The units of the subgroup that support a sentence."""
        return self.units & self.uses.keys()

    @cached_property
    def unused(self) -> set[str]:
        return self.units - self.uses.keys()

    @cached_property
    def outside(self) -> list[OutsideUnit]:
        """The linked units that are not in the subgroup, by sentence."""
        return [
            OutsideUnit(number, sentence, unit)
            for number, sentence in enumerate(self.sentences, 1)
            for unit in sentence.units
            if unit not in self.units
        ]

    def is_unsupported(self, sentence: Sentence) -> bool:
        """Return whether no unit of the subgroup supports a sentence."""
        return not any(unit in self.units for unit in sentence.units)

    @cached_property
    def unsupported(self) -> list[int]:
        """The numbers (from 1) of the sentences that no unit of the subgroup supports."""
        return [number for number, sentence in enumerate(self.sentences, 1) if self.is_unsupported(sentence)]

    @cached_property
    def contributing(self) -> list[Participant]:
        """The participants whose units support the condensate, by name."""
        return self._participants(participants_of(self.study, self.used))

    @cached_property
    def missing(self) -> list[Participant]:
        """The participants with units in the subgroup, none of which supports the condensate, by name."""
        return self._participants(participants_of(self.study, self.units) - participants_of(self.study, self.used))

    def _participants(self, ids: set[str]) -> list[Participant]:
        return sorted((self.study.participants[id] for id in ids), key=by_name)

    @cached_property
    def gold(self) -> set[str]:
        """The units of the subgroup that a coder marked as gold quotation."""
        study = self.study
        return {
            study.codings[id].segment
            for code in subtree(study, self.code)
            for id in study.codings_with(code.id)
            if study.codings[id].mark == GOLD
        }

    def units_in_order(self) -> list[str]:
        """Return the unused units, then the used ones, each in reading order."""
        return [*units_in_order(self.study, self.unused), *units_in_order(self.study, self.used)]

    @property
    def state(self) -> str:
        """The progress in words: "condensate written, 2 of 9 units unused"."""
        if self.condensate is None:
            return f"no condensate, {format_units(len(self.units))}"
        parts = ["condensate written"]
        if self.unused:
            parts.append(f"{len(self.unused):,} of {format_units(len(self.units))} unused")
        elif self.units:
            parts.append(f"all {len(self.units):,} units used" if len(self.units) > 1 else "its unit used")
        else:
            parts.append(NO_UNIT)
        if self.unsupported:
            parts.append(f"{format_count(len(self.unsupported), 'sentence')} without support")
        if self.outside:
            parts.append(f"{format_units(len({unit.segment for unit in self.outside}))} no longer in the subgroup")
        return ", ".join(parts)


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield the gaps in each condensate; residual groups are not condensed."""
    for target in targets(study):
        if not target.residual:
            yield from points_of(study, target)


def points_of(study: Study, target: Target) -> Iterator[OpenPoint]:
    """Yield the gaps in the condensate of one subgroup."""
    state = Condensation(study, target.code)
    name = f"‘{target.code.name}’"

    def point(text: str) -> OpenPoint:
        return OpenPoint(3, text, Kind.CONDENSATE, target.code.id)

    if state.condensate is None:
        if state.units and group_of(study, target.code.id) is None:  # a group without subgroups is a point of step 2
            yield point(f"{name} has no condensate")
        return
    if target.group is None:
        yield point(f"the condensate of {name} is in no code group")
    if state.unsupported:
        numbers = state.unsupported
        sentences = f"sentence {numbers[0]} has" if len(numbers) == 1 else f"{len(numbers)} sentences have"
        yield point(f"{sentences} no unit in the condensate of {name}")
    if state.outside:
        units = len({unit.segment for unit in state.outside})
        verb = "is" if units == 1 else "are"
        yield point(f"{format_units(units)} linked to the condensate of {name} {verb} no longer in the subgroup")
    if state.unused:
        yield point(f"{len(state.unused):,} of {format_units(len(state.units))} of {name} unused")
    if state.missing and state.used:
        names = format_list(participant.name for participant in state.missing)
        yield point(f"no unit from {names} supports the condensate of {name}")
    if state.units and not state.gold:
        yield point(f"{name} has no gold quotation")
