"""The changes screen: what changed by code or level, for each pair, over all pairs, or through time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.analysis.method.change import CODES, LEVELS, ChangeGrid, Line, Trajectory, mark, wave_pairs
from coder.analysis.method.participation import Pair, pairs
from coder.analysis.reports import change_tables
from coder.analysis.reports.disclosure import Disclosure
from coder.model.framework import CHANGE_TAGS, STATUSES
from coder.model.participant import Participant, Wave
from coder.model.record import Transaction
from coder.project import Project
from coder.project.operations import changes
from coder.text.characters import cut, printable, width
from coder.text.phrases import NO_UNIT, excerpt, format_count, format_list, format_units
from coder.tui.keymap import actions
from coder.tui.kit.grid import Column, EmptyTable, Grid
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.shell import shell_of
from coder.tui.pairs.state import PairsState

NO_NOTE = "·"
LABEL, NARROWEST, WIDEST = 36, 5, 14
#: Width of a column of a tag over all pairs: all tags are visible at 80 columns.
TAG = 6
#: Width of a column of text (least, most), and of the names beside it.
TEXT, NAMES_BESIDE_TEXT = (20, 60), 24


class ChangeCell(NamedTuple):
    """The subject of a cell: a line, with a pair, a tag or a wave."""

    line: Line
    pair: Pair | None = None
    tag: str | None = None
    wave: Wave | None = None

    @property
    def across(self) -> str:
        """The id of the pair, the wave or the tag."""
        if self.pair is not None:
            return f"{self.pair.participant.id} {self.pair.first.id}"
        return self.wave.id if self.wave is not None else self.tag or ""


class ChangeTable:
    """Rows and columns with their headings; `cell_at` returns the subject of a cell, `text` what it shows."""

    def __init__(
        self,
        corner: tuple[str, str],
        rows: Sequence[tuple[str, str, bool]],
        columns: Sequence[Column],
        cell_at: Callable[[int, int], ChangeCell],
        text: Callable[[ChangeCell], str],
        turned: bool = False,
        names: int = LABEL,
    ) -> None:
        self.corner, self.rows, self.columns = corner, rows, columns
        self.cell_at, self._text, self._turned = cell_at, text, turned
        self.height = len(rows)
        numbers = max((len(number) for _, number, _ in rows), default=0)
        self.label_width = min(names, max(width(corner[0]), *(width(name) for name, _, _ in rows), 8)) + numbers + 3

    def label(self, row: int) -> tuple[str, str, bool]:
        return self.rows[row]

    def cell(self, row: int, column: int) -> str:
        return self._text(self.cell_at(row, column))

    def place_of(self, line: str, across: str) -> tuple[int, int]:
        """Return row and column of a cell by the ids of its subject; 0 for what is not in the table."""
        if not self.height or not self.columns:
            return 0, 0
        down = [self.cell_at(row, 0) for row in range(self.height)]
        right = [self.cell_at(0, column) for column in range(len(self.columns))]
        if self._turned:
            rows, columns = [cell.across == across for cell in down], [cell.line.id == line for cell in right]
        else:
            rows, columns = [cell.line.id == line for cell in down], [cell.across == across for cell in right]
        return (rows.index(True) if any(rows) else 0), (columns.index(True) if any(columns) else 0)


def pairs_table(grid: ChangeGrid, turned: bool) -> ChangeTable:
    """Return lines by pairs, or `turned`, pairs by lines; a cell is the tag of a note."""
    pairs, lines = grid.pairs, grid.lines
    notes = {pair.participant.id: sum(1 for line in lines if grid.note(line, pair)) for pair in pairs}
    names = [(pair.participant.name, _number(notes[pair.participant.id]), False) for pair in pairs]
    labels = [_label(line, _number(sum(grid.tags(line).values()))) for line in lines]
    corner = f"{grid.by} × pairs", f"n = {format_count(grid.n, 'pair')}"

    def text(cell: ChangeCell) -> str:
        assert cell.pair is not None
        return mark(grid.note(cell.line, cell.pair)) or NO_NOTE

    if turned:
        heads = [(line.name, number) for line, (_, number, _) in zip(lines, labels, strict=True)]
        return ChangeTable(
            corner, names, _columns(heads), lambda row, column: ChangeCell(lines[column], pairs[row]), text, turned
        )
    heads = [(name, number) for name, number, _ in names]
    return ChangeTable(
        corner, labels, _columns(heads), lambda row, column: ChangeCell(lines[row], pairs[column]), text
    )


def tags_table(grid: ChangeGrid) -> ChangeTable:
    """Return how many pairs have each tag on a line, and the units of either wave."""
    tags = [*CHANGE_TAGS]
    waves = (grid.first, grid.then)
    counts = {line.id: grid.tags(line) for line in grid.lines}
    heads = [(f"{CHANGE_TAGS[tag].glyph} {CHANGE_TAGS[tag].letter}", "pairs") for tag in tags]
    heads += [(wave.name, "units") for wave in waves]

    def cell_at(row: int, column: int) -> ChangeCell:
        if column < len(tags):
            return ChangeCell(grid.lines[row], tag=tags[column])
        return ChangeCell(grid.lines[row], wave=waves[column - len(tags)])

    def text(cell: ChangeCell) -> str:
        if cell.wave is not None:
            return _number(grid.units(cell.line, cell.wave)) or NO_UNIT
        return _number(counts[cell.line.id][cell.tag or ""]) or NO_NOTE

    labels = [_label(line, _number(sum(counts[line.id].values()))) for line in grid.lines]
    columns = [*(Column(head, TAG) for head in heads[: len(tags)]), *_columns(heads[len(tags) :])]
    corner = (f"{grid.by}, notes", f"n = {format_count(grid.n, 'pair')}")
    return ChangeTable(corner, labels, columns, cell_at, text)


def trajectory_table(trajectory: Trajectory, n: int, cells: int) -> ChangeTable:
    """Return the waves of one participant, with the change between two of them.

    `n` pairs make the same step; a table of levels, which shows their summaries, is `cells` wide.
    """
    wide = trajectory.by != CODES
    heads: list[tuple[str, str]] = []
    across: list[Pair | Wave] = []
    for number, wave in enumerate(trajectory.waves):
        if number:
            heads.append(("change", "→"))
            across.append(trajectory.pairs[number - 1])
        heads.append((wave.name, "level" if wide else "units"))
        across.append(wave)

    def cell_at(row: int, column: int) -> ChangeCell:
        line, other = trajectory.lines[row], across[column]
        return ChangeCell(line, pair=other) if isinstance(other, Pair) else ChangeCell(line, wave=other)

    def text(cell: ChangeCell) -> str:
        if cell.pair is not None:
            return mark(trajectory.note(cell.line, cell.pair)) or NO_NOTE
        assert cell.wave is not None
        return wave_text(trajectory, cell.line, cell.wave)

    columns = _columns(heads)
    if wide:
        changes = sum(columns[2 * number + 1].width for number in range(len(trajectory.pairs)))
        room = (cells - NAMES_BESIDE_TEXT - 3 - changes) // max(1, len(trajectory.waves))
        words = max(TEXT[0], min(TEXT[1], room))
        columns[::2] = [Column(column.heads, words, left=True) for column in columns[::2]]
    corner = f"{trajectory.by}: {trajectory.participant.name}", f"one of n = {format_count(n, 'pair')}"
    labels = [_label(line, "") for line in trajectory.lines]
    return ChangeTable(corner, labels, columns, cell_at, text, names=NAMES_BESIDE_TEXT if wide else LABEL)


def wave_text(trajectory: Trajectory, line: Line, wave: Wave, longest: int = TEXT[1]) -> str:
    """Return the cell of a wave: the number of units, or the summary of a level."""
    cell = trajectory.cell(line, wave)
    if cell is not None:
        return f"{STATUSES.get(cell.status, '')} {excerpt(cell.summary or cell.status, longest)}"
    return _number(len(trajectory.units(line, wave))) or NO_UNIT


def _label(line: Line, number: str) -> tuple[str, str, bool]:
    return "  " * line.depth + line.name, number, line.group


def _columns(heads: Sequence[tuple[str, str]]) -> list[Column]:
    return [Column(head, max(NARROWEST, min(WIDEST, max(map(width, head)))) + 2) for head in heads]


def _number(number: int) -> str:
    return f"{number:,}" if number else ""


GRID, CROSS, TRAJECTORY = change_tables.GRID, change_tables.CROSS, change_tables.TRAJECTORY
#: Mode → its name, and what it shows.
MODES = {
    GRID: ("change grid", "each cell is the tag of a note"),
    CROSS: ("recurrent cross-sectional", "two waves, all pairs"),
    TRAJECTORY: ("trajectory", "one participant through time"),
}
LONGEST = 160


@dataclass
class ChangesState:
    """What is shown (`step` is the number of the pair of waves), and the cursor by the ids of its cell."""

    by: str = CODES
    mode: str = GRID
    step: int = 0
    participant: str = ""
    turned: bool = False
    line: str = ""
    across: str = ""


class ChangesView:
    """The pairs of each pair of waves, read for one state; made again after each change."""

    def __init__(self, project: Project, state: ChangesState) -> None:
        self.project, self.state = project, state
        self.grids = [ChangeGrid(project, state.by, *waves) for waves in wave_pairs(project)]
        self.participants = list({pair.participant.id: pair.participant for pair in pairs(project)}.values())
        self._trajectory: Trajectory | None = None

    @property
    def grid(self) -> ChangeGrid:
        """The pairs of the two waves that are shown."""
        return self.grids[min(self.state.step, len(self.grids) - 1)]

    @property
    def participant(self) -> Participant:
        """The participant of the trajectory."""
        shown = (person for person in self.participants if person.id == self.state.participant)
        return next(shown, self.participants[0])

    @property
    def trajectory(self) -> Trajectory:
        """The participant through time."""
        participant = self.participant
        if self._trajectory is None or self._trajectory.participant.id != participant.id:
            self._trajectory = Trajectory(self.project, self.state.by, participant)
        return self._trajectory

    def title(self) -> str:
        name, _ = MODES[self.state.mode]
        if self.state.mode == TRAJECTORY:
            shown = self.participant.name
        else:
            shown = f"{self.grid.first.name} → {self.grid.then.name}"
        return f" Changes · {name} · {shown} · by {self.state.by}"

    def table(self, cells: int) -> ChangeTable:
        """Return the table of the mode; `cells` is the width there is."""
        if self.state.mode == GRID:
            return pairs_table(self.grid, self.state.turned)
        if self.state.mode == CROSS:
            return tags_table(self.grid)
        trajectory = self.trajectory
        steps = {(grid.first.id, grid.then.id): grid.n for grid in self.grids}
        n = sum(steps[pair.first.id, pair.then.id] for pair in trajectory.pairs[:1])
        return trajectory_table(trajectory, n, cells)

    def pairs_with(self, cell: ChangeCell) -> list[Pair]:
        """Return the pairs that have the tag of a cell."""
        notes = ((pair, self.grid.note(cell.line, pair)) for pair in self.grid.pairs)
        return [pair for pair, note in notes if note is not None and note.tag == cell.tag]

    def pair_of(self, cell: ChangeCell) -> Pair | None:
        """Return the pair to open for a cell: its own, or the first with its wave."""
        if cell.pair is not None:
            return cell.pair
        if self.state.mode != TRAJECTORY or cell.wave is None:
            return next(iter(self.grid.pairs), None)
        wave = cell.wave.id
        return next((pair for pair in self.trajectory.pairs if wave in (pair.first.id, pair.then.id)), None)

    def describe(self, cell: ChangeCell, width: int) -> Text:
        """Return a cell in words; the path of its line takes up to `width` cells."""
        text = Text.assemble((cut(cell.line.path, width), "bold"))
        if cell.pair is not None:
            text.append(f" × {cell.pair.participant.name}")
            note = changes.on(self.project, self.grid.subject(cell.line, cell.pair))
            if note is None:
                return text.append(" · no note yet")
            tag = CHANGE_TAGS.get(note.tag)
            text.append(f" · {tag.glyph} {tag.letter} {note.tag}" if tag else " · no tag yet", "bold")
            text.append(f"\n{printable(note.sentence) or 'no sentence yet'}")
        elif cell.tag is not None:
            names = [pair.participant.name for pair in self.pairs_with(cell)]
            tag = CHANGE_TAGS[cell.tag]
            text.append(f" · {tag.glyph} {tag.letter} {cell.tag}: {tag.means}\n")
            text.append(f"{format_count(len(names), 'pair')}{': ' if names else ''}{format_list(names)}")
        elif cell.wave is not None:
            text.append(f" · {cell.wave.name}\n{self._describe_wave(cell, cell.wave)}")
        return text

    def _describe_wave(self, cell: ChangeCell, wave: Wave) -> str:
        if self.state.mode == TRAJECTORY:
            trajectory = self.trajectory
            written = trajectory.cell(cell.line, wave) is not None
            summary = wave_text(trajectory, cell.line, wave, LONGEST) if written else ""
            return " · ".join(filter(None, (summary, format_units(len(trajectory.units(cell.line, wave))))))
        units, n = self.grid.units(cell.line, wave), self.grid.participants(cell.line, wave)
        return f"{format_count(units, 'unit')} of {format_count(n, 'pair')}" if units else NO_UNIT

    def export(self, name: str, publication: bool) -> bytes:
        """Return what is shown, with the notes in words beside the grid, in the format of a file name."""
        from coder.exchange.registry import TABLES, writer_for

        disclosure = Disclosure(self.project, publication)
        if self.state.mode == GRID:
            tables = [
                change_tables.grid_table(self.grid, disclosure),
                change_tables.notes_table(self.grid, disclosure),
            ]
        elif self.state.mode == CROSS:
            tables = [change_tables.cross_table(self.grid, disclosure)]
        else:
            tables = change_tables.trajectories(
                self.project, self.state.by, [self.participant], disclosure, self.grids
            )
        return writer_for(TABLES, name).write(
            lambda: change_tables.sheet(tables), lambda: change_tables.document(self.project, tables, disclosure)
        )


#: Tables whose records are counted or named here.
COUNTED = {"sources", "codes", "segments", "codings", "participants", "waves", "attrition", "groups"} | {
    "frameworks", "levels", "cells", "change_notes",
}  # fmt: skip


class ChangesPane(Vertical, Interactive):
    """Title, table, and the cell under the cursor in words; participants in no pair are never included."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("changes")]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.state = screen_state(project, ChangesState)
        self.data = ChangesView(project, self.state)

    def compose(self) -> ComposeResult:
        yield Static(id="changes-title", classes="title", markup=False)
        yield Grid(id="changes-grid")
        yield Static(id="changes-cell", markup=False)

    def on_mount(self) -> None:
        self.grid.following = self._show_cell
        self.grid.focus()
        self._show()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    def fill(self) -> None:
        """Count again, and show the table."""
        self.data = ChangesView(self.project, self.state)
        self._show()

    def _show(self) -> None:
        title = " Changes · no pairs yet"
        if self.data.grids:
            title = self.data.title()
            table = self.data.table(self.app.size.width)
            self.grid.show(table, *table.place_of(self.state.line, self.state.across))
        else:
            self.grid.show(EmptyTable())
        self.query_one("#changes-title", Static).update(Text(title, "bold"), layout=False)

    @property
    def cell(self) -> ChangeCell | None:
        """The subject of the cell under the cursor."""
        table = self.grid.table
        if not isinstance(table, ChangeTable) or not table.height or not table.columns:
            return None
        return table.cell_at(self.grid.row, self.grid.column)

    def _show_cell(self) -> None:
        cell, line = self.cell, self.query_one("#changes-cell", Static)
        if cell is None:
            line.update(Text("No participant has interviews in two waves yet."), layout=False)
            return
        self.state.line, self.state.across = cell.line.id, cell.across
        line.update(self.data.describe(cell, max(20, self.app.size.width - 30)), layout=False)
        self.say(f"row {self.grid.row + 1:,}/{self.grid.table.height:,}")

    # Actions

    def action_by(self) -> None:
        if self.state.by == CODES and not self.project.levels:
            self.say("No levels yet. Open a framework with g f.")
            return
        self.state.by = LEVELS if self.state.by == CODES else CODES
        self.fill()

    def action_mode(self) -> None:
        modes = list(MODES)
        self.state.mode = modes[(modes.index(self.state.mode) + 1) % len(modes)]
        self._show()
        name, meaning = MODES[self.state.mode]
        self.say(f"{name.capitalize()}: {meaning}")

    def action_turn(self) -> None:
        self.state.turned = not self.state.turned
        self._show()

    def action_waves(self) -> None:
        if len(self.data.grids) < 2:
            self.say("All pairs are of the same two waves")
            return
        self.state.step = (self.state.step + 1) % len(self.data.grids)
        self._show()

    def action_person(self, by: int) -> None:
        participants = self.data.participants
        if not participants:
            return
        place = participants.index(self.data.participant)
        if self.state.mode == TRAJECTORY:
            place = (place + by) % len(participants)
        self.state.participant, self.state.mode = participants[place].id, TRAJECTORY
        self._show()

    @interactive
    async def on_grid_opened(self) -> None:
        """Open the pair of the cell at its note; of a tag, ask which of its pairs."""
        cell = self.cell
        if cell is None:
            return
        pair = self.data.pair_of(cell)
        if cell.tag is not None:
            tagged = {pair.participant.id: pair for pair in self.data.pairs_with(cell)}
            if not tagged:
                self.say("No pair has this tag here")
                return
            items = [Item(id, pair.participant.name) for id, pair in tagged.items()]
            pair = tagged.get(await self.pick(f"{cell.line.path}: {cell.tag}", list_finder(items)) or "")
        if pair is not None:
            screen_state(self.project, PairsState).go_to(self.data.grid.subject(cell.line, pair))
            shell_of(self).open("pairs")


