"""The framework pane: the table of cells, the cell under the cursor in full, and the actions on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from coder.analysis.method.frameworks import (
    Across,
    Entry,
    LevelTable,
    Row,
    across,
    describe_entry,
    describe_note,
    framework_participants,
    kind_of,
    level_label,
    open_condensation,
    table_for,
)
from coder.model.framework import INFERRED, STATUSES, Framework, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Segment
from coder.project import Project
from coder.project.consequences import by_another, foresee
from coder.project.framework_layer import (
    NO_INTERVIEW,
    cell_at,
    format_place,
    frameworks_of,
    interviews,
    levels_of,
    place_of,
)
from coder.project.interviews import format_interview_day
from coder.project.operations import cells, memos
from coder.project.study import Study, waves_in_order
from coder.text.characters import width
from coder.text.phrases import excerpt, format_count, format_units
from coder.tui.framework.framework_page import cell_page, change_page, heading, introduction
from coder.tui.framework.grid_editor import Draft, GridEditor
from coder.tui.keymap import actions
from coder.tui.kit.editors import existing
from coder.tui.kit.grid import Column
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import Shell, shell_of


def open_evidence(
    project: Project, shell: Shell, title: str, ids: Sequence[str], more: Sequence[str], row: int
) -> None:
    """Open the list of the cells' evidence, then of `more`: evidence of change notes only."""

    def find() -> dict[str, None]:
        existing = (project.cells[id] for id in ids if id in project.cells)
        return dict.fromkeys((*(unit for cell in existing for unit in cell.evidence), *more))

    def remove(segment: Segment) -> str:
        existing = (project.cells[id] for id in ids if id in project.cells)
        cell = next((cell for cell in existing if segment.id in cell.evidence), None)
        if cell is None:
            return "Evidence of a change note: edit it on the pairs screen (g p)"
        place = place_of(project, cell)
        cells.uncite(project, cell, segment)
        return f"No longer evidence of {place} · u undoes it"

    shell.open(
        "segments",
        title=title,
        find=find,
        back=lambda: shell.open("framework"),
        back_to="framework",
        row=row,
        remove=remove,
    )


NARROWEST, LABEL = 13, 44
NO_NOTE = "○ no change note"


