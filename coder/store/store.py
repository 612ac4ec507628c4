"""A project on disk: opened for writing or for reading, kept durable, closed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import Damaged, ReadOnly, StoreError
from coder.model.change import Change, Transaction
from coder.store import backups, checkpoint, files, journal, migrations
from coder.store.checkpoint import Checkpoint, Tables
from coder.store.journal import Entry, State

if TYPE_CHECKING:
    from coder.store.database import Database, JournalStorage
    from coder.store.lock import Lock


class Store:
    """The tables of a project in memory and the files they live in.

    `notices` are things to tell the person who opened it: a lock taken over, a torn line cut off, an upgrade.
    """

    def __init__(self, folder: Path, found: Checkpoint) -> None:
        self.folder = folder
        self.tables: Tables = found.tables
        self.edited = found.edited
        self.notices: list[str] = []
        self._state = found.journal
        self._lock: Lock | None = None
        self._storage: JournalStorage | None = None
        self._database: Database | None = None

    @property
    def readonly(self) -> bool:
        return self._storage is None

    @property
    def state(self) -> State:
        """Where the journal stands."""
        return self._state if self._storage is None else self._storage.journal.state

    @property
    def database(self) -> Database:
        """The TinyDB database over the tables of a project that is open for writing."""
        if self._database is None:
            raise ReadOnly("The project is open for reading only")
        return self._database

    @property
    def _history(self) -> Path:
        return self.folder / journal.NAME

    def apply(self, change: Change) -> None:
        """Apply one change to the tables in memory."""
        self.database.put(change)

    def append(self, transaction: Transaction, taken: Entry | None = None) -> None:
        """Make a transaction durable; raises StoreError and writes nothing when the disk refuses."""
        if self._storage is None:
            raise ReadOnly("The project is open for reading only")
        self._storage.append(transaction, taken)

    def top(self, stack: str) -> Entry | None:
        """The entry on top of the `"undo"` or the `"redo"` stack."""
        where = self.state.undo if stack == "undo" else self.state.redo
        return None if where.depth == 0 else journal.read_at(self._history, where.offset)

    def history(self) -> Iterator[Transaction]:
        """All transactions, the latest first, read from disk as they are asked for."""
        for entry in journal.backwards(self._history, self.state.offset):
            yield entry.transaction

    @property
    def checkpoint_due(self) -> bool:
        return self._storage is not None and self._storage.checkpoint_due

    def checkpoint(self) -> None:
        """Write `project.json` if anything has changed since it was written."""
        if self._storage is not None:
            self._storage.checkpoint()

    def back_up(self, now: datetime) -> Path | None:
        """Copy the checkpoint into `backups/` if that is due; gives the copy."""
        if self._storage is None or not backups.due(self.folder, now):
            return None
        try:
            return backups.make(self.folder, now)
        except OSError as error:
            raise files.explain(error, "make a backup") from error

    def copy_to(self, folder: Path) -> None:
        """Write the project as it is in memory, with its history, into another, new folder."""
        if (folder / checkpoint.NAME).exists():
            raise StoreError("There is a project in that folder already", str(folder), "Name another folder.")
        try:
            files.make_folder(folder)
            lines, state = _copied_history(self._history, self.state)
            files.replace(folder / journal.NAME, lines)
        except OSError as error:
            raise files.explain(error, f"write into {folder}") from error
        checkpoint.write(folder, self.tables, state)

    def close(self) -> None:
        """Write the checkpoint, give back the lock; the journal already holds everything if the first fails."""
        try:
            if self._database is not None:
                self._database.close()
        finally:
            self._storage = self._database = None
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def _replay(self, tail: journal.Tail) -> None:
        for entry in tail.entries:
            for change in entry.transaction.changes:
                rows = self.tables[change.table]
                if change.after is not None:
                    rows[change.id] = change.after
                elif rows.pop(change.id, None) is None:
                    raise Damaged(
                        "The history does not fit project.json",
                        f"Entry {entry.state.number:,} removes a record of “{change.table}” that is not there.",
                        "Run: coder doctor PROJECT --repair",
                    )
        if tail.entries:
            self._state = tail.entries[-1].state

    def _open_for_writing(self, saved: State, torn: int) -> None:
        from coder.store.database import Database, JournalStorage

        self._storage = JournalStorage(self.folder, self.tables, saved, self._state)
        self._database = Database(self._storage)
        if torn:
            self._storage.journal.cut()
            self.notices.append(
                f"The last line of the history was torn ({torn} bytes), a change that was never confirmed. "
                "It was cut off."
            )


def _copied_history(path: Path, state: State) -> tuple[bytes, State]:
    """The history's bytes, or, if the file is gone, none and a state that begins anew."""
    try:
        data = path.read_bytes()[: state.offset]
    except OSError:
        return b"", State()
    return (data, state) if len(data) == state.offset else (b"", State())


def load(folder: Path) -> Store:
    """Open a project for reading: the checkpoint and the journal's complete lines, without a lock."""
    found = checkpoint.read(folder)
    store = Store(folder, found)
    store._replay(journal.read_from(store._history, found.journal))
    return store


def open_for_writing(folder: Path, coder: str, now: datetime, wait: float = 0.0) -> Store:
    """Open a project for writing; Locked when another program has it, StoreError when the folder refuses."""
    from coder.store.lock import Lock, me

    if not (folder / checkpoint.NAME).exists():
        checkpoint.read(folder)  # says what is missing
    if not os.access(folder, os.W_OK):
        raise ReadOnly(
            "The project's folder is read-only",
            f"You may not write into {folder}.",
            "Look at it, or make a working copy in a folder of your own.",
        )
    lock = Lock(folder)
    try:
        left = lock.take(me(coder, now.isoformat(timespec="seconds")), wait)
    except OSError as error:
        raise files.explain(error, "lock the project") from error
    try:
        found = checkpoint.read(folder)
        store = Store(folder, found)
        tail = journal.read_from(store._history, found.journal)
        store._replay(tail)
        if left is not None:
            store.notices.append(
                f"{left} did not close the project, open since {left.since}. Its lock was taken over."
            )
        if found.version < migrations.VERSION:
            backups.make(folder, now, f"version{found.version}")
            store.notices.append(
                f"The project was upgraded from format {found.version} to {migrations.VERSION}; a backup was made."
            )
        store._open_for_writing(found.journal, tail.torn)
        if found.version < migrations.VERSION:
            checkpoint.write(folder, store.tables, store.state)
    except BaseException:
        lock.release()
        raise
    store._lock = lock
    return store


def create(folder: Path, tables: Tables) -> None:
    """Make a project's folder with these tables; refused where one is, or where other files are."""
    try:
        if (folder / checkpoint.NAME).exists():
            raise StoreError(
                "There is a project in that folder already", str(folder), f"Open it with: coder {folder}"
            )
        if folder.is_dir() and any(folder.iterdir()):
            raise StoreError("The folder is not empty", str(folder), "Name a new folder for the project.")
        files.make_folder(folder)
        with contextlib.suppress(PermissionError):
            os.chmod(folder, files.FOLDER_MODE)
        (folder / journal.NAME).touch(mode=files.FILE_MODE)
    except OSError as error:
        raise files.explain(error, f"make a project in {folder}") from error
    checkpoint.write(folder, tables, State())
