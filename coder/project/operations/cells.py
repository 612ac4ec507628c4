"""Cells of a framework: the summary of a participant's interviews in a wave on a level, with evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from coder.errors import CoderError, Invalid
from coder.model.framework import EVIDENCED, INFERRED, STATUSES, Level, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Segment, Source
from coder.project.framework_layer import NO_INTERVIEW, cell_at, format_place, grounds_of, interviews, place_of
from coder.project.project import Project
from coder.project.segments import ensure_segment, remove_if_unused, repoint, trim_span
from coder.text.phrases import excerpt, format_count

#: The statuses that exclude evidence.
SILENT = ("asked, nothing said", "not asked", NO_INTERVIEW)


def write(
    project: Project,
    level: Level,
    participant: Participant,
    wave: Wave,
    *,
    summary: str | None = None,
    status: str | None = None,
    evidence: Iterable[Segment] = (),
    cites: Iterable[LevelCell] = (),
    remove_evidence: Iterable[Segment] = (),
    remove_cites: Iterable[LevelCell] = (),
) -> LevelCell:
    """Write a cell, created if there is none: its summary and status (None: unchanged), evidence and cites.

    A new cell is evidenced, or inferred where its level is, unless a status is given. Evidence and cites are
    added first, then removed.
    """
    with project.transaction("cells.write", f"wrote {format_place(level, participant, wave)}"):
        cell = _write(project, level, participant, wave, summary, status, evidence, cites)
        for segment in remove_evidence:
            cell = uncite(project, cell, segment)
        for other in remove_cites:
            cell = uncite_cell(project, cell, other)
    return cell


def _write(
    project: Project,
    level: Level,
    participant: Participant,
    wave: Wave,
    summary: str | None,
    status: str | None,
    evidence: Iterable[Segment],
    cites: Iterable[LevelCell],
) -> LevelCell:
    fresh = _fresh(project, level, participant, wave)
    cell = cell_at(project, level, participant, wave) or fresh
    if NO_INTERVIEW in (cell.status, fresh.status) and status is None and not cell.evidence:
        cell = msgspec.structs.replace(cell, status=fresh.status)  # an interview was added or removed since
    changed = msgspec.structs.replace(
        cell,
        summary=cell.summary if summary is None else summary.strip(),
        status=cell.status if status is None else status,
    )
    changed = _with(changed, evidence=evidence, cites=cites, status_given=status is not None)
    return _put(project, changed, "cells.write", f"wrote {format_place(level, participant, wave)}")


def cite(project: Project, cell: LevelCell, segment: Segment) -> LevelCell:
    """Add a unit of the same participant and wave to a cell's evidence."""
    label = f"put unit “{excerpt(segment.quote, 32)}” under {place_of(project, cell)}"
    return _put(project, _with(cell, evidence=[segment]), "cells.cite", label)


def uncite(project: Project, cell: LevelCell, segment: Segment) -> LevelCell:
    """Remove a unit from a cell's evidence; a unit used for nothing else is removed."""
    if segment.id not in cell.evidence:
        raise Invalid("The unit is not evidence of this cell", place_of(project, cell))
    changed = msgspec.structs.replace(cell, evidence=tuple(id for id in cell.evidence if id != segment.id))
    label = f"removed unit “{excerpt(segment.quote, 32)}” from {place_of(project, cell)}"
    with project.transaction("cells.uncite", label) as tx:
        changed = _put(project, changed, "", "")
        remove_if_unused(project, tx, segment.id)
    return changed


def cite_cell(project: Project, cell: LevelCell, other: LevelCell) -> LevelCell:
    """Cite another cell of the same participant, from which this one is inferred."""
    label = f"cited {place_of(project, other)} in {place_of(project, cell)}"
    return _put(project, _with(cell, cites=[other]), "cells.cite_cell", label)


