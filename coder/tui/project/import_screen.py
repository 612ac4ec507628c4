"""The import screen: choose transcript files, import them, and read the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from coder.analysis.method import participation
from coder.errors import CoderError, ReadOnly
from coder.exchange import importing, registry
from coder.exchange.filenames import guess_from_name
from coder.project import Project
from coder.project.interviews import format_interview_day
from coder.project.operations import participants, waves
from coder.text.phrases import format_count
from coder.tui.kit.background import StepJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.project.file_list import FileList


class ImportScreen(ProjectScreen):
    """The list of files; after the import, its report."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "import_screen.tcss"]
    where = "import"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._job: StepJob[importing.Report] | None = None
        self._reports: list[importing.Report] = []

    def compose(self) -> ComposeResult:
        suffixes = {suffix for reader in registry.readers(registry.TRANSCRIPT) for suffix in reader.suffixes}
        with Vertical():
            yield Static(Text(" Import transcripts", style="bold"), classes="title")
            yield FileList(suffixes, lambda name: describe_file(self.project, name))
            with VerticalScroll(id="import-report"):
                yield Static(id="import-text", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.say(f"Formats: {registry.suffixes(registry.readers(registry.TRANSCRIPT))}")

    @property
    def files(self) -> FileList:
        return self.query_one(FileList)

    def hints(self) -> list[tuple[str, str]]:
        if self.has_class("reporting"):
            return [("Esc", "back to the files"), ("g c", "coding"), ("g h", "home")]
        if self.focused is self.files.path_line:
            return [("↓", "to the files"), ("Ctrl+U", "clear the line"), ("Esc", "back")]
        marked = len(self.files.marked)
        enter = f"import {format_count(marked, 'marked file')}" if marked else "import or open"
        return [("Enter", enter), ("Space", "mark"), ("Ctrl+A", "mark all"), ("Tab", "type a path"), ("Esc", "back")]

    def on_descendant_focus(self) -> None:
        if not self.questions.open:
            self.show_hints()

    def on_file_list_marked(self) -> None:
        self.show_hints()

    # Importing

    def on_file_list_chosen(self, event: FileList.Chosen) -> None:
        if self.project.readonly:
            self.fail(ReadOnly())
            return
        self._reports = []
        self.add_class("reporting")
        total = len(event.paths)

        def each(report: importing.Report) -> None:
            self._reports.append(report)
            self.say(f"{len(self._reports)} of {total} · Esc stops")

        def done() -> None:
            self.files.marked = set()
            self._show_report()

        def failed(error: CoderError) -> None:
            self.fail(error)
            self._show_report("stopped: ")

        self._job = StepJob(self, importing.import_files(self.project, event.paths), each, done, failed)

    def _show_report(self, prefix: str = "") -> None:
        """Show what became of each file, and the counts in the status line."""
        text = Text()
        for report in self._reports:
            _append(text, report)
        self.query_one("#import-text", Static).update(text)
        self.query_one("#import-report").focus()
        self.files.refresh_list()
        failed = sum(1 for report in self._reports if report.error)
        skipped = sum(1 for report in self._reports if report.skipped)
        counts = f"{len(self._reports) - failed - skipped} imported" + (f" · {failed} failed" if failed else "")
        self.say(prefix + counts)

    def action_leave(self) -> None:
        """Stop the import, go back to the files, or to the coding screen."""
        if self._job is not None and self._job.running:
            self._job.cancel()
            self._show_report("stopped: ")
        elif self.has_class("reporting"):
            self.remove_class("reporting")
            self.files.options.focus()
        else:
            self.shell.open("coding")


def describe_file(project: Project, name: str) -> str:
    """Return what a file's name says, and whether the project has an interview like it."""
    guess = guess_from_name(name)
    wave = waves.find(project, guess.wave)
    participant = participants.find(project, guess.participant)
    exists = (
        participant is not None and wave is not None and participation.interviews_in_wave(project, participant, wave)
    )
    day = format_interview_day(wave, guess.day)
    several = f"several participants: {', '.join(guess.several)}" if guess.several else ""
    parts = (guess.participant or several, guess.wave, "! interview already imported" if exists else "", day)
    return " · ".join(filter(None, parts))


def _append(text: Text, report: importing.Report) -> None:
    if report.skipped:
        text.append(f"– {Path(report.file).name}: skipped, {report.skipped}\n", style="dim")
        return
    if report.error:
        text.append(f"✗ {report.error}\n", style="bold")
        text.append(f"  {report.hint}\n" if report.hint else "")
        return
    text.append(f"✓ {Path(report.file).name}", style="bold")
    size = (format_count(report.words, "word"), format_count(report.turns, "turn"))
    details = (report.participant, report.wave, *size, report.format, report.encoding, report.language)
    text.append(f"  {' · '.join(filter(None, details))}\n")
    for warning in report.warnings:
        text.append(f"    {warning}\n", style="dim")
