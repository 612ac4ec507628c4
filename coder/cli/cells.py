"""`coder cells`: what each participant's interviews of each wave say on the levels of frameworks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.errors import NotFound
from coder.model.framework import STATUSES
from coder.project.framework_layer import (
    cell_at,
    framework_named,
    frameworks_of,
    level_named,
    level_path,
    place_of,
    place_told,
)
from coder.project.operations import cells
from coder.project.paths import participant_named, segment_named, wave_named
from coder.text.phrases import format_units

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coder.analysis.method.frameworks import Entry
    from coder.model.framework import Level, LevelCell
    from coder.model.participant import Participant
    from coder.project import Project

AT = "@"


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "cells",
        "List the cells of the frameworks, those not written yet too (their status is empty).",
        "cells friends --participant P01",
        "cells friends --level Artefacts --json",
    )
    parser.add_argument("--framework", metavar="F", help="only those of this one")
    parser.add_argument("--participant", metavar="P01", help="only those of this participant")
    parser.add_argument("--level", metavar="L", help="only those of this level")
    parser.add_argument("--wave", metavar="W", help="only those of this wave")
    args = arguments.parse(nouns.below(parser, "cells", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.text.cells import cut

        found = list(_wanted(project, args))
        if args.json:
            output.document([_as_json(project, one) for one in found])
        elif found:
            rows = [_row(project, one) for one in found]
            heads = ["level", "participant", "wave", "status", "units", "summary"]
            taken = sum(max(map(output.cells, column)) + 2 for column in [*zip(heads, *rows, strict=True)][:5])
            room = max(16, output.terminal_width(None) - taken)
            output.table([heads, *([*row[:5], cut(row[5], room)] for row in rows)], right=[4])
        else:
            output.line("There are no cells: coder frameworks opens a framework.")
    return 0


def _wanted(project: Project, args: argparse.Namespace) -> Iterator[Entry]:
    from coder.analysis.method.frameworks import people, table_for

    level = level_named(project, args.level) if args.level else None
    person = participant_named(project, args.participant) if args.participant else None
    wave = wave_named(project, args.wave) if args.wave else None
    for framework in [framework_named(project, args.framework)] if args.framework else frameworks_of(project):
        for one in [person] if person is not None else people(project, framework):
            for row in table_for(project, framework, one).rows:
                if level is None or row.level.id == level.id:
                    yield from (entry for entry in row.entries if wave is None or entry.wave.id == wave.id)


def _row(project: Project, one: Entry) -> list[str]:
    cell = one.cell
    units = str(len(cell.evidence)) if cell is not None and cell.evidence else "no unit" if cell is not None else ""
    summary = " ".join(cell.summary.split()) if cell is not None else ""
    level = level_path(project, one.level) if len(project.frameworks) > 1 else one.level.name
    mark = f"{STATUSES[one.status]} {one.status}" if one.status else "nothing written"
    return [level, one.participant.name, one.wave.name, mark, units, summary]


def _as_json(project: Project, one: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": one.cell.id if one.cell is not None else None,
        "framework": project.frameworks[one.level.framework].name,
        "level": one.level.name,
        "inferred": one.level.inferred,
        "domain": one.level.domain,
        "participant": one.participant.name,
        "wave": one.wave.name,
        "status": one.status,
    }
    return {**found, **(_written(project, one.cell) if one.cell is not None else {})}


def _written(project: Project, cell: LevelCell) -> dict[str, Any]:
    return {
        "summary": cell.summary,
        "evidence": [{"segment": id, "text": project.segments[id].quote} for id in cell.evidence],
        "cites": [{"cell": id, "level": place_of(project, project.cells[id])} for id in cell.cites],
        "coder": project.coders[cell.coder].initials,
        "modified": cell.modified,
    }


def _of_cell(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"cells {verb}", what, *examples)
    parser.add_argument("level", metavar="LEVEL", help="name, FRAMEWORK/NAME, as much of it as is needed, or id")
    parser.add_argument("participant", metavar="PARTICIPANT", help="name or id")
    parser.add_argument("wave", metavar="WAVE", help="name or id")
    return parser


def _write(argv: list[str]) -> int:
    parser = _of_cell(
        "write",
        "Write a cell, made if there is none. Evidence is of that participant and wave. A level that is inferred\n"
        "cites at least one cell of another level.",
        "cells write friends Artefacts P01 baseline --summary 'She works on when ill.' --evidence 3f2a91c0",
        "cells write friends Basic P01 baseline --summary 'A doctor is not ill.' --cites Artefacts@baseline",
        "cells write friends Work P01 follow-up --status 'not asked'",
    )
    parser.add_argument("--summary", metavar="TEXT", help="what it says, in a sentence; - is standard input")
    parser.add_argument("--status", choices=STATUSES, help="what can be said of it", metavar="STATUS")
    parser.add_argument("--evidence", metavar="SEG", action="append", default=[], help="a unit that shows it")
    parser.add_argument("--take-out", metavar="SEG", action="append", default=[], help="a unit that does not")
    parser.add_argument("--cites", metavar="CELL", action="append", default=[], help="LEVEL@WAVE, or id (repeat)")
    parser.add_argument("--cites-not", metavar="CELL", action="append", default=[], help="no longer (repeat)")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        level, person = level_named(project, args.level), participant_named(project, args.participant)
        wave = wave_named(project, args.wave)
        summary = arguments.text_from_stdin() if args.summary == "-" else args.summary
        units = [segment_named(project, text) for text in args.evidence]
        cited = [_cell_named(project, text, level, person) for text in args.cites]
        out = [segment_named(project, text) for text in args.take_out]
        no_longer = [_cell_named(project, text, level, person) for text in args.cites_not]
        cell = cells.write(
            project,
            level,
            person,
            wave,
            summary=summary,
            status=args.status,
            evidence=units,
            cites=cited,
            remove_evidence=out,
            remove_cites=no_longer,
        )
        told = {"id": cell.id, "place": place_of(project, cell), "status": cell.status, **_written(project, cell)}
        number = format_units(len(cell.evidence))
        output.result(args.json, told, f"{place_of(project, cell)}: {STATUSES[cell.status]} {cell.status}, {number}")
    return 0


def _cell_named(project: Project, text: str, near: Level, person: Participant) -> LevelCell:
    """The cell `LEVEL@WAVE` of the participant, in the framework of a level, or the one with this id."""
    if text in project.cells:
        return project.cells[text]
    name, at, when = text.rpartition(AT)
    if not at:
        raise NotFound(f"There is no cell “{text}”", hint="Write LEVEL@WAVE, such as Artefacts@baseline.")
    level, wave = level_named(project, name, project.frameworks[near.framework]), wave_named(project, when)
    found = cell_at(project, level, person, wave)
    if found is None:
        raise NotFound("Nothing is written there yet", place_told(level, person, wave))
    return found


def _clear(argv: list[str]) -> int:
    parser = _of_cell("clear", "Clear a cell; its units stay coded.", "cells clear friends Artefacts P01 baseline")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        level, person = level_named(project, args.level), participant_named(project, args.participant)
        wave = wave_named(project, args.wave)
        cell = cell_at(project, level, person, wave)
        if cell is None:
            raise NotFound("Nothing is written there", place_told(level, person, wave))
        place = place_of(project, cell)
        cells.clear(project, cell)
    output.result(args.json, {"id": cell.id, "place": place}, f"Cleared {place}")
    return 0


VERBS: nouns.Verbs = {
    "write": (_write, "summary, status, evidence, what it cites"),
    "clear": (_clear, "remove it; its units stay coded"),
}
run = nouns.noun(VERBS, _listing)