def uncite_cell(project: Project, cell: LevelCell, other: LevelCell) -> LevelCell:
    """Remove a citation of another cell; an inferred cell keeps at least one."""
    changed = msgspec.structs.replace(cell, cites=tuple(id for id in cell.cites if id != other.id))
    label = f"removed the citation of {place_of(project, other)} from {place_of(project, cell)}"
    return _put(project, changed, "cells.uncite_cell", label)


def toggle_cites(
    project: Project, level: Level, participant: Participant, wave: Wave, others: Sequence[LevelCell]
) -> LevelCell:
    """Add citations of the cells not yet cited and remove those of the others; the cell is created if missing."""
    present = cell_at(project, level, participant, wave)
    before = present.cites if present is not None else ()
    added, removed = [other for other in others if other.id not in before], [o for o in others if o.id in before]
    with project.transaction("cells.cite_cell", f"changed the citations of {format_place(level, participant, wave)}"):
        return write(project, level, participant, wave, cites=added, remove_cites=removed)


def clear(project: Project, cell: LevelCell) -> None:
    """Remove a cell and the units used for nothing else.

    Raises Invalid if an inferred cell rests on this cell alone.
    """
    for citing in project.referrers(cell.id, "cells"):
        alone = [ground.id for ground in grounds_of(project, citing)] == [cell.id]
        if project.levels[citing.level].inferred and (citing.summary or citing.evidence) and alone:
            raise Invalid(
                "An inferred cell cites only this cell",
                place_of(project, citing),
                "Cite another cell there first, or clear it.",
            )
    with project.transaction("cells.clear", f"cleared {place_of(project, cell)}") as tx:
        repoint(project, tx, "cells", cell.id, None)
        tx.remove("cells", cell.id)
        for segment in cell.evidence:
            remove_if_unused(project, tx, segment)


class Assigned(NamedTuple):
    """The outcome of `assign`: cells with the new evidence, cells that had it, levels that refused it."""

    cells: tuple[LevelCell, ...]
    already: tuple[LevelCell, ...]
    refused: tuple[tuple[Level, CoderError], ...]


def assign(project: Project, source: Source, start: int, end: int, levels: Sequence[Level]) -> Assigned:
    """Assign a passage of an interview to levels, as evidence in the cells of its participant and wave.

    The segment and missing cells are created. A level that cannot take the unit
    (an inferred cell without citations) is reported as refused; Invalid if every level refuses it.
    """
    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    if participant is None or wave is None:
        raise Invalid(
            "This interview has no cells in a framework",
            f"{source.name} has no {'participant' if participant is None else 'wave'}.",
            "Set its participant and wave first (g w).",
        )
    span = trim_span(project.text_of(source).text, start, end)
    quote = excerpt(project.text_of(source).text[span.start : span.end], 32)
    cells, already, refused = [], [], []
    label = f"put unit “{quote}” under {', '.join(level.name for level in levels)}"
    with project.transaction("cells.assign", label) as tx:
        segment = ensure_segment(project, tx, source, span)
        for level in levels:
            cell = cell_at(project, level, participant, wave)
            if cell is not None and segment.id in cell.evidence:
                already.append(cell)
                continue
            try:
                cells.append(write(project, level, participant, wave, evidence=[segment]))
            except Invalid as error:
                if len(levels) == 1:
                    raise
                refused.append((level, error))
        if refused and not cells and not already:
            raise refused[0][1]
    return Assigned(tuple(cells), tuple(already), tuple(refused))


def _fresh(project: Project, level: Level, participant: Participant, wave: Wave) -> LevelCell:
    interviewed = interviews(project, participant, wave)
    status = (INFERRED if level.inferred else EVIDENCED) if interviewed else NO_INTERVIEW
    return LevelCell(
        id=project.new_id(), level=level.id, participant=participant.id, wave=wave.id, status=status, coder=""
    )


