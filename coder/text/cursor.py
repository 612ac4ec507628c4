"""The cursor of a transcript: a unit of text, and a selection that extends from it."""

from __future__ import annotations

from coder.text.characters import snap
from coder.text.span import Span
from coder.text.units import Granularity, Units


class Cursor:
    """The unit at the cursor (`span`) and, during a selection, the unit where it began (`anchor`).

    The selection reaches from one to the other, so it is never empty and never splits a grapheme cluster. While
    `extending`, every move takes the moving end along.
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
        """The selected passage, else the unit at the cursor."""
        if self.anchor is None:
            return self.span
        return Span(min(self.anchor.start, self.span.start), max(self.anchor.end, self.span.end))

    @property
    def head(self) -> int:
        """The offset of the moving end: the last character of the selection, else the start of the unit."""
        if self.anchor is None or not self.forward:
            return self.span.start
        return max(self.span.start, self.span.end - 1)

    def place(self, span: Span) -> None:
        """Move to `span`; the selection is kept only while extending."""
        if not self.extending:
            self.anchor = None
        elif self.anchor is not None and span.start != self.anchor.start:
            self.forward = span.start > self.anchor.start
        self.span, self._focus = span, span.start

    def go_to(self, target: int | Span, select: bool = False) -> None:
        """Move to the unit at an offset or at the start of a span; with `select`, select the span."""
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
        """Select from unit `anchor` to unit `span`, the moving end."""
        self.anchor, self.span, self.forward = anchor, span, span.start >= anchor.start
        self.extending, self._focus = False, span.start

    def move(self, steps: int) -> None:
        """Move by a number of units."""
        self.place(self._step(self.granularity, self.span, steps))

    def move_turn(self, steps: int) -> None:
        """Move by a number of turns, to the first unit of a turn."""
        turn = self._step(Granularity.TURN, self.span, steps)
        self.place(self.units.at(self.granularity, turn.start))

    def home(self) -> None:
        """Move to the first unit of the turn."""
        self.place(self.units.at(self.granularity, self.units.at(Granularity.TURN, self.span.start).start))

    def end(self) -> None:
        """Move to the last unit of the turn."""
        turn = self.units.at(Granularity.TURN, self.span.start)
        self.place(self.units.at(self.granularity, max(turn.start, turn.end - 1)))

    def first(self) -> None:
        """Move to the first unit of the text."""
        self.place(self.units.at(self.granularity, 0))

    def last(self) -> None:
        """Move to the last unit of the text."""
        self.place(self.units.at(self.granularity, max(0, len(self.units.text) - 1)))

    def resize(self, granularity: Granularity) -> None:
        """Change the size of the unit; a smaller size after a larger one returns to the old position."""
        self.granularity = granularity
        if self.anchor is None:
            self.span = self.units.at(granularity, self._focus)

    def toggle_extend(self) -> None:
        """Begin a selection that moves extend, or clear the present one."""
        if self.anchor is not None:
            self.clear_selection()
        else:
            self.anchor, self.extending, self.forward = self.span, True, True

    def extend(self, steps: int) -> None:
        """Move the moving end by a number of units."""
        if self.anchor is None:
            self.anchor, self.forward = self.span, steps > 0
        edge = self.selection.end if self.forward else self.selection.start
        unit = self.units.at(self.granularity, self.head)
        if steps > 0 and self.forward and unit.end > edge:
            target = unit  # after a nudge, go to the end of the unit first
        elif steps < 0 and not self.forward and unit.start < edge:
            target = unit
        else:
            target = self._step(self.granularity, Span(self.head, self.head), steps)
        if target.start != self.anchor.start:
            self.forward = target.start > self.anchor.start
        self.span, self._focus = target, target.start

    def swap_end(self) -> None:
        """Make the other end the moving end."""
        if self.anchor is None:
            self.anchor = self.span
        self.anchor, self.span, self.forward = self.span, self.anchor, not self.forward
        self._focus = self.span.start

    def nudge(self, step: int) -> None:
        """Move the moving end to the next edge of a word or sentence; at least one word stays selected."""
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
        """Clear the selection; move to the unit at the moving end."""
        if self.anchor is not None:
            self.anchor, self.extending = None, False
            self.span = self.units.at(self.granularity, self.span.start)

    def _step(self, granularity: Granularity, span: Span, steps: int) -> Span:
        neighbour = self.units.next if steps > 0 else self.units.previous
        for _ in range(abs(steps)):
            span = neighbour(granularity, span.start)
        return span

    def _edge(self, pos: int, step: int) -> int:
        """Return the next edge of a word or sentence after (before) `pos`."""
        sizes = (Granularity.WORD, Granularity.SENTENCE)
        inside = pos if not self.forward else max(0, pos - 1)
        edges = []
        for size in sizes:
            for unit in (
                self.units.previous(size, inside),
                self.units.at(size, inside),
                self.units.next(size, inside),
            ):
                edge = unit.end if self.forward else unit.start
                if (edge > pos) if step > 0 else (edge < pos):
                    edges.append(edge)
        return (min(edges) if step > 0 else max(edges)) if edges else pos
