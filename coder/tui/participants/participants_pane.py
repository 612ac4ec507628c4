"""The participants pane: the table, marked rows, and the actions on the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method import participation
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import describe_stale_queries
from coder.project.operations import participants, sources
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.grid import Grid
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.participants import cell_editing
from coder.tui.participants.participants_table import WAVE, InterviewTable, ParticipantTable


@dataclass
class TableState:
    """Which table is shown, the cursor in each (id of the row, field), and the attributes that are still empty."""

    interviews: bool = False
    cursors: dict[bool, tuple[str, str]] = field(default_factory=dict)
    new_attributes: list[str] = field(default_factory=list)

    def forget(self, attribute: str) -> None:
        """Do not show the column of an attribute while it is empty."""
        self.new_attributes = [name for name in self.new_attributes if name != attribute]


class ParticipantsPane(Vertical, Interactive):
    """Title, table, and the cell under the cursor in full."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("participants")]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.state = screen_state(project, TableState)
        self.marked: set[str] = set()
        self._open_point = -1

    def compose(self) -> ComposeResult:
        yield Static(id="participants-title", classes="title", markup=False)
        yield Grid(id="participants-grid")
        yield Static(id="participants-cell", markup=False)

    def on_mount(self) -> None:
        self.grid.following = self._show_cell
        self.fill()
        self.grid.focus()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def table(self) -> ParticipantTable | InterviewTable:
        table = self.grid.table
        assert isinstance(table, ParticipantTable | InterviewTable)
        return table

    def fill(self) -> None:
        """Show the table again, with the cursor where it was."""
        state, project = self.state, self.project
        self.marked &= (project.sources if state.interviews else project.participants).keys()
        table: ParticipantTable | InterviewTable
        if state.interviews:
            table = InterviewTable(project, self.marked)
        else:
            table = ParticipantTable(project, self.marked, state.new_attributes)
        id, column = state.cursors.get(state.interviews, ("", ""))
        row = table.ids.index(id) if id in table.ids else self.grid.row if id else 0
        self.grid.show(table, row, table.fields.index(column) if column in table.fields else 0)
        self.query_one("#participants-title", Static).update(self._title(), layout=False)

    def _title(self) -> Text:
        project = self.project
        title = Text.assemble(" ", ("Interviews" if self.state.interviews else "Participants", "bold"), no_wrap=True)
        pairs = len(participation.pairs(project))
        title.append(f" · {format_count(len(project.participants), 'participant')}")
        title.append(f" · {format_count(len(project.sources), 'interview')}")
        title.append(f" · pairs: n = {pairs:,}")
        points = sum(1 for _ in participation.open_points(project))
        if points:
            title.append(f" · {format_count(points, 'open point')}", "bold")
        return title

    def _show_cell(self) -> None:
        table, grid = self.grid.table, self.grid
        cell = self.query_one("#participants-cell", Static)
        if not isinstance(table, ParticipantTable | InterviewTable) or not table.height:
            cell.update(Text("No participants yet. Press a to add one, or g i to import interviews."), layout=False)
            return
        field = table.fields[grid.column]
        self.state.cursors[self.state.interviews] = (table.ids[grid.row], field)
        cell.update(table.describe(grid.row, field), layout=False)
        marked = f" · {len(self.marked)} marked" if self.marked else ""
        self.say(f"row {grid.row + 1:,}/{table.height:,} · column {grid.column + 1}/{len(table.columns)}{marked}")

    # The cell under the cursor, and the marked rows

    @property
    def field(self) -> str:
        """The field of the column under the cursor."""
        return self.table.fields[self.grid.column]

    @property
    def participant(self) -> Participant | None:
        """The participant of the row under the cursor."""
        table = self.table
        return table.participants[self.grid.row] if isinstance(table, ParticipantTable) and table.height else None

    @property
    def source(self) -> Source | None:
        """The interview of the row under the cursor, or the first of the cell of a participant."""
        return self.table.source(self.grid.row, self.field) if self.table.height else None

    @property
    def wave(self) -> Wave | None:
        """The wave of the column under the cursor."""
        table = self.table
        return table.waves.get(self.field) if isinstance(table, ParticipantTable) else None

    def targets(self) -> list[str]:
        """Return the ids of the marked rows, or of the row under the cursor."""
        table = self.table
        return [id for id in table.ids if id in self.marked] or table.ids[self.grid.row : self.grid.row + 1]

    def show_cell(self, interviews: bool, id: str, field: str) -> None:
        """Put the cursor on a cell of one of the tables."""
        self.state.interviews = interviews
        self.state.cursors[interviews] = (id, field)
        self.fill()

    def clear_marks(self) -> bool:
        """Unmark all rows; return whether any was marked."""
        any_marked = bool(self.marked)
        if any_marked:
            self.marked = set()
            self.fill()
        return any_marked

    # Actions: looking

    def action_mark(self) -> None:
        for id in self.table.ids[self.grid.row : self.grid.row + 1]:
            self.marked ^= {id}
        self.grid.move_to(self.grid.row + 1, self.grid.column)
        self.grid.redraw()

    def action_mark_all(self) -> None:
        ids = set(self.table.ids)
        self.marked = set() if self.marked == ids else ids
        self.fill()

    def action_view(self) -> None:
        self.marked = set()
        self.state.interviews = not self.state.interviews
        self.fill()

    def action_next_point(self) -> None:
        points = list(participation.open_points(self.project))
        if not points:
            self.say("0 open points")
            return
        self._open_point = (self._open_point + 1) % len(points)
        point = points[self._open_point]
        source = self.project.sources.get(point.target)
        if source is not None and not self.state.interviews and source.participant and source.wave:
            self.show_cell(False, source.participant, f"{WAVE}{source.wave}")
        else:
            self.show_cell(source is not None, point.target, "day" if source else "service")
        self.say(f"{self._open_point + 1} of {len(points)}: {point.text}")

    @interactive
    async def action_find(self) -> None:
        table = self.table
        items = [Item(id, table.label(row)[0].strip("✓ ")) for row, id in enumerate(table.ids)]
        id = await self.pick("Go to row", list_finder(items))
        if id in self.table.ids:
            self.grid.move_to(self.table.ids.index(id), self.grid.column)

    def action_transcript(self) -> None:
        source = self.source
        if source is None:
            self.say("No interview in this cell")
        else:
            shell_of(self).open("coding", source=source)

    # Actions: editing

    @interactive
    async def on_grid_opened(self) -> None:
        """Edit the cell under the cursor; with rows marked, that column of all of them."""
        ids, field, wave = self.targets(), self.field, self.wave
        if wave is not None:
            await self._edit_meeting(wave)
        elif self.state.interviews:
            await cell_editing.edit_interviews(self, self.project, ids, field, self._common_value(ids, field))
        else:
            head = self.table.head(field)
            await cell_editing.edit_participants(self, self.project, ids, field, head, self._common_value(ids, field))

    async def _edit_meeting(self, wave: Wave) -> None:
        """Edit the day of the interview in a wave; without one, or with rows marked, the register."""
        table = self.table
        meeting = table.meeting(self.grid.row, self.field) if isinstance(table, ParticipantTable) else None
        sources = meeting.sources if meeting is not None else ()
        if self.marked or not sources:
            await cell_editing.edit_register(self, self.project, self.targets(), wave)
        elif len(sources) > 1:
            self.show_cell(True, sources[0].id, "day")
            self.say(f"{len(sources)} interviews of one participant in {wave.name}: choose the row to edit")
        else:
            await cell_editing.edit_day(self, self.project, sources[0], wave)

    def _common_value(self, ids: Sequence[str], field: str) -> str:
        """Return the value of a column where it is the same in all these rows."""
        table = self.table
        values = {table.value(table.ids.index(id), field) for id in ids}
        return values.pop() if len(values) == 1 else ""

    @interactive
    async def action_add(self) -> None:
        if self.state.interviews:
            self.say("Import interviews with g i")
            return
        name = await self.ask("Name of the participant, such as P06:")
        if name is not None:
            participant = participants.add(self.project, name)
            self.show_cell(False, participant.id, self.field)

    @interactive
    async def action_rename(self) -> None:
        participant, source = self.participant, self.source
        if participant is not None:
            name = await self.ask("Name of the participant:", participant.name)
            if name is not None:
                participants.rename(self.project, participant, name)
                self.warn_of_queries(participant.name)
        elif source is not None:
            name = await self.ask("Name of the interview:", source.name)
            if name is not None:
                sources.rename(self.project, source, name)

    def warn_of_queries(self, name: str) -> None:
        """Say which saved queries contain a name that was changed."""
        warning = describe_stale_queries(self.project, name)
        if warning:
            self.say(f"! {warning}")

    @interactive
    async def action_merge(self) -> None:
        participant = self.participant
        if participant is None:
            self.say("Participants are merged in the table of participants (v)")
            return
        others = [other for other in self.project.participants.values() if other.id != participant.id]
        items = [Item(other.id, other.name, detail=other.service) for other in others]
        id = await self.pick(f"Merge {participant.name} into", list_finder(items))
        if id is None:
            return
        into = self.project.participants[id]
        doubles = participants.merge(self.project, participant, into).doubles
        self.show_cell(False, into.id, self.field)
        if doubles:
            names = ", ".join(source.name for source in doubles)
            self.say(f"! More than one interview in the same wave now: {names}")

    def action_remove(self) -> None:
        participant = self.participant
        if participant is None:
            self.say("Interviews are deleted on the home screen (g h)")
        else:
            self.attempt(lambda: participants.remove(self.project, participant))

    @interactive
    async def action_register(self) -> None:
        """Edit the register entry for the wave under the cursor; in another column, for the whole study."""
        if self.state.interviews:
            self.say("The register is in the table of participants (v)")
        elif self.targets():
            await cell_editing.edit_register(self, self.project, self.targets(), self.wave)
