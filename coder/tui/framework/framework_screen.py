"""The framework layer: levels × waves of one participant, or one level over all pairs; below, the cell in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.binding import BindingType

from coder.analysis.method.frameworks import (
    Across,
    Entry,
    LevelTable,
    Row,
    across,
    framework_participants,
    level_label,
    open_condensation,
    table_for,
)
from coder.model.change import Transaction
from coder.model.framework import Framework
from coder.model.participant import Participant
from coder.project import Project
from coder.project.framework_layer import frameworks_of, interviews, levels_of
from coder.project.operations import cells
from coder.text.phrases import format_count
from coder.tui.framework.evidence import open_evidence
from coder.tui.framework.framework_asks import FrameworkAsks
from coder.tui.framework.framework_page import cell_page, change_page, headed, offer
from coder.tui.framework.framework_table import ByLevel, ByParticipant, FrameworkTable, days_of
from coder.tui.keymap import actions
from coder.tui.kit.autosave_editor import existing
from coder.tui.kit.grid import EmptyTable

#: Tables whose records are shown.
SHOWN = {
    "frameworks", "levels", "cells", "change_notes", "participants", "waves", "sources", "segments", "attrition",
}  # fmt: skip
#: The kind by which the drafts of summaries are kept.
KIND = "cell"


@dataclass
class Shown:
    """What is shown, and where the cursor is: by ids."""

    framework: str = ""
    participant: str = ""
    level: str = ""
    turned: bool = False
    column: int = 0


#: As it was left, for as long as the program runs.
_LEFT: WeakKeyDictionary[Project, Shown] = WeakKeyDictionary()


class FrameworkScreen(FrameworkAsks):
    """Shows a table of cells; what stands in the one under the cursor, and the theory of its level, is below."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("framework")]
    where = "framework"
    enter = "units"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.shown = _LEFT.setdefault(project, Shown())
        self._people: list[Participant] = []
        self._table: LevelTable | Across | None = None
        self._wave = self._titled = ""

    def on_mount(self) -> None:
        if not self.project.frameworks and not self.project.readonly:
            self.call_after_refresh(self.action_framework)

    @property
    def table(self) -> FrameworkTable | None:
        """What the grid shows; None where there is no framework."""
        table = self.grid.table
        return table if isinstance(table, FrameworkTable) else None

    @property
    def framework(self) -> Framework | None:
        found = self.project.frameworks.get(self.shown.framework)
        return found or next(iter(frameworks_of(self.project)), None)

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in SHOWN for change in transaction.changes):
            self.fill()
        super().follow(transaction)  # last: what was done stays readable

    def aim(self, id: str) -> None:
        """Show a framework, a cell, a participant in a framework (`framework/participant`), or a participant."""
        project, shown = self.project, self.shown
        cell = project.cells.get(id)
        if cell is not None:
            shown.framework, shown.level = project.levels[cell.level].framework, cell.level
            shown.participant, shown.turned = cell.participant, False
        else:
            for part in id.split("/"):
                if part in project.frameworks:
                    shown.framework = part
                elif part in project.participants:
                    shown.participant, shown.turned = part, False
        self._wave = cell.wave if cell is not None else ""
        if self.is_mounted:
            self.fill()

    def _to_wave(self) -> None:
        table = self.table
        waves = [one.id for one in table.waves] if table is not None else []
        if self._wave in waves:
            self.grid.move_to(self.grid.row, waves.index(self._wave))
        self._wave = ""

    # What is shown

    def fill(self) -> None:
        framework, shown, room = self.framework, self.shown, self.size.width
        if framework is None:
            self.grid.show(EmptyTable())
            self.grid.display = False
            self.entitle("Framework · none yet")
            self.page.show(offer(open_condensation(self.project)))
            return
        self.grid.display = True
        self._people = framework_participants(self.project, framework)
        person = self.project.participants.get(shown.participant) or next(iter(self._people), None)
        levels = levels_of(self.project, framework)
        level = next((one for one in levels if one.id == shown.level), None) or next(iter(levels), None)
        shown.framework = framework.id
        if person is None or level is None:
            self._nothing(framework, "nobody was interviewed in a wave yet" if person is None else "no levels yet")
            return
        shown.participant, shown.level = person.id, level.id
        table: FrameworkTable
        if shown.turned:
            self._table = found = across(self.project, level)
            table = ByParticipant(found, room)
        else:
            self._table = one = table_for(self.project, framework, person)
            table = ByLevel(one, days_of(self.project, one), room)
        row = table.row_of(shown.participant if shown.turned else shown.level)
        self.grid.styles.height = table.height + len(table.corner)
        self.grid.show(table, row, shown.column)
        self._to_wave()

    def _nothing(self, framework: Framework, why: str) -> None:
        self.grid.show(EmptyTable())
        self.entitle(f"{framework.name} · {why}")
        self.page.show(Text("L edits the levels, g w the participants and waves.", "dim"))

    def entitle(self, text: str) -> None:
        if text != self._titled:
            self._titled = text
            super().entitle(text)

    def _named(self) -> str:
        """The title: what is shown of whom, and the n."""
        framework, found = self.framework, self._table
        if framework is None or found is None:
            return ""
        opened = " · opened early" if framework.early else ""
        if isinstance(found, Across):
            return f"{framework.name}{opened} · {level_label(found.level)} · over n = {format_count(found.n, 'pair')}"
        number = next((n for n, one in enumerate(self._people, 1) if one.id == found.participant.id), 0)
        why = f"in no pair: {found.why}" if found.why else "" if found.pairs else "in no pair"
        where = f"{found.participant.name} ({number} of {len(self._people)})"
        return " · ".join(filter(None, (framework.name + opened, where, why)))

    def _row(self) -> Row | None:
        table = self.table
        return table.rows[self.grid.row] if table is not None and table.height else None

    def here(self) -> Entry | None:
        table = self.table
        return table.entry(self.grid.row, self.grid.column) if table is not None and table.height else None

    def moved(self) -> None:
        """The cursor is on another cell: say what stands there."""
        row, table = self._row(), self.table
        if row is None or table is None:
            return
        shown = self.shown
        shown.column = self.grid.column
        shown.level, shown.participant = row.level.id, row.participant.id
        entry = self.here()
        page = change_page(self.project, row) if entry is None else cell_page(self.project, entry)
        self.page.show(page)
        self.entitle(self._named())
        self.say(f"row {self.grid.row + 1}/{table.height} · column {self.grid.column + 1}/{len(table.columns)}")

    def show_framework(self, framework: str) -> None:
        self.shown.framework, self.shown.level = framework, ""
        self.fill()
        self.show_hints()

    def show_participant(self, participant: str) -> None:
        self.shown.participant, self.shown.turned = participant, False
        self.fill()

    # Acts

    def action_step(self, by: int) -> None:
        """The next participant; where one level is shown, the next level."""
        framework, shown = self.framework, self.shown
        if framework is None or not self._people:
            return
        everybody = [one.id for one in self._people]
        ids = [one.id for one in levels_of(self.project, framework)] if shown.turned else everybody
        here = ids.index(shown.level if shown.turned else shown.participant)
        to = (here + by) % len(ids)
        if shown.turned:
            shown.level = ids[to]
        else:
            shown.participant = ids[to]
        self.fill()

    def action_turn(self) -> None:
        self.shown.turned = not self.shown.turned
        self.fill()

    def action_read(self, by: int) -> None:
        self.page.scroll_rows(by)

    def on_grid_opened(self) -> None:
        """The units of this row in all waves, each in its context; without any, the interview."""
        row, entry = self._row(), self.here()
        if row is None:
            return
        ids = [one.cell.id for one in row.entries if one.cell is not None]
        units = [unit for one in row.entries if one.cell is not None for unit in one.cell.evidence]
        notes = [note for note in row.notes if note is not None]
        more = [unit for note in notes for unit in (*note.evidence_first, *note.evidence_then)]
        if entry is not None and not (entry.cell and entry.cell.evidence):
            self._open_interview(entry)
            return
        if not units and not more:
            self.say("There is no unit on either side")
            return
        first = entry.cell.evidence[0] if entry is not None and entry.cell is not None else ""
        place = units.index(first) if first in units else 0
        title = f"{level_label(row.level)} · {row.participant.name}"
        open_evidence(self, title, ids, more, place)

    def _open_interview(self, entry: Entry) -> None:
        there = interviews(self.project, entry.participant, entry.wave)
        if not there:
            self.say(f"{entry.participant.name} has no interview at {entry.wave.name}")
            return
        shell = self.shell
        said = f"f puts a unit under {entry.level.name} · Esc comes back to the framework"
        shell.open("coding", source=there[0], place=None, back=lambda: shell.open("framework"), message=said)

    def action_write(self) -> None:
        """Open the summary of the cell in an editor, its units in sight below."""
        entry = self._writable()
        if entry is None or not self.may_write():
            return
        target = f"{entry.level.id}.{entry.participant.id}.{entry.wave.id}"
        saved = entry.cell.summary if entry.cell is not None else ""
        self.write(KIND, target, saved, self._save, "One sentence, or a few")
        self.entitle(f"{headed(entry)} · summary")

    def _save(self, target: str, text: str) -> object:
        level, person, wave = target.split(".")
        project = self.project
        at = (existing(project.levels, level), existing(project.participants, person), existing(project.waves, wave))
        return cells.write(project, *at, summary=text)

    def exported(self, name: str, publication: bool) -> bytes:
        from coder.analysis.reports.frameworks import report, sheet_of
        from coder.exchange.registry import DOCUMENT, SHEET, TABLES, writer_for

        framework, found = self.framework, self._table
        tables = [found] if found is not None else []
        if framework is None:
            return writer_for(SHEET, name).write(sheet_of(tables))
        if publication:
            return writer_for(DOCUMENT, name).write(report(self.project, framework, tables, publication=True))
        return writer_for(TABLES, name).write(
            lambda: sheet_of(tables), lambda: report(self.project, framework, tables, publication=False)
        )
