"""Export from the screen: one line for the file, the work in a thread over what is on disk."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import CoderError
from coder.exchange import exporting
from coder.project import Project, read_project
from coder.tui.messages import Ask
from coder.tui.screens.study import StudyScreen

if TYPE_CHECKING:
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
    given_up = threading.Event()
    screen.say(f"exporting to {path.name} … (Ctrl+G stops)")
    screen.stop_work = given_up.set

    def work() -> None:
        # The journal holds all that was confirmed, so a thread can read the project from disk, beside the writer.
        try:
            data = exporting.render(read_project(project.folder), writer, None)
            if given_up.is_set():
                app.call_from_thread(screen.say, "the export was stopped; nothing was written")
                return
            exporting.put(path, data)
        except CoderError as error:
            app.call_from_thread(screen.fail, error)
            return
        app.call_from_thread(screen.say, f"wrote {path} ({writer.label}, {len(data) // 1024 + 1:,} KB)")

    app.run_worker(work, thread=True, exit_on_error=True)
