"""The codebook into a file, and one from a file, of which is shown first what it would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.screen import Screen

from coder.errors import CoderError, ReadOnly
from coder.project import Project
from coder.tui.kit.messages import Ask
from coder.tui.kit.project_screen import ProjectScreen


def ask_export(screen: Screen[Any]) -> None:
    """Ask for the file; its suffix says the form."""
    from coder.exchange.registry import CODEBOOK, suffixes, writer_for, writers
    from coder.tui.kit.file_export import Export, export_in_background

    def export_for(name: str) -> Export:
        return Export(writer_for(CODEBOOK, name).write, "codebook")

    if isinstance(screen, ProjectScreen):
        export_in_background(screen, f"Codebook to ({suffixes(writers(CODEBOOK))}):", "-codebook.csv", export_for)


def ask_import(screen: Screen[Any], project: Project) -> None:
    """Ask for the file, and show what it would change."""
    if not isinstance(screen, ProjectScreen):
        return
    if project.readonly:
        screen.fail(ReadOnly())
        return

    def then(text: str) -> None:
        if text.strip():
            _show(screen, project, Path(text.strip()).expanduser())

    from coder.exchange.registry import CODEBOOK, readers, suffixes

    screen.post_message(Ask(f"Codebook from ({suffixes(readers(CODEBOOK))}):", then, initial=f"{Path.cwd()}/"))


def _show(screen: ProjectScreen, project: Project, path: Path) -> None:
    from coder.exchange import registry
    from coder.project.operations.codebook_text import compare
    from coder.tui.codebook.differences_screen import CodebookScreen

    try:
        entries = registry.read(registry.CODEBOOK, path)
        difference = compare(project, entries)
    except CoderError as error:
        screen.fail(error)
        return
    if difference.changes:
        screen.app.push_screen(CodebookScreen(project, path.name, entries, difference))
    else:
        screen.say(f"{path.name} says what is there already: nothing would change")
