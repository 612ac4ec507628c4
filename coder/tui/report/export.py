"""Export from the screen: one line for the file, the work in a thread over what is on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.exchange import exporting, registry
from coder.project import Project, read_project
from coder.tui.kit.messages import Ask, Choose
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.status import StatusLine

if TYPE_CHECKING:
    from coder.model.document import Document
    from coder.tui.app import CoderApp


#: What is written of a project, and what it is called.
Form = tuple[Callable[[Project], bytes], str]


def ask_file(screen: ProjectScreen, title: str, ending: str, make: Callable[[str], bytes]) -> None:
    """Ask for a file, called as the project with an ending, and write there what `make` gives for its name."""

    def write(path: Path) -> None:
        exporting.write_file(path, make(path.name))
        screen.say(f"wrote {path}")

    _ask(screen, title, ending, write)


def ask_apart(screen: ProjectScreen, title: str, ending: str, form: Callable[[str], Form]) -> None:
    """As `ask_file`, with what takes long done in a thread; `form` says by the file's name what is written."""

    def write(path: Path) -> None:
        make, label = form(path.name)
        _write_apart(screen, path, make, label)

    _ask(screen, title, ending, write)


def ask_for_whom(screen: ProjectScreen, title: str, then: Callable[[bool], None]) -> None:
    """Ask whether something is written for ourselves, or for publication: then `then` is told True."""
    options = [
        ("own", "o", "as it is, for ourselves"),
        ("publication", "p", "for publication: other numbers, nothing of fewer than three"),
    ]
    screen.on_choose(Choose(title, options, lambda who: then(who == "publication")))


def _ask(screen: ProjectScreen, title: str, ending: str, write: Callable[[Path], None]) -> None:
    initial = str(Path.cwd() / f"{screen.project.folder.resolve().name}{ending}")

    def then(text: str) -> None:
        screen.attempt(lambda: write(Path(text.strip()).expanduser()))

    screen.post_message(Ask(title, then, initial=initial))


def ask(screen: ProjectScreen) -> None:
    """Ask for the file of the whole project; its suffix says the format."""
    ask_units(screen, "Export to", ".html", None)


def ask_units(screen: ProjectScreen, title: str, ending: str, segments: Sequence[str] | None) -> None:
    """Ask for the file of these units, or (None) of all; its suffix says the format."""

    def form(name: str) -> Form:
        writer = registry.writer_for(registry.SEGMENTS, name)
        return lambda read: writer.write(read, segments), writer.label

    suffixes = registry.suffixes(registry.writers(registry.SEGMENTS))
    ask_apart(screen, f"{title} ({suffixes}):", ending, form)


def ask_trail(screen: ProjectScreen) -> None:
    """Ask for the file of the decision trail; its suffix says the form."""

    def form(name: str) -> Form:
        from coder.analysis import trail

        writer = registry.writer_for(registry.TRAIL, name)
        return lambda read: writer.write(*trail.exported(read)), "decision trail"

    suffixes = registry.suffixes(registry.writers(registry.TRAIL))
    ask_apart(screen, f"Decision trail to ({suffixes}):", "-trail.md", form)


def ask_document(screen: ProjectScreen, report: str, make: Callable[[Project], Document]) -> None:
    """Ask for the file of a report; its suffix says the form."""

    def form(name: str) -> Form:
        writer = registry.writer_for(registry.DOCUMENT, name)
        return lambda read: writer.write(make(read)), f"report: {report}"

    suffixes = registry.suffixes(registry.writers(registry.DOCUMENT))
    ask_apart(screen, f"Report {report} to ({suffixes}):", f"-{report}.docx", form)


def _write_apart(screen: ProjectScreen, path: Path, make: Callable[[Project], bytes], label: str) -> None:
    """Write what `make` gives of the project into a file, in a thread; Ctrl+G gives it up."""
    app, project, given_up = screen.coder_app, screen.project, threading.Event()
    screen.say(f"exporting to {path.name} … (Ctrl+G stops)")
    screen.stop_work = given_up.set

    def work() -> None:
        # The journal holds all that was confirmed, so a thread can read the project from disk, beside the writer.
        try:
            data = make(read_project(project.folder))
            if given_up.is_set():
                app.call_from_thread(_tell, app, "the export was stopped; nothing was written")
                return
            exporting.write_file(path, data)
        except CoderError as error:
            app.call_from_thread(_refuse, app, error)
            return
        app.call_from_thread(_tell, app, f"wrote {path} ({label}, {len(data) // 1024 + 1:,} KB)")

    app.run_worker(work, thread=True, exit_on_error=True)


def _shown(app: CoderApp) -> ProjectScreen | None:
    """The screen that is looked at now: who exports may go elsewhere meanwhile, and theirs is gone then."""
    there = (one for one in reversed(app.screen_stack) if isinstance(one, ProjectScreen) and one.query(StatusLine))
    return next(there, None)


def _tell(app: CoderApp, text: str) -> None:
    screen = _shown(app)
    if screen is not None:
        screen.say(text)
    else:
        app.notify(text, markup=False)


def _refuse(app: CoderApp, error: CoderError) -> None:
    screen = _shown(app)
    (screen or app).fail(error)
