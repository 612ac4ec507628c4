"""The offer to repair a damaged project: what is wrong, record by record, and who wins."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.errors import CoderError
from coder.project import doctor, settings
from coder.project.doctor import Finding
from coder.project.project import utc_now
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.shell import shell_of


class RepairScreen(ModalScreen[None]):
    """Lists the findings of the doctor and repairs on request; damaged files are kept beside the repaired ones."""

    CSS_PATH = "repair_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", show=False),
        Binding("r", "repair(False)", show=False),
        Binding("p", "repair(True)", show=False),
    ]

    def __init__(self, folder: Path, error: CoderError) -> None:
        super().__init__()
        self._folder, self._error = folder, error
        self._findings: list[Finding] = []
        self._job: ThreadJob[list[Finding]] | ThreadJob[list[str]] | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="repair"):
            yield Static(Text(self._error.title, style="bold"), id="repair-title")
            yield Static(Text(self._error.detail), id="repair-detail")
            yield OptionList(id="repair-list", markup=False)
            yield Static(id="repair-foot", markup=False)

    def on_mount(self) -> None:
        self._say("Checking the project …")
        self.query_one(OptionList).focus()
        self._job = ThreadJob(self, partial(doctor.examine, self._folder), self._show, self._fail).start()

    def on_unmount(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @property
    def _has_edits(self) -> bool:
        """Whether records of project.json differ from the history."""
        return any(finding.kind == "replay" for finding in self._findings)

    def _say(self, text: str) -> None:
        self.query_one("#repair-foot", Static).update(text)

    def _show(self, findings: list[Finding]) -> None:
        self._findings = findings
        self.query_one(OptionList).add_options(
            Text.assemble((f"{finding.record}  ", "bold"), finding.detail) for finding in findings
        )
        if self._has_edits:
            keys = ["r Repair from the history", "p Keep the changes in project.json"]
        else:
            keys = ["r Repair from the history and backups"]
        self._say("A copy of every damaged file is kept.\n" + " · ".join([*keys, "Esc Back"]))

    def _fail(self, error: CoderError) -> None:
        shell_of(self).fail(error)
        self._say("Esc Back")

    def action_repair(self, keep_edits: bool) -> None:
        """Repair the project and open it."""
        if (
            not self._findings
            or (keep_edits and not self._has_edits)
            or (self._job is not None and self._job.running)
        ):
            return
        self._say("Repairing …")

        initials = settings.initials(stored=shell_of(self).settings)

        def repair(_: object) -> list[str]:
            return doctor.repair(self._folder, utc_now(), keep_edits, initials)

        self._job = ThreadJob(self, repair, self._open, self._fail).start()

    def _open(self, messages: list[str]) -> None:
        for message in messages:
            self.app.notify(message, title="Repaired", timeout=12, markup=False)
        shell = shell_of(self)
        self.dismiss()
        shell.open_folder(self._folder)

    def action_back(self) -> None:
        """Go back; a repair in progress is waited for."""
        if self._job is None or not self._job.running or not self._findings:
            self.dismiss()
