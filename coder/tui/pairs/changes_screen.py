"""The change grid: what changed, code by code or level by level, for each pair, over all of them, or through time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.change import CODES, LEVELS, Grid, Trajectory, wave_pairs
from coder.analysis.method.participation import Pair, pairs
from coder.model.change import Transaction
from coder.model.document import Table
from coder.model.framework import CHANGE_TAGS
from coder.model.participant import Participant
from coder.project import Project
from coder.project.operations import changes
from coder.text.cells import cut, printable
from coder.text.phrases import NO_UNIT, format_count, format_list, format_units
from coder.tui.keymap import actions
from coder.tui.kit.finders import list_finder
from coder.tui.kit.grid import EmptyTable
from coder.tui.kit.grid import Grid as GridWidget
from coder.tui.kit.grid_screen import GridScreen
from coder.tui.kit.messages import Item, Pick
from coder.tui.pairs import change_export, state
from coder.tui.pairs.change_table import (
    CROSS,
    GRID,
    MODES,
    TRAJECTORY,
    ChangeTable,
    Chosen,
    Spot,
    by_pairs,
    over_all,
    through_time,
    wave_said,
)

#: Tables whose records are counted or named here.
COUNTED = {"sources", "codes", "segments", "codings", "participants", "waves", "attrition", "groups"} | {
    "frameworks", "levels", "cells", "change_notes",
}  # fmt: skip
_LEFT: WeakKeyDictionary[Project, Chosen] = WeakKeyDictionary()


class ChangesScreen(GridScreen):
    """Lines by pairs; Enter opens a pair at the note of a cell. Who is in no pair is never in it."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("changes")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "changes_screen.tcss"]
    where = "changes"
    enter = "pair"
    escape = "coding"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.chosen = _LEFT.setdefault(project, Chosen())
        self.grids: list[Grid] = []
        self.people: list[Participant] = []
        self._through: Trajectory

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="changes-title", classes="title", markup=False)
            yield GridWidget(id="changes-grid")
            yield Static(id="changes-cell", markup=False)
        yield from self.compose_foot()

    @property
    def data(self) -> Grid:
        """The pairs of the two waves that are shown."""
        return self.grids[min(self.chosen.step, len(self.grids) - 1)]

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in COUNTED for change in transaction.changes):
            self.fill()
        super().follow(transaction)

    # What is shown

    def fill(self) -> None:
        """Reckon anew, and show it."""
        self.grids = [Grid(self.project, self.chosen.by, *two) for two in wave_pairs(self.project)]
        self.people = list({pair.participant.id: pair.participant for pair in pairs(self.project)}.values())
        self._show()

    def _show(self) -> None:
        chosen = self.chosen
        title = [" Changes", MODES[chosen.mode].partition(":")[0]]
        if not self.grids:
            self.grid.show(EmptyTable())
            self.query_one("#changes-title", Static).update(Text(" Changes · no pairs yet", "bold"), layout=False)
            return
        table = self._table()
        self.grid.show(table, *table.place_of(chosen.line, chosen.at))
        if chosen.mode == TRAJECTORY:
            title.append(self._person().name)
        else:
            title.append(f"{self.data.first.name} → {self.data.then.name}")
        title.append(f"by {chosen.by}")
        self.query_one("#changes-title", Static).update(Text(" · ".join(title), "bold"), layout=False)

    def _table(self) -> ChangeTable:
        if self.chosen.mode == GRID:
            return by_pairs(self.data, self.chosen.turned)
        if self.chosen.mode == CROSS:
            return over_all(self.data)
        one = self._through = Trajectory(self.project, self.chosen.by, self._person())
        return through_time(one, sum(grid.n for grid in self._steps_of(one)), self.app.size.width)

    def _steps_of(self, one: Trajectory) -> list[Grid]:
        """The pairs at the first step that somebody made: the n of their trajectory."""
        known = {(grid.first.id, grid.then.id): grid for grid in self.grids}
        return [known[pair.first.id, pair.then.id] for pair in one.pairs[:1]]

    def _person(self) -> Participant:
        return next((one for one in self.people if one.id == self.chosen.participant), self.people[0])

    @property
    def table(self) -> ChangeTable | None:
        table = self.grid.table
        return table if isinstance(table, ChangeTable) else None

    def spot(self) -> Spot | None:
        """What the cell under the cursor is about."""
        table = self.table
        if table is None or not table.height or not table.columns:
            return None
        return table.spot(self.grid.row, self.grid.column)

    def moved(self) -> None:
        spot, shown = self.spot(), self.query_one("#changes-cell", Static)
        if spot is None:
            shown.update(Text(" No participant has interviews in two waves yet."), layout=False)
            return
        self.chosen.line, self.chosen.at = spot.line.id, spot.across
        shown.update(self._told(spot), layout=False)
        self.say(f"row {self.grid.row + 1:,}/{self.grid.table.height:,}")

    def _told(self, spot: Spot) -> Text:
        """The cell in words."""
        told = Text.assemble(" ", (cut(spot.line.path, max(20, self.app.size.width - 30)), "bold"))
        if spot.pair is not None:
            told.append(f" × {spot.pair.participant.name}")
            note = changes.on(self.project, self.data.subject(spot.line, spot.pair))
            if note is None:
                told.append(" · no note yet")
                return told
            tag = CHANGE_TAGS.get(note.tag)
            told.append(f" · {tag.glyph} {tag.letter} {note.tag}" if tag else " · no tag yet", "bold")
            told.append(f"\n {printable(note.sentence) or 'no sentence yet'}")
        elif spot.tag is not None:
            names = [pair.participant.name for pair in self._with(spot)]
            tag = CHANGE_TAGS[spot.tag]
            told.append(f" · {tag.glyph} {tag.letter} {spot.tag}: {tag.means}\n ")
            told.append(
                f"{format_count(len(names), 'pair')}: {format_list(names)}" if names else "no note with this tag"
            )
        elif spot.wave is not None:
            told.append(f" · {spot.wave.name}\n {self._wave_told(spot)}")
        return told

    def _wave_told(self, spot: Spot) -> str:
        wave = spot.wave
        assert wave is not None
        if self.chosen.mode == TRAJECTORY:
            cell, units = self._through.cell(spot.line, wave), len(self._through.units(spot.line, wave))
            said = wave_said(self._through, spot.line, wave, 160) if cell is not None else ""
            return " · ".join(filter(None, (said, format_units(units))))
        units, people = self.data.units(spot.line, wave), self.data.participants(spot.line, wave)
        return f"{format_count(units, 'unit')} of {format_count(people, 'pair')}" if units else NO_UNIT

    def _with(self, spot: Spot) -> list[Pair]:
        """The pairs that have the tag of a cell."""
        found = ((pair, self.data.note(spot.line, pair)) for pair in self.data.pairs)
        return [pair for pair, note in found if note is not None and note.tag == spot.tag]

    # Acts

    def action_by(self) -> None:
        if self.chosen.by == CODES and not self.project.levels:
            self.say("There are no levels yet: a framework has them (g f)")
            return
        self.chosen.by = LEVELS if self.chosen.by == CODES else CODES
        self.fill()

    def action_mode(self) -> None:
        modes = list(MODES)
        self.chosen.mode = modes[(modes.index(self.chosen.mode) + 1) % len(modes)]
        self._show()
        self.say(MODES[self.chosen.mode])

    def action_turn(self) -> None:
        self.chosen.turned = not self.chosen.turned
        self._show()

    def action_waves(self) -> None:
        if len(self.grids) < 2:
            self.say("There are pairs of two waves only")
            return
        self.chosen.step = (self.chosen.step + 1) % len(self.grids)
        self._show()

    def action_person(self, by: int) -> None:
        if not self.people:
            return
        at = self.people.index(self._person())
        if self.chosen.mode == TRAJECTORY:
            at = (at + by) % len(self.people)
        self.chosen.participant, self.chosen.mode = self.people[at].id, TRAJECTORY
        self._show()

    def action_find(self) -> None:
        table = self.table
        if table is None:
            return
        items = [Item(str(row), table.label(row)[0].strip()) for row in range(table.height)]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.grid.move_to(int(ids[0]), self.grid.column)

        self.post_message(Pick("To the row", list_finder(items), then))

    def action_export(self) -> None:
        if not self.grids:
            self.say("There are no pairs yet: nothing to write")
            return
        change_export.ask(self, self.tables, self.chosen)

    def tables(self, publication: bool) -> Sequence[Table]:
        """What is shown, as tables of a document."""
        return change_export.tables(self.project, self.grids, self.data, self._person(), self.chosen, publication)

    def on_grid_opened(self) -> None:
        spot = self.spot()
        if spot is None:
            return
        if spot.tag is not None:
            self._pick_tag(spot)
            return
        pair = spot.pair or self._pair_before(spot)
        if pair is not None:
            self._open(spot, pair)

    def _pair_before(self, spot: Spot) -> Pair | None:
        """The pair of a wave: of the person through time, else the first of all."""
        if self.chosen.mode != TRAJECTORY or spot.wave is None:
            return self.data.pairs[0] if self.data.pairs else None
        mine = self._through.pairs
        return next((pair for pair in mine if spot.wave.id in (pair.first.id, pair.then.id)), None)

    def _pick_tag(self, spot: Spot) -> None:
        """One of the pairs that have a tag."""
        found = {pair.participant.id: pair for pair in self._with(spot)}
        if not found:
            self.say("No pair has this tag here")
            return
        items = [Item(id, pair.participant.name) for id, pair in found.items()]

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self._open(spot, found[ids[0]])

        self.post_message(Pick(f"{spot.line.path}: {spot.tag}", list_finder(items), then))

    def _open(self, spot: Spot, pair: Pair) -> None:
        state.place(self.project).go_to(self.data.subject(spot.line, pair))
        self.shell.open("pairs")
