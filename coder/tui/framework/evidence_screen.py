"""The units that show what a level says of a participant, in all waves, each in its context; x takes one out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.framework import LevelCell
from coder.project import Project
from coder.project.framework_layer import place_of
from coder.project.operations import cells
from coder.tui.keymap import actions
from coder.tui.kit.segment_list import SegmentListScreen


class EvidenceScreen(SegmentListScreen):
    """The evidence of some cells, one after the other, and units that only notes of change name."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("evidence")]
    where = "evidence"
    came_from = "framework"

    def __init__(
        self, project: Project, title: str, ids: Sequence[str], more: Sequence[str] = (), row: int = 0
    ) -> None:
        """`ids` are those of the cells, `more` those of other units."""
        self._cells, self._more = tuple(ids), tuple(more)
        super().__init__(project, title, _units(project, self._cells, self._more), row)

    def again(self) -> Callable[[], SegmentListScreen]:
        project, title, ids, more, row = self.project, self._title, self._cells, self._more, self._row
        return lambda: EvidenceScreen(project, title, ids, more, row)

    def hints(self) -> list[tuple[str, str]]:
        first, *others = super().hints()
        return [first, *actions.hints("evidence"), *others]

    def follow(self, transaction: Transaction) -> None:
        self._segments = _units(self.project, self._cells, self._more)
        super().follow(transaction)

    def _citing(self) -> list[LevelCell]:
        segment = self.segment
        here = (self.project.cells.get(id) for id in self._cells)
        return [cell for cell in here if cell is not None and segment is not None and segment.id in cell.evidence]

    def action_uncite(self) -> None:
        segment, citing = self.segment, self._citing()
        if segment is None:
            return
        if not citing:
            self.say("It is evidence of a note of change: the pairs screen changes that (g p)")
            return
        try:
            where = place_of(self.project, citing[0])
            cells.uncite(self.project, citing[0], segment)
        except CoderError as error:
            self.fail(error)
            return
        self.say(f"no longer under {where} · u takes it back")


def _units(project: Project, ids: Sequence[str], more: Sequence[str]) -> list[str]:
    cells_ = [project.cells[id] for id in ids if id in project.cells]
    found = (*(unit for cell in cells_ for unit in cell.evidence), *more)
    return [id for id in dict.fromkeys(found) if id in project.segments]
