"""Step 3: condensates and what they rest on: units used and unused, sentences without support, who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from coder.analysis.method.points import OpenPoint
from coder.analysis.method.units import groups, in_order, participants_of, subgroups, units_below
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup, Condensate, Sentence
from coder.model.participant import Participant
from coder.model.segment import GOLD
from coder.project.merge_artifacts import condensate_of, group_of
from coder.project.operations.condensates import group_above
from coder.project.ordering import subtree
from coder.project.study import Study
from coder.text.phrases import NO_UNIT, format_count, format_units


class Place(NamedTuple):
    """A code that a condensate is written for, or was: a subgroup, or a group without any.

    `group` is None where the code lies in no code group any more.
    """

    code: Code
    group: CodeGroup | None

    @property
    def residual(self) -> bool:
        return self.group is not None and self.group.residual


class Gone(NamedTuple):
    """A unit that is linked to a sentence (`number` from 1) and is not, or no longer, a unit of the subgroup."""

    number: int
    sentence: Sentence
    segment: str


def places(study: Study) -> list[Place]:
    """Where condensates are written, in the order of the groups; then the codes that have one and lie elsewhere."""
    found = [
        Place(code, group)
        for group in groups(study)
        for code in (subgroups(study, group) or [study.codes[group.code]])
    ]
    known = {place.code.id for place in found}
    others = [one.code for one in study.condensates.values() if one.code not in known]
    return [*found, *(Place(study.codes[code], group_above(study, study.codes[code])) for code in others)]


class Condensing:
    """A subgroup and its condensate at one moment; each answer is worked out once, when it is asked for."""

    def __init__(self, study: Study, code: Code) -> None:
        self.study, self.code = study, code
        self.condensate: Condensate | None = condensate_of(study, code.id)
        self.units: set[str] = units_below(study, code)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return self.condensate.sentences if self.condensate is not None else ()

    @cached_property
    def uses(self) -> dict[str, list[int]]:
        """Each linked segment → the numbers (from 1) of the sentences that it supports."""
        found: dict[str, list[int]] = {}
        for number, sentence in enumerate(self.sentences, 1):
            for unit in sentence.units:
                found.setdefault(unit, []).append(number)
        return found

    @cached_property
    def used(self) -> set[str]:
        """The units of the subgroup that support a sentence."""
        return self.units & self.uses.keys()

    @cached_property
    def unused(self) -> set[str]:
        return self.units - self.uses.keys()

    @cached_property
    def gone(self) -> list[Gone]:
        """What is linked and has left the subgroup, or never was in it, by sentence."""
        return [
            Gone(number, sentence, unit)
            for number, sentence in enumerate(self.sentences, 1)
            for unit in sentence.units
            if unit not in self.units
        ]

    def bare(self, sentence: Sentence) -> bool:
        """Whether no unit of the subgroup supports a sentence."""
        return not any(unit in self.units for unit in sentence.units)

    @cached_property
    def without_support(self) -> list[int]:
        """The numbers (from 1) of the sentences that no unit of the subgroup supports."""
        return [number for number, sentence in enumerate(self.sentences, 1) if self.bare(sentence)]

    @cached_property
    def contributing(self) -> list[Participant]:
        """Who gave the units that support the condensate, by name."""
        return self._named(participants_of(self.study, self.used))

    @cached_property
    def missing(self) -> list[Participant]:
        """Who gave units to the subgroup, and none of them supports the condensate, by name."""
        there = participants_of(self.study, self.units)
        return self._named(there - participants_of(self.study, self.used))

    def _named(self, ids: set[str]) -> list[Participant]:
        return sorted((self.study.participants[id] for id in ids), key=lambda one: one.name.casefold())

    @cached_property
    def gold(self) -> set[str]:
        """The units of the subgroup that a coder marked as gold quotation under it."""
        study = self.study
        return {
            study.codings[id].segment
            for code in subtree(study, self.code)
            for id in study.codings_with(code.id)
            if study.codings[id].mark == GOLD
        }

    def in_reading_order(self) -> list[str]:
        """All units: the unused ones first, then the used ones, each as one would read them."""
        return [*in_order(self.study, self.unused), *in_order(self.study, self.used)]

    @property
    def state(self) -> str:
        """How far it is, in words: "condensate written, 2 of 9 units unused"."""
        if self.condensate is None:
            return f"no condensate, {format_units(len(self.units))}"
        parts = ["condensate written"]
        if self.unused:
            parts.append(f"{len(self.unused):,} of {format_units(len(self.units))} unused")
        elif self.units:
            parts.append(f"all {len(self.units):,} units used" if len(self.units) > 1 else "its unit used")
        else:
            parts.append(NO_UNIT)
        if self.without_support:
            parts.append(f"{format_count(len(self.without_support), 'sentence')} without support")
        if self.gone:
            parts.append(f"{format_units(len({one.segment for one in self.gone}))} left")
        return ", ".join(parts)


def open_points(study: Study) -> Iterator[OpenPoint]:
    """What is open in the condensation of each subgroup; the residual group is not condensed."""
    for place in places(study):
        if not place.residual:
            yield from points_of(study, place)


def points_of(study: Study, place: Place) -> Iterator[OpenPoint]:
    """What is open in the condensation of one subgroup."""
    found = Condensing(study, place.code)
    name = f"‘{place.code.name}’"

    def point(text: str) -> OpenPoint:
        return OpenPoint(3, text, "condense", place.code.id)

    if found.condensate is None:
        if found.units and group_of(study, place.code.id) is None:  # of a group without subgroups: see step 2
            yield point(f"{name} has no condensate")
        return
    if place.group is None:
        yield point(f"the condensate of {name} lies in no code group")
    if found.without_support:
        numbers = found.without_support
        which = f"sentence {numbers[0]}" if len(numbers) == 1 else f"{len(numbers)} sentences"
        yield point(f"{which} of the condensate of {name}: no unit")
    if found.gone:
        units = len({one.segment for one in found.gone})
        yield point(f"{format_units(units)} linked to the condensate of {name} left the subgroup")
    if found.unused:
        yield point(f"{len(found.unused):,} of {format_units(len(found.units))} of {name} unused")
    if found.missing and found.used:
        who = ", ".join(one.name for one in found.missing)
        verb = "supports" if len(found.missing) == 1 else "support"
        yield point(f"no unit of {who} {verb} the condensate of {name}")
    if found.units and not found.gold:
        yield point(f"{name} has no gold quotation")
