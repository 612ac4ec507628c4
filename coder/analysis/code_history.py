"""What became of one code: each change of it in words, with who, when and why."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coder.analysis.trail import undone_ids
from coder.model.change import Change, Transaction
from coder.model.codebook import Code
from coder.model.segment import Coding
from coder.project.project import Project

#: What is no event in the life of a code: its place among its siblings, its key.
PASSING: dict[str, object] = {"order": 0, "quick": None}


class Event(NamedTuple):
    """One change; `times` tells how often the same was done in a row."""

    when: str
    coder: str
    what: str
    reason: str
    undone: bool
    times: int = 1


def events(project: Project, code: str) -> list[Event]:
    """All that was done to a code, the oldest first; reads the whole history from disk."""
    transactions = list(reversed(list(project.history())))
    undone = undone_ids(transactions)
    found: list[Event] = []
    for one in transactions:
        if one.undoes is not None or not _concerns(one, code):
            continue
        event = Event(one.when, one.coder, one.label, one.reason, one.id in undone)
        last = found[-1] if found else None
        if last is not None and last[1:5] == event[1:5]:
            found[-1] = event._replace(times=last.times + 1)
        else:
            found.append(event)
    return found


def _concerns(transaction: Transaction, code: str) -> bool:
    split = transaction.operation == "codebook.split"
    return any(_told(change, code) or (split and _went(change, code)) for change in transaction.changes)


def _told(change: Change, code: str) -> bool:
    if change.table != "codes" or change.id != code:
        return False
    before, after = change.before, change.after
    if isinstance(before, Code) and isinstance(after, Code):
        return msgspec.structs.replace(before, **PASSING) != msgspec.structs.replace(after, **PASSING)
    return True


def _went(change: Change, code: str) -> bool:
    """Whether a coding left the code, or came to it."""
    return any(isinstance(record, Coding) and record.code == code for record in (change.before, change.after))
