"""The participants pane: the table, marked rows, and the actions on the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method import participation
from coder.errors import ReadOnly
from coder.model.participant import OUTCOMES, Attrition, Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import describe_stale_queries, format_window, warnings
from coder.project.operations import attrition, participants, sources
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.confirmation import act_if_confirmed
from coder.tui.kit.grid import Grid
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.participants.participants_table import WAVE, InterviewTable, ParticipantTable

NONE = "\0none"
#: How a value is typed, by field.
FORMS = {
    "anchor": " (such as 2024-09-30)",
    "date": " (such as 2024-09-30)",
    "day": " (a number)",
    "language": " (such as nb, nn, en, de)",
    "minutes": " (a number)",
}
OUTCOME_KEYS = {"invited": "i", "declined": "d", "unreachable": "u", "withdrawn": "w", "withdrawn, erase": "e"}
DELETE = "delete"


async def edit_participants(
    widget: Interactive, project: Project, ids: Sequence[str], field: str, head: str, initial: str
) -> None:
    """Ask for a value, and set it for these participants."""
    title = f"{head}{FORMS.get(field, '')} of {_participants(project, ids)}:"
    value = await widget.ask(title, initial)
    if value is not None:
        participants.set_field(project, [project.participants[id] for id in ids], field, value)


async def edit_interviews(
    widget: Interactive, project: Project, ids: Sequence[str], field: str, initial: str
) -> None:
    """Ask for a value, and set it for these interviews."""
    subject = project.sources[ids[0]].name if len(ids) == 1 else format_count(len(ids), "interview")
    title = f"{field}{FORMS.get(field, '')} of {subject}"
    if field in ("participant", "wave"):
        value = await _pick_name(widget, project, title, field)
    else:
        value = await widget.ask(f"{title}:", initial)
    if value is not None:
        _describe(widget, project, [project.sources[id] for id in ids], field, value)


async def _pick_name(widget: Interactive, project: Project, title: str, field: str) -> str | None:
    """Return the name of a participant or a wave, there or new; "" for none."""
    names = sorted((record["name"] for record in project.tables[f"{field}s"].values()), key=str.casefold)
    items = [*(Item(name, name) for name in names), Item(NONE, f"no {field}")]
    picked = await widget.pick_many(title, list_finder(items), many=False, create=True)
    if picked is None:
        return None
    name = picked.created or picked.ids[0]
    return "" if name == NONE else name


async def edit_day(widget: Interactive, project: Project, source: Source, wave: Wave) -> None:
    """Ask for the day or the date of an interview."""
    window = f", window {format_window(wave)}" if format_window(wave) else ""
    initial = "" if source.day is None else str(source.day)
    value = await widget.ask(f"{source.name}: day or date{window}:", initial)
    if value is not None:
        _describe(widget, project, [source], "date" if _is_date(value) else "day", value)


def _describe(widget: Interactive, project: Project, interviews: Sequence[Source], field: str, value: str) -> None:
    """Set a field of interviews, then say what is unusual about them."""
    sources.describe_all(project, interviews, field, value)
    notes = [note for source in interviews for note in warnings(project, project.sources[source.id])]
    if notes:
        widget.say("! " + "; ".join(dict.fromkeys(notes)))


async def edit_register(widget: Interactive, project: Project, ids: Sequence[str], wave: Wave | None) -> None:
    """Ask why participants have no interview in a wave (None: in the whole study), and enter it in the register."""
    people = [project.participants[id] for id in ids]
    entries = [entry for person in people if (entry := attrition.find_entry(project, person, wave)) is not None]
    options = [(outcome, OUTCOME_KEYS[outcome], OUTCOMES[outcome].capitalize()) for outcome in OUTCOME_KEYS]
    options += [(DELETE, "x", "Delete the entry")] if entries else []
    where = wave.name if wave else "the whole study"
    title = f"Register: {_participants(project, ids)}, {where}"
    detail = f"{_current(entries)}“Withdrawn; data to be erased” is only recorded: nothing is erased."
    outcome = await widget.choose(title, options, detail)
    if outcome == DELETE:
        attrition.strike_all(project, entries)
    elif outcome is not None:
        reason = await widget.ask("Reason (optional):", entries[0].reason if len(entries) == 1 else "")
        if reason is not None:
            attrition.enter_all(project, people, outcome, wave=wave, reason=reason)
            if outcome == "withdrawn, erase":
                widget.app.notify(attrition.ERASING, title="Not erased yet", severity="warning")


def _current(entries: Sequence[Attrition]) -> str:
    """Return the register's entries as a line."""
    if not entries:
        return ""
    text = "; ".join(filter(None, (entries[0].outcome, entries[0].reason)))
    return f"Now: {text.rstrip('.') if len(entries) == 1 else format_count(len(entries), 'entry', 'entries')}.\n"


