"""The store of a project: opened for writing or reading, durable, closed."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from coder.errors import Damaged, ReadOnly, StoreError
from coder.model.project import Info
from coder.model.record import Change, Transaction
from coder.progress import Progress
from coder.store import (
    backups,
    chain,
    checkpoint,
    conversion,
    drafts,
    files,
    journal,
    keys,
    migrations,
    older_copy,
    reading,
    sealed,
)
from coder.store.checkpoint import Checkpoint, Tables
from coder.store.journal import Entry, State
from coder.store.keys import KeyFile
from coder.store.sealed import ReadAt

if TYPE_CHECKING:
    from coder.store.database import Database, JournalStorage
    from coder.store.erasure import Rewritten
    from coder.store.lock import Lock, Owner


#: Beginning of the notices of a history that does not fit its hash chain.
CHANGED_OUTSIDE = "The history was changed outside the program"


class Store:
    """The tables of a project in memory and the files they live in.

    `notices` are messages for the person who opened it: a lock taken over, a torn line cut off, an upgrade.
    """

    def __init__(self, folder: Path, checkpoint: Checkpoint) -> None:
        self.folder = folder
        self.tables: Tables = checkpoint.tables
        self.edited = checkpoint.edited
        #: What was changed in `project.json` outside the program; the tables hold what the history says.
        self.edits: tuple[Change, ...] = ()
        self._converted: bytes | None = None
        self.notices: list[str] = []
        self._state = checkpoint.journal
        self._lock: Lock | None = None
        self._storage: JournalStorage | None = None
        #: Why the hash chain begins anew at the opening; "" where it goes on.
        self._sealed_because = ""
        self._database: Database | None = None

    @property
    def readonly(self) -> bool:
        return self._storage is None

    @property
    def state(self) -> State:
        """The state of the journal."""
        return self._state if self._storage is None else self._storage.journal.state

    @property
    def database(self) -> Database:
        """The TinyDB database of a project open for writing."""
        if self._database is None:
            raise ReadOnly()
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
            raise ReadOnly()
        self._storage.append(transaction, taken)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[ReadAt]:
        """Open the history for reading, by the open descriptor if there is one, in case the file was moved."""
        data = self._converted
        if data is not None:
            yield lambda size, offset: data[offset : offset + size]
        elif self._storage is not None:
            try:
                yield self._storage.journal.read
            except OSError as error:
                raise files.explain_reading(error, self._history) from error
        else:
            with reading.opened(self._history) as file:
                if file is None:
                    raise files.explain_reading(FileNotFoundError(errno.ENOENT, ""), self._history)
                yield sealed.reader(file)

    def top(self, stack: str) -> Entry | None:
        """Return the entry on top of the `"undo"` or `"redo"` stack."""
        where = self.state.undo if stack == "undo" else self.state.redo
        if where.depth == 0:
            return None
        with self._reading() as read:
            return journal.read_at(read, where.offset)

    def stacked(self, stack: str, number: int) -> Iterator[Entry]:
        """Yield up to `number` entries of the `"undo"` or `"redo"` stack, from its top."""
        top = self.state.undo if stack == "undo" else self.state.redo
        if top.depth == 0 or number == 0:
            return
        with self._reading() as handle:
            for _ in range(min(number, top.depth)):
                entry = journal.read_at(handle, top.offset)
                yield entry
                top = entry.below

    def history(self) -> Iterator[Transaction]:
        """Yield all transactions, the latest first, read from disk lazily."""
        end = self.state.offset
        if end == 0:
            return
        with self._reading() as read:
            for entry in journal.backwards(read, end):
                yield entry.transaction

    def newer_entries(self) -> list[Entry]:
        """Return what another program appended to the history since this one read it; errors as `read_from`."""
        return journal.read_from(self._history, self.state).entries

    @property
    def checkpoint_due(self) -> bool:
        return self._storage is not None and self._storage.checkpoint_due

    def checkpoint(self) -> None:
        """Write `project.json` if anything has changed since it was written."""
        if self._storage is not None:
            self._storage.checkpoint()

    def backup_due(self, now: datetime) -> bool:
        """Return whether a project open for writing should be backed up."""
        return self._storage is not None and backups.due(self.folder, now, self.state.number)

    def prepare_backup(self, now: datetime, note: str = "") -> Callable[[Progress], Path]:
        """Return a function that backs up the present state and returns the path; it may run in any thread.

        Writes the checkpoint of a project open for writing. Both raise StoreError when the disk refuses.
        """
        self.checkpoint()
        state, (info,) = self.state, self.tables["project"].values()
        content = None if self.readonly else reading.read_bytes(self.folder / checkpoint.NAME)
        content = content or checkpoint.encode(self.tables, state)

        def make(report: Progress) -> Path:
            try:
                return backups.make(self.folder, now, content, state, cast(Info, info), note=note, report=report)
            except OSError as error:
                raise files.explain(error, "make a backup") from error

        return make

    def replace_history(self, rewritten: Rewritten) -> None:
        """Replace the history by a rewritten one that ends with the present tables, all or nothing.

        Raises StoreError when the disk refuses.
        """
        if self._storage is None:
            raise ReadOnly()
        from coder.store import erasure

        state = rewritten.states[self.state.number]
        old = self._storage.journal
        old.check()
        try:
            erasure.stage(self.folder, rewritten.data, checkpoint.encode(self.tables, state))
            os.close(old.handle)  # an open file cannot be replaced everywhere
            try:
                erasure.finish(self.folder)
            finally:
                is_new = journal.contains(self._history, state)
                self._storage.journal = journal.Journal(self._history, state if is_new else old.state)
                self._storage.saved = state if is_new else self._storage.saved
        except OSError as error:
            raise files.explain(error, "rewrite the history") from error

    def read_history(self, intact: bool = False) -> list[Entry]:
        """Return all entries of the history; Damaged if one cannot be read.

        With `intact`, also if one was changed outside the program, and nobody has sealed the history since.
        """
        from coder.store import erasure

        with self._reading() as read:
            return erasure.entries_of(read(self.state.offset, 0), self._history, intact)

    def copy_to(self, folder: Path) -> None:
        """Write the project as it is in memory, with its history and drafts, into another, new folder.

        Works if the project's own folder is gone; a history that cannot be read is left out.
        """
        state = self.state
        lines = b""
        with contextlib.suppress(StoreError), self._reading() as read:
            lines = read(state.offset, 0)
        if len(lines) != state.offset:
            lines, state = b"", State()
        with _new_folder(folder):
            keys.copy_to(self.folder, folder)
            sealed.replace(folder / journal.NAME, lines)
            checkpoint.write(folder, self.tables, state)
            drafts.copy_all(self.folder, folder)

    def close(self) -> None:
        """Write the checkpoint and release the lock; if the former fails, the journal holds everything.

        The owner file stays then: the next opening knows that the checkpoint is behind for that reason.
        """
        self._state = self.state
        written = False
        try:
            if self._database is not None:
                self._database.close()
            written = True
        finally:
            self._storage = self._database = None
            if self._lock is not None:
                self._lock.release(closed=written)
                self._lock = None

    def leave(self) -> None:
        """Release the lock without writing a checkpoint."""
        if self._storage is not None:
            self._storage.saved = self._storage.journal.state
        self.close()

    def _compare(self, tail: journal.Tail) -> None:
        """Put what the history says in place of what was changed in `project.json` outside the program."""
        from coder.store import recovery

        data = tail.converted
        if data is None:
            data = reading.read_bytes(self._history) or b""
        tables = recovery.tables_at(data, self._state)
        if tables is not None:
            self.edits = recovery.differences(tables, self.tables)
            self.tables, self.edited = tables, False

    def _replay(self, tail: journal.Tail, version: int) -> None:
        self._converted = tail.converted
        if tail.instead is not None:
            self._state = tail.instead
        if tail.broken is not None:
            self.notices.append(
                f"{CHANGED_OUTSIDE}, at change {tail.broken:,}. The project opens all the same. To see "
                f"what: coder doctor {self.folder}"
            )
        if self.edited:
            self._compare(tail)
        if version < migrations.VERSION and not migrations.by_rows(version):
            if tail.entries:
                raise StoreError(
                    "The project was not closed by the older version of coder",
                    f"It has format {version}, and changes that are not in project.json yet.",
                    "Open and close it once with that version. The project was not touched.",
                )
            self._state = msgspec.structs.replace(self._state, undo=journal.EMPTY, redo=journal.EMPTY)
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

    def _keep_torn(self) -> None:
        """Preserve a complete last line with a wrong checksum: it was not an interrupted write."""
        data = (reading.read_bytes(self._history) or b"")[self._state.offset :]
        if data.endswith(b"\n"):
            aside = self._history.with_name(f"{journal.NAME}.damaged-{zlib.crc32(data):08x}")
            sealed.keep(aside, data)
            self.notices.append(f"The last line of the history was damaged. It is kept in {aside.name}.")

    def _seal(self, coder: str, now: datetime) -> None:
        """Begin the hash chain anew, where there is none yet, or where an older copy is continued."""
        label = self._sealed_because or ("" if self.state.chain else _BEGAN)
        if self._storage is None or not self.state.offset or not label:
            return
        (info,) = self.tables["project"].values()
        self._storage.journal.seal(sealing(info.id, self.state, coder, now, label))

    def _put_endings_back(self) -> None:
        """Write the history with its own line endings: whatever reads it by offsets comes after this."""
        if self._converted is not None:
            sealed.replace(self._history, self._converted)
            self._converted = None
            self.notices.append(
                "The history had other line endings, as after a check-out by Git. They were put back."
            )

    def _open_for_writing(self, saved: State, torn: int) -> None:
        from coder.store.database import Database, JournalStorage

        storage = JournalStorage(self.folder, self.tables, saved, self._state)
        if torn:
            try:
                self._keep_torn()
                storage.journal.cut()
            except BaseException:
                storage.journal.close()
                raise
            self.notices.append(
                f"The last line of the history was incomplete ({torn} bytes): a change that was never confirmed. "
                "It was removed."
            )
        self._storage, self._database = storage, Database(storage)


_BEGAN = "began the hash chain of the history"


def sealing(project: str, state: State, coder: str, now: datetime, label: str, reason: str = "") -> Transaction:
    """Return the transaction, without changes, of an entry that seals the history up to `state`."""
    return Transaction(
        id=str(uuid.uuid5(uuid.UUID(project), f"seal {state.number} {state.sum}")),
        when=now.astimezone(timezone.utc).isoformat(timespec="seconds"),
        coder=coder,
        operation=chain.SEALED,
        label=label,
        reason=reason,
    )


def _tail(store: Store, for_writing: bool = False) -> journal.Tail:
    """Return the entries after the checkpoint, also of a history whose earlier entries were changed outside.

    For writing only if no entry was moved by that: the stacks are linked by offsets.
    """
    state = store._state
    try:
        return journal.read_from(store._history, state)
    except Damaged:
        id = next(iter(store.tables["project"]), "")
        tail = journal.read_changed(store._history, state, id)
        if tail is None or tail.instead is None:
            raise
        kept = (tail.instead.offset, tail.instead.undo, tail.instead.redo) == (state.offset, state.undo, state.redo)
        if for_writing and not kept:
            raise
    store._sealed_because = "continued although the history was changed outside the program"
    return tail


def load(folder: Path) -> Store:
    """Open a project for reading: the checkpoint and the journal's complete lines, without a lock."""
    _refuse_half_erased(folder)
    stored = checkpoint.read(folder)
    store = Store(folder, stored)
    store._replay(_tail(store), stored.version)
    if stored.version < migrations.VERSION:
        store.notices.append(
            f"The project is of the older format {stored.version}. It is read as it is, and nothing in it changes; "
            "it is upgraded, after a backup, when it is opened for writing."
        )
    if message := older_copy.message(folder, stored.journal, store.state):
        store.notices.append(message)
    return store


