"""The import screen: choose transcript files, see what they would become, import them, and read the report."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method import participation
from coder.errors import ReadOnly
from coder.exchange import registry
from coder.exchange.filenames import guess_from_name
from coder.model.record import Transaction
from coder.project import Project
from coder.project.interviews import format_interview_day
from coder.project.operations import participants, waves
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.project.file_list import FileList
from coder.tui.project.import_batch import ImportBatch
from coder.tui.project.speaker_list import TWO_COLUMNS

#: Stage of the batch → the parts of the table of actions whose keys work.
PARTS = {"listing": ("planned",), "previewing": ("preview", "speakers")}


class ImportScreen(ProjectScreen):
    """The list of files, and the batch of those that were chosen in its place."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "speaker_list.tcss", "import_screen.tcss"]
    HORIZONTAL_BREAKPOINTS = TWO_COLUMNS
    where = "import"

    def compose(self) -> ComposeResult:
        suffixes = {suffix for reader in registry.readers(registry.TRANSCRIPT) for suffix in reader.suffixes}
        with Vertical():
            yield Static(id="import-title", classes="title", markup=False)
            yield FileList(suffixes, lambda name: describe_file(self.project, name))
            yield ImportBatch(self.project)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._show_title("")
        self.say("Word, PDF, text, captions, tables and others")

    @property
    def files(self) -> FileList:
        return self.query_one(FileList)

    @property
    def import_batch(self) -> ImportBatch:
        return self.query_one(ImportBatch)

    def _show_title(self, more: str) -> None:
        title = Text.assemble((" Import transcripts", "bold"), more, no_wrap=True)
        self.query_one("#import-title", Static).update(title)

    def parts(self) -> tuple[str, ...]:
        return PARTS.get(self.import_batch.stage, (self.where,))

    def hints(self) -> list[tuple[str, str]]:
        if self.import_batch.stage:
            return self.import_batch.hints()
        if self.focused is self.files.path_line:
            return [("Tab", "complete"), ("↓", "to the files"), ("Ctrl+U", "clear the line"), ("Esc", "back")]
        marked = len(self.files.marked)
        enter = f"preview {format_count(marked, 'marked file')}" if marked else "preview or open"
        if self.files.marked_elsewhere:
            enter += f", {self.files.marked_elsewhere} not in this list"
        keys = [("Enter", enter), ("Space", "mark"), ("Ctrl+A", "mark all"), ("/", "type a path"), ("Esc", "back")]
        return [*keys, *actions.hints("app")]

    def on_descendant_focus(self) -> None:
        if not self.questions.open:
            self.show_hints()

    def on_file_list_marked(self) -> None:
        self.show_hints()

    def on_file_list_chosen(self, event: FileList.Chosen) -> None:
        if self.project.readonly:
            self.fail(ReadOnly())
        else:
            self.stop_work = self.import_batch.leave
            self.import_batch.start(event.paths)

    def on_import_batch_moved(self, event: ImportBatch.Moved) -> None:
        """Show the title of the stage; after the report, the files as they are now."""
        stage = self.import_batch.stage
        self._show_title(event.title)
        self.set_class(bool(stage), "chosen")
        if stage == "reporting":
            self.files.marked = set()
            self.files.refresh_list()
        elif not stage:
            self.files.options.focus()
        self.on_descendant_focus()

    def action_undo(self, redo: bool = False) -> Transaction | None:
        """Undo or redo; in the preview undo the last choice."""
        if redo or self.import_batch.stage != "previewing" or self.questions.open:
            return super().action_undo(redo)
        self.import_batch.take_back()
        return None

    def action_leave(self) -> None:
        """Go back in the batch, or to the coding screen."""
        if self.import_batch.stage or self.import_batch.busy:
            self.import_batch.leave()
        else:
            self.shell.open("previous")


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
