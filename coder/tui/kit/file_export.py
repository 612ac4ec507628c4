"""Export to a file: ask for its path, then write it at once or in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from coder.errors import CoderError
from coder.exchange import exporting, registry
from coder.exchange.progress import reporting
from coder.project import Project, read_project
from coder.tui.kit.background import Progress, ThreadJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.kit.working_folder import typed_path, working_folder

T = TypeVar("T")
OVERWRITE = [("replace", "r", "Replace it"), ("rename", "n", "Choose another name")]


class Place(NamedTuple):
    """A file to write, and whether the person has agreed to replace it."""

    path: Path
    overwrite: bool

    def write(self, data: bytes) -> None:
        exporting.write_file(self.path, data, overwrite=self.overwrite)


class Export(NamedTuple):
    """What is written of a project, and its name in the message at the end."""

    render: Callable[[Project], bytes]
    label: str


@interactive
async def export_now(screen: ProjectScreen, title: str, ending: str, render: Callable[[str], bytes]) -> None:
    """Ask for a file and write what `render` returns for its name; `ending` follows the project's name."""
    named = await _ask_place(screen, title, ending, lambda place: place.write(render(place.path.name)))
    if named is not None:
        screen.say(f"Saved to {named[0].path}")


@interactive
async def export_in_background(
    screen: ProjectScreen,
    title: str,
    ending: str,
    export_for: Callable[[str], Export],
    suffixes: Sequence[str] = (),
) -> None:
    """Ask for a file and write it in a thread; `export_for` returns the export for the file's name.

    `suffixes` are those of a format chosen before, if one was: a name without a suffix gets the first.
    """
    named = await _ask_place(screen, title, ending, lambda place: export_for(place.path.name), suffixes)
    if named is not None:
        _write_in_background(screen, *named)


async def ask_publication(screen: ProjectScreen, title: str) -> bool | None:
    """Ask for whom a file is written; return whether it is for publication, None after Esc."""
    options = [
        ("internal", "o", "Internal: everything"),
        ("publication", "p", "For publication: renumbered, fewer than 3 suppressed"),
    ]
    answer = await screen.choose(title, options)
    return None if answer is None else answer == "publication"


async def _ask_place(
    screen: ProjectScreen, title: str, ending: str, use: Callable[[Place], T], suffixes: Sequence[str] = ()
) -> tuple[Place, T] | None:
    """Ask for a file until one is named that `use` takes; return it, and what `use` returned; None after Esc."""
    text: str | None = str(working_folder() / f"{screen.project.folder.resolve().name}{ending}")
    while text is not None and (text := await screen.ask(title, text)) is not None:
        screen.app.clear_notifications()  # what was said of the path before
        try:
            path, answer = _in_format(typed_path(text), suffixes), ""
            if screen.project.readonly:
                exporting.refuse_inside(screen.project.folder, path)
            target = exporting.writable(path)
            if not target.parent.is_dir():
                raise CoderError("There is no such folder", str(target.parent), "Create it, or choose another.")
            if target.exists():
                answer = await screen.choose(f"{path.name} exists already", OVERWRITE, str(path.parent)) or "none"
            if answer == "none":
                return None
            if answer != "rename":
                place = Place(path, answer == "replace")
                return place, use(place)
        except CoderError as error:
            screen.fail(error)
    return None


def _in_format(path: Path, suffixes: Sequence[str]) -> Path:
    """Return a path with a suffix of the chosen format, if one was chosen; CoderError for that of another format."""
    suffix = registry.suffix_of(path.name)
    if not suffixes or suffix in suffixes:
        return path
    if suffix:
        wanted = " or ".join(suffixes)
        raise CoderError(f"You chose {wanted}, and {path.name} is not", hint="Change the name, or choose again.")
    return path.with_name(path.name + suffixes[0])


def _write_in_background(screen: ProjectScreen, place: Place, export: Export) -> None:
    """Write a file in a thread; Ctrl+G cancels."""
    shell, project, path = screen.shell, screen.project, place.path

    def work(progress: Progress) -> int:
        # The journal holds every confirmed change, so a thread can read the project from disk beside the writer.
        with reporting(progress):
            data = export.render(read_project(project.folder))
        progress(1)
        place.write(data)
        return len(data)

    def done(size: int) -> None:
        shell.say(f"Saved to {path} ({export.label}, {size // 1024 + 1:,} KB)")

    def failed(error: CoderError) -> None:
        shell.fail(error)
        shell.say(f"✗ {error.title}")

    shown = [0]

    def show_share(share: float) -> None:
        tens = int(share * 10) * 10
        if tens > shown[0] and screen.is_current:
            shown[0] = tens
            screen.say(f"Exporting to {path.name} … {tens} % (Ctrl+G cancels)")

    job = ThreadJob(screen.app, work, done, failed, show_share)

    def cancel() -> None:
        job.cancel(wait=False)
        shell.say("Export cancelled; nothing was written")

    screen.say(f"Exporting to {path.name} … (Ctrl+G cancels)")
    screen.stop_work = cancel
    job.start()
