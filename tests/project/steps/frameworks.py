"""Steps of the property tests: operations on frameworks, levels and cells. All text SYNTHETIC."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from coder.errors import Invalid
from coder.model.framework import STATUSES, LevelCell
from coder.model.framework_templates import TEMPLATES
from coder.project import Project
from coder.project.operations import cells, frameworks, levels
from tests.project.steps.draws import Draw, Step, pick, pick_some

NAMES = st.sampled_from(["Levels", "levels", "Artefacts", "x" * 201, " ", "a\tb", "\ud800"])
WORDS = st.sampled_from(["SYNTHETIC words.", "", " ", "two\nlines", "half \udc00"])
TEMPLATE = st.sampled_from([*TEMPLATES, "levels-of-culture", "levels-of-culture", "none such"])
STATUS = st.none() | st.sampled_from([*STATUSES, "", "guessed"])


def _opened(draw: Draw, project: Project) -> None:
    if not project.levels:
        frameworks.add(project, template="levels-of-culture")


def _written(draw: Draw, project: Project) -> LevelCell:
    """A cell that is there: two of one interview are, an assumption and the artefact it is concluded from."""
    _opened(draw, project)
    if not project.cells:
        source = next((source for source in project.sources.values() if source.participant and source.wave), None)
        if source is None:
            raise Invalid("nobody was interviewed")
        person, wave = project.participants[source.participant], project.waves[source.wave]
        said = [level for level in project.levels.values() if not level.inferred]
        inferred = [level for level in project.levels.values() if level.inferred]
        units = [segment for segment in project.segments.values() if segment.source == source.id]
        for level in said[:2]:
            ground = cells.write(project, level, person, wave, summary="SYNTHETIC", evidence=units)
        for level in inferred[:1]:
            cells.write(project, level, person, wave, summary="SYNTHETIC inferred", cites=[ground])
    return pick(draw, project.cells)


def _in_one(act: Step) -> Step:
    """With what is needed first, in one transaction."""

    def tried(draw: Draw, project: Project) -> object:
        with project.transaction("test", "prepared, and done"):
            return act(draw, project)

    return tried


def _write(draw: Draw, project: Project) -> object:
    if draw(st.booleans()):
        _written(draw, project)
    _opened(draw, project)
    return cells.write(
        project,
        pick(draw, project.levels),
        pick(draw, project.participants),
        pick(draw, project.waves),
        summary=draw(st.none() | WORDS),
        status=draw(STATUS),
        evidence=pick_some(draw, project.segments, most=2),
        cites=pick_some(draw, project.cells, most=2),
        remove_evidence=pick_some(draw, project.segments, most=2),
        remove_cites=pick_some(draw, project.cells, most=2),
    )


def _toggle_cites(draw: Draw, project: Project) -> object:
    cell = _written(draw, project)
    level, participant, wave = (
        project.levels[cell.level],
        project.participants[cell.participant],
        project.waves[cell.wave],
    )
    return cells.toggle_cites(project, level, participant, wave, pick_some(draw, project.cells, most=2))


def _assign(draw: Draw, project: Project) -> object:
    _written(draw, project)
    start = draw(st.integers(-1, 60))
    end = start + draw(st.integers(0, 30))
    return cells.assign(project, pick(draw, project.sources), start, end, pick_some(draw, project.levels, most=2))


def _remove_level(draw: Draw, project: Project) -> object:
    _written(draw, project)
    to = pick(draw, [None, *project.levels.values()])
    return levels.remove(project, pick(draw, project.levels), cells_to=to, with_cells=draw(st.booleans()))


def _described(draw: Draw, project: Project) -> object:
    _written(draw, project)
    return levels.describe(
        project,
        pick(draw, project.levels),
        help=draw(st.none() | WORDS),
        inferred=draw(st.none() | st.booleans()),
        domain=draw(st.none() | st.booleans()),
    )


def _framework(draw: Draw, project: Project) -> Any:
    _opened(draw, project)
    return pick(draw, project.frameworks)


def _level(draw: Draw, project: Project) -> Any:
    _opened(draw, project)
    return pick(draw, project.levels)


STEPS: dict[str, Step] = {
    "frameworks.add": lambda d, p: frameworks.add(p, d(NAMES), d(TEMPLATE), early=d(WORDS), note=d(WORDS)),
    "frameworks.rename": _in_one(lambda d, p: frameworks.rename(p, _framework(d, p), d(NAMES))),
    "frameworks.describe": _in_one(lambda d, p: frameworks.describe(p, _framework(d, p), d(WORDS))),
    "frameworks.remove": _in_one(
        lambda d, p: frameworks.remove(
            p, p.frameworks[p.levels[_written(d, p).level].framework], with_cells=d(st.booleans())
        )
    ),
    "levels.add": _in_one(
        lambda d, p: levels.add(
            p, _framework(d, p), d(NAMES), help=d(WORDS), inferred=d(st.booleans()), domain=d(st.booleans())
        )
    ),
    "levels.rename": _in_one(lambda d, p: levels.rename(p, _level(d, p), d(NAMES))),
    "levels.describe": _in_one(_described),
    "levels.move": _in_one(lambda d, p: levels.move(p, _level(d, p), d(st.integers(-3, 9)))),
    "levels.remove": _in_one(_remove_level),
    "cells.write": _in_one(_write),
    "cells.cite": _in_one(lambda d, p: cells.cite(p, _written(d, p), pick(d, p.segments))),
    "cells.uncite": _in_one(lambda d, p: cells.uncite(p, _written(d, p), pick(d, p.segments))),
    "cells.cite_cell": _in_one(lambda d, p: cells.cite_cell(p, _written(d, p), pick(d, p.cells))),
    "cells.toggle_cites": _in_one(_toggle_cites),
    "cells.uncite_cell": _in_one(lambda d, p: cells.uncite_cell(p, _written(d, p), pick(d, p.cells))),
    "cells.clear": _in_one(lambda d, p: cells.clear(p, _written(d, p))),
    "cells.assign": _in_one(_assign),
}
READ_ONLY: set[str] = set()
