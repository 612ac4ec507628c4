"""The framework layer as it is read: levels in order, the cell of a participant and wave, what can be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from coder.errors import Ambiguous, NotFound
from coder.model.framework import Framework, Level, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project.study import Study

#: The status of a cell where there is no interview: it follows from the study, whatever is written.
NO_INTERVIEW = "no interview"


def frameworks_of(study: Study) -> list[Framework]:
    """The frameworks, the oldest first."""
    return sorted(study.frameworks.values(), key=lambda one: (one.created, one.name.casefold()))


def levels_of(study: Study, framework: Framework) -> list[Level]:
    """The levels of a framework in their order, the domains last."""
    found: list[Level] = study.users(framework.id, "levels")
    return sorted(found, key=lambda level: (level.domain, level.order, level.name.casefold()))


def cells_of(study: Study, framework: Framework) -> list[LevelCell]:
    """All cells of a framework."""
    return [cell for level in levels_of(study, framework) for cell in study.users(level.id, "cells")]


def cell_at(study: Study, level: Level, participant: Participant, wave: Wave) -> LevelCell | None:
    """The cell of a level, participant and wave, if there is one."""
    cells: list[LevelCell] = study.users(participant.id, "cells")
    return next((cell for cell in cells if cell.level == level.id and cell.wave == wave.id), None)


def interviews(study: Study, participant: Participant, wave: Wave) -> list[Source]:
    """The interviews of a participant in a wave."""
    sources: list[Source] = study.users(participant.id, "sources")
    found = [source for source in sources if source.participant == participant.id and source.wave == wave.id]
    return sorted(found, key=lambda source: (source.order, source.name))


def status_at(study: Study, level: Level, participant: Participant, wave: Wave) -> str:
    """What can be said of a cell: "no interview" where there is none, "" where nothing was written."""
    return said_of(cell_at(study, level, participant, wave), bool(interviews(study, participant, wave)))


def said_of(cell: LevelCell | None, interviewed: bool) -> str:
    """The status of a cell, as it follows from whether there is an interview; "" where nothing was written."""
    if not interviewed:
        return NO_INTERVIEW
    return "" if cell is None or cell.status == NO_INTERVIEW else cell.status


def place_of(study: Study, cell: LevelCell) -> str:
    """A cell in words: level, participant, wave."""
    names = (study.levels[cell.level], study.participants[cell.participant], study.waves[cell.wave])
    return " · ".join(one.name for one in names)


def grounds_of(study: Study, cell: LevelCell) -> list[LevelCell]:
    """The cells that a cell cites, on whose levels things are said."""
    cited = [study.cells[id] for id in cell.cites if id in study.cells]
    framework = study.levels[cell.level].framework
    return [
        one
        for one in cited
        if not study.levels[one.level].inferred and study.levels[one.level].framework == framework
    ]


def cells_citing(study: Study, segment: str) -> list[LevelCell]:
    """The cells whose evidence a unit is."""
    return study.users(segment, "cells")


def framework_named(study: Study, text: str) -> Framework:
    """The framework with this id or name, or the only one that begins so; NotFound or Ambiguous."""
    folded = text.strip().casefold()
    every = frameworks_of(study)
    found = [one for one in every if one.id == text or one.name.casefold() == folded]
    found = found or [one for one in every if folded and one.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    _refuse("framework", text, [one.name for one in found], [one.name for one in every])


def level_named(study: Study, text: str, framework: Framework | None = None) -> Level:
    """The level with this id, name, `framework/level`, or the only one that begins so; NotFound or Ambiguous."""
    if framework is None and "/" in text:
        above, _, below = text.partition("/")
        if any(one.name.casefold().startswith(above.strip().casefold()) for one in study.frameworks.values()):
            return level_named(study, below, framework_named(study, above))
    every = levels_of(study, framework) if framework is not None else list(study.levels.values())
    folded = text.strip().casefold()
    found = [one for one in every if one.id == text or one.name.casefold() == folded]
    found = found or [one for one in every if folded and one.name.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    _refuse("level", text, [level_path(study, one) for one in found], [level_path(study, one) for one in every])


def level_path(study: Study, level: Level) -> str:
    """A level with its framework: `framework/level`."""
    return f"{study.frameworks[level.framework].name}/{level.name}"


def _refuse(noun: str, text: str, found: Sequence[str], every: Sequence[str]) -> NoReturn:
    if found:
        raise Ambiguous(f"“{text}” names more than one {noun}", ", ".join(found), "Write more of it, or the id.")
    hint = f"There is: {', '.join(every[:12])}" if every else f"There is no {noun} yet."
    raise NotFound(f"There is no {noun} “{text}”", hint=hint)
