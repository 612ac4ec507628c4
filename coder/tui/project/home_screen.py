"""Home: the sources, how far each is read and coded, and where you left off."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import DataTable, Static

from coder.analysis import counts
from coder.analysis.method.points import OpenPoint
from coder.analysis.method.preparation import read_by
from coder.errors import ReadOnly
from coder.model.record import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.project.consequences import foresee
from coder.project.operations import sources
from coder.project.study import memos_read_by, readable, sources_in_order
from coder.text.characters import cut, printable
from coder.text.moments import format_ago
from coder.text.phrases import format_count, format_share
from coder.tui.keymap import actions
from coder.tui.kit import session_state
from coder.tui.kit.background import StepJob
from coder.tui.kit.option_list import MOVES
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.shell import shell_of

COLUMNS = ("transcript", "person", "wave", "day", "words", "read", "coded", "units", "memos")
#: Cells of all columns but the first.
OTHER_COLUMNS = 66
LEAST_NAME, PERSON, WAVE = 12, 8, 11


class SourceTable(DataTable[Text], Interactive, inherit_bindings=False):
    """A row for each source; Enter opens it where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("home"), *actions.bindings("list", MOVES)]

    def __init__(self, project: Project) -> None:
        super().__init__(id="home-table", cursor_type="row", zebra_stripes=False)
        self.project = project
        self._read: set[str] = set()

    def on_mount(self) -> None:
        self.add_columns(*COLUMNS)

    @property
    def source(self) -> Source | None:
        """The source under the cursor."""
        if not self.row_count:
            return None
        key = self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value
        return self.project.sources.get(key or "")

    def fill(self, source: str) -> None:
        """Show all sources, with the cursor on this one."""
        self._read = read_by(self.project, self.project.stored_initials)
        self.clear()
        ordered = sources_in_order(self.project)
        for row in ordered:
            self.add_row(*self._cells(row), key=row.id)
        if source in self.project.sources:
            self.move_cursor(row=[row.id for row in ordered].index(source))

    def _cells(self, source: Source) -> list[Text]:
        project = self.project
        participant = project.participants.get(source.participant or "")
        wave = project.waves.get(source.wave or "")
        day = Text("" if source.day is None else str(source.day), justify="right")
        outside = wave.misses(source.day) if wave else 0
        if outside:
            day.append(f" +{outside}!", style="bold")
        reached = _percent(session_state.of(project).read.get(source.id, 0), source.characters)
        segments = project.positions(source.id)
        memos = sum(len(memos_read_by(project, id, project.initials)) for id in (source.id, *segments))
        numbers = (
            f"{source.words:,}",
            "read" if source.id in self._read else reached,
            _percent(counts.coded_characters(project, source.id), source.characters),
            str(counts.of_source(project, source.id).segments or "·"),
            str(memos or "·"),
        )
        return [
            _cut(source.name, max(LEAST_NAME, self.app.size.width - OTHER_COLUMNS)),
            _cut(participant.name if participant else "–", PERSON),
            _cut(wave.name if wave else "–", WAVE),
            day,
            *(Text(number, justify="right") for number in numbers),
        ]

    # Actions

    def _go_to(self, row: int) -> None:
        self.move_cursor(row=max(0, min(row, self.row_count - 1)))

    def action_step(self, by: int) -> None:
        self._go_to(self.cursor_row + by)

    def action_page(self, by: int) -> None:
        self._go_to(self.cursor_row + by * max(1, self.scrollable_content_region.height - self.header_height))

    def action_edge(self, which: int) -> None:
        self._go_to(0 if which < 0 else self.row_count - 1)

    def on_data_table_row_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if self.source is not None:
            shell_of(self).open("coding", source=self.source)

    def action_steps(self) -> None:
        shell_of(self).open("steps")

    def action_import_files(self) -> None:
        shell_of(self).open("import_files")

    def action_speakers(self) -> None:
        if self.source is not None:
            shell_of(self).open("speakers", source=self.source)

    def action_correct(self) -> None:
        if self.source is not None:
            shell_of(self).open("correct_source", source=self.source)

    def action_read_only(self) -> None:
        shell = shell_of(self)
        if shell.read_only:
            self.fail(ReadOnly())
        elif self.project.info.sample:
            shell.open("working_copy")
        else:
            shell.open_folder(self.project.folder, read_only=not self.project.readonly)

    @interactive
    async def action_rename(self) -> None:
        source = self.source
        if source is None:
            return
        name = await self.ask("Name of the source:", source.name)
        if name is not None:
            sources.rename(self.project, source, name)

    @interactive
    async def action_participant(self) -> None:
        source = self.source
        if source is None:
            return
        participant = self.project.participants.get(source.participant or "")
        name = await self.ask("Participant:", participant.name if participant else "")
        if name is not None:
            sources.describe(self.project, source, participant=name.strip())

    @interactive
    async def action_wave(self) -> None:
        source = self.source
        if source is None:
            return
        wave = self.project.waves.get(source.wave or "")
        name = await self.ask("Wave:", wave.name if wave else "")
        if name is not None:
            sources.describe(self.project, source, wave=name.strip())

    @interactive
    async def action_delete(self) -> None:
        source = self.source
        if source is None:
            return
        remove = partial(sources.remove, self.project, source)
        consequences = foresee(self.project, remove, {source.id}) or "It has no coded units and no memos."
        options = [("cancel", "c", "Cancel"), ("delete", "d", "Delete")]
        detail = f"{consequences} u restores it, also after a restart."
        if await self.choose(f"Delete {source.name}?", options, detail) == "delete":
            remove()

    def action_erase(self) -> None:
        """Erase the transcript under the cursor from all files."""
        if self.source is not None:
            shell_of(self).open("erase", records=[self.source])


