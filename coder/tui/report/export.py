"""Export of the project, of segments, of the decision trail and of reports to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder import exports
from coder.exchange import registry
from coder.model.document import Document
from coder.project import Project
from coder.tui.kit.file_export import Export, ask_publication, export_in_background
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive

#: Format → its key in the menu.
FORMAT_KEYS = {"csv": "c", "docx": "w", "html": "h", "json": "j", "md": "m", "xlsx": "x"}


@interactive
async def export_project(screen: ProjectScreen) -> None:
    """Ask what to export, in which format, for whom where that matters, and to which file."""
    table = {export.id: export for export in exports.EXPORTS}
    rows = [(export.id, export.key, export.label) for export in table.values()]
    export = table.get(await screen.choose("Export what?", rows, reads=True) or "")
    if export is None:
        return
    options = [(form.suffixes[0], FORMAT_KEYS[form.name], form.label) for form in exports.formats(export)]
    suffix = await screen.choose(f"{export.label} as", options, reads=True) if len(options) > 1 else options[0][0]
    publication = await ask_publication(screen, export.label) if suffix and export.for_publication else False
    if suffix is None or publication is None:
        return
    ending = f"{export.ending}-publication" if publication else export.ending

    def export_for(name: str) -> Export:
        registry.writer_for(export.kind, name)
        return Export(lambda project: export.render(project, name, publication), export.label)

    export_in_background(screen, f"{export.label} to file:", ending + suffix, export_for)


def export_segments(
    screen: ProjectScreen,
    title: str = "Export these units to",
    ending: str = "-units.csv",
    segments: Sequence[str] | None = None,
) -> None:
    """Ask for the file of these segments, or (None) of all; its suffix sets the format."""

    def export_for(name: str) -> Export:
        writer = registry.writer_for(registry.SEGMENTS, name)
        return Export(lambda project: writer.write(project, segments), writer.label)

    suffixes = registry.suffixes(registry.writers(registry.SEGMENTS))
    export_in_background(screen, f"{title} ({suffixes}):", ending, export_for)


def export_trail(screen: ProjectScreen) -> None:
    """Ask for the file of the decision trail; its suffix sets the format."""

    def export_for(name: str) -> Export:
        from coder.analysis import history

        writer = registry.writer_for(registry.TRAIL, name)
        return Export(lambda project: writer.write(*history.exported(project)), "decision trail")

    suffixes = registry.suffixes(registry.writers(registry.TRAIL))
    export_in_background(screen, f"Decision trail to ({suffixes}):", "-trail.md", export_for)


def export_report(screen: ProjectScreen, name: str, render: Callable[[Project], Document]) -> None:
    """Ask for the file of a report; its suffix sets the format."""

    def export_for(file: str) -> Export:
        writer = registry.writer_for(registry.DOCUMENT, file)
        return Export(lambda project: writer.write(render(project)), f"report: {name}")

    suffixes = registry.suffixes(registry.writers(registry.DOCUMENT))
    export_in_background(screen, f"Report {name} to ({suffixes}):", f"-{name}.docx", export_for)
