"""Export of the project, of segments, of the decision trail and of reports to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coder import exports
from coder.exchange import registry
from coder.model.document import Document
from coder.project import Project
from coder.tui.kit.file_export import Export, ask_publication, export_in_background
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive, list_finder
from coder.tui.kit.requests import Item

#: Format → its key in the menu.
FORMAT_KEYS = {"csv": "c", "docx": "w", "html": "h", "json": "j", "md": "m", "svg": "s", "xlsx": "x"}


@interactive
async def export_project(screen: ProjectScreen) -> None:
    """Ask what to export, of which record, in which format, for whom where that matters, and to which file."""
    rows = [(export.id, export.key, export.label) for export in exports.EXPORTS]
    what = await screen.choose("Export what?", rows, reads=True)
    if what is None:
        return
    export = exports.export_named(what)
    record = await _ask_record(screen, export)
    options = [(form.suffixes[0], FORMAT_KEYS[form.name], form.label) for form in export.formats]
    suffix = await screen.choose(f"{export.label} as", options, reads=True) if record is not None else None
    if suffix is None or record is None:
        return
    writer = export.writer(suffix)
    can_publish = export.is_for_publication(writer)
    publication = await ask_publication(screen, export.label) if can_publish else False
    if publication is None:
        return
    ending = f"{export.ending}-publication" if publication else export.ending

    def export_for(name: str) -> Export:
        export.writer(name, publication=publication)
        return Export(
            lambda project: export.render(project, name, publication=publication, id=record),
            export.label,
            publication,
        )

    export_in_background(screen, f"{export.label} to file:", ending + suffix, export_for, writer.suffixes)


async def _ask_record(screen: ProjectScreen, export: exports.Exported) -> str | None:
    """Ask of which record to export; return its id, "" where there is nothing to choose, None after Esc."""
    if export.choice is None:
        return ""
    options = export.choice.options(screen.project)
    if not options:
        screen.say(f"There is no {export.choice.noun} yet")
        return None
    if len(options) == 1:
        return options[0][0]
    finder = list_finder([Item(id, name) for id, name in options])
    return await screen.pick(f"Which {export.choice.noun}?", finder, reads=True)


@interactive
async def export_segments(screen: ProjectScreen, segments: Sequence[str] | None = None) -> None:
    """Ask for whom these segments, or (None) all, are exported, and to which file; its suffix sets the format."""
    units = exports.export_named("units")
    publication = await ask_publication(screen, "Export these units")
    if publication is None:
        return

    def export_for(name: str) -> Export:
        writer = units.writer(name, publication=publication)
        return Export(
            lambda project: writer.write(*exports.units_content(project, publication, segments)),
            writer.label,
            publication,
        )

    suffixes = registry.suffixes(registry.writers(registry.DOCUMENT) if publication else units.formats)
    ending = "-units-publication.docx" if publication else "-units.csv"
    export_in_background(screen, f"Export these units to ({suffixes}):", ending, export_for)


def export_trail(screen: ProjectScreen) -> None:
    """Ask for the file of the decision trail; its suffix sets the format."""
    trail = exports.export_named("trail")

    def export_for(name: str) -> Export:
        trail.writer(name)
        return Export(lambda project: trail.render(project, name), "decision trail")

    export_in_background(screen, f"Decision trail to ({registry.suffixes(trail.formats)}):", "-trail.md", export_for)


def export_report(
    screen: ProjectScreen, name: str, render: Callable[[Project], Document], publication: bool = False
) -> None:
    """Ask for the file of a report; its suffix sets the format."""

    def export_for(file: str) -> Export:
        writer = registry.writer_for(registry.DOCUMENT, file)
        return Export(lambda project: writer.write(render(project)), f"report: {name}", publication)

    suffixes = registry.suffixes(registry.writers(registry.DOCUMENT))
    export_in_background(screen, f"Report {name} to ({suffixes}):", f"-{name}.docx", export_for)
