"""The files chosen for an import: their list, the preview of one, and the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from coder.errors import CoderError
from coder.exchange import importing
from coder.exchange.reading import format_of
from coder.project import Project
from coder.text.characters import printable
from coder.text.phrases import format_count, format_list
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.project.import_queue import ImportQueue, PlannedFile
from coder.tui.project.planned_list import PlannedList
from coder.tui.project.preview_pane import PreviewPane

STAGES = ("listing", "previewing", "reporting")


class ImportBatch(Container, Interactive):
    """The files on their way from the preview to the report; the stage is a class of this widget: one of `STAGES`."""

    class Moved(Message):
        """Posted when another stage or row is shown; `title` names it, "" once there are no files any more."""

        def __init__(self, title: str) -> None:
            super().__init__()
            self.title = title

    def __init__(self, project: Project, **options: Any) -> None:
        super().__init__(**options)
        self.project = project
        self._queue: ImportQueue | None = None
        self._job: StepJob[PlannedFile] | None = None

    def compose(self) -> ComposeResult:
        yield PlannedList(id="import-planned")
        yield PreviewPane(id="import-preview")
        with VerticalScroll(id="import-report"):
            yield Static(id="import-text", markup=False)

    def on_unmount(self) -> None:
        if self._queue is not None:
            self._queue.cancel()

    @property
    def planned(self) -> PlannedList:
        return self.query_one(PlannedList)

    @property
    def pane(self) -> PreviewPane:
        return self.query_one(PreviewPane)

    @property
    def stage(self) -> str:
        """The stage of the import, "" for the list of files."""
        return next((stage for stage in STAGES if self.has_class(stage)), "")

    def _go_to(self, stage: str) -> None:
        for name in STAGES:
            self.set_class(name == stage, name)
        targets: dict[str, Widget] = {
            "listing": self.planned,
            "previewing": self.pane.rows,
            "reporting": self.query_one("#import-report"),
        }
        if stage:
            targets[stage].focus()
        self._show_title()

    def _show_title(self) -> None:
        title, file = "", self.pane.file
        if self.stage == "previewing" and file is not None:
            title += f" · {printable(file.path.name)}"
            if len(self._planned_files) > 1:
                title += f" · {self._planned_files.index(file) + 1} of {len(self._planned_files)}"
        elif self.stage == "listing":
            ready = sum(file.ready for file in self._planned_files)
            title += f" · {format_count(len(self._planned_files), 'file')}, {ready} can be imported"
        self.post_message(self.Moved(title))

    @property
    def _planned_files(self) -> list[PlannedFile]:
        return self._queue.files if self._queue is not None else []

    @property
    def busy(self) -> bool:
        """Whether files are being read or imported."""
        importing = self._job is not None and self._job.running
        return importing or (self._queue is not None and self._queue.reading)

    def hints(self) -> list[tuple[str, str]]:
        """Return the keys of the stage."""
        if self.stage == "previewing":
            fitting = [actions.BY_ID[id] for id in self.pane.fitting]
            return [*((it.keys[0], it.hint) for it in fitting), ("Esc", "back"), *actions.hints("app")]
        if self.stage == "listing":
            return [*actions.hints("planned"), ("Esc", "back"), *actions.hints("app")]
        return [("Esc", "back to the files"), ("g c", "coding"), ("g h", "home")]

    def on_speaker_list_moved(self) -> None:
        self._show_title()

    # Reading

    def start(self, paths: Sequence[Path]) -> None:
        """Read files; then show the preview of the only one, or the list."""
        self._queue = ImportQueue(self, self.project, paths, self._file_read)
        if len(paths) > 1:
            self._list_files()
        self._read(self._queue.files)

    def _read(self, files: Sequence[PlannedFile]) -> None:
        queue = self._queue
        if queue is not None and files:
            self.say(f"Reading {format_count(len(files), 'file')} … · Esc cancels")
            queue.read(files, lambda: self._reading(len(files)), self._read_all)

    def _reading(self, number: int) -> None:
        share = self._queue.share if self._queue is not None else 1.0
        self.say(f"Reading {int(share * number) + 1} of {format_count(number, 'file')} … · Esc cancels")

    def _file_read(self, file: PlannedFile) -> None:
        self.planned.update_row(file)
        if file is self.pane.file and self.stage == "previewing":
            self.pane.show(file)

    def _read_all(self) -> None:
        """Show the list as it is now, or the only file."""
        self._show_title()
        files = self._planned_files
        if len(files) > 1:
            refused = sum(1 for file in files if not file.ready and (file.report is None or file.report.skipped))
            self.say("All files are read" + (f" · {refused} cannot be imported" if refused else ""))
        elif files[0].ready or files[0].plan is not None:
            self._preview(files[0])
        else:
            self._import(files)

    def _list_files(self) -> None:
        self.planned.show(self._planned_files)
        self._go_to("listing")

    def _preview(self, file: PlannedFile) -> None:
        self.pane.show(file)
        self._go_to("previewing")
        self.say("Nothing is imported yet · i imports this file")

    def on_planned_list_opened(self, event: PlannedList.Opened) -> None:
        file = event.file
        if file.report is None and file.reading is not None:
            self._preview(file)
        elif file.error is not None:
            self.fail(file.error)
        else:
            self.say("Already imported" if file.report is not None else "Not read yet")

    def on_planned_list_dropped(self, event: PlannedList.Dropped) -> None:
        event.stop()
        self._planned_files.remove(event.file)
        if self._planned_files:
            self._list_files()
        else:
            self._go_to("")

    # Choices

    def on_preview_pane_chose(self, event: PreviewPane.Chose) -> None:
        file = self.pane.file
        if self._queue is not None and file is not None:
            self._queue.choose(file, event.chosen, lambda error: self._chosen(error, event.message))

    def take_back(self) -> None:
        """Undo the last choice for the file in the preview."""
        file = self.pane.file

        def taken_back(error: CoderError | None) -> None:
            if error is not None:
                self.fail(error)
                return
            rest = file is not None and len(file.choices) > 1
            self.say("Choice undone · nothing is imported yet" + (" · u undoes the previous one" if rest else ""))

        if self._queue is not None and file is not None and not self._queue.take_back(file, taken_back):
            self.say("No choice to undo")

    def _chosen(self, error: CoderError | None, message: str = "") -> None:
        if error is not None:
            self.fail(error)
        else:
            self.app.clear_notifications()  # an error over the list is settled
            self.say(f"{message or 'Nothing is imported yet'} · u undoes the last choice")

    # Importing

    def on_preview_pane_accepted(self) -> None:
        if self.pane.file is not None:
            self._import([self.pane.file])

    def on_planned_list_accepted(self) -> None:
        queue = self._queue
        if queue is not None and queue.reading:
            self.say("The files are still being read")
        elif queue is not None and queue.unread():
            self._read(queue.unread())
        else:
            self._import(self._planned_files)

    def _import(self, files: Sequence[PlannedFile]) -> None:
        """Import files; then show the report, or the list where there are others."""
        queue = self._queue
        if queue is None:
            return
        done: list[PlannedFile] = []

        def each(file: PlannedFile) -> None:
            done.append(file)
            self.planned.update_row(file)
            self.say(f"{len(done)} of {len(files)} · Esc stops")

        def failed(error: CoderError) -> None:
            self.fail(error)
            self._show_stopped()

        self._job = StepJob(self, queue.importing([*files]), each, lambda: self._imported([*files]), failed)

    def _imported(self, files: Sequence[PlannedFile]) -> None:
        rest = [file for file in self._planned_files if file.report is None]
        if not rest:
            self._show_report()
            return
        self._list_files()
        report = files[0].report
        self.say(f"✗ {report.error}" if report is not None and report.error else "Imported")
        format = format_of(files[0].path)
        self._read([file for file in rest if format_of(file.path) == format])

    def _show_stopped(self) -> None:
        """Show which of several files are imported and which are not; the preview of the only one stays."""
        done = sum(1 for file in self._planned_files if file.report is not None and file.report.source)
        rest = sum(1 for file in self._planned_files if file.ready)
        if len(self._planned_files) > 1:
            self._list_files()
        self.say(f"Stopped: {done} imported, {rest} not imported" + (" · i continues" if rest else ""))

    def _show_report(self) -> None:
        """Show the result of each file, and the counts in the status line."""
        reports = [file.report for file in self._planned_files if file.report is not None]
        text = Text()
        for report in reports:
            _append(text, report)
        self.query_one("#import-text", Static).update(text)
        self._go_to("reporting")
        failed = sum(1 for report in reports if report.error)
        skipped = sum(1 for report in reports if report.skipped)
        counts = f"{len(reports) - failed - skipped} imported" + (f" · {failed} failed" if failed else "")
        rest = len(self._planned_files) - len(reports)
        self.say(counts + (f" · {rest} not imported" if rest else ""))

    def leave(self) -> None:
        """Stop what runs, or go back: from a preview to the list, then to the files."""
        queue, stage = self._queue, self.stage
        if self._job is not None and self._job.running:
            self._job.cancel()
            self._show_stopped()
        elif queue is not None and queue.reading:
            queue.cancel()
            self.say("Cancelled · i reads the other files")
        elif stage == "previewing" and len(self._planned_files) > 1:
            self._list_files()
            if queue is not None:
                self._read(queue.stale())
        elif stage == "reporting":
            self._go_to("")
            self.say("")
        else:
            self._leave_choices()

    @interactive
    async def _leave_choices(self) -> None:
        """Leave the files that are not imported; ask first if choices were made for them."""
        files = [file for file in self._planned_files if file.report is None and len(file.choices) > 1]
        if files:
            names = format_list(printable(file.path.name) for file in files[:3]) if len(files) < 4 else ""
            title = f"Discard your choices for {names or format_count(len(files), 'file')}?"
            options = [("stay", "c", "Cancel"), ("leave", "d", "Discard, and import no more files")]
            if await self.choose(title, options) != "leave":
                return
        if any(file.report and file.report.source for file in self._planned_files):
            self._show_report()
        else:
            self._go_to("")
            self.say("Nothing was imported")


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
    for warning in (*report.warnings, *report.followed):
        text.append(f"    {warning}\n", style="dim")