def _cut(text: str, width: int) -> Text:
    cut = Text(text)
    cut.truncate(width, overflow="ellipsis")
    return cut


def _percent(part: int, whole: int) -> str:
    return format_share(part, whole) if part and whole else "·"


class HomeScreen(ProjectScreen):
    """Overview of the project: the table of sources below what it contains and how far the condensation is."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "home_screen.tcss"]
    where = "home"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._steps_job: StepJob[OpenPoint] | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="home-title", classes="title", markup=False)
            yield Static(id="home-line", markup=False)
            yield Static(id="home-steps", markup=False)
            yield SourceTable(self.project)
        yield from self.compose_foot()

    @property
    def table(self) -> SourceTable:
        return self.query_one(SourceTable)

    def on_mount(self) -> None:
        self._fill(session_state.of(self.project).source)
        self.table.focus()
        self.show_state()
        self.show_hints()

    def _fill(self, source: str) -> None:
        project = self.project
        self.table.fill(source)
        records = {
            "transcript": project.sources,
            "code": project.codes,
            "coding": project.codings,
            "memo": [memo for memo in project.memos.values() if readable(project, memo, project.initials)],
        }
        contents = "".join(f" · {format_count(len(table), noun)}" for noun, table in records.items())
        name = cut(printable(project.info.name), max(LEAST_NAME, self.app.size.width - len(contents) - 2))
        title = Text.assemble(" ", (name, "bold"), contents, no_wrap=True)
        self.query_one("#home-title", Static).update(title, layout=False)
        self.query_one("#home-line", Static).update(Text(f" {self._where_left()}"), layout=False)
        self.call_after_refresh(self._show_steps)

    def _where_left(self) -> str:
        state = session_state.of(self.project)
        source = self.project.sources.get(state.source)
        if not self.project.sources:
            return "No transcripts yet. Press i to import Word, PDF, text, captions and others."
        if source is None:
            return "Enter opens a transcript."
        when = f", {format_ago(state.when)}" if state.when else ""
        return f"You left off in {source.name}{when}. Enter continues there."

    def _show_steps(self) -> None:
        """Show how far the condensation is, reckoned between keys once the sources are on the screen."""
        from coder.analysis.method.steps import open_points_stepwise, progress

        points: list[OpenPoint] = []

        def done() -> None:
            key = actions.BY_ID["home.steps"].keys[0]
            line = Text(f" {progress(self.project, points)} ({key})")
            self.query_one("#home-steps", Static).update(line, layout=False)

        if self._steps_job is not None:
            self._steps_job.cancel()
        self._steps_job = StepJob(self, open_points_stepwise(self.project), points.append, done, self.fail)

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        source = self.table.source
        self._fill(source.id if source else "")