def _with(
    cell: LevelCell, *, evidence: Iterable[Segment] = (), cites: Iterable[LevelCell] = (), status_given: bool = False
) -> LevelCell:
    """Return the cell with added evidence and citations; evidence overrides a silent status unless `status_given`."""
    units = tuple(dict.fromkeys((*cell.evidence, *(unit.id for unit in evidence))))
    status = EVIDENCED if units and cell.status in SILENT[:2] and not status_given else cell.status
    cited = tuple(dict.fromkeys((*cell.cites, *(other.id for other in cites))))
    return msgspec.structs.replace(cell, evidence=units, cites=cited, status=status)


def _put(project: Project, cell: LevelCell, operation: str, label: str) -> LevelCell:
    """Check and store a cell; no-op if it is unchanged."""
    stored = project.cells.get(cell.id)
    level = project.levels[cell.level]
    if level.inferred and cell.status == EVIDENCED and stored is not None and stored.status in SILENT:
        cell = msgspec.structs.replace(cell, status=INFERRED)
    if cell == stored:
        return cell
    with project.transaction(operation, label) as tx:
        if stored is None or cell.status != stored.status or set(cell.evidence) - set(stored.evidence):
            _refuse_status(project, cell)
        _refuse_strangers(project, cell, stored)
        if level.inferred and (cell.summary or cell.evidence):
            _refuse_groundless(project, cell)
        cell = msgspec.structs.replace(cell, coder=cell.coder or project.acting_coder(tx).id, modified=project.now())
        tx.put("cells", cell)
    return cell


def _refuse_status(project: Project, cell: LevelCell) -> None:
    if cell.status not in STATUSES:
        raise Invalid("There is no such status", cell.status, f"They are: {', '.join(STATUSES)}")
    person, wave = project.participants[cell.participant], project.waves[cell.wave]
    interviewed = bool(interviews(project, person, wave))
    if interviewed and cell.status == NO_INTERVIEW:
        raise Invalid("There is an interview", f"{person.name} was interviewed at {wave.name}.", _OTHERS)
    if not interviewed and cell.status != NO_INTERVIEW:
        raise Invalid(
            "There is no interview",
            f"{person.name} has none at {wave.name}: nothing can be “{cell.status}” there.",
            "A summary may say why there is none; the status stays “no interview”.",
        )
    if cell.evidence and cell.status in SILENT:
        raise Invalid(f"A cell with evidence is not “{cell.status}”", _counted(project, cell), _OTHERS)


_OTHERS = "Choose another status."


def _counted(project: Project, cell: LevelCell) -> str:
    """Return the label of a cell and its number of units."""
    number = len(cell.evidence)
    return f"{place_of(project, cell)} has {format_count(number, 'unit')}"


def _refuse_strangers(project: Project, cell: LevelCell, before: LevelCell | None) -> None:
    """Refuse new evidence of other interviews and citations of other participants' cells."""
    person, wave = project.participants[cell.participant], project.waves[cell.wave]
    for id in cell.evidence:
        if before is not None and id in before.evidence:
            continue
        source = project.sources[project.segments[id].source]
        if (source.participant, source.wave) != (cell.participant, cell.wave):
            raise Invalid(
                "The unit is of another interview",
                f"It is from {source.name}; the cell is of {person.name}, {wave.name}.",
                "Assign it to the cell of its participant and wave.",
            )
    for id in cell.cites:
        other = project.cells[id]
        if id == cell.id:
            raise Invalid("A cell cannot cite itself", place_of(project, cell))
        if other.participant != cell.participant:
            raise Invalid("The cell cited is of another participant", place_of(project, other))


def _refuse_groundless(project: Project, cell: LevelCell) -> None:
    level = project.levels[cell.level]
    if cell.status != INFERRED:
        raise Invalid(
            f"{level.name} is an inferred level",
            f"Its status is “{INFERRED}”, not “{cell.status}”.",
            "Omit the status.",
        )
    if not grounds_of(project, cell):
        raise Invalid(
            f"“{level.name}” is inferred from other cells",
            f"{place_of(project, cell)} cites no cell of a level that is not inferred.",
            "Cite at least one, then write it or add units. (The framework screen: c; coder cells write: --cites.)",
        )
