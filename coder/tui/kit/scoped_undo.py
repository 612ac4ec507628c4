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

    def action_undo(self, redo: bool = False) -> Transaction | None:
        if not (self.taken.undone if redo else self.taken.acts):
            self.say(f"Nothing to {'redo' if redo else 'undo'} in this {self.inside}")
            return None
        transaction = super().action_undo(redo)
        if transaction is not None:
            self.taken.turn(back=not redo)
            self.show()
        return transaction
