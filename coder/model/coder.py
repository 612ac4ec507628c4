"""Coders (REFI-QDA: User)."""

from __future__ import annotations

from coder.model.record import Record


class Coder(Record, frozen=True, kw_only=True):
    """A person who codes and writes memos; `initials` are what the screen shows."""

    initials: str
    name: str = ""
