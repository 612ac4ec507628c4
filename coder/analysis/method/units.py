"""The units of code groups and subgroups, in the order of the study."""

from __future__ import annotations

from collections.abc import Iterable

from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project.ordering import codes_in_order, subtree
from coder.project.study import Study


def groups(study: Study) -> list[CodeGroup]:
    """The code groups in the order of the codebook, the residual ones last; never ranked by their counts."""
    by_code = {group.code: group for group in study.groups.values()}
    found = [by_code[code.id] for code in codes_in_order(study) if code.id in by_code] if by_code else []
    return sorted(found, key=lambda group: group.residual)


def name_of(study: Study, group: CodeGroup) -> str:
    """The name of a code group: that of its code."""
    return study.codes[group.code].name


def subgroups(study: Study, group: CodeGroup) -> list[Code]:
    """The subgroups of a code group: the codes right below its own, archived ones left out."""
    return [code for code in study.children(group.code) if not code.archived]


def units_on(study: Study, codes: Iterable[Code]) -> set[str]:
    """Ids of the segments that carry at least one of some codes."""
    return {study.codings[id].segment for code in codes for id in study.codings_with(code.id)}


def units_below(study: Study, code: Code) -> set[str]:
    """Ids of the segments that carry a code or one below it."""
    return units_on(study, subtree(study, code))


def loose_units(study: Study, group: CodeGroup) -> set[str]:
    """Ids of the units of a code group that are in none of its subgroups; none where it has no subgroups."""
    inside = subgroups(study, group)
    if not inside:
        return set()
    sorted_in = {unit for code in inside for unit in units_below(study, code)}
    return units_below(study, study.codes[group.code]) - sorted_in


def in_order(study: Study, units: Iterable[str]) -> list[str]:
    """Segments by participant, wave, source and position: as one would read them."""

    by_source: dict[str, tuple[str, int, int, str]] = {}

    def place(id: str) -> tuple[tuple[str, int, int, str], int, int]:
        segment = study.segments[id]
        before = by_source.get(segment.source)
        if before is None:
            before = by_source[segment.source] = _place_of(study, study.sources[segment.source])
        return before, segment.start, segment.end

    return sorted(units, key=place)


def _place_of(study: Study, source: Source) -> tuple[str, int, int, str]:
    participant = study.participants.get(source.participant or "")
    wave = study.waves.get(source.wave or "")
    return (
        participant.name.casefold() if participant else "\uffff",
        wave.order if wave else 1 << 30,
        source.order,
        source.id,
    )


def giver(study: Study, segment: str) -> tuple[Participant | None, Wave | None]:
    """Who gave a unit, and in which wave."""
    source = study.sources[study.segments[segment].source]
    return study.participants.get(source.participant or ""), study.waves.get(source.wave or "")


def participants_of(study: Study, units: Iterable[str]) -> set[str]:
    """Ids of the participants who gave some units."""
    found = {study.sources[study.segments[unit].source].participant for unit in units}
    return {one for one in found if one is not None}
