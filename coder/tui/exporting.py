"""Export from the screen: one line for the file, the work in a thread over what is on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.exchange import exporting
from coder.project import Project, read_project
from coder.tui.messages import Ask
from coder.tui.screens.study import StudyScreen

if TYPE_CHECKING:
    from coder.model.document import Document
    from coder.tui.app import CoderApp


def ask(app: CoderApp, project: Project) -> None:
    """Ask for the file; its suffix says the format."""
    screen = app.screen
    if not isinstance(screen, StudyScreen):
        return
    suffixes = " ".join(suffix for one in exporting.writers() for suffix in one.suffixes)
    initial = str(Path.cwd() / f"{project.folder.resolve().name}.html")
    title = f"Export to ({suffixes}):"
    screen.post_message(Ask(title, lambda text: _export(app, screen, project, text), initial=initial))


def _export(app: CoderApp, screen: StudyScreen, project: Project, text: str) -> None:
    path = Path(text.strip()).expanduser()
    try:
        writer = exporting.writer_for(path.name)
    except CoderError as error:
        screen.fail(error)
        return
    write_apart(app, screen, project, path, lambda read: exporting.render(read, writer, None), writer.label)


def ask_trail(app: CoderApp, project: Project) -> None:
    """Ask for the file of the decision trail; its suffix says the form."""
    screen = app.screen
    if not isinstance(screen, StudyScreen):
        return

    def then(text: str) -> None:
        from coder.analysis import trail
        from coder.exchange.documents import as_docx

        path = Path(text.strip()).expanduser()
        try:
            form = trail.form_of(path.name, as_docx)
        except CoderError as error:
            screen.fail(error)
            return
        write_apart(app, screen, project, path, lambda read: form(read, trail.steps(read)), "decision trail")

    initial = str(Path.cwd() / f"{project.folder.resolve().name}-trail.md")
    screen.post_message(Ask("Decision trail to (.md .html .docx .json):", then, initial=initial))


def ask_document(app: CoderApp, project: Project, name: str, make: Callable[[Project], Document]) -> None:
    """Ask for the file of a report; its suffix says the form."""
    from coder.exchange import documents

    screen = app.screen
    if not isinstance(screen, StudyScreen):
        return

    def then(text: str) -> None:
        path = Path(text.strip()).expanduser()
        try:
            form = documents.form_for(path.name)
        except CoderError as error:
            screen.fail(error)
            return
        write_apart(app, screen, project, path, lambda read: form.write(make(read)), f"report: {name}")

    suffixes = " ".join(form.suffixes[0] for form in documents.FORMS)
    initial = str(Path.cwd() / f"{project.folder.resolve().name}-{name}.docx")
    screen.post_message(Ask(f"Report {name} to ({suffixes}):", then, initial=initial))


def write_apart(
    app: CoderApp, screen: StudyScreen, project: Project, path: Path, make: Callable[[Project], bytes], label: str
) -> None:
    """Write what `make` gives of the project into a file, in a thread; Ctrl+G gives it up."""
    given_up = threading.Event()
    screen.say(f"exporting to {path.name} … (Ctrl+G stops)")
    screen.stop_work = given_up.set

    def work() -> None:
        # The journal holds all that was confirmed, so a thread can read the project from disk, beside the writer.
        try:
            data = make(read_project(project.folder))
            if given_up.is_set():
                app.call_from_thread(screen.say, "the export was stopped; nothing was written")
                return
            exporting.put(path, data)
        except CoderError as error:
            app.call_from_thread(screen.fail, error)
            return
        app.call_from_thread(screen.say, f"wrote {path} ({label}, {len(data) // 1024 + 1:,} KB)")

    app.run_worker(work, thread=True, exit_on_error=True)
