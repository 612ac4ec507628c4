"""Codebook files: export the codebook, or import one after showing what it would change."""

from __future__ import annotations

from pathlib import Path

from coder.errors import ReadOnly
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive


def ask_export(screen: ProjectScreen) -> None:
    """Ask for a file and write the codebook to it in the format of its suffix."""
    from coder.exchange.registry import CODEBOOK, suffixes, writer_for, writers
    from coder.tui.kit.file_export import Export, export_in_background

    def export_for(name: str) -> Export:
        return Export(writer_for(CODEBOOK, name).write, "codebook")

    export_in_background(screen, f"Codebook to ({suffixes(writers(CODEBOOK))}):", "-codebook.csv", export_for)


@interactive
async def ask_import(screen: ProjectScreen) -> None:
    """Ask for a file and show what its codebook would change."""
    from coder.exchange import registry
    from coder.project.operations.codebook_text import compare
    from coder.tui.codebook.differences_screen import DifferencesScreen

    project = screen.project
    if project.readonly:
        raise ReadOnly
    suffixes = registry.suffixes(registry.readers(registry.CODEBOOK))
    text = await screen.ask(f"Codebook from ({suffixes}):", f"{Path.cwd()}/")
    if text is None or not text.strip():
        return
    path = Path(text.strip()).expanduser()
    entries = registry.read(registry.CODEBOOK, path)
    difference = compare(project, entries)
    if difference.changes:
        screen.app.push_screen(DifferencesScreen(project, path.name, entries, difference))
    else:
        screen.say(f"{path.name} is the same as the codebook: nothing would change")
