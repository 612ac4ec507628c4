"""The change grid into a file, as it is shown: csv, Markdown or a page; for oneself, or for publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.analysis.method.change import Grid
from coder.analysis.reports import change_tables
from coder.analysis.reports.disclosure import Disclosure
from coder.model.document import Table
from coder.model.participant import Participant
from coder.project import Project
from coder.tui.kit.file_export import ask_publication, export_now
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.pairs.change_table import CROSS, GRID, Chosen


def tables(
    project: Project, grids: Sequence[Grid], grid: Grid, person: Participant, chosen: Chosen, publication: bool
) -> list[Table]:
    """What is shown, as tables of a document; beside the grid the notes in words."""
    disclosure = Disclosure(project, publication)
    if chosen.mode == GRID:
        return [change_tables.grid_table(grid, disclosure), change_tables.notes_table(grid, disclosure)]
    if chosen.mode == CROSS:
        return [change_tables.cross_table(grid, disclosure)]
    return change_tables.trajectories(project, chosen.by, [person], disclosure, grids)


@interactive
async def ask(screen: ProjectScreen, made: Callable[[bool], Sequence[Table]], chosen: Chosen) -> None:
    """Ask for the audience and for the file; its suffix sets the format."""
    from coder.exchange.registry import TABLES, suffixes, writers

    publication = await ask_publication(screen, "Export the changes")
    if publication is None:
        return
    ending = f"-changes-{chosen.mode}{'-publication' if publication else ''}.csv"

    def render(name: str) -> bytes:
        return written(screen.project, name, made(publication), publication)

    export_now(screen, f"Changes to ({suffixes(writers(TABLES))}):", ending, render)


def written(project: Project, name: str, found: Sequence[Table], publication: bool) -> bytes:
    """The tables as the suffix of a file says."""
    from coder.exchange.registry import TABLES, writer_for

    writer = writer_for(TABLES, name)
    disclosure = Disclosure(project, publication)
    return writer.write(
        lambda: change_tables.sheet(found), lambda: change_tables.document(project, found, disclosure)
    )
