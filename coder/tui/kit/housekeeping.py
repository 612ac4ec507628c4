"""Housekeeping of the open project: checkpoints and backups when they are due."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from textual.app import App

from coder.errors import CoderError, Postponed
from coder.project import Project
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.shell import shell_of

#: Seconds before a backup that failed is tried again.
AGAIN = 600.0


class Housekeeping:
    """Writes checkpoints and makes backups; a backup runs in a thread, one at a time."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._job: ThreadJob[Any] | None = None
        self._failed: tuple[Path, float] | None = None
        self._note = ""

    def run(self) -> None:
        """Do what is due for the open project."""
        project = shell_of(self._app).project
        if project is None or project.readonly:
            return
        try:
            if project.checkpoint_due:
                project.checkpoint()
            if self._may_try(project):
                self._back_up_if_due(project)
        except Postponed as error:
            if shell_of(self._app).saved == "saved":  # told once, until something changes
                shell_of(self._app).fail(error)
        except CoderError as error:
            self._fail(project, error)

    def _may_try(self, project: Project) -> bool:
        if self._job is not None and self._job.running:
            return False
        folder, when = self._failed or (None, 0.0)
        return folder != project.folder or time.monotonic() - when > AGAIN

    def _back_up_if_due(self, project: Project) -> None:
        from coder.project import backups

        job = backups.job(project, if_due=True)
        if job is None:
            return

        def done(made: backups.Made) -> None:
            self._failed = None
            if made.note and made.note != self._note:
                shell_of(self._app).say(made.note)
            self._note = made.note

        self._job = ThreadJob(self._app, job, done, lambda error: self._fail(project, error)).start()

    def _fail(self, project: Project, error: CoderError) -> None:
        self._failed = project.folder, time.monotonic()
        shell_of(self._app).fail(error)

    def stop(self) -> None:
        """Cancel the backup in progress, without waiting for a share that may not answer."""
        if self._job is not None and self._job.running:
            self._job.cancel(wait=False)
