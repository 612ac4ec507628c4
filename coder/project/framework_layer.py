"""Lookups in frameworks: levels in order, cells by participant and wave, their status."""

from __future__ import annotations

from coder.model.framework import Framework, Level, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project.study import Study, by_order, match_name, pick_one

#: The status of a cell without an interview, whatever is written in it.
NO_INTERVIEW = "no interview"


def frameworks_of(study: Study) -> list[Framework]:
    """Return the frameworks, the oldest first."""
    return sorted(study.frameworks.values(), key=lambda framework: (framework.created, framework.name.casefold()))


def levels_of(study: Study, framework: Framework) -> list[Level]:
    """Return the levels of a framework in their order, the domains last."""
    levels: list[Level] = study.referrers(framework.id, "levels")
    return sorted(levels, key=lambda level: (level.domain, level.order, level.name.casefold()))


def cells_of(study: Study, framework: Framework) -> list[LevelCell]:
    """Return all cells of a framework."""
    return [cell for level in levels_of(study, framework) for cell in study.referrers(level.id, "cells")]


def cell_at(study: Study, level: Level, participant: Participant, wave: Wave) -> LevelCell | None:
    """Return the cell of a level, participant and wave, if there is one."""
    cells: list[LevelCell] = study.referrers(participant.id, "cells")
    return next((cell for cell in cells if cell.level == level.id and cell.wave == wave.id), None)


def interviews(study: Study, participant: Participant, wave: Wave) -> list[Source]:
    """Return the interviews of a participant in a wave."""
    sources: list[Source] = study.referrers(participant.id, "sources")
    sources = [source for source in sources if source.participant == participant.id and source.wave == wave.id]
    return sorted(sources, key=by_order)


def status_of(cell: LevelCell | None, interviewed: bool) -> str:
    """Return the status of a cell: "no interview" without an interview, "" if nothing was written."""
    if not interviewed:
        return NO_INTERVIEW
    return "" if cell is None or cell.status == NO_INTERVIEW else cell.status


def place_of(study: Study, cell: LevelCell) -> str:
    """Return the label of a cell: level, participant, wave."""
    return format_place(study.levels[cell.level], study.participants[cell.participant], study.waves[cell.wave])


def format_place(level: Level, participant: Participant, wave: Wave) -> str:
    """Return the label of the cell of a level, participant and wave."""
    return " · ".join(record.name for record in (level, participant, wave))


def grounds_of(study: Study, cell: LevelCell) -> list[LevelCell]:
    """Return the cited cells of levels that are not inferred."""
    cited = [study.cells[id] for id in cell.cites if id in study.cells]
    framework = study.levels[cell.level].framework
    return [
        cell_cited
        for cell_cited in cited
        if not study.levels[cell_cited.level].inferred and study.levels[cell_cited.level].framework == framework
    ]


def cells_citing(study: Study, segment: str) -> list[LevelCell]:
    """Return the cells that have a unit as evidence."""
    return study.referrers(segment, "cells")


def framework_named(study: Study, text: str) -> Framework:
    """Return the framework with this id or name, or the only one that begins with it; NotFound or Ambiguous."""
    frameworks = frameworks_of(study)
    matches = match_name(frameworks, text, begins=True)
    return pick_one(
        matches,
        text,
        "framework",
        [framework.name for framework in matches],
        [framework.name for framework in frameworks],
    )


def level_named(study: Study, text: str, framework: Framework | None = None) -> Level:
    """Return the level with this id or name, or the only one that begins with it; NotFound or Ambiguous.

    The framework may precede it: `framework/level`, or `framework: level` as in tables.
    """
    candidates = levels_of(study, framework) if framework is not None else list(study.levels.values())
    marks = (
        () if framework is not None or match_name(candidates, text) else ("/", ": ")
    )  # an exact name takes precedence
    for mark in marks:
        above, separator, below = text.partition(mark)
        if separator and match_name(study.frameworks.values(), above, begins=True):
            return level_named(study, below, framework_named(study, above))
    levels = match_name(candidates, text, begins=True)
    names, others = ([level_path(study, level) for level in some] for some in (levels, candidates))
    return pick_one(levels, text, "level", names, others)


def level_path(study: Study, level: Level) -> str:
    """Return the path of a level: `framework/level`."""
    return f"{study.frameworks[level.framework].name}/{level.name}"
