"""The evidence of framework cells as a list: segments in context, in all waves; a key removes one from its cell."""

from __future__ import annotations

from collections.abc import Sequence

from coder.model.source import Segment
from coder.project import Project
from coder.project.framework_layer import place_of
from coder.project.operations import cells
from coder.tui.kit.shell import Shell


def open_evidence(
    project: Project, shell: Shell, title: str, ids: Sequence[str], more: Sequence[str], row: int
) -> None:
    """Open the list of the cells' evidence, then of `more`: evidence of change notes only."""

    def find() -> dict[str, None]:
        existing = (project.cells[id] for id in ids if id in project.cells)
        return dict.fromkeys((*(unit for cell in existing for unit in cell.evidence), *more))

    def remove(segment: Segment) -> str:
        existing = (project.cells[id] for id in ids if id in project.cells)
        cell = next((cell for cell in existing if segment.id in cell.evidence), None)
        if cell is None:
            return "Evidence of a change note: edit it on the pairs screen (g p)"
        place = place_of(project, cell)
        cells.uncite(project, cell, segment)
        return f"No longer evidence of {place} · u undoes it"

    shell.open(
        "segments",
        title=title,
        find=find,
        back=lambda: shell.open("framework"),
        back_to="framework",
        row=row,
        remove=remove,
    )
