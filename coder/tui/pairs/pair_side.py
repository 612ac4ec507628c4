"""One side of a pair: an interview beside the other one of the same participant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from coder.model.source import Segment
from coder.tui.keymap import actions
from coder.tui.transcript.reader import SourceReader


class PairSide(SourceReader):
    """A reader whose `n` and `N` lead through `stops`, the starts of the units of the note's subject."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("transcript", ("coded", "find"))]

    def __init__(self, side: str, seek: Callable[[int], None], **options: Any) -> None:
        """`seek` moves to the next or previous stop of the pair."""
        super().__init__(**options)
        self.side, self._seek = side, seek
        self.stops: Sequence[int] = ()

    def action_coded(self, by: int) -> None:
        self._seek(by)

    def seek(self, by: int) -> bool:
        """Go to the next or previous stop; return whether there is one."""
        start = self.view.cursor.span.start
        place = bisect_right(self.stops, start) if by > 0 else bisect_left(self.stops, start) - 1
        if not 0 <= place < len(self.stops):
            return False
        self.view.go_to(self.stops[place])
        return True

    def unit(self) -> Segment | None:
        """Return the segment to cite: of the same span, else the tightest around the cursor; None for a new one."""
        segments, selection = self.under_cursor(), self.view.selection
        exact = [segment for segment in segments if segment.span == selection]
        around = [segment for segment in segments if segment.span.contains(selection)]
        if self.view.cursor.anchor is not None:  # a selection is meant as it is
            around = []
        return next(iter(exact or sorted(around, key=lambda segment: segment.end - segment.start)), None)