def _accept(store: Store) -> None:
    """Accept any project."""


def open_for_writing(
    folder: Path, coder: str, now: datetime, wait: float = 0.0, examine: Callable[[Store], None] = _accept
) -> Store:
    """Open a project for writing; Locked if another program has it open, ReadOnly if the folder refuses.

    `examine` may check what was read and raise before anything is written.
    """
    checkpoint.must_exist(folder)
    keys.of(folder)  # asks for the passphrase before anything is locked
    lock = _lock(folder, coder, now, wait)
    try:
        conversion.complete(folder)
        store = _open_locked(folder, coder, now, examine, closed=lock[1] is None)
    except BaseException:
        lock[0].release()
        raise
    store._lock, owner = lock
    if owner is not None:
        store.notices.append(
            f"{owner} did not close the project (open since {owner.opened}). Its lock was taken over."
        )
    return store


def _lock(folder: Path, coder: str, now: datetime, wait: float) -> tuple[Lock, Owner | None]:
    from coder.store.lock import Lock, me

    lock = Lock(folder)
    try:
        if not os.access(folder, os.W_OK):
            number = errno.EROFS if _is_mounted_read_only(folder) else errno.EACCES
            raise OSError(number, os.strerror(number))
        return lock, lock.take(me(coder, now.isoformat(timespec="seconds")), wait)
    except OSError as error:
        raise _readonly(error, folder) from error


