"""Units of code groups and subgroups, in the order of the study."""

from __future__ import annotations

from collections.abc import Iterable

from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project.study import Study, codes_in_order, subtree


def groups_in_order(study: Study) -> list[CodeGroup]:
    """Return the code groups in codebook order, residual ones last; never ranked by their counts."""
    by_code = {group.code: group for group in study.groups.values()}
    groups = [by_code[code.id] for code in codes_in_order(study) if code.id in by_code] if by_code else []
    return sorted(groups, key=lambda group: group.residual)


def group_name(study: Study, group: CodeGroup) -> str:
    """Return the name of a code group, which is that of its code."""
    return study.codes[group.code].name


def subgroups(study: Study, group: CodeGroup) -> list[Code]:
    """Return the subgroups of a code group: the codes directly below its own, without archived ones."""
    return [code for code in study.children(group.code) if not code.archived]


def units_with(study: Study, codes: Iterable[Code]) -> set[str]:
    """Return the ids of the segments that have at least one of the codes."""
    return {study.codings[id].segment for code in codes for id in study.codings_with(code.id)}


def units_below(study: Study, code: Code) -> set[str]:
    """Return the ids of the segments that have the code or one below it."""
    return units_with(study, subtree(study, code))


def loose_units(study: Study, group: CodeGroup) -> set[str]:
    """Return the ids of the group's units that are in none of its subgroups; empty without subgroups."""
    inner = subgroups(study, group)
    if not inner:
        return set()
    assigned = {unit for code in inner for unit in units_below(study, code)}
    return units_below(study, study.codes[group.code]) - assigned


def units_in_order(study: Study, units: Iterable[str]) -> list[str]:
    """Sort segments by participant, wave, source and position: in reading order."""
    source_keys: dict[str, tuple[str, int, int, str]] = {}

    def key(id: str) -> tuple[tuple[str, int, int, str], int, int]:
        segment = study.segments[id]
        source_key = source_keys.get(segment.source)
        if source_key is None:
            source_key = source_keys[segment.source] = _source_key(study, study.sources[segment.source])
        return source_key, segment.start, segment.end

    return sorted(units, key=key)


def _source_key(study: Study, source: Source) -> tuple[str, int, int, str]:
    participant = study.participants.get(source.participant or "")
    wave = study.waves.get(source.wave or "")
    return (
        participant.name.casefold() if participant else "\uffff",
        wave.order if wave else 1 << 30,
        source.order,
        source.id,
    )


def participant_and_wave(study: Study, segment: str) -> tuple[Participant | None, Wave | None]:
    """Return the participant who gave a unit, and the wave of the interview."""
    source = study.sources[study.segments[segment].source]
    return study.participants.get(source.participant or ""), study.waves.get(source.wave or "")


def participants_of(study: Study, units: Iterable[str]) -> set[str]:
    """Return the ids of the participants who gave the units."""
    ids = {study.sources[study.segments[unit].source].participant for unit in units}
    return {id for id in ids if id is not None}
