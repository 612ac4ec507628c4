"""What a reader can do in a transcript view, each act a method of its name; the keys are bound elsewhere."""

from __future__ import annotations

from coder.text.cursor import Cursor
from coder.text.span import Span


class TranscriptMoves:
    """The acts that move the cursor or the selection. The view gives `cursor` and `moved`."""

    cursor: Cursor

    def moved(self) -> None:
        """Show where the cursor is now, and tell about it."""
        raise NotImplementedError

    def move(self, steps: int) -> None:
        """By so many units."""
        self.cursor.move(steps)
        self.moved()

    def move_turn(self, steps: int) -> None:
        """By so many turns."""
        self.cursor.move_turn(steps)
        self.moved()

    def home(self) -> None:
        """To the first unit of the turn."""
        self.cursor.home()
        self.moved()

    def end(self) -> None:
        """To the last unit of the turn."""
        self.cursor.end()
        self.moved()

    def first(self) -> None:
        """To the first unit of the text."""
        self.cursor.first()
        self.moved()

    def last(self) -> None:
        """To the last unit of the text."""
        self.cursor.last()
        self.moved()

    def smaller_unit(self) -> None:
        """Sentences become words, and so on."""
        self.cursor.resize(self.cursor.granularity.smaller())
        self.moved()

    def larger_unit(self) -> None:
        """Words become sentences, and so on."""
        self.cursor.resize(self.cursor.granularity.larger())
        self.moved()

    def toggle_extend(self) -> None:
        """Begin a selection that every move extends; or give it up."""
        self.cursor.toggle_extend()
        self.moved()

    def extend(self, steps: int) -> None:
        """Extend the selection by so many units."""
        self.cursor.extend(steps)
        self.moved()

    def swap_end(self) -> None:
        """Let the other end of the selection move."""
        self.cursor.swap_end()
        self.moved()

    def nudge(self, step: int) -> None:
        """Move the moving end by one word."""
        self.cursor.nudge(step)
        self.moved()

    def clear_selection(self) -> None:
        """Select nothing."""
        self.cursor.clear_selection()
        self.moved()

    def go_to(self, target: int | Span, select: bool = False) -> None:
        """To an offset or a stretch; `select`: select the stretch."""
        self.cursor.go_to(target, select)
        self.moved()
