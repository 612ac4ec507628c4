"""Undo within a scope (a review, a check session): no further back than where it began."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from coder.model.change import Transaction
from coder.tui.kit.project_screen import ProjectScreen


class UndoScope(Protocol):
    """What can be undone and redone in a review or a session."""

    @property
    def acts(self) -> Sequence[object]: ...

    @property
    def undone(self) -> Sequence[object]: ...

    def turn(self, back: bool) -> None:
        """Move to where the act was done that was just undone (`back`) or redone."""


def undo_within(screen: ProjectScreen, scope: UndoScope, noun: str, redo: bool) -> Transaction | None:
    """Undo or redo the last act of the scope, named `noun`; return the transaction, None if there is nothing."""
    if not (scope.undone if redo else scope.acts):
        screen.say(f"Nothing to {'redo' if redo else 'undo'} in this {noun}")
        return None
    transaction = ProjectScreen.action_undo(screen, redo)
    if transaction is not None:
        scope.turn(back=not redo)
    return transaction
