"""History of one code: its changes with who, when and why."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coder.analysis.trail import undone_ids
from coder.model.codebook import Code
from coder.model.record import Change, Transaction
from coder.model.source import Coding
from coder.project.project import Project

#: Fields whose changes are not part of the history: position and key.
IGNORED: dict[str, object] = {"order": 0, "quick": None}


class Event(NamedTuple):
    """A change; `times`: how often it was repeated in a row."""

    when: str
    coder: str
    what: str
    reason: str
    undone: bool
    times: int = 1


def events(project: Project, code: str) -> list[Event]:
    """Return the changes of a code, oldest first; reads the whole history from disk."""
    transactions = list(reversed(list(project.history())))
    undone = undone_ids(transactions)
    history: list[Event] = []
    for act in transactions:
        if act.undoes is not None or not _concerns(act, code):
            continue
        event = Event(act.when, act.coder, act.label, act.reason, act.id in undone)
        last = history[-1] if history else None
        if last is not None and last[1:5] == event[1:5]:
            history[-1] = event._replace(times=last.times + 1)
        else:
            history.append(event)
    return history


def _concerns(transaction: Transaction, code: str) -> bool:
    split = transaction.operation == "codebook.split"
    return any(
        _changes_code(change, code) or (split and _moves_coding(change, code)) for change in transaction.changes
    )


def _changes_code(change: Change, code: str) -> bool:
    if change.table != "codes" or change.id != code:
        return False
    before, after = change.before, change.after
    if isinstance(before, Code) and isinstance(after, Code):
        return msgspec.structs.replace(before, **IGNORED) != msgspec.structs.replace(after, **IGNORED)
    return True


def _moves_coding(change: Change, code: str) -> bool:
    """Return whether a coding was moved from or to the code."""
    return any(isinstance(record, Coding) and record.code == code for record in (change.before, change.after))
