"""One side of a pair: an interview that is read beside the other one of the same person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from coder.model.segment import Segment
from coder.tui.keymap import actions
from coder.tui.transcript.reader import SourceReader


class PairSide(SourceReader):
    """Reads as the transcript does; in step, the other side moves along. `stops` are where `n` and `N` lead."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", ("coded", "find"))]

    def __init__(self, side: str, **options: Any) -> None:
        super().__init__(**options)
        self.side = side
        self.partner: PairSide | None = None
        self.stops: Sequence[int] = ()
        self.seeking: Callable[[int], None] | None = None

    @property
    def in_step(self) -> bool:
        return self.view.in_step is not None

    @in_step.setter
    def in_step(self, value: bool) -> None:
        self.view.in_step = self.partner.view if value and self.partner is not None else None

    def action_coded(self, by: int) -> None:
        if self.seeking is not None:
            self.seeking(by)

    def seek(self, by: int) -> bool:
        """To the next or the previous stop; tells whether there is one."""
        here = self.view.cursor.span.start
        place = bisect_right(self.stops, here) if by > 0 else bisect_left(self.stops, here) - 1
        if not 0 <= place < len(self.stops):
            return False
        self.view.go_to(self.stops[place])
        return True

    def unit(self) -> Segment | None:
        """The unit meant by the cursor: one just there, else the tightest around it; None is a stretch of its own."""
        here, chosen = self.under_cursor(), self.view.selection
        exact = [one for one in here if one.span == chosen]
        around = [one for one in here if one.span.contains(chosen)] if self.view.cursor.anchor is None else []
        return next(iter(exact or sorted(around, key=lambda one: one.end - one.start)), None)