def _is_mounted_read_only(folder: Path) -> bool:
    return hasattr(os, "statvfs") and bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _readonly(error: OSError, folder: Path) -> ReadOnly:
    return ReadOnly(
        "The project cannot be opened for writing",
        f"{files.explain(error, '').title}: {folder}.",
        "Open it read-only, or make a working copy in a folder of your own.",
    )


def _open_locked(folder: Path, coder: str, now: datetime, examine: Callable[[Store], None], closed: bool) -> Store:
    _finish_erasure(folder)
    stored = checkpoint.read(folder)
    store = Store(folder, stored)
    tail = _tail(store, for_writing=True)
    store._replay(tail, stored.version)
    examine(store)
    try:
        for stray in files.strays(folder):
            stray.unlink(missing_ok=True)
        store._put_endings_back()
        if message := older_copy.message(folder, stored.journal, store.state, closed):
            store.notices.append(older_copy.keep(folder, now, stored.journal, store.tables, message))
            if store.state.number == stored.journal.number:
                store._sealed_because = "continued from an older copy of the project"
        if stored.version < migrations.VERSION:
            content, (info,) = reading.read_bytes(folder / checkpoint.NAME) or b"", store.tables["project"].values()
            note = f"before the upgrade from format {stored.version}"
            backups.make(folder, now, content, stored.journal, cast(Info, info), note=note)
            checkpoint.write(folder, store.tables, store.state)
            store.notices.append(
                f"The project was upgraded from format {stored.version} to {migrations.VERSION}; a backup was made."
            )
            stored = stored._replace(journal=store.state)
        store._open_for_writing(stored.journal, tail.torn)
    except OSError as error:
        raise _readonly(error, folder) from error
    try:
        store._seal(coder, now)
    except BaseException:
        store.leave()
        raise
    return store


