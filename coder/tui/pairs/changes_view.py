"""The data of the changes screen: what is shown in each mode, a cell in words, the tables of an export."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from coder.analysis.method.change import CODES, Grid, Trajectory, wave_pairs
from coder.analysis.method.participation import Pair, pairs
from coder.analysis.reports import change_tables
from coder.analysis.reports.disclosure import Disclosure
from coder.model.framework import CHANGE_TAGS
from coder.model.participant import Participant, Wave
from coder.project import Project
from coder.project.operations import changes
from coder.text.characters import cut, printable
from coder.text.phrases import NO_UNIT, format_count, format_list, format_units
from coder.tui.pairs.change_table import (
    ChangeCell,
    ChangeTable,
    pairs_table,
    tags_table,
    trajectory_table,
    wave_text,
)

GRID, CROSS, TRAJECTORY = "grid", "cross", "trajectory"
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
        self.grids = [Grid(project, state.by, *waves) for waves in wave_pairs(project)]
        self.participants = list({pair.participant.id: pair.participant for pair in pairs(project)}.values())
        self._trajectory: Trajectory | None = None

    @property
    def grid(self) -> Grid:
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
        text = Text.assemble(" ", (cut(cell.line.path, width), "bold"))
        if cell.pair is not None:
            text.append(f" × {cell.pair.participant.name}")
            note = changes.on(self.project, self.grid.subject(cell.line, cell.pair))
            if note is None:
                return text.append(" · no note yet")
            tag = CHANGE_TAGS.get(note.tag)
            text.append(f" · {tag.glyph} {tag.letter} {note.tag}" if tag else " · no tag yet", "bold")
            text.append(f"\n {printable(note.sentence) or 'no sentence yet'}")
        elif cell.tag is not None:
            names = [pair.participant.name for pair in self.pairs_with(cell)]
            tag = CHANGE_TAGS[cell.tag]
            text.append(f" · {tag.glyph} {tag.letter} {cell.tag}: {tag.means}\n ")
            text.append(f"{format_count(len(names), 'pair')}{': ' if names else ''}{format_list(names)}")
        elif cell.wave is not None:
            text.append(f" · {cell.wave.name}\n {self._describe_wave(cell, cell.wave)}")
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
