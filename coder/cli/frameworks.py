"""`coder frameworks`, `coder levels` and `coder cells`: a second layer over the same units."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.export import format_or_default
from coder.cli.verb import WRITE, Foreseen, Result, verb, written
from coder.errors import NotFound
from coder.model.framework import STATUSES
from coder.model.framework_templates import EMPTY, TEMPLATES
from coder.project.framework_layer import (
    cell_at,
    cells_of,
    format_place,
    frameworks_of,
    level_named,
    level_path,
    levels_of,
    place_of,
)
from coder.project.operations import cells, frameworks, levels
from coder.project.study import wave_named
from coder.text.phrases import format_count, format_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coder.analysis.method.frameworks import Entry
    from coder.model.framework import Framework, Level, LevelCell
    from coder.model.participant import Participant, Wave
    from coder.model.source import Segment
    from coder.project import Project

#: Between the level and the wave of a cell, as people name it: `Artefacts@baseline`.
AT = "@"


@verb(
    "frameworks",
    "List the frameworks: levels by which each participant is read again, wave by wave. They are a layer over the\n"
    "same units and change no code. Their levels: coder levels; their contents: coder cells. More: coder help\n"
    "frameworks",
    examples=["frameworks friends", "frameworks friends --json"],
)
def listing(project: Project) -> Result:
    """List the frameworks."""
    all_frameworks = frameworks_of(project)
    rows = [["framework", "levels", "cells", "still open when it was opened"]]
    for framework in all_frameworks:
        counts = [f"{len(levels_of(project, framework))}", f"{len(cells_of(project, framework)):,}"]
        rows.append([framework.name, *counts, framework.early])
    none = f"There are no frameworks yet. Open one with: coder frameworks add {project.folder} --template …"
    text = output.aligned(rows, right=(1, 2)) if all_frameworks else none
    return Result([_as_json(project, framework) for framework in all_frameworks], text)


def _as_json(project: Project, framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id,
        "name": framework.name,
        "template": framework.template or EMPTY,
        "note": framework.note,
        "created": framework.created,
        "early": framework.early,
        "levels": [level.name for level in levels_of(project, framework)],
        "cells": len(cells_of(project, framework)),
    }


@verb(
    "frameworks add",
    "Open a framework. What is still open in the condensation is recorded with it and in the history.",
    parameters.argument("name", nargs="?", default="", help="its name (default: the template's)"),
    parameters.argument("--template", choices=TEMPLATES, default=EMPTY, help="the template it begins with (empty)"),
    parameters.argument("--note", default="", help="what it is for"),
    examples=[
        "frameworks add friends --template levels-of-culture",
        "frameworks add friends 'Our own' --template empty",
    ],
    access=WRITE,
)
def add(project: Project, name: str, template: str, note: str) -> Result:
    """Open a framework."""
    from coder.analysis.method.frameworks import open_condensation

    still_open = open_condensation(project)
    framework = frameworks.add(project, name, template, early=still_open, note=note)
    lines = [f"Opened {framework.name} ({format_count(len(levels_of(project, framework)), 'level')})"]
    if still_open:
        lines.append(f"The condensation is not complete; recorded as still open: {still_open}")
    return Result(_as_json(project, framework), lines)


@verb(
    "frameworks rename",
    "Rename a framework.",
    parameters.framework(),
    parameters.argument("name", help="the new name"),
    examples=["frameworks rename friends Levels Schein"],
    access=WRITE,
)
def rename(project: Project, framework: Framework, name: str) -> Result:
    """Rename a framework."""
    renamed = frameworks.rename(project, framework, name)
    return Result(_as_json(project, renamed), f"Renamed to {renamed.name}")


@verb(
    "frameworks note",
    "Describe what a framework is for.",
    parameters.framework(),
    parameters.argument("note", metavar="TEXT", help="what it is for; '' removes the note"),
    examples=["frameworks note friends Levels 'After Schein, 1985'"],
    access=WRITE,
)
def note(project: Project, framework: Framework, note: str) -> Result:
    """Describe what a framework is for."""
    described = frameworks.describe(project, framework, note)
    return Result(_as_json(project, described), f"{described.name}: {described.note or 'no note'}")


@verb(
    "frameworks remove",
    "Delete a framework. If it has contents, only with --with-cells; then it lists what is deleted and asks (--yes).",
    parameters.framework(),
    parameters.flag("--with-cells", "delete its cells, change notes and memos too"),
    examples=["frameworks remove friends Levels", "frameworks remove friends Levels --with-cells --yes"],
    access=WRITE,
    asks=Foreseen("Delete the framework", ("levels",)),
)
def remove(project: Project, framework: Framework, with_cells: bool) -> Result:
    """Delete a framework."""
    value = _as_json(project, framework)
    frameworks.remove(project, framework, with_cells=with_cells)
    return Result(value, f"Deleted the framework {framework.name}")


@verb(
    "frameworks table",
    "Write the tables of a framework: levels by waves of each participant, and each level over all pairs, each\n"
    "table with its own n. The format is that of the file's suffix or of --format.",
    parameters.framework(),
    parameters.out(nargs="?", default=output.STDOUT),
    parameters.participant(
        "--participant", "only the table of this participant (repeatable)", action="append", default=[], metavar="P01"
    ),
    parameters.argument("--level", action="append", default=[], metavar="L", help="only this level (repeatable)"),
    parameters.format("TABLES", "the format (default: that of the suffix; with -: md)"),
    parameters.flag("--publication", "renumber participants (not csv)"),
    examples=[
        "frameworks table friends Levels - --format md --participant P01",
        "frameworks table friends Levels artefacts.csv --level Artefacts",
        "frameworks table friends Levels all.html --publication",
    ],
)
def table(
    project: Project,
    framework: Framework,
    out: str,
    participant: list[Participant],
    level: list[str],
    format: str | None,
    publication: bool,
    as_json: bool,
) -> Result | None:
    """Write the tables of a framework."""
    from coder.analysis.reports.frameworks import report, sheet_of, tables_of
    from coder.exports import export_named

    tables = tables_of(project, framework, participant, [level_named(project, name, framework) for name in level])
    writer = export_named("framework").writer(out, format_or_default(out, format, as_json), publication)
    document = partial(report, project, framework, tables, publication=publication)
    data = writer.write(document()) if publication else writer.write(lambda: sheet_of(tables), document)
    value = {"file": out, "tables": len(tables)}
    text = f"Wrote {out} ({format_count(len(tables), 'table')})"
    return written(project, out, writer, data, value, text, publication)


# Levels


@verb(
    "levels",
    "List the levels of the frameworks, with their theory.",
    parameters.framework("--framework", "only the levels of this one", default="", metavar="F"),
    examples=["levels friends", "levels friends --framework Levels --json"],
)
def list_levels(project: Project, framework: Framework | None) -> Result:
    """List the levels."""
    listed = [
        level for each in ([framework] if framework else frameworks_of(project)) for level in levels_of(project, each)
    ]
    lines = []
    for level in listed:
        count = format_count(len(project.referrers(level.id, "cells")), "cell")
        lines.append(f"{level_path(project, level)}{_sort(level)} · {count}")
        lines += [f"    {level.help}"] if level.help else []
    return Result([_level_as_json(project, level) for level in listed], lines or "There are no levels yet.")


def _sort(level: Level) -> str:
    return " (domain)" if level.domain else " (inferred)" if level.inferred else ""


def _level_as_json(project: Project, level: Level) -> dict[str, Any]:
    return {
        "id": level.id,
        "framework": project.frameworks[level.framework].name,
        "name": level.name,
        "order": level.order,
        "inferred": level.inferred,
        "domain": level.domain,
        "help": level.help,
        "cells": len(project.referrers(level.id, "cells")),
    }


def _level_result(project: Project, level: Level) -> Result:
    return Result(_level_as_json(project, level), f"{level_path(project, level)}{_sort(level)}")


@verb(
    "levels add",
    "Add a level to a framework.",
    parameters.framework(),
    parameters.argument("name", help="the name of the level"),
    parameters.argument("--theory", default="", metavar="TEXT", help="what it means"),
    parameters.flag("--inferred", "a level that is always inferred, never said"),
    parameters.flag("--domain", "a domain of change, not a level"),
    examples=["levels add friends Levels Stories --theory 'Told again'"],
    access=WRITE,
)
def add_level(project: Project, framework: Framework, name: str, theory: str, inferred: bool, domain: bool) -> Result:
    """Add a level to a framework."""
    return _level_result(project, levels.add(project, framework, name, help=theory, inferred=inferred, domain=domain))


@verb(
    "levels rename",
    "Rename a level.",
    parameters.level(),
    parameters.argument("name", help="the new name"),
    examples=["levels rename friends Artefacts 'What is seen'"],
    access=WRITE,
)
def rename_level(project: Project, level: Level, name: str) -> Result:
    """Rename a level."""
    return _level_result(project, levels.rename(project, level, name))


YES_NO = {"yes": True, "no": False}


@verb(
    "levels describe",
    "Change the theory and the kind of a level.",
    parameters.level(),
    parameters.argument("--theory", metavar="TEXT", help="what it means"),
    parameters.argument("--inferred", choices=tuple(YES_NO), help="whether the level is always inferred"),
    parameters.argument("--domain", choices=tuple(YES_NO), help="whether it is a domain of change"),
    examples=["levels describe friends Stories --inferred yes"],
    access=WRITE,
)
def describe_level(
    project: Project, level: Level, theory: str | None, inferred: str | None, domain: str | None
) -> Result:
    """Change the theory and the kind of a level."""
    changed = levels.describe(
        project, level, help=theory, inferred=YES_NO.get(inferred or ""), domain=YES_NO.get(domain or "")
    )
    return _level_result(project, changed)


@verb(
    "levels move",
    "Move a level up or down.",
    parameters.level(),
    parameters.argument("by", type=int, help="places: -2 is two up, 1 one down"),
    examples=["levels move friends Stories -2"],
    access=WRITE,
)
def move_level(project: Project, level: Level, by: int) -> Result:
    """Move a level up or down."""
    moved = levels.move(project, level, by)
    names = [other.name for other in levels_of(project, project.frameworks[moved.framework])]
    return Result(names, ", ".join(names))


@verb(
    "levels remove",
    "Delete a level. If it has cells, give --cells-to LEVEL, or --with-cells, which\n"
    "lists what is deleted and asks (--yes).",
    parameters.level(),
    parameters.argument("--cells-to", metavar="LEVEL", help="the level that gets its cells and change notes"),
    parameters.flag("--with-cells", "delete its cells and change notes too"),
    examples=["levels remove friends Stories --cells-to Artefacts"],
    access=WRITE,
    asks=Foreseen("Delete the level"),
)
def remove_level(project: Project, level: Level, cells_to: str | None, with_cells: bool) -> Result:
    """Delete a level."""
    target = level_named(project, cells_to, project.frameworks[level.framework]) if cells_to else None
    value = _level_as_json(project, level)
    levels.remove(project, level, cells_to=target, with_cells=with_cells)
    outcome = f", its cells to {target.name}" if target else ""
    return Result(value, f"Deleted the level {level.name}{outcome}")


# Cells


@verb(
    "cells",
    "List the cells of the frameworks, also those not written yet (their status is empty).",
    parameters.framework("--framework", "only cells of this one", default="", metavar="F"),
    parameters.participant("--participant", "only cells of this participant", default="", metavar="P01"),
    parameters.level("--level", "only cells of this level", default="", metavar="L"),
    parameters.wave("--wave", "only cells of this wave", default="", metavar="W"),
    examples=["cells friends --participant P01", "cells friends --level Artefacts --json"],
)
def list_cells(
    project: Project,
    framework: Framework | None,
    participant: Participant | None,
    level: Level | None,
    wave: Wave | None,
) -> Result:
    """List the cells."""
    entries = [
        entry
        for entry in _entries(project, framework, participant)
        if (level is None or entry.level.id == level.id) and (wave is None or entry.wave.id == wave.id)
    ]
    return Result([_cell_as_json(project, entry) for entry in entries], lambda: _cell_lines(project, entries))


def _entries(project: Project, framework: Framework | None, participant: Participant | None) -> Iterator[Entry]:
    from coder.analysis.method.frameworks import framework_participants, table_for

    for each in [framework] if framework else frameworks_of(project):
        for person in [participant] if participant else framework_participants(project, each):
            for row in table_for(project, each, person).rows:
                yield from row.entries


def _cell_lines(project: Project, entries: list[Entry]) -> str | list[str]:
    from coder.text.characters import cut

    if not entries:
        return "There are no cells yet. Open a framework with: coder frameworks add"
    heads = ["level", "participant", "wave", "status", "units", "summary"]
    rows = []
    for entry in entries:
        cell = entry.cell
        level = level_path(project, entry.level) if len(project.frameworks) > 1 else entry.level.name
        status = f"{STATUSES[entry.status]} {entry.status}" if entry.status else "nothing written"
        units = "" if cell is None else str(len(cell.evidence)) if cell.evidence else "no unit"
        summary = " ".join(cell.summary.split()) if cell is not None else ""
        rows.append([level, entry.participant.name, entry.wave.name, status, units, summary])
    used = sum(max(map(output.cells, column)) + 2 for column in [*zip(heads, *rows, strict=True)][:5])
    room = max(16, output.terminal_width(None) - used)
    return output.aligned([heads, *([*row[:5], cut(row[5], room)] for row in rows)], right=[4])


def _cell_as_json(project: Project, entry: Entry) -> dict[str, Any]:
    place = {
        "id": entry.cell.id if entry.cell is not None else None,
        "framework": project.frameworks[entry.level.framework].name,
        "level": entry.level.name,
        "inferred": entry.level.inferred,
        "domain": entry.level.domain,
        "participant": entry.participant.name,
        "wave": entry.wave.name,
        "status": entry.status,
    }
    return {**place, **(_contents(project, entry.cell) if entry.cell is not None else {})}


def _contents(project: Project, cell: LevelCell) -> dict[str, Any]:
    return {
        "summary": cell.summary,
        "evidence": [{"segment": id, "text": project.segments[id].quote} for id in cell.evidence],
        "cites": [{"cell": id, "level": place_of(project, project.cells[id])} for id in cell.cites],
        "coder": project.coders[cell.coder].initials,
        "modified": cell.modified,
    }


CELL = [parameters.level(), parameters.participant(), parameters.wave()]


@verb(
    "cells write",
    "Write a cell, created if missing. Evidence is of that participant and wave. An inferred level cites at least\n"
    "one cell of another level. Asks where another coder wrote the cell.",
    *CELL,
    parameters.words("--summary", "the summary, in a sentence", metavar="TEXT"),
    parameters.argument("--status", choices=STATUSES, help="what kind of statement it is", metavar="STATUS"),
    parameters.segment("--evidence", "a unit that shows it (repeatable)", action="append", default=[], metavar="SEG"),
    parameters.segment(
        "--take-out", "remove this unit from the evidence (repeatable)", action="append", default=[], metavar="SEG"
    ),
    parameters.argument(
        "--cites", metavar="CELL", action="append", default=[], help=f"LEVEL{AT}WAVE, or id (repeatable)"
    ),
    parameters.argument(
        "--cites-not", metavar="CELL", action="append", default=[], help="remove this citation (repeatable)"
    ),
    examples=[
        "cells write friends Artefacts P01 baseline --summary 'She works on when ill.' --evidence 3f2a91c0",
        "cells write friends Basic P01 baseline --summary 'A doctor is not ill.' --cites Artefacts@baseline",
        "cells write friends Work P01 follow-up --status 'not asked'",
    ],
    access=WRITE,
    asks=Foreseen("Change the cell", ("segments",)),
)
def write(
    project: Project,
    level: Level,
    participant: Participant,
    wave: Wave,
    summary: str | None,
    status: str | None,
    evidence: list[Segment],
    take_out: list[Segment],
    cites: list[str],
    cites_not: list[str],
) -> Result:
    """Write a cell."""
    cell = cells.write(
        project,
        level,
        participant,
        wave,
        summary=summary,
        status=status,
        evidence=evidence,
        cites=[_cell_named(project, text, level, participant) for text in cites],
        remove_evidence=take_out,
        remove_cites=[_cell_named(project, text, level, participant) for text in cites_not],
    )
    place = place_of(project, cell)
    value = {"id": cell.id, "place": place, "status": cell.status, **_contents(project, cell)}
    return Result(value, f"{place}: {STATUSES[cell.status]} {cell.status}, {format_units(len(cell.evidence))}")


def _cell_named(project: Project, text: str, near: Level, participant: Participant) -> LevelCell:
    """The cell with this id, or `LEVEL@WAVE` of the participant in the framework of the level `near`."""
    if text in project.cells:
        return project.cells[text]
    name, at, when = text.rpartition(AT)
    if not at:
        raise NotFound(f"There is no cell “{text}”", hint=f"Write LEVEL{AT}WAVE, such as Artefacts{AT}baseline.")
    level, wave = level_named(project, name, project.frameworks[near.framework]), wave_named(project, when)
    return _cell_at(project, level, participant, wave)


def _cell_at(project: Project, level: Level, participant: Participant, wave: Wave) -> LevelCell:
    cell = cell_at(project, level, participant, wave)
    if cell is None:
        raise NotFound("The cell is not written yet", format_place(level, participant, wave))
    return cell


@verb(
    "cells clear",
    "Clear a cell; its units stay coded. Asks where another coder wrote it.",
    *CELL,
    examples=["cells clear friends Artefacts P01 baseline"],
    access=WRITE,
    asks=Foreseen("Clear the cell", ("cells", "segments")),
)
def clear(project: Project, level: Level, participant: Participant, wave: Wave) -> Result:
    """Clear a cell."""
    cell = _cell_at(project, level, participant, wave)
    place = place_of(project, cell)
    cells.clear(project, cell)
    return Result({"id": cell.id, "place": place}, f"Cleared {place}")