class ChangesScreen(ProjectScreen):
    """The changes pane, and its export."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "changes_screen.tcss"]
    where = "changes"

    def compose(self) -> ComposeResult:
        yield ChangesPane(self.project)
        yield from self.compose_foot()

    @property
    def pane(self) -> ChangesPane:
        return self.query_one(ChangesPane)

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in COUNTED for change in transaction.changes):
            self.pane.fill()
        super().follow(transaction)

    def parts(self) -> tuple[str, ...]:
        return (self.where, "grid")

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", "pair"), *actions.hints(self.where), ("Esc", "back"), *actions.hints("study", "app")]

    @interactive
    async def action_export(self) -> None:
        """Export what is shown, internally or for publication; the suffix sets the format."""
        from coder.exchange.registry import TABLES, suffixes, writers
        from coder.tui.kit.file_export import ask_publication, export_now

        pane = self.pane
        if not pane.data.grids:
            self.say("No pairs to export")
            return
        publication = await ask_publication(self, "Export the changes")
        if publication is not None:
            ending = f"-changes-{pane.state.mode}{'-publication' if publication else ''}.csv"
            title = f"Changes to ({suffixes(writers(TABLES))}):"
            export_now(self, title, ending, "changes", lambda name: pane.data.export(name, publication), publication)
