"""A screen that takes back no more than what was done on it: a review, a walk of the back-check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from coder.model.change import Transaction
from coder.tui.kit.project_screen import ProjectScreen


class Taken(Protocol):
    """What was done here and can be taken back, or done again."""

    @property
    def acts(self) -> Sequence[object]: ...

    @property
    def undone(self) -> Sequence[object]: ...

    def turn(self, back: bool) -> None:
        """The last act was taken back, or done again: go where it was done."""


class ScopedUndoScreen(ProjectScreen):
    """Undo goes back no further than where it began."""

    #: What it is that one is in.
    inside: ClassVar[str] = ""

    @property
    def taken(self) -> Taken:
        """Who keeps what was done."""
        raise NotImplementedError

    def show(self) -> None:
        """Show where one is."""
        raise NotImplementedError

    def action_undo(self) -> None:
        if self.taken.acts:
            self._turn("undo")
        else:
            self.say(f"Nothing in this {self.inside} to take back")

    def action_redo(self) -> None:
        if self.taken.undone:
            self._turn("redo")
        else:
            self.say(f"Nothing in this {self.inside} to do again")

    def _turn(self, which: str) -> Transaction | None:
        done = super()._turn(which)
        if done is not None:
            self.taken.turn(back=which == "undo")
            self.show()
        return done
