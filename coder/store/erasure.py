"""Erasure from a project's files: history, project.json and backups rewritten without some contents."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import NamedTuple, Protocol

from coder.errors import Damaged
from coder.model.record import Record, Transaction
from coder.store import backups, chain_check, checkpoint, files, journal, reading, recovery, sealed
from coder.store.checkpoint import Tables
from coder.store.journal import Entry, State


class Cleaner(Protocol):
    """What becomes of records, transactions and drafts; the same for equal ones, whatever comes before them."""

    def record(self, table: str, record: Record) -> Record | None:
        """Return a record without what is erased; None if it is erased as a whole."""

    def transaction(self, transaction: Transaction) -> Transaction:
        """Return a transaction without what is erased."""

    def draft(self, name: str, data: bytes) -> bytes | None:
        """Return the content of a draft file without what is erased; None if the file goes."""


class Rewritten(NamedTuple):
    """A history rewritten, the state after each of its changes by number, and the entries it was made from."""

    data: bytes
    states: dict[int, State]
    entries: list[Entry]


def entries_of(data: bytes, where: Path | str, intact: bool = False) -> list[Entry]:
    """Return the entries of a history; Damaged if one cannot be read or, if `intact`, does not fit the hash chain."""
    entries, end = recovery.longest_good(data)
    if end != len(data):
        raise Damaged(
            "The history is damaged",
            f"{where}: what is after byte {end:,} cannot be read.",
            "Repair the project first: coder doctor PROJECT --repair",
        )
    broken = [place for place in chain_check.breaks(data, entries) if place.seal is None] if intact else []
    if broken:
        raise Damaged(
            "The history was changed outside the program",
            f"At change {broken[0].entry.state.number:,}. Rewriting it would hide that.",
            "First seal it, with an entry that says so: coder doctor PROJECT --repair",
        )
    return entries


def rewrite(entries: list[Entry], cleaner: Cleaner) -> Rewritten:
    """Return a history without what is erased: the same changes, by the same numbers."""
    data, states = recovery.recorded(
        (entry.state.number, cleaner.transaction(entry.transaction)) for entry in entries
    )
    return Rewritten(data, states, entries)


def clean_tables(tables: Tables, cleaner: Cleaner) -> Tables:
    """Return tables without what is erased."""
    rows = {name: [cleaner.record(name, record) for record in table.values()] for name, table in tables.items()}
    return {name: {record.id: record for record in records if record is not None} for name, records in rows.items()}


# Backups


def rewrite_backup(path: Path, cleaner: Cleaner, present: Rewritten) -> bool:
    """Rewrite a backup without what is erased; return False if there was nothing of it in the backup.

    `present` is the history of the project: that of a backup is mostly its beginning. Raises Damaged where the backup
    cannot be read, OSError when the disk refuses; the backup is as it was then.
    """
    stored = backups.read(path)
    tables = clean_tables(stored.tables, cleaner)
    if backups.is_legacy(path):
        state = _counterpart(present, stored.journal)
        if tables == stored.tables and state == stored.journal:
            return False
        backups.replace_legacy(path, checkpoint.encode(tables, state))
        return True
    data = reading.normalized(backups.history(path))
    state = stored.journal
    if data:
        history = _beginning(present, data, state) or rewrite(entries_of(data, path), cleaner)
        lines, state = history.data, history.states[state.number]
    else:
        lines = data
    drafts = {name: cleaner.draft(name, content) for name, content in backups.draft_files(path).items()}
    same = tables == stored.tables and lines == data and drafts == backups.draft_files(path)
    if same:
        return False
    kept = {name: content for name, content in drafts.items() if content is not None}
    backups.rewrite(path, checkpoint.encode(tables, state), lines, state, kept)
    return True


def _counterpart(present: Rewritten, state: State) -> State:
    """Return the state in the rewritten history of a moment of the one before; the same one for another history."""
    for entry in present.entries:
        if entry.state.number == state.number and entry.state.sum == state.sum:
            return present.states[state.number]
    return state


def _beginning(present: Rewritten, data: bytes, state: State) -> Rewritten | None:
    """Return the beginning of the rewritten history that stands for a history of a backup, if it is its beginning."""
    entry = next((entry for entry in present.entries if entry.state.number == state.number), None)
    if entry is None or entry.state != state or len(data) != state.offset:
        return None
    after = present.states[state.number]
    return Rewritten(present.data[: after.offset], {state.number: after}, [])


# The project itself

#: Files that are complete and wait to take the place of another, in this order.
_ASIDE = {journal.NAME: ".erased-history", checkpoint.NAME: ".erased-project"}
_READY = ".erased-ready"


def stage(folder: Path, history: bytes, content: bytes) -> None:
    """Write a new history and project.json beside the present ones; from the return on they count."""
    discard(folder)
    for name, data in ((journal.NAME, history), (checkpoint.NAME, content)):
        files.replace(folder / _ASIDE[name], sealed.as_stored(folder / name, data))
    files.replace(folder / _READY, b"")


def is_staged(folder: Path) -> bool:
    """Return whether there are files that count and have not taken their places yet."""
    return os.path.lexists(folder / _READY)


def finish(folder: Path) -> bool:
    """Put staged files in their places; return whether there were any. To be called under the lock."""
    if not is_staged(folder):
        discard(folder)
        return False
    for name, aside in _ASIDE.items():
        if os.path.lexists(folder / aside):
            os.replace(folder / aside, folder / name)
            files.sync_folder(folder)
    (folder / _READY).unlink()
    files.sync_folder(folder)
    return True


def discard(folder: Path) -> None:
    """Remove files of an erasure that was interrupted before they counted."""
    for name in (_READY, *_ASIDE.values()):
        with contextlib.suppress(FileNotFoundError):
            (folder / name).unlink()
