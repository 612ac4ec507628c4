"""Step 2 and the beginning of step 3: code groups, who gives units to them, what lies in none or in several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.method.points import OpenPoint
from coder.analysis.method.units import groups, loose_units, name_of, participants_of, subgroups, units_below
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.participant import Participant
from coder.project.study import Study
from coder.text.phrases import format_count

#: Lines that stand for no code: the units of a group in none of its subgroups, and those in no group.
LOOSE, NO_GROUP = "loose", "none"


class Coverage(NamedTuple):
    """A code group or (`code`) a subgroup of it, its units, who gave them, and who of the interviewed did not."""

    group: CodeGroup
    code: Code
    units: set[str]
    giving: list[Participant]
    silent: list[Participant]


def interviewed(study: Study) -> list[Participant]:
    """Those who gave an interview, by name."""
    ids = {source.participant for source in study.sources.values() if source.participant is not None}
    return sorted((study.participants[id] for id in ids), key=lambda one: one.name.casefold())


def coverage(study: Study, group: CodeGroup, code: Code | None = None) -> Coverage:
    """What a code group covers, or one of its subgroups."""
    code = code or study.codes[group.code]
    units = units_below(study, code)
    gave = participants_of(study, units)
    everybody = interviewed(study)
    return Coverage(
        group,
        code,
        units,
        [one for one in everybody if one.id in gave],
        [one for one in everybody if one.id not in gave],
    )


def groups_of(study: Study, segment: str, tops: dict[str, CodeGroup] | None = None) -> list[CodeGroup]:
    """The code groups that a unit is in, in no order; `tops`: the groups by their codes, where one asks often."""
    tops = {group.code: group for group in study.groups.values()} if tops is None else tops
    found: dict[str, CodeGroup] = {}
    for coding in study.codings_of(segment):
        above: str | None = coding.code
        while above is not None:
            if above in tops:
                found[tops[above].id] = tops[above]
            above = study.codes[above].parent
    return list(found.values())


def in_no_group(study: Study) -> set[str]:
    """Ids of the coded units that are in no code group."""
    sorted_in: set[str] = set()
    for group in study.groups.values():
        sorted_in |= units_below(study, study.codes[group.code])
    return set(study.index.segment_codings) - sorted_in


def in_several(study: Study) -> set[str]:
    """Ids of the units that are in more than one code group."""
    seen: set[str] = set()
    twice: set[str] = set()
    for group in study.groups.values():
        units = units_below(study, study.codes[group.code])
        twice |= seen & units
        seen |= units
    return twice


def open_points(study: Study) -> Iterator[OpenPoint]:
    """What has no unit, what is in no group, who gives nothing to one, what is left over, or in no subgroup."""
    if study.codings:
        for source in study.sources.values():
            if not any(study.index.segment_codings.get(id) for id in study.positions(source.id)):
                yield OpenPoint(2, f"{source.name} has no unit", "coding", source.id)
    if not study.groups:
        if study.codes:
            yield OpenPoint(2, "no code is a code group yet", "groups")
        return
    loose = {id for id in in_no_group(study) if study.codings_of(id)}
    if loose:
        yield OpenPoint(2, f"{format_count(len(loose), 'unit')} in no code group", "groups", part=NO_GROUP)
    for group in groups(study):
        yield from _of_group(study, group)


def _of_group(study: Study, group: CodeGroup) -> Iterator[OpenPoint]:
    name = name_of(study, group)
    found = coverage(study, group)
    if group.residual:
        if found.units:
            text = f"{format_count(len(found.units), 'unit')} in the residual group ‘{name}’"
            yield OpenPoint(2, text, "groups", group.id)
        return
    if not found.units:
        yield OpenPoint(2, f"‘{name}’ has no unit", "groups", group.id)
        return
    if found.silent:
        verb = "contributes" if len(found.silent) == 1 else "contribute"
        who = ", ".join(one.name for one in found.silent)
        yield OpenPoint(2, f"{who} {verb} to no unit in ‘{name}’", "groups", group.id)
    below = subgroups(study, group)
    if not below:
        yield OpenPoint(3, f"‘{name}’ has no subgroup", "groups", group.id)
    unsorted = loose_units(study, group)
    if unsorted:
        yield OpenPoint(
            3, f"{format_count(len(unsorted), 'unit')} of ‘{name}’ in no subgroup", "groups", group.id, LOOSE
        )
    for code in below:
        if not units_below(study, code):
            yield OpenPoint(3, f"subgroup ‘{code.name}’ of ‘{name}’ has no unit", "groups", code.id)
