"""Whether the folder of the open project can be reached, and saving again what was kept outside it meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from textual.app import App

from coder.errors import CoderError, StoreError
from coder.project import Project, drafts, rescue
from coder.store.rescue import must_be_in_reach
from coder.tui.kit.shell import shell_of

#: States of a project that the status line shows.
SAVED, NOT_SAVED = "saved", "not saved"
#: The same while it cannot be written to: what is typed goes to rescue files; and while nothing was typed yet.
KEPT, AWAY = "kept outside the project", "folder out of reach"
#: Seconds to wait for an answer on the loop; a folder on a disk answers in microseconds.
AT_ONCE = 0.02
#: Looks without an answer after which the folder is out of reach. Looks are counted, as the program may be stopped.
UNANSWERED = 3


class FolderWatch:
    """Looks at the folder in a thread, since a share may never answer, and reports when it is gone or back."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._folder: Path | None = None
        self._thread: threading.Thread | None = None
        self._found = True
        self._unanswered = 0

    def run(self) -> None:
        """Look at the folder of the open project; save again what was kept while it could not be reached."""
        shell = shell_of(self._app)
        project = shell.project
        if project is None or project.readonly or shell.is_locked:
            return
        if not self.in_reach():
            if shell.saved not in (AWAY, KEPT):
                shell.show_saved(AWAY)
                self._app.notify(
                    "Was the share disconnected? What was saved is safe in it. Until it is back, changes are "
                    "refused, and what you type in memos and other texts is kept on this machine.",
                    title="The project's folder cannot be reached",
                    severity="warning",
                    timeout=12,
                )
        elif shell.saved in (AWAY, KEPT) and _save_again(project):
            shell.show_saved(SAVED)
            shell.say("Saved again: the project's folder can be written to")

    def in_reach(self) -> bool:
        """Return whether the folder of the open project can be reached; True without a project."""
        project = shell_of(self._app).project
        if project is None:
            return True
        if self._folder != project.folder:
            self._folder, self._found, self._thread = project.folder, True, None
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._look, args=(project.folder,), name="folder", daemon=True)
            self._thread.start()
        self._thread.join(AT_ONCE)
        self._unanswered = self._unanswered + 1 if self._thread.is_alive() else 0
        if self._unanswered >= UNANSWERED:
            self._found = False
        return self._found

    def _look(self, folder: Path) -> None:
        try:
            must_be_in_reach(folder)
        except StoreError:
            found = False
        else:
            found = True
        if self._folder == folder:
            self._found = found


def _save_again(project: Project) -> bool:
    """Move what was kept into the project, and save what is typed; return whether all of it is there."""
    try:
        rescue.take_back(project)
        drafts.save_typed(project)
    except CoderError:  # the next look tries again; that it could not be written was reported
        return False
    return True
