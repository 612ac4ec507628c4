"""Export of the project, of segments, of the decision trail and of reports to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder.exchange import registry
from coder.model.document import Document
from coder.project import Project
from coder.tui.kit.file_export import Export, export_in_background
from coder.tui.kit.project_screen import ProjectScreen


def export_project(screen: ProjectScreen) -> None:
    """Ask for the file of the whole project; its suffix sets the format."""
    export_segments(screen, "Export to", ".html", None)


def export_segments(
    screen: ProjectScreen,
    title: str = "Export these segments to",
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
