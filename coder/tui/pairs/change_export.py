"""The change grid into a file, as it is shown: csv, Markdown or a page; for oneself, or for publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.analysis.method.change import Grid
from coder.analysis.reports import change_tables
from coder.analysis.reports.disclosure import Telling
from coder.model.document import Table
from coder.model.participant import Participant
from coder.project import Project
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.pairs.change_table import CROSS, GRID, Chosen
from coder.tui.report import export


def tables(
    project: Project, grids: Sequence[Grid], grid: Grid, person: Participant, chosen: Chosen, publication: bool
) -> list[Table]:
    """What is shown, as tables of a document; beside the grid the notes in words."""
    telling = Telling(project, publication)
    if chosen.mode == GRID:
        return [change_tables.grid_table(grid, telling), change_tables.notes_table(grid, telling)]
    if chosen.mode == CROSS:
        return [change_tables.cross_table(grid, telling)]
    return change_tables.trajectories(project, chosen.by, [person], telling, grids)


def ask(screen: ProjectScreen, made: Callable[[bool], Sequence[Table]], chosen: Chosen) -> None:
    """Ask for whom it is, and for the file; its suffix says the form."""
    project = screen.project

    def choose(publication: bool) -> None:
        ending = f"-changes-{chosen.mode}{'-publication' if publication else ''}.csv"

        def make(name: str) -> bytes:
            return written(project, name, made(publication), publication)

        from coder.exchange.registry import TABLES, suffixes, writers

        export.ask_file(screen, f"Changes to ({suffixes(writers(TABLES))}):", ending, make)

    export.ask_for_whom(screen, "Write the changes into a file", choose)


def written(project: Project, name: str, found: Sequence[Table], publication: bool) -> bytes:
    """The tables as the suffix of a file says."""
    from coder.exchange.registry import TABLES, writer_for

    writer = writer_for(TABLES, name)
    telling = Telling(project, publication)
    return writer.write(lambda: change_tables.sheet(found), lambda: change_tables.document(project, found, telling))
