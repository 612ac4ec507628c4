"""Step 2 and the start of step 3: code groups, who contributes units to them, units in no group or in several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.units import (
    group_name,
    groups_in_order,
    loose_units,
    participants_of,
    subgroups,
    units_below,
)
from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.participant import Participant
from coder.project.study import Study, by_name
from coder.text.phrases import format_count, format_list

#: Rows without a code: the units of a group in none of its subgroups, and the units in no group.
LOOSE, NO_GROUP = "loose", "none"


class Coverage(NamedTuple):
    """Units of a code group or (`code`) of one of its subgroups, and which interviewed participants gave them."""

    group: CodeGroup
    code: Code
    units: set[str]
    contributing: list[Participant]
    missing: list[Participant]


def interviewed_participants(study: Study) -> list[Participant]:
    """Return the participants with an interview, by name."""
    ids = {source.participant for source in study.sources.values() if source.participant is not None}
    return sorted((study.participants[id] for id in ids), key=by_name)


def coverage(study: Study, group: CodeGroup, code: Code | None = None) -> Coverage:
    """Return the coverage of a code group, or of one of its subgroups."""
    code = code or study.codes[group.code]
    units = units_below(study, code)
    contributing = participants_of(study, units)
    interviewed = interviewed_participants(study)
    return Coverage(
        group,
        code,
        units,
        [participant for participant in interviewed if participant.id in contributing],
        [participant for participant in interviewed if participant.id not in contributing],
    )


def groups_of(study: Study, segment: str, by_code: dict[str, CodeGroup] | None = None) -> list[CodeGroup]:
    """Return the code groups of a unit, unordered; `by_code`: all groups by their codes, to save repeated work."""
    by_code = {group.code: group for group in study.groups.values()} if by_code is None else by_code
    groups: dict[str, CodeGroup] = {}
    for coding in study.codings_of(segment):
        code: str | None = coding.code
        while code is not None:
            if code in by_code:
                groups[by_code[code].id] = by_code[code]
            code = study.codes[code].parent
    return list(groups.values())


def units_in_no_group(study: Study) -> set[str]:
    """Return the ids of the coded units that are in no code group."""
    grouped: set[str] = set()
    for group in study.groups.values():
        grouped |= units_below(study, study.codes[group.code])
    return set(study.index.segment_codings) - grouped


def units_in_several_groups(study: Study) -> set[str]:
    """Return the ids of the units that are in more than one code group."""
    once: set[str] = set()
    repeated: set[str] = set()
    for group in study.groups.values():
        units = units_below(study, study.codes[group.code])
        repeated |= once & units
        once |= units
    return repeated


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield transcripts without units, units without a group or subgroup, and gaps in coverage."""
    if study.codings:
        for source in study.sources.values():
            if not any(study.index.segment_codings.get(id) for id in study.positions(source.id)):
                yield OpenPoint(2, f"{source.name} has no unit", Kind.TRANSCRIPT, source.id)
    if not study.groups:
        if study.codes:
            yield OpenPoint(2, "no code is a code group yet", Kind.CODE_GROUP)
        return
    ungrouped = {id for id in units_in_no_group(study) if study.codings_of(id)}
    if ungrouped:
        text = f"{format_count(len(ungrouped), 'unit')} in no code group"
        yield OpenPoint(2, text, Kind.CODE_GROUP, part=NO_GROUP)
    for group in groups_in_order(study):
        yield from _points_of_group(study, group)


def _points_of_group(study: Study, group: CodeGroup) -> Iterator[OpenPoint]:
    name = group_name(study, group)
    covered = coverage(study, group)
    if group.residual:
        if covered.units:
            text = f"{format_count(len(covered.units), 'unit')} in the residual group ‘{name}’"
            yield OpenPoint(2, text, Kind.CODE_GROUP, group.id)
        return
    if not covered.units:
        yield OpenPoint(2, f"‘{name}’ has no unit", Kind.CODE_GROUP, group.id)
        return
    if covered.missing:
        names = format_list(participant.name for participant in covered.missing)
        yield OpenPoint(2, f"no unit from {names} in ‘{name}’", Kind.CODE_GROUP, group.id)
    inner = subgroups(study, group)
    if not inner:
        yield OpenPoint(3, f"‘{name}’ has no subgroup", Kind.CODE_GROUP, group.id)
    loose = loose_units(study, group)
    if loose:
        text = f"{format_count(len(loose), 'unit')} of ‘{name}’ in no subgroup"
        yield OpenPoint(3, text, Kind.CODE_GROUP, group.id, LOOSE)
    for code in inner:
        if not units_below(study, code):
            yield OpenPoint(3, f"subgroup ‘{code.name}’ of ‘{name}’ has no unit", Kind.CODE_GROUP, code.id)
