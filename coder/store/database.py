"""The TinyDB database: a storage with a journal, and tables that touch only the keys that change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from coder.errors import Postponed, StoreError
from coder.model.record import Change, Record, Transaction
from coder.store import checkpoint
from coder.store.checkpoint import Tables
from coder.store.journal import NAME as HISTORY
from coder.store.journal import Entry, Journal, State

#: Bytes of journal growth after which a checkpoint is due.
CHECKPOINT_AFTER = 4 * 1024 * 1024


class JournalStorage(Storage):
    """A TinyDB storage: tables in memory, each transaction appended to the journal, checkpoints."""

    def __init__(self, folder: Path, tables: Tables, saved: State, state: State) -> None:
        self.folder = folder
        self.tables = tables
        self.saved = saved
        self.journal = Journal(folder / HISTORY, state)

    def read(self) -> Any:
        """Return the live tables, not a copy."""
        return self.tables

    def write(self, data: Any) -> NoReturn:
        raise TypeError("records change through Project.transaction, which journals them")

    def append(self, transaction: Transaction, taken: Entry | None = None) -> None:
        """Make a transaction durable; nothing is written when this raises."""
        self.journal.append(transaction, taken)

    @property
    def checkpoint_due(self) -> bool:
        return self.journal.state.offset - self.saved.offset >= CHECKPOINT_AFTER

    def checkpoint(self) -> None:
        """Write `project.json` if anything has changed since it was written; Postponed when that fails."""
        if self.saved != self.journal.state:
            try:
                checkpoint.write(self.folder, self.tables, self.journal.state)
            except StoreError as error:
                self.journal.check()  # raises its own error if the history is not there any more
                raise Postponed(
                    "Your changes are kept",
                    f"They are in the history. project.json could not be written yet: {error.title}.",
                    "It is written when the project is next closed. Nothing needs to be done again.",
                ) from error
            self.saved = self.journal.state

    def close(self) -> None:
        try:
            self.checkpoint()
        finally:
            self.journal.close()


class KeyedTable(Table):
    """A table whose documents are the records themselves, under their UUIDs."""

    document_id_class = str  # type: ignore[assignment]

    @staticmethod
    def document_class(record: Any, doc_id: Any) -> Any:  # type: ignore[override]
        """Return the record itself; TinyDB would wrap a row here."""
        return record

    def _read_table(self) -> Any:
        tables: Any = self._storage.read()
        return tables[self._name]

    def get(self, cond: Any = None, doc_id: Any = None, doc_ids: Any = None) -> Any:
        """Return a record by its id directly, otherwise as TinyDB does."""
        if doc_id is not None:
            return self._read_table().get(doc_id)
        return super().get(cond, doc_id, doc_ids)

    def put(self, change: Change) -> None:
        """Apply one change, touching one key of this table only."""
        rows: dict[str, Record] = self._read_table()
        if change.after is None:
            del rows[change.id]
        else:
            rows[change.id] = change.after
        self.clear_cache()

    def _update_table(self, updater: Callable[[Any], None]) -> NoReturn:
        raise TypeError("records change through Project.transaction, which journals them")


class Database(TinyDB):
    """The tables of one project."""

    table_class = KeyedTable

    def __init__(self, storage: JournalStorage) -> None:
        super().__init__(storage=lambda: storage)

    def put(self, change: Change) -> None:
        """Apply one change to the table it names."""
        table: Any = self.table(change.table)
        table.put(change)
