"""A cursor that is a unit of text, and the selection that grows from it; knows nothing of screens."""

from __future__ import annotations

from coder.text.graphemes import snap
from coder.text.span import Span
from coder.text.units import Granularity, Units


class Cursor:
    """Where the reader is: `span`, a unit, and while something is selected `anchor`, where that began.

    The selection is always the stretch from the one to the other, so it is never empty and never splits
    a grapheme cluster. `extending`: every move takes the moving end along.
    """

    def __init__(self, units: Units, granularity: Granularity = Granularity.SENTENCE, pos: int = 0) -> None:
        self.units = units
        self.granularity = granularity
        self.anchor: Span | None = None
        self.extending = False
        self.forward = True
        self._focus = pos
        self.span = units.at(granularity, pos)

    @property
    def selection(self) -> Span:
        """What would be coded: the selected stretch, else the unit."""
        if self.anchor is None:
            return self.span
        return Span(min(self.anchor.start, self.span.start), max(self.anchor.end, self.span.end))

    @property
    def head(self) -> int:
        """The offset that moves: the selection's moving end (its last character), else the unit's start."""
        if self.anchor is None or not self.forward:
            return self.span.start
        return max(self.span.start, self.span.end - 1)

    def place(self, span: Span) -> None:
        """Stand on `span`; what is selected stays so only while extending."""
        if not self.extending:
            self.anchor = None
        elif self.anchor is not None and span.start != self.anchor.start:
            self.forward = span.start > self.anchor.start
        self.span, self._focus = span, span.start

    def go_to(self, target: int | Span, select: bool = False) -> None:
        """Stand on the unit at an offset, or at a stretch's beginning; `select`: select the stretch."""
        start = target.start if isinstance(target, Span) else target
        if select and isinstance(target, Span):
            text = self.units.text
            whole = Span(snap(text, target.start), snap(text, target.end, forward=True))
            self.anchor = self.span = whole
            self.extending, self.forward, self._focus = False, True, whole.start
            return
        self.place(self.units.at(self.granularity, start))
        self._focus = start

    def drag(self, anchor: Span, span: Span) -> None:
        """Select from one unit to another, which moves."""
        self.anchor, self.span, self.forward = anchor, span, span.start >= anchor.start
        self.extending, self._focus = False, span.start

    def move(self, steps: int) -> None:
        """By so many units."""
        self.place(self._step(self.granularity, self.span, steps))

    def move_turn(self, steps: int) -> None:
        """To the first unit of a turn so many turns away."""
        turn = self._step(Granularity.TURN, self.span, steps)
        self.place(self.units.at(self.granularity, turn.start))

    def home(self) -> None:
        """To the first unit of the turn."""
        self.place(self.units.at(self.granularity, self.units.at(Granularity.TURN, self.span.start).start))

    def end(self) -> None:
        """To the last unit of the turn."""
        turn = self.units.at(Granularity.TURN, self.span.start)
        self.place(self.units.at(self.granularity, max(turn.start, turn.end - 1)))

    def first(self) -> None:
        """To the first unit of the text."""
        self.place(self.units.at(self.granularity, 0))

    def last(self) -> None:
        """To the last unit of the text."""
        self.place(self.units.at(self.granularity, max(0, len(self.units.text) - 1)))

    def resize(self, granularity: Granularity) -> None:
        """Another size of unit; smaller again after larger comes back to where it was."""
        self.granularity = granularity
        if self.anchor is None:
            self.span = self.units.at(granularity, self._focus)

    def toggle_extend(self) -> None:
        """Begin a selection at the unit, which moves then extend; or give up the one there is."""
        if self.anchor is not None:
            self.clear_selection()
        else:
            self.anchor, self.extending, self.forward = self.span, True, True

    def extend(self, steps: int) -> None:
        """Move the moving end by so many units."""
        if self.anchor is None:
            self.anchor, self.forward = self.span, steps > 0
        edge = self.selection.end if self.forward else self.selection.start
        unit = self.units.at(self.granularity, self.head)
        if steps > 0 and self.forward and unit.end > edge:
            target = unit  # after a nudge: first to the end of the unit
        elif steps < 0 and not self.forward and unit.start < edge:
            target = unit
        else:
            target = self._step(self.granularity, Span(self.head, self.head), steps)
        if target.start != self.anchor.start:
            self.forward = target.start > self.anchor.start
        self.span, self._focus = target, target.start

    def swap_end(self) -> None:
        """Let the other end move."""
        if self.anchor is None:
            self.anchor = self.span
        self.anchor, self.span, self.forward = self.span, self.anchor, not self.forward
        self._focus = self.span.start

    def nudge(self, step: int) -> None:
        """Move the moving end by one word, to the edge of a word or of a sentence; one word always stays."""
        chosen = self.selection
        edge = chosen.end if self.forward else chosen.start
        target = self._edge(edge, step)
        if self.forward and target > chosen.start:
            fixed = self.units.at(Granularity.WORD, chosen.start)
            self.anchor = Span(chosen.start, max(chosen.start + 1, min(fixed.end, target)))
            word = self.units.at(Granularity.WORD, target - 1)
            self.span = Span(max(chosen.start, min(word.start, target - 1)), target)
        elif not self.forward and target < chosen.end:
            fixed = self.units.at(Granularity.WORD, chosen.end - 1)
            self.anchor = Span(min(chosen.end - 1, max(fixed.start, target)), chosen.end)
            word = self.units.at(Granularity.WORD, target)
            self.span = Span(target, min(chosen.end, max(word.end, target + 1)))
        self._focus = self.span.start

    def clear_selection(self) -> None:
        """Nothing selected; stand on the unit at the moving end."""
        if self.anchor is not None:
            self.anchor, self.extending = None, False
            self.span = self.units.at(self.granularity, self.span.start)

    def _step(self, granularity: Granularity, span: Span, steps: int) -> Span:
        ask = self.units.next if steps > 0 else self.units.previous
        for _ in range(abs(steps)):
            span = ask(granularity, span.start)
        return span

    def _edge(self, pos: int, step: int) -> int:
        """The next place after (before) `pos` where a moving end may stand."""
        sizes = (Granularity.WORD, Granularity.SENTENCE)
        here = pos if not self.forward else max(0, pos - 1)
        found = []
        for size in sizes:
            for unit in (
                self.units.previous(size, here),
                self.units.at(size, here),
                self.units.next(size, here),
            ):
                edge = unit.end if self.forward else unit.start
                if (edge > pos) if step > 0 else (edge < pos):
                    found.append(edge)
        return (min(found) if step > 0 else max(found)) if found else pos
