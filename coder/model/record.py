"""Records, and changes of records: one form for undo, audit trail, recovery, merging and repainting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A frozen, validated row of one table; `id` is a UUID in its canonical text form.

    A record is also a mapping, so that TinyDB's queries work on it.
    """

    id: str

    def __getitem__(self, field: str) -> Any:
        try:
            return getattr(self, field)
        except AttributeError:
            raise KeyError(field) from None

    def __contains__(self, field: str) -> bool:
        return field in self.__struct_fields__

    def __iter__(self) -> Iterator[str]:
        return iter(self.__struct_fields__)


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


def key_of(id: str) -> str:
    """Return the key of a record in the file; "" if the id is not a canonical UUID."""
    try:
        uuid = UUID(id)
    except ValueError:
        return ""
    return str(uuid.int) if str(uuid) == id else ""
