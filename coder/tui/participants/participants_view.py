"""Participants and waves: what is shown, which rows are marked, and what the cell under the cursor means."""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method import participation
from coder.model.change import Transaction
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project import Project
from coder.project.interviews import day_told, warnings, window_told
from coder.project.operations.attrition import entry_of
from coder.text.phrases import format_count
from coder.tui.kit.finders import list_finder
from coder.tui.kit.grid import Grid
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.kit.messages import Item, Pick
from coder.tui.participants.participants_table import WAVE, InterviewTable, PeopleTable, how, whose

#: Tables whose records are shown or named here.
SHOWN = {"sources", "participants", "waves", "attrition"}


@dataclass
class Chosen:
    """What is shown, where the cursor is in each view (id of the row, column), and columns nobody fills yet."""

    interviews: bool = False
    places: dict[bool, tuple[str, str]] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)


#: As it was left, for as long as the program runs.
_LEFT: WeakKeyDictionary[Project, Chosen] = WeakKeyDictionary()


class ParticipantsView(GridScreen):
    """The half of the screen that shows; the other half asks."""

    where = "participants"
    enter = "edit"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.chosen = _LEFT.setdefault(project, Chosen())
        self.marked: set[str] = set()
        self._pairs: dict[str, list[participation.Pair]] = {}
        self._alone: dict[str, str] = {}
        self._point = -1

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="participants-title", classes="title", markup=False)
            yield Grid(id="participants-grid")
            yield Static(id="participants-cell", markup=False)
        yield from self.compose_foot()

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in SHOWN for change in transaction.changes):
            self.fill()
        super().follow(transaction)  # last: what was done stays readable

    # What is shown

    @property
    def table(self) -> PeopleTable | InterviewTable:
        table = self.grid.table
        assert isinstance(table, PeopleTable | InterviewTable)
        return table

    def fill(self) -> None:
        """Show the table anew, the cursor where it was."""
        chosen, project = self.chosen, self.project
        self._pairs = {}
        for pair in participation.pairs(project):
            self._pairs.setdefault(pair.participant.id, []).append(pair)
        self._alone = {one.id: why for one, why in participation.unpaired(project)}
        known = project.sources if chosen.interviews else project.participants
        self.marked &= known.keys()
        table: PeopleTable | InterviewTable
        if chosen.interviews:
            table = InterviewTable(project, self.marked)
        else:
            table = PeopleTable(project, self.marked, chosen.attributes)
        id, column = chosen.places.get(chosen.interviews, ("", ""))
        row = table.ids.index(id) if id in table.ids else self.grid.row if id else 0
        self.grid.show(table, row, table.fields.index(column) if column in table.fields else 0)
        self.query_one("#participants-title", Static).update(self._title(), layout=False)

    def _title(self) -> Text:
        what = "Interviews" if self.chosen.interviews else "Participants"
        title = Text.assemble(" ", (what, "bold"), no_wrap=True)
        found = sum(map(len, self._pairs.values()))
        title.append(f" · {format_count(len(self.project.participants), 'participant')}")
        title.append(f" · {format_count(len(self.project.sources), 'interview')}")
        title.append(f" · pairs: n = {found:,}" if found else " · no pair")
        points = sum(1 for _ in participation.open_points(self.project))
        if points:
            title.append(f" · {points} to look at", "bold")
        return title

    def moved(self) -> None:
        """The cursor is on another cell: say what is in it."""
        table, grid = self.grid.table, self.grid
        if not isinstance(table, PeopleTable | InterviewTable) or not table.height:
            nothing = "No participant yet: a adds one; importing an interview does too (g, then i)."
            self.query_one("#participants-cell", Static).update(Text(nothing), layout=False)
            return
        self.chosen.places[self.chosen.interviews] = (table.ids[grid.row], table.fields[grid.column])
        told = self._interview_told() if isinstance(table, InterviewTable) else self._person_told(table)
        self.query_one("#participants-cell", Static).update(told, layout=False)
        marked = f" · {len(self.marked)} marked" if self.marked else ""
        self.say(f"row {grid.row + 1:,}/{table.height:,} · column {grid.column + 1}/{len(table.columns)}{marked}")

    def _person_told(self, table: PeopleTable) -> Text:
        row, field = self.grid.row, table.fields[self.grid.column]
        person, meeting = table.people[row], table.meeting(row, field)
        told = Text.assemble((f"{person.name} × {table.head(field)}", "bold"))
        if meeting is None:
            told.append(f" · {table.value(row, field) or 'nothing said'}")
        elif meeting.sources:
            for source in meeting.sources:
                day = day_told(meeting.wave, source.day) or "no day"
                told.append(" · " + " · ".join(filter(None, (f"{source.name}: {day}", how(source)))))
        else:
            told.append(" · no interview" + (" although others had one" if meeting.planned else ""))
        if meeting is not None and meeting.attrition is not None:
            told.append(f" · register: {participation.outcome_told(meeting.attrition)}")
        told.append(f"\n{self._pair_told(person)}")
        return told

    def _pair_told(self, person: Participant) -> str:
        own = self._pairs.get(person.id)
        if own:
            told = "in a pair: " + ", ".join(f"{one.first.name} → {one.then.name}" for one in own)
        else:
            told = f"in no pair: {self._alone.get(person.id, '')}"
        whole = entry_of(self.project, person)
        return told if whole is None or not own else f"{told} · register: {participation.outcome_told(whole)}"

    def _interview_told(self) -> Text:
        source = self.source
        if source is None:
            return Text()
        person, wave = whose(self.project, source)
        told = Text.assemble((source.name, "bold"))
        told.append(f" · {person.name if person else 'no participant'} · {wave.name if wave else 'no wave'}")
        if wave is not None and window_told(wave):
            told.append(f" ({window_told(wave)})")
        told.append("".join(f" · {part}" for part in (day_told(wave, source.day), how(source)) if part))
        noted = warnings(self.project, source)
        if noted:
            told.append("\n! " + "; ".join(noted), "bold")
        return told

    # What is under the cursor, and what is marked

    @property
    def field(self) -> str:
        """The field of the column under the cursor."""
        return self.table.fields[self.grid.column]

    @property
    def person(self) -> Participant | None:
        """The participant of the row under the cursor."""
        table = self.table
        return table.people[self.grid.row] if isinstance(table, PeopleTable) and table.height else None

    @property
    def source(self) -> Source | None:
        """The interview under the cursor: of its row, or the first one of a participant's wave."""
        table, row = self.table, self.grid.row
        if not table.height:
            return None
        if isinstance(table, InterviewTable):
            return table.sources[row]
        meeting = table.meeting(row, self.field)
        return meeting.sources[0] if meeting is not None and meeting.sources else None

    @property
    def wave(self) -> Wave | None:
        """The wave of the column under the cursor."""
        table = self.table
        return table.waves.get(self.field) if isinstance(table, PeopleTable) else None

    def targets(self) -> list[str]:
        """Ids of the marked rows; of the row under the cursor where none is."""
        table = self.table
        marked = [id for id in table.ids if id in self.marked]
        return marked or table.ids[self.grid.row : self.grid.row + 1]

    def action_mark(self) -> None:
        """Mark the row, or do not, and go on to the next."""
        for id in self.table.ids[self.grid.row : self.grid.row + 1]:
            self.marked ^= {id}
        self.grid.move_to(self.grid.row + 1, self.grid.column)
        self.grid.redraw()

    def action_mark_all(self) -> None:
        """Mark every row, or, where all are, none."""
        every = set(self.table.ids)
        self.marked = set() if self.marked == every else every
        self.fill()

    def action_view(self) -> None:
        """Participants, or interviews."""
        self.marked = set()
        self.chosen.interviews = not self.chosen.interviews
        self.fill()
        self.show_hints()

    def action_next_point(self) -> None:
        """To the next thing that is worth a look, and say what it is."""
        points = list(participation.open_points(self.project))
        if not points:
            self.say("Nothing is open here")
            return
        self._point = (self._point + 1) % len(points)
        point = points[self._point]
        source = self.project.sources.get(point.target)
        if source is not None and not self.chosen.interviews and source.participant and source.wave:
            self.chosen.places[False] = (source.participant, f"{WAVE}{source.wave}")
        else:
            self.chosen.interviews = source is not None
            self.chosen.places[self.chosen.interviews] = (point.target, "day" if source else "service")
        self.fill()
        self.say(f"{self._point + 1} of {len(points)}: {point.text}")

    def action_find(self) -> None:
        table = self.table
        items = [Item(id, table.label(row)[0].strip("✓ ")) for row, id in enumerate(table.ids)]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids and ids[0] in self.table.ids:
                self.grid.move_to(self.table.ids.index(ids[0]), self.grid.column)

        self.post_message(Pick("To the row", list_finder(items), then))

    def action_leave(self) -> None:
        """First nothing is marked any more; then back to coding."""
        if self.marked:
            self.marked = set()
            self.fill()
        else:
            self.shell.open("coding")
