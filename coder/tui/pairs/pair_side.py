"""One side of a pair: an interview that is read beside the other one of the same person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from coder.model.segment import Segment
from coder.tui.keymap import actions
from coder.tui.transcript.reader import Reader
from coder.tui.transcript.view import TranscriptView

#: What the keys of the transcript do here too: read, select and find.
READING = (
    "move", "move_turn", "page", "turn_edge", "edge", "granularity", "coded",
    "select", "extend", "swap", "nudge", "find",
)  # fmt: skip


class PairSide(Reader):
    """Reads as the transcript does; in step, the other side moves along. `stops` are where `n` and `N` lead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        one for one in actions.bindings("transcript") if one.action.split("(")[0] in READING
    ]

    def __init__(self, side: str, **options: Any) -> None:
        super().__init__(**options)
        self.side = side
        self.partner: PairSide | None = None
        self.in_step = False
        self.stops: Sequence[int] = ()
        self.seeking: Callable[[int], None] | None = None

    def _views(self) -> Iterator[TranscriptView]:
        yield self.view
        if self.in_step and self.partner is not None:
            yield self.partner.view

    def action_move(self, by: int) -> None:
        for view in self._views():
            view.move(by)

    def action_move_turn(self, by: int) -> None:
        for view in self._views():
            view.move_turn(by)

    def action_page(self, by: int) -> None:
        for view in self._views():
            view.page(by)

    def action_turn_edge(self, which: int) -> None:
        for view in self._views():
            view.home() if which < 0 else view.end()

    def action_edge(self, which: int) -> None:
        for view in self._views():
            view.first() if which < 0 else view.last()

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
