"""Whether another program changed a project since it was opened read-only here."""

from __future__ import annotations

import threading
from typing import Any

from textual.app import App

from coder.errors import CoderError
from coder.project import Project
from coder.project.project import newer_changes
from coder.text.phrases import format_count, format_list
from coder.tui.kit.shell import shell_of

#: What the status line shows beside read-only once the project was changed elsewhere.
CHANGED = "changed since: Ctrl+R"


class ChangeWatch:
    """Looks at the history in a thread, since a share may never answer, and reports once what was added to it."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._project: Project | None = None
        self._thread: threading.Thread | None = None
        self._message = ""

    def run(self) -> None:
        """Look at the history of a project that is open read-only; report what was added since the last time."""
        shell = shell_of(self._app)
        project = shell.project
        if (
            project is None
            or not project.readonly
            or shell.is_locked
            or (self._thread is not None and self._thread.is_alive())
        ):
            return
        if self._project is not project:
            self._project, self._message = project, ""
        elif self._message:
            if shell.saved != CHANGED:
                shell.show_saved(CHANGED)
                shell.say(self._message)
            return
        self._thread = threading.Thread(target=self._look, args=(project,), name="changes", daemon=True)
        self._thread.start()

    def _look(self, project: Project) -> None:
        try:
            changes = newer_changes(project)
        except CoderError:  # the next look tries again; the doctor says what is wrong with it
            return
        if changes and self._project is project:
            coders = dict.fromkeys(change.coder or "an unnamed coder" for change in changes)
            number = format_count(len(changes), "change")
            self._message = f"{number} by {format_list(coders)} since it was opened: Ctrl+R shows all"
