"""The table of sources on the home screen: progress of each, and what can be changed about it."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.widgets import DataTable

from coder.analysis import counts
from coder.analysis.method.reading import read_by
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import sources
from coder.project.study import sources_in_order
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit import session_state
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.shell import shell_of

COLUMNS = ("source", "person", "wave", "day", "words", "read", "coded", "units", "memos")
#: Cells of all columns but the first.
OTHER_COLUMNS = 66
LEAST_NAME, PERSON, WAVE = 12, 8, 11


class SourceTable(DataTable[Text], Interactive):
    """A row for each source; Enter opens it where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("home")]

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
        memos = len(project.memos_on(source.id)) + sum(len(project.memos_on(id)) for id in segments)
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

    def on_data_table_row_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        if self.source is not None:
            shell_of(self).open("coding", source=self.source)

    def action_steps(self) -> None:
        shell_of(self).open("steps")

    def action_import_files(self) -> None:
        shell_of(self).open("import_files")

    def action_correct(self) -> None:
        if self.source is not None:
            shell_of(self).open("correct_source", source=self.source)

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
        units = counts.of_source(self.project, source.id).segments
        delete = f"Delete with its {format_count(units, 'coded unit')}" if units else "Delete (no coded units)"
        options = [("cancel", "c", "Cancel"), ("delete", "d", delete)]
        title = f"Delete {source.name}?"
        if await self.choose(title, options, "u restores it, also after a restart.") == "delete":
            sources.remove(self.project, source)


def _cut(text: str, width: int) -> Text:
    cut = Text(text)
    cut.truncate(width, overflow="ellipsis")
    return cut


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if part and whole else "·"
