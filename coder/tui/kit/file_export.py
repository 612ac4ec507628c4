"""Export to a file: ask for its path, then write it at once or in the background."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from coder.errors import CoderError, Undecided
from coder.exchange import exporting, registry
from coder.exchange.progress import reporting
from coder.exports import Scanned, scan_outgoing
from coder.progress import Progress
from coder.project import Project, read_project
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive
from coder.tui.kit.working_folder import typed_path, working_folder

T = TypeVar("T")
#: Share of the work that is done once a file is rendered; then it is scanned.
_RENDERED = 0.5
#: Words that the refusal of a publication names on the screen.
_MOST_WORDS = 6
OVERWRITE = [("replace", "r", "Replace it"), ("rename", "n", "Choose another name")]


class Place(NamedTuple):
    """A file to write, and whether the person has agreed to replace it."""

    path: Path
    overwrite: bool

    def write(self, data: bytes, shared: bool = False) -> None:
        exporting.write_file(self.path, data, overwrite=self.overwrite, shared=shared)


class Export(NamedTuple):
    """What is written of a project, its name in the message at the end, and whether it is for publication."""

    render: Callable[[Project], bytes]
    label: str
    publication: bool = False


@interactive
async def export_now(
    screen: ProjectScreen,
    title: str,
    ending: str,
    label: str,
    render: Callable[[str], bytes],
    publication: bool = False,
) -> None:
    """Ask for a file, render it at once for its name, and write it in a thread; `ending` follows the project's name.

    What is on the screen is rendered: it may have changed when the thread gets to it.
    """

    def rendered(place: Place) -> Export:
        data = render(place.path.name)
        return Export(lambda project: data, label, publication)

    named = await _ask_place(screen, title, ending, rendered)
    if named is not None:
        _write_in_background(screen, *named)


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


def _shortened(detail: str) -> str:
    """Return the first words that were found, without the reasons: a toast has little room."""
    lines = [line.partition("): ")[0] + ")" if "): " in line else line for line in detail.splitlines()]
    more = [f"… and {len(lines) - _MOST_WORDS} more"] if len(lines) > _MOST_WORDS else []
    return "\n".join([*lines[:_MOST_WORDS], *more])


def _write_in_background(screen: ProjectScreen, place: Place, export: Export) -> None:
    """Write a file in a thread; Ctrl+G cancels."""
    shell, project, path = screen.shell, screen.project, place.path
    shared = shell.settings.exports == "shared"

    def work(progress: Progress) -> tuple[int, Scanned]:
        # The journal holds every confirmed change, so a thread can read the project from disk beside the writer.
        stored = read_project(project.folder)
        with reporting(lambda share: progress(_RENDERED * share)):
            data = export.render(stored)
        scanned = scan_outgoing(
            stored, data, path.name, export.publication, lambda share: progress(_RENDERED + (1 - _RENDERED) * share)
        )
        place.write(data, shared)
        return len(data), scanned

    def done(written: tuple[int, Scanned]) -> None:
        size, scanned = written
        note = f" · {scanned.note}" if scanned.note else ""
        shell.say(f"Saved to {path} ({export.label}, {size // 1024 + 1:,} KB){note}")
        if scanned.findings:
            command = shlex.join(["coder", "scan", str(path), "--study", str(project.folder)])
            screen.app.notify(f"To see them: {command}", title=scanned.note, timeout=10, markup=False)

    def failed(error: CoderError) -> None:
        if isinstance(error, Undecided):
            error.detail = _shortened(error.detail)
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