def _participants(project: Project, ids: Sequence[str]) -> str:
    return project.participants[ids[0]].name if len(ids) == 1 else format_count(len(ids), "participant")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


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
        self._width = 0

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

    def on_resize(self, event: events.Resize) -> None:
        """Use the width there is now; a prompt changes the height only."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.fill()

    def fill(self) -> None:
        """Show the table again, with the cursor where it was."""
        state, project = self.state, self.project
        self.marked &= (project.sources if state.interviews else project.participants).keys()
        table: ParticipantTable | InterviewTable
        if state.interviews:
            table = InterviewTable(project, self.marked)
        else:
            table = ParticipantTable(project, self.marked, state.new_attributes, self.size.width)
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

    def action_transcript(self) -> None:
        source = self.source
        if source is None:
            self.say("No interview in this cell")
        else:
            shell_of(self).open("coding", source=source)

    # Actions: editing

    @interactive
    async def on_grid_opened(self) -> None:
        """Edit the cell under the cursor; with rows marked, that column of all of them.

        Raises ReadOnly before anything is asked.
        """
        if self.project.readonly:
            raise ReadOnly
        ids, field, wave = self.targets(), self.field, self.wave
        if wave is not None:
            await self._edit_meeting(wave)
        elif self.state.interviews:
            await edit_interviews(self, self.project, ids, field, self._common_value(ids, field))
        else:
            head = self.table.head(field)
            await edit_participants(self, self.project, ids, field, head, self._common_value(ids, field))

    async def _edit_meeting(self, wave: Wave) -> None:
        """Edit the day of the interview in a wave; without one, or with rows marked, the register."""
        table = self.table
        meeting = table.meeting(self.grid.row, self.field) if isinstance(table, ParticipantTable) else None
        sources = meeting.sources if meeting is not None else ()
        if self.marked or not sources:
            await edit_register(self, self.project, self.targets(), wave)
        elif len(sources) > 1:
            self.show_cell(True, sources[0].id, "day")
            self.say(f"{len(sources)} interviews of one participant in {wave.name}: choose the row to edit")
        else:
            await edit_day(self, self.project, sources[0], wave)

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
        merged = await act_if_confirmed(
            self,
            self.project,
            f"Merge {participant.name} into {into.name}",
            lambda: participants.merge(self.project, participant, into),
            {participant.id, into.id},
        )
        if merged is None:
            return
        self.show_cell(False, into.id, self.field)
        if merged.doubles:
            names = ", ".join(source.name for source in merged.doubles)
            self.say(f"! More than one interview in the same wave now: {names}")

    @interactive
    async def action_remove(self) -> None:
        """Delete an unused participant; ask where memos go too."""
        participant = self.participant
        if participant is None:
            self.say("Interviews are deleted on the home screen (g h)")
            return
        remove = partial(participants.remove, self.project, participant)
        await act_if_confirmed(self, self.project, f"Delete {participant.name}", remove, {participant.id})

    def action_erase(self) -> None:
        """Erase the participant under the cursor, who withdrew, from all files."""
        if self.participant is None:
            self.say("Interviews are erased on the home screen (g h)")
        else:
            shell_of(self).open("erase", records=[self.participant])

    @interactive
    async def action_register(self) -> None:
        """Edit the register entry for the wave under the cursor; in another column, for the whole study."""
        if self.state.interviews:
            self.say("The register is in the table of participants (v)")
        elif self.targets():
            await edit_register(self, self.project, self.targets(), self.wave)
