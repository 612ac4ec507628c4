"""Undo to a point in the history, and the changes of other coders that this would undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coder.errors import Invalid, NotFound
from coder.model.record import Transaction
from coder.project.opening import COPIED
from coder.project.project import Project, refuse_unlocking
from coder.store.chain import SEALED
from coder.store.journal import ERASED, REPAIRED
from coder.text.fold import name_key

#: Changes of others that a question names.
SHOWN = 3


def count_undo_steps(project: Project, id: str) -> int:
    """Return how many changes to undo until the project is as it was right after this transaction.

    Reads the history backwards. NotFound if there is no such transaction, Invalid if undo does not lead there: an
    earlier change was undone since, preconceptions were locked or the history was repaired after it, or it is the
    history of the sample from which a working copy was made.
    """
    steps = 0
    outstanding: set[str] = set()
    for transaction in project.history():
        if transaction.id == id:
            if outstanding or steps > project.undoable:
                raise _unreachable(transaction)
            return steps
        if transaction.operation in (REPAIRED, COPIED, ERASED):
            why = "Contents were erased" if transaction.operation == ERASED else "The history was restarted"
            raise Invalid("Cannot undo to this change", f"{why} after it.", "Nothing was changed.")
        if transaction.operation == "undo":
            outstanding.add(transaction.undoes or "")
        elif transaction.id in outstanding:
            outstanding.remove(transaction.id)
        elif transaction.operation != SEALED:
            refuse_unlocking(transaction)
            steps += 1
    raise NotFound("There is no such change in the history", id)


def undo_steps(project: Project, steps: int) -> Iterator[Transaction]:
    """Undo this many changes lazily, one for each transaction yielded."""
    for _ in range(steps):
        transaction = project.undo()
        if transaction is None:
            return
        yield transaction


def name_changes_of_others(project: Project, changes: Iterable[Transaction]) -> str:
    """Return other coders' changes as `“label” by KG`, the first few and how many more; "" if there are none."""
    others = [
        f"“{change.label}” by {change.coder or 'an unnamed coder'}"
        for change in changes
        if name_key(change.coder) != name_key(project.initials)
    ]
    more = f" and {len(others) - SHOWN:,} more" if len(others) > SHOWN else ""
    return ", ".join(others[:SHOWN]) + more


def _unreachable(transaction: Transaction) -> Invalid:
    return Invalid(
        "Cannot undo to this change",
        f"After “{transaction.label}” another change was undone since, or it was undone itself.",
        "Nothing was changed. Choose a change above or below it.",
    )
