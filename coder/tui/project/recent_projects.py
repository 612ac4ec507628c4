"""Whether recent projects can be reached: looked at in threads, since a share may never answer."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from coder.project import is_project

#: Seconds to wait for the first answers: a folder on a disk gives it in microseconds.
AT_ONCE = 0.05
#: Seconds to wait for an answer before a project is opened.
PATIENCE = 2.0
#: Seconds after which a share that does not answer is out of reach.
SILENCE = 3.0


class RecentProject:
    """A folder in which a project was opened before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._found: bool | None = None
        self._since = time.monotonic()
        self._ask()

    @property
    def is_away(self) -> bool:
        """Whether there is no project now, or no answer for some seconds."""
        if self._found is None:
            return time.monotonic() - self._since > SILENCE
        return not self._found

    @property
    def is_known(self) -> bool:
        """Whether the last look has an answer, or will hardly get one."""
        return self._found is not None or self.is_away

    def wait(self, seconds: float) -> None:
        """Wait for the answer of the last look."""
        self._thread.join(seconds)

    def look_again(self) -> bool:
        """Return whether there is a project now; False where nothing answers in time."""
        if not self._thread.is_alive():
            self._ask()
        self.wait(PATIENCE)
        return bool(self._found)

    def _ask(self) -> None:
        self._found, self._since = None, time.monotonic()
        self._thread = threading.Thread(target=self._look, name="recent", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        try:
            self._found = is_project(self.folder)
        except OSError:
            self._found = False


def looked_at(folders: list[Path]) -> list[RecentProject]:
    """Return recent projects after a moment in which most answer."""
    projects = [RecentProject(folder) for folder in folders]
    until = time.monotonic() + AT_ONCE
    for project in projects:
        project.wait(max(0.0, until - time.monotonic()))
    return projects
