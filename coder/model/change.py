"""One record of what was changed, with five uses: undo, audit trail, recovery, merging, repainting."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coder.model.record import Record


class Change(NamedTuple):
    """One record before and after; None where it did not exist."""

    table: str
    id: str
    before: Record | None
    after: Record | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.table, self.id, self.after, self.before)


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """What one operation changed, who did it, when (ISO 8601, UTC) and why; `undoes` names another's id."""

    id: str
    when: str
    coder: str
    operation: str
    label: str
    reason: str = ""
    undoes: str | None = None
    changes: tuple[Change, ...] = ()
