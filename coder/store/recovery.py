"""Recovery from damaged files: the longest valid part of a history, the readable records of a checkpoint."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from coder.model.record import key_of
from coder.model.schema import TABLES
from coder.store import files, journal, migrations
from coder.store.checkpoint import Meta, Tables
from coder.store.journal import Entry, State

_BAD = (ValueError, KeyError, IndexError)


def empty() -> Tables:
    """Return tables without records."""
    return {name: {} for name in TABLES}


def longest_good(data: bytes, state: State | None = None) -> tuple[list[Entry], int]:
    """Return the valid entries that follow `state` (None: from the beginning), and the offset of their end."""
    last = state or State()
    entries: list[Entry] = []
    while (end := data.find(b"\n", last.offset) + 1) > 0:
        try:
            entry = journal.decode(data[last.offset : end], last.offset)
        except _BAD:
            break
        if not journal.follows(entry, last.number):
            break
        entries.append(entry)
        last = entry.state
    return entries, last.offset


def scattered(data: bytes, start: int) -> list[Entry]:
    """Return all valid entries after byte `start`, skipping damage between them."""
    entries = []
    while (end := data.find(b"\n", start) + 1) > 0:
        with contextlib.suppress(*_BAD):  # damaged lines are skipped
            entries.append(journal.decode(data[start:end], start))
        start = end
    return entries


def continues(data: bytes, state: State) -> bool:
    """Return whether a history contains the last entry of `state` at its place."""
    if state.offset == 0:
        return True
    start = data.rfind(b"\n", 0, max(0, state.offset - 1)) + 1
    line = data[start : state.offset]
    return len(data) >= state.offset and journal.whole(line) and line[8:25].decode() == state.sum


def begins(entries: list[Entry]) -> bool:
    """Return whether these entries begin with the creation or repair of the project."""
    return bool(entries) and entries[0].transaction.operation in journal.BEGINNINGS


def replayed(tables: Tables, entries: Iterable[Entry], after: int = 0) -> Tables:
    """Apply all entries with a number above `after` to the tables, in place, and return them."""
    for entry in entries:
        if entry.state.number <= after:
            continue
        for change in entry.transaction.changes:
            if change.after is None:
                tables[change.table].pop(change.id, None)
            else:
                tables[change.table][change.id] = change.after
    return tables


class Salvage(NamedTuple):
    """The readable part of a damaged checkpoint: records, journal state, and the ids of unreadable records.

    `unread` is None if it is unknown what is missing.
    """

    tables: Tables
    state: State | None
    unread: set[str] | None


def salvaged(data: bytes) -> Salvage:
    """Return every record of a checkpoint that can be read by itself."""
    tables = empty()
    unread: set[str] = set()
    try:
        raw: Any = msgspec.json.decode(data)
        whole = True
    except files.UNDECODABLE:
        raw, whole = _by_lines(data), False
    if not isinstance(raw, dict):
        return Salvage(tables, None, None)
    for name, kind in TABLES.items():
        rows = raw.get(name)
        for row in rows.values() if isinstance(rows, dict) else ():
            try:
                record = msgspec.convert(row, kind)
            except msgspec.ValidationError:
                unread.add(str(row.get("id")) if isinstance(row, dict) else "")
                continue
            if key_of(record.id):
                tables[name][record.id] = record
    return Salvage(tables, _head(raw), unread if whole else None)


def _head(raw: dict[str, Any]) -> State | None:
    try:
        head = msgspec.convert(raw["meta"]["1"], Meta)
    except (*_BAD, TypeError):
        return None
    return head.journal if head.version == migrations.VERSION else None


def _by_lines(data: bytes) -> dict[str, dict[str, Any]]:
    """Yield the rows of a file that is no longer valid JSON, line by line."""
    raw: dict[str, dict[str, Any]] = {}
    name = ""
    for line in data.split(b"\n"):
        line = line.strip().rstrip(b",")
        key, _, row = line.partition(b":")
        if row == b"{":
            name = key.strip(b'"').decode("utf-8", "replace")
            continue
        try:
            raw.setdefault(name, {})[key.decode("utf-8", "replace").strip('"')] = msgspec.json.decode(row)
        except files.UNDECODABLE:
            continue
    return raw
