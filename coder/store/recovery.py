"""Recovery from damaged files: the longest valid part of a history, the readable records of a checkpoint."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from coder.model.record import Change, Transaction, key_of
from coder.model.schema import TABLES
from coder.store import chain, checkpoint, files, journal, migrations, reading
from coder.store.checkpoint import Meta, Tables
from coder.store.journal import Entry, State


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
        except journal.BAD:
            break
        if not journal.follows(entry, last.number):
            break
        entries.append(entry)
        last = entry.state
    return entries, last.offset


def readable(data: bytes) -> list[Entry]:
    """Return all intact entries by their numbers, each once, skipping the damage between them."""
    by_number: dict[int, Entry] = {}
    for entry in journal.scan(data):
        by_number.setdefault(entry.state.number, entry)
    return [by_number[number] for number in sorted(by_number)]


def runs(entries: list[Entry]) -> list[list[Entry]]:
    """Return the entries in runs without a gap; the first one may lack its beginning."""
    parts: list[list[Entry]] = []
    for entry in entries:
        if parts and journal.follows(entry, parts[-1][-1].state.number):
            parts[-1].append(entry)
        else:
            parts.append([entry])
    return parts


def tables_at(data: bytes, state: State) -> Tables | None:
    """Return the tables that the history gives for a moment; None if it does not reach from the beginning to it."""
    entries, _ = longest_good(data)
    if not begins(entries):
        return None
    until = [entry for entry in entries if entry.state.number <= state.number]
    return replayed(empty(), until) if until and until[-1].state.sum == state.sum else None


def differences(before: Tables, after: Tables) -> tuple[Change, ...]:
    """Return the changes from one set of tables to another."""
    return tuple(
        Change(table, id, before[table].get(id), after[table].get(id))
        for table in TABLES
        for id in sorted(before[table].keys() | after[table].keys())
        if before[table].get(id) != after[table].get(id)
    )


def begins(entries: list[Entry]) -> bool:
    """Return whether these entries begin with the creation or repair of the project."""
    return bool(entries) and entries[0].transaction.operation in journal.BEGINNINGS


def replayed(tables: Tables, entries: Iterable[Entry], after: int = 0) -> Tables:
    """Apply all entries with a number above `after` to the tables, in place, and return them."""
    for entry in entries:
        if entry.state.number <= after:
            continue
        for change in entry.transaction.changes:
            _put(tables, change)
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
    data = reading.normalized(data)
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
    except (*journal.BAD, TypeError):
        return None
    return head.journal if head.version == migrations.VERSION and checkpoint.is_sound(head) else None


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


class _Lines:
    """A history that is being written: its lines, the entries at their offsets, and the state after the last."""

    def __init__(self, data: bytes = b"", entries: Iterable[Entry] = (), state: State | None = None) -> None:
        self._lines = [data]
        self._by_offset = {entry.offset: entry for entry in entries}
        self.state = state or State()

    def write(self, transaction: Transaction, number: int) -> None:
        """Write a transaction with this number; one that seals takes the hash of all before it."""
        if transaction.operation == chain.SEALED:
            self.state = msgspec.structs.replace(self.state, chain=chain.hash_of_file(self.data))
        top = {"undo": self.state.undo, "redo": self.state.redo}.get(transaction.operation)
        taken = self._by_offset.get(top.offset) if top is not None else None
        if taken is not None and taken.transaction.id != transaction.undoes:
            taken = None
        line, after = journal.encode(transaction, msgspec.structs.replace(self.state, number=number - 1), taken)
        self._by_offset[self.state.offset] = journal.decode(line, self.state.offset)
        self._lines.append(line)
        self.state = after

    @property
    def data(self) -> bytes:
        """The bytes of the history."""
        return b"".join(self._lines)


def rewritten(
    data: bytes, entries: list[Entry], later: list[Entry], tables: Tables, repair: Transaction, number: int
) -> tuple[bytes, State]:
    """Return a history that holds every readable entry and ends with these tables, and the state after it.

    `data` and `entries` are its intact beginning, `later` the entries that could be read beyond the damage. A gap is
    bridged by a copy of `repair` with the changes that the lost entries must have made. `number` is that of the last
    transaction in the tables. Entries from before the hash chain are sealed by a copy of `repair` before the first
    new one.
    """
    state = entries[-1].state if entries else State()
    lines = _Lines(data[: state.offset], entries, state)
    current = replayed(empty(), entries)

    def write(transaction: Transaction, at: int) -> None:
        if transaction.operation != chain.SEALED and lines.state.offset and not lines.state.chain:
            id = str(uuid.uuid5(uuid.UUID(repair.id), "seal"))
            label = "began the hash chain of the history, in a repair"
            seal = msgspec.structs.replace(repair, id=id, operation=chain.SEALED, label=label)
            lines.write(seal, lines.state.number + 1)
            at = max(at, lines.state.number + 1)
        lines.write(transaction, at)

    def bridge(changes: tuple[Change, ...], at: int) -> None:
        id = str(uuid.uuid5(uuid.UUID(repair.id), str(at)))
        write(msgspec.structs.replace(repair, id=id, changes=changes), at)
        for change in changes:
            _put(current, change)

    for run in runs(later):
        first = run[0].state.number
        if not journal.follows(run[0], lines.state.number) or (lines.state.number == 0 and not begins(run)):
            at_gap = _undone(tables, [entry for entry in later if entry.state.number >= first])
            bridge(differences(current, at_gap), max(first - 1, lines.state.number + 1))
        for entry in run:
            write(entry.transaction, max(entry.state.number, lines.state.number + 1))
            replayed(current, [entry])
    rest = differences(current, tables)
    if rest:
        bridge(rest, max(number, lines.state.number) + 1)
    return lines.data, lines.state


def recorded(transactions: Iterable[tuple[int, Transaction]]) -> tuple[bytes, dict[int, State]]:
    """Return a new history of these transactions, each with its number, and the state after each, by number."""
    lines = _Lines()
    states: dict[int, State] = {}
    for number, transaction in transactions:
        lines.write(transaction, number)
        states[number] = lines.state
    return lines.data, states


def sealed(data: bytes, state: State, seal: Transaction) -> tuple[bytes, State]:
    """Return a history with an entry at its end that seals all of it, and the state after that."""
    line, after = journal.encode(seal, msgspec.structs.replace(state, chain=chain.hash_of_file(data)))
    return data + line, after


def _undone(tables: Tables, entries: list[Entry]) -> Tables:
    """Return a copy of the tables as they were before these entries."""
    before = {name: dict(rows) for name, rows in tables.items()}
    for entry in reversed(entries):
        for change in reversed(entry.transaction.changes):
            _put(before, change.inverse())
    return before


def _put(tables: Tables, change: Change) -> None:
    if change.after is None:
        tables[change.table].pop(change.id, None)
    else:
        tables[change.table][change.id] = change.after
