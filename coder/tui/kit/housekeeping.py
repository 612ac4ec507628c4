"""Housekeeping of the open project: checkpoints and backups when they are due, a look at the history's hash chain."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from textual.app import App

from coder.errors import CoderError, Postponed
from coder.project import Project, tampering
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.shell import shell_of

#: Seconds before a backup that failed is tried again.
AGAIN = 600.0


class Housekeeping:
    """Writes checkpoints and makes backups; a backup runs in a thread, one at a time."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._job: ThreadJob[Any] | None = None
        self._check: ThreadJob[str] | None = None
        self._failed: tuple[Path, float] | None = None
        self._note = ""

    def run(self) -> None:
        """Do what is due for the open project."""
        project = shell_of(self._app).project
        if project is None or project.readonly or shell_of(self._app).is_locked:
            return
        if getattr(self._app.screen, "holds_project", False):  # the files are being rewritten
            return
        try:
            if project.checkpoint_due:
                project.checkpoint()
            if self._may_try(project):
                self._back_up_if_due(project)
        except Postponed as error:
            if shell_of(self._app).saved == "saved":  # reported once, until something changes
                shell_of(self._app).fail(error)
        except CoderError as error:
            self._fail(project, error)

    def check_history(self) -> None:
        """Say once, in the open project, that its history was changed outside the program, if it was."""
        project = shell_of(self._app).project
        if project is None or any(text.startswith(tampering.NOTICE) for text in project.notices):
            return
        folder = project.folder

        def done(notice: str) -> None:
            if notice:
                self._app.notify(notice, title="Please note", severity="warning", timeout=12, markup=False)

        def ignore(error: CoderError) -> None:
            """Leave a history that cannot be read to what needs it: opening read what it needed."""

        self._check = ThreadJob(self._app, lambda _: tampering.notice(folder), done, ignore, at_once=None).start()

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
        """Cancel what is in progress, without waiting for a share that may not answer."""
        for job in (self._job, self._check):
            if job is not None and job.running:
                job.cancel(wait=False)