def _refuse_half_erased(folder: Path) -> None:
    from coder.store import erasure

    if erasure.is_staged(folder):
        raise StoreError(
            "An erasure was interrupted",
            f"{folder} is between two states.",
            "Open the project once for writing: the erasure is finished then.",
        )


def _finish_erasure(folder: Path) -> None:
    from coder.store import erasure

    try:
        erasure.finish(folder)
    except OSError as error:
        raise _readonly(error, folder) from error


@contextlib.contextmanager
def _new_folder(folder: Path) -> Iterator[None]:
    """Create a folder for a project, refused if it has other files; what was created is removed again on failure."""
    made: list[Path] = []
    try:
        if os.path.lexists(folder / checkpoint.NAME):
            raise StoreError(
                "There is a project in that folder already", str(folder), f"Open it with: coder {folder}"
            )
        if folder.is_file():
            raise StoreError("That is a file, not a folder", str(folder), "Name a new folder for the project.")
        if folder.exists() and any(folder.iterdir()):
            raise StoreError("The folder is not empty", str(folder), "Name a new folder for the project.")
        made = [path for path in (folder, *folder.parents) if not path.exists()]
        files.make_folder(folder)
        files.restrict(folder, files.FOLDER_MODE)
        yield
    except BaseException as error:
        for name in (checkpoint.NAME, journal.NAME, checkpoint.ATTRIBUTES, keys.NAME) if made else ():
            with contextlib.suppress(OSError):
                (folder / name).unlink(missing_ok=True)
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()
        if isinstance(error, OSError):
            raise files.explain(error, f"make a project in {folder}") from error
        raise


def create(folder: Path, tables: Tables, first: Transaction | None = None, key_file: KeyFile | None = None) -> None:
    """Create a project's folder with these tables; refused if it has a project or other files.

    `first` begins the history, from which alone the tables can be rebuilt. With a key file, whose key is in the ring,
    the project is encrypted.
    """
    line, state = journal.encode(first, State()) if first else (b"", State())
    with _new_folder(folder):
        if key_file is not None:
            files.replace(folder / keys.NAME, keys.encode(key_file))
        sealed.replace(folder / journal.NAME, line)
        checkpoint.write(folder, tables, state)
