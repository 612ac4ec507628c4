"""Changes and transactions: one record for undo, audit trail, recovery, merging and repainting."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coder.model.record import Record


class Change(NamedTuple):
    """A record before and after a change; None if it did not exist."""

    table: str
    id: str
    before: Record | None
    after: Record | None

    def inverse(self) -> Change:
        """Return the change that reverts this one."""
        return Change(self.table, self.id, self.after, self.before)


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """The changes of one operation, by whom, when (ISO 8601, UTC) and why; `undoes` is the id of another."""

    id: str
    when: str
    coder: str
    operation: str
    label: str
    reason: str = ""
    undoes: str | None = None
    changes: tuple[Change, ...] = ()
