"""Levels of a framework: add, rename, describe, move, remove."""

from __future__ import annotations

from functools import partial

import msgspec

from coder.errors import Invalid
from coder.model.framework import EVIDENCED, INFERRED, Framework, Level, LevelCell
from coder.model.invariants import violations
from coder.project import drafts
from coder.project.framework_layer import levels_of, place_of
from coder.project.merge_artifacts import merge_change_notes
from coder.project.project import Pending, Project
from coder.project.segments import repoint
from coder.text.phrases import format_count

NAMED = 6


def add(
    project: Project,
    framework: Framework,
    name: str,
    *,
    help: str = "",
    inferred: bool = False,
    domain: bool = False,
) -> Level:
    """Add a level at the end of a framework."""
    last = max((level.order for level in levels_of(project, framework)), default=0)
    level = Level(
        id=project.new_id(),
        framework=framework.id,
        name=name.strip(),
        order=last + 1,
        help=help.strip(),
        inferred=inferred,
        domain=domain,
    )
    with project.transaction("levels.add", f"added level {level.name} to {framework.name}") as tx:
        tx.put("levels", level)
    return level


def rename(project: Project, level: Level, name: str) -> Level:
    """Rename a level."""
    changed = msgspec.structs.replace(level, name=name.strip())
    with project.transaction("levels.rename", f"renamed level {level.name} to {changed.name}") as tx:
        tx.put("levels", changed)
    return changed


def describe(
    project: Project,
    level: Level,
    *,
    help: str | None = None,
    inferred: bool | None = None,
    domain: bool | None = None,
) -> Level:
    """Change a level's theory, whether it is inferred and whether it is a domain.

    Raises Invalid if an inferred cell would lose its grounds.
    """
    changed = msgspec.structs.replace(
        level,
        help=level.help if help is None else help.strip(),
        inferred=level.inferred if inferred is None else inferred,
        domain=level.domain if domain is None else domain,
    )
    with project.transaction("levels.describe", f"described level {level.name}") as tx:
        tx.put("levels", changed)
        if changed.inferred != level.inferred:
            _refuse_groundless(project, level.framework)
    return changed


def move(project: Project, level: Level, by: int) -> Level:
    """Move a level up (negative) or down among the levels, or the domains, of its framework."""
    framework = project.frameworks[level.framework]
    levels = [sibling for sibling in levels_of(project, framework) if sibling.domain == level.domain]
    place = next(place for place, sibling in enumerate(levels) if sibling.id == level.id)
    levels.insert(max(0, min(place + by, len(levels) - 1)), levels.pop(place))
    with project.transaction("levels.move", f"moved level {level.name}") as tx:
        for order, sibling in enumerate(levels, 1):
            tx.put("levels", msgspec.structs.replace(sibling, order=order))
    return project.levels[level.id]


def remove(project: Project, level: Level, *, cells_to: Level | None = None, with_cells: bool = False) -> None:
    """Remove a level; its cells and notes move to the level `cells_to`, or are removed `with_cells`."""
    _refuse_loss(project, level, cells_to, with_cells)
    where = f", its cells to {cells_to.name}" if cells_to is not None else ""
    with project.transaction("levels.remove", f"deleted level {level.name}{where}") as tx:
        if cells_to is not None:
            _move_cells(project, tx, level, cells_to)
        repoint(project, tx, "levels", level.id, None)
        tx.remove("levels", level.id)
        _refuse_groundless(project, level.framework)


def _refuse_loss(project: Project, level: Level, cells_to: Level | None, with_cells: bool) -> None:
    if cells_to is not None:
        if cells_to.id == level.id:
            raise Invalid("The cells cannot be moved to the deleted level", level.name)
        if cells_to.framework != level.framework:
            raise Invalid("The cells would leave the framework", f"{cells_to.name} is in another one.")
        return
    cells: list[LevelCell] = project.referrers(level.id, "cells")
    notes = len(project.referrers(level.id, "change_notes"))
    if (cells or notes) and not with_cells:
        contents = [_listed(project, cells)] if cells else []
        if notes:
            contents.append(format_count(notes, "change note"))
        raise Invalid(
            "The content of the level would be lost",
            f"{level.name} holds: {'; '.join(contents)}.",
            "Choose a level to move the cells to, or delete them with the level.",
        )


def _listed(project: Project, cells: list[LevelCell]) -> str:
    names = sorted(place_of(project, cell).split(" · ", 1)[1] for cell in cells)
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _move_cells(project: Project, tx: Pending, level: Level, to: Level) -> None:
    """Move the cells to another level, merging those of the same participant and wave."""
    existing: dict[tuple[str, str], LevelCell] = {
        (cell.participant, cell.wave): cell for cell in project.referrers(to.id, "cells")
    }
    for cell in project.referrers(level.id, "cells"):
        other = existing.get((cell.participant, cell.wave))
        if other is None:
            moved = msgspec.structs.replace(cell, level=to.id)
            tx.put("cells", _as_on(to, moved))
        else:
            repoint(project, tx, "cells", cell.id, other.id)
            other = project.cells[other.id]  # may have cited the removed one
            tx.remove("cells", cell.id)
            tx.put("cells", _as_on(to, _united(other, cell)))
    merge_change_notes(project, tx, level.id, to.id)
    for note in project.referrers(level.id, "change_notes"):
        tx.put("change_notes", msgspec.structs.replace(note, level=to.id))
    tx.on_commit(partial(drafts.repoint_prose, project, level.id, to.id, own=False))


def _united(cell: LevelCell, other: LevelCell) -> LevelCell:
    """Return two cells merged: their text, evidence and citations."""
    cites = dict.fromkeys((*cell.cites, *other.cites))
    empty = not (cell.summary or cell.evidence)
    return msgspec.structs.replace(
        cell,
        summary="\n".join(filter(None, (cell.summary, other.summary))),
        evidence=tuple(dict.fromkeys((*cell.evidence, *other.evidence))),
        cites=tuple(id for id in cites if id not in (cell.id, other.id)),
        status=other.status if empty else cell.status,
    )


def _as_on(level: Level, cell: LevelCell) -> LevelCell:
    """Return the cell with the status that suits an inferred or evidenced level."""
    if level.inferred and (cell.summary or cell.evidence):
        return msgspec.structs.replace(cell, status=INFERRED)
    if not level.inferred and cell.status == INFERRED and cell.evidence:
        return msgspec.structs.replace(cell, status=EVIDENCED)
    return cell


def _refuse_groundless(project: Project, framework: str) -> None:
    """Raise Invalid if a cell of an inferred level has lost its grounds."""
    groundless = [
        place_of(project, cell)
        for level in project.referrers(framework, "levels")
        if level.inferred
        for cell in project.referrers(level.id, "cells")
        if any(violations(project.rules, "cells", cell))
    ]
    if groundless:
        raise Invalid(
            "An inferred cell would lose the cells it cites",
            "; ".join(sorted(groundless)[:NAMED]),
            "Cite a cell of a level that is not inferred first.",
        )
