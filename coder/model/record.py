"""The base of all records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