class FrameworkTable:
    """Rows of entries, one for each wave; then a column for the change notes, where there is a pair."""

    def __init__(
        self,
        rows: Sequence[Row],
        waves: Sequence[tuple[Wave, str]],
        corner: tuple[str, str],
        row_id: Callable[[Row], str],
        label: Callable[[Row], tuple[str, str]],
        cells: int,
    ) -> None:
        """`waves` come with the line below them in the head, a row's `label` with a mark; `cells`: width there is."""
        self.rows, self.corner = rows, corner
        self.waves = [wave for wave, _ in waves]
        self.height = len(rows)
        self._row_id, self._label = row_id, label
        notes = any(row.notes for row in rows)
        names = max((sum(map(width, label(row))) + 3 for row in rows), default=10)
        self.label_width = min(LABEL, max(16, names), max(24, cells * 36 // 100))
        each = max(NARROWEST, (cells - self.label_width) // max(1, len(waves) + notes))
        self.columns = [Column((wave.name, line), each, left=True) for wave, line in waves]
        if notes:
            self.columns.append(Column(("change", ""), each, left=True))

    def label(self, row: int) -> tuple[str, str, bool]:
        return *self._label(self.rows[row]), False

    def cell(self, row: int, column: int) -> str:
        entry = self.entry(row, column)
        if entry is not None:
            return describe_entry(entry)
        return "; ".join(describe_note(note) or NO_NOTE for note in self.rows[row].notes)

    def entry(self, row: int, column: int) -> Entry | None:
        """Return the entry of a cell; None in the column of change notes."""
        return self.rows[row].entries[column] if column < len(self.waves) else None

    def row_of(self, id: str) -> int:
        """Return the row of a level or participant, or the first row."""
        return next((number for number, row in enumerate(self.rows) if self._row_id(row) == id), 0)


def table_of_participant(study: Study, table: LevelTable, cells: int) -> FrameworkTable:
    """Return the table of one participant: a row for each level, the domains last."""

    def label(row: Row) -> tuple[str, str]:
        kind = kind_of(row.level)
        return row.level.name, "" if kind == "level" else kind

    def days(wave: Wave) -> str:
        sources = interviews(study, table.participant, wave)
        return ", ".join(filter(None, (format_interview_day(wave, source.day) for source in sources)))

    waves = [(wave, days(wave)) for wave in table.waves]
    corner = "level", f"n = {format_count(table.n, 'interview')}"
    return FrameworkTable(table.rows, waves, corner, lambda row: row.level.id, label, cells)


def table_of_level(across: Across, cells: int) -> FrameworkTable:
    """Return the table of one level: the pairs, then the participants in no pair."""

    def written(wave: Wave) -> str:
        counts = across.counts.get(wave.id)
        if counts is None:
            return "in no pair"
        return f"written: {counts.total() - counts[''] - counts[NO_INTERVIEW]} of {across.n}"

    rows = [*across.rows, *(row for row, _ in across.unpaired)]
    waves = [(wave, written(wave)) for wave in across.waves]
    corner = "participant", f"n = {format_count(across.n, 'pair')}"
    return FrameworkTable(
        rows,
        waves,
        corner,
        lambda row: row.participant.id,
        lambda row: (row.participant.name, "" if row.notes else "no pair"),
        cells,
    )


#: The kind by which the drafts of summaries are kept.
KIND = "cell"
LONGEST = 90


@dataclass
class FrameworkState:
    """The framework, the participant or (`by_level`) the level that is shown, and the cursor's column.

    `wave`: put the cursor on this wave the next time the table is shown.
    """

    framework: str = ""
    participant: str = ""
    level: str = ""
    by_level: bool = False
    column: int = 0
    wave: str = ""


class FrameworkPane(Vertical, Interactive):
    """Levels × waves of one participant, or one level over all pairs."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("framework")]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.state = screen_state(project, FrameworkState)
        self.content: LevelTable | Across | None = None
        self._participants: list[Participant] = []

    def compose(self) -> ComposeResult:
        yield GridEditor(self.project, self._show_cell)

    def on_mount(self) -> None:
        self.fill()

    def on_resize(self) -> None:
        self.fill()

    @property
    def editor(self) -> GridEditor:
        return self.query_one(GridEditor)

    @property
    def framework(self) -> Framework | None:
        """The framework that is shown."""
        framework = self.project.frameworks.get(self.state.framework)
        return framework or next(iter(frameworks_of(self.project)), None)

    def fill(self) -> None:
        """Show the table again, with the cursor where it was."""
        project, state, framework = self.project, self.state, self.framework
        self.content = None
        if framework is None:
            self.editor.show_page("Framework · none yet", introduction(open_condensation(project)))
            return
        state.framework = framework.id
        self._participants = framework_participants(project, framework)
        levels = levels_of(project, framework)
        participant = project.participants.get(state.participant) or next(iter(self._participants), None)
        level = next((level for level in levels if level.id == state.level), None) or next(iter(levels), None)
        if participant is None or level is None:
            reason = "no interviews in waves yet" if participant is None else "no levels yet"
            page = Text("L edits the levels, g w the participants and waves.", "dim")
            self.editor.show_page(f"{framework.name} · {reason}", page)
            return
        state.participant, state.level = participant.id, level.id
        if state.by_level:
            self.content = across(project, level)
            table = table_of_level(self.content, self.size.width)
        else:
            self.content = table_for(project, framework, participant)
            table = table_of_participant(project, self.content, self.size.width)
        waves = [wave.id for wave in table.waves]
        column = waves.index(state.wave) if state.wave in waves else state.column
        state.wave = ""
        self.editor.show_table(table, table.row_of(participant.id if state.by_level else level.id), column)

    def show_framework(self, framework: str) -> None:
        """Show another framework."""
        self.state.framework, self.state.level = framework, ""
        self.fill()

    def show_participant(self, participant: str) -> None:
        """Show another participant."""
        self.state.participant, self.state.by_level = participant, False
        self.fill()

    def _title(self) -> str:
        framework, content = self.framework, self.content
        if framework is None or content is None:
            return ""
        name = framework.name + (" · opened early" if framework.early else "")
        if isinstance(content, Across):
            return f"{name} · {level_label(content.level)} · over n = {format_count(content.n, 'pair')}"
        ids = [participant.id for participant in self._participants]
        number = ids.index(content.participant.id) + 1 if content.participant.id in ids else 0
        unpaired = f"in no pair: {content.why}" if content.why else "" if content.pairs else "in no pair"
        return " · ".join(filter(None, (name, f"{content.participant.name} ({number} of {len(ids)})", unpaired)))

    # The cell under the cursor

    @property
    def table(self) -> FrameworkTable | None:
        table = self.editor.grid.table
        return table if isinstance(table, FrameworkTable) and table.height else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.table.rows[self.editor.grid.row] if self.table is not None else None

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; None in the column of change notes."""
        grid, table = self.editor.grid, self.table
        return table.entry(grid.row, grid.column) if table is not None else None

    def _show_cell(self) -> None:
        table, row, entry, grid = self.table, self.row, self.entry, self.editor.grid
        if table is None or row is None:
            return
        self.state.column = grid.column
        self.state.level, self.state.participant = row.level.id, row.participant.id
        self.editor.page.show(change_page(self.project, row) if entry is None else cell_page(self.project, entry))
        self.editor.set_title(self._title())
        self.say(f"row {grid.row + 1}/{table.height} · column {grid.column + 1}/{len(table.columns)}")

    def on_grid_opened(self) -> None:
        """List the units of the row in all waves, each in its context; of a cell without any, open the interview."""
        row, entry = self.row, self.entry
        if row is None:
            return
        if entry is not None and not (entry.cell and entry.cell.evidence):
            self._open_interview(entry)
            return
        row_cells = [entry.cell for entry in row.entries if entry.cell is not None]
        units = [unit for cell in row_cells for unit in cell.evidence]
        notes = [note for note in row.notes if note is not None]
        note_units = [unit for note in notes for unit in (*note.evidence_first, *note.evidence_then)]
        if not units and not note_units:
            self.say("No units in either wave")
            return
        first = entry.cell.evidence[0] if entry is not None and entry.cell is not None else ""
        title = f"{level_label(row.level)} · {row.participant.name}"
        place = units.index(first) if first in units else 0
        open_evidence(self.project, shell_of(self), title, [cell.id for cell in row_cells], note_units, place)

    def _open_interview(self, entry: Entry) -> None:
        sources = interviews(self.project, entry.participant, entry.wave)
        if not sources:
            self.say(f"{entry.participant.name} has no interview at {entry.wave.name}")
            return
        shell = shell_of(self)
        message = f"f puts a unit under {entry.level.name} · Esc goes back to the framework"
        shell.open("coding", source=sources[0], place=None, back=lambda: shell.open("framework"), message=message)

    # Actions

    def action_step(self, by: int) -> None:
        """Show the next participant; in the table of a level, the next level."""
        framework, state = self.framework, self.state
        if framework is None or not self._participants:
            return
        if state.by_level:
            ids = [level.id for level in levels_of(self.project, framework)]
            state.level = ids[(ids.index(state.level) + by) % len(ids)]
        else:
            ids = [participant.id for participant in self._participants]
            state.participant = ids[(ids.index(state.participant) + by) % len(ids)]
        self.fill()

    def action_turn(self) -> None:
        self.state.by_level = not self.state.by_level
        self.fill()

    def action_read(self, by: int) -> None:
        self.editor.page.scroll_rows(by)

    def action_write(self) -> None:
        """Edit the summary of the cell, with its units in sight below."""
        entry = self._editable_entry()
        if entry is not None:
            target = f"{entry.level.id}.{entry.participant.id}.{entry.wave.id}"
            summary = entry.cell.summary if entry.cell is not None else ""
            draft = Draft(KIND, target, summary, self._save, by_another(self.project, "cells", entry.cell))
            self.editor.open_editor(draft, f"{heading(entry)} · summary")

    def _save(self, target: str, text: str) -> object:
        level, participant, wave = target.split(".")
        project = self.project
        return cells.write(
            project,
            existing(project.levels, level),
            existing(project.participants, participant),
            existing(project.waves, wave),
            summary=text,
        )

    def _editable_entry(self) -> Entry | None:
        """Return the entry under the cursor, or None after saying where a change note is edited."""
        if self.entry is None and self.table is not None:
            self.say("Change notes are edited on the pairs screen (g p)")
        return self.entry

    @interactive
    async def action_status(self) -> None:
        entry = self._editable_entry()
        if entry is None:
            return
        place = (entry.level, entry.participant, entry.wave)
        if entry.status == NO_INTERVIEW:
            self.say(f"{entry.participant.name} has no interview at {entry.wave.name}: the status cannot be set")
            return
        statuses = [status for status in STATUSES if status != NO_INTERVIEW]
        options = [(status, str(n), f"{STATUSES[status]} {status}") for n, status in enumerate(statuses, 1)]
        detail = f"This level is always inferred: with a summary or units the status is “{INFERRED}”."
        status = await self.choose(format_place(*place), options, detail if entry.level.inferred else "")
        if status is not None:
            cells.write(self.project, *place, status=status)

    @interactive
    async def action_evidence(self) -> None:
        """Add units of the interviews of this cell, several at once."""
        entry, project = self._editable_entry(), self.project
        if entry is None:
            return
        items = list(_unit_items(project, entry))
        if not items:
            self.say("No other units in this interview. Code one, or press f on it in the transcript.")
            return
        picked = await self.pick_many(f"Units for {entry.level.name}", list_finder(items))
        if picked is not None:
            units = [project.segments[id] for id in picked.ids]
            cells.write(project, entry.level, entry.participant, entry.wave, evidence=units)

    @interactive
    async def action_cite(self) -> None:
        """Cite the cells that this one is concluded from; choosing a cited one removes the citation."""
        entry, project = self._editable_entry(), self.project
        if entry is None:
            return
        cited = entry.cell.cites if entry.cell is not None else ()
        items = [_cell_item(project, cell, cell.id in cited) for cell in _citable(project, entry)]
        if not items:
            self.say(f"No other level of {entry.participant.name} has a cell yet")
            return
        picked = await self.pick_many(f"{entry.level.name} is concluded from", list_finder(items))
        if picked is not None:
            others = [project.cells[id] for id in picked.ids]
            cells.toggle_cites(project, entry.level, entry.participant, entry.wave, others)

    @interactive
    async def action_clear(self) -> None:
        entry = self._editable_entry()
        cell = entry.cell if entry is not None else None
        if cell is None:
            self.say("The cell is empty")
            return
        clear = partial(cells.clear, self.project, cell)
        number = len(cell.evidence)
        units = f"{format_count(number, 'unit')} stay coded." if number else "The cell has no units."
        detail = f"{foresee(self.project, clear, {cell.id}, ('segments',))} {units}".strip()
        options = [("cancel", "c", "Cancel"), ("clear", "x", "Clear summary, status and evidence")]
        if await self.choose(f"Clear {place_of(self.project, cell)}?", options, detail) == "clear":
            clear()

    @interactive
    async def action_participant(self) -> None:
        framework = self.framework
        if framework is None:
            return
        items = [
            _participant_item(self.project, framework, participant)
            for participant in framework_participants(self.project, framework)
        ]
        id = await self.pick("Participant", list_finder(items), reads=True)
        if id is not None:
            self.show_participant(id)

    @interactive
    async def action_memo(self) -> None:
        """Write a theoretical memo on the framework."""
        framework = self.framework
        if framework is None:
            return
        text = (await self.ask(f"Theoretical memo on {framework.name}:") or "").strip()
        if text:
            memos.write(self.project, text, about="frameworks", target=framework.id, kind="theoretical")


def _unit_items(project: Project, entry: Entry) -> Iterator[Item]:
    """Yield the units of the interviews of a cell that are not its evidence yet."""
    evidence = set(entry.cell.evidence) if entry.cell is not None else set()
    for source in interviews(project, entry.participant, entry.wave):
        for id in project.positions(source.id):
            if id not in evidence:
                names = ", ".join(project.codes[coding.code].name for coding in project.codings_of(id))
                yield Item(id, excerpt(project.segments[id].quote, LONGEST), detail=names or source.name)


def _citable(project: Project, entry: Entry) -> Iterator[LevelCell]:
    """Yield the other cells of the participant in the framework, by level, then wave."""
    own = entry.cell.id if entry.cell is not None else ""
    for level in levels_of(project, project.frameworks[entry.level.framework]):
        for wave in waves_in_order(project):
            cell = cell_at(project, level, entry.participant, wave)
            if cell is not None and cell.id != own:
                yield cell


def _cell_item(project: Project, cell: LevelCell, cited: bool) -> Item:
    summary = " ".join(cell.summary.split()) or format_units(len(cell.evidence))
    label = f"{project.levels[cell.level].name} · {project.waves[cell.wave].name}: {summary}"
    detail = "cited: choose it to remove the citation" if cited else cell.status
    return Item(cell.id, label, prefix="◂" if cited else STATUSES[cell.status], detail=detail)


def _participant_item(project: Project, framework: Framework, participant: Participant) -> Item:
    cells = project.referrers(participant.id, "cells")
    count = format_count(sum(project.levels[cell.level].framework == framework.id for cell in cells), "cell")
    return Item(participant.id, participant.name, detail=" · ".join(filter(None, (participant.service, count))))
