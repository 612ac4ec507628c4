"""Projects: every change is a transaction, written to disk before it is shown, and can be undone."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coder.errors import Invalid, NotFound, Postponed, ReadOnly
from coder.model.invariants import (
    Broken,
    View,
    dangling_references,
    name_violations,
    overwrite_violations,
    text_change_violations,
    violations,
)
from coder.model.memo import Memo
from coder.model.project import Coder, Info
from coder.model.record import Change, Record, Transaction, key_of
from coder.model.source import SourceText
from coder.project.study import NAMELESS, Study
from coder.store.drafts import ERASURE
from coder.store.drafts import FOLDER as DRAFTS

if TYPE_CHECKING:
    from coder.progress import Progress
    from coder.store.journal import Entry
    from coder.store.store import Store

Clock = Callable[[], datetime]

#: The operation that erases contents: it is in the history, and ends undo, even if the records do not show it.
ERASED = "project.erase"
#: The operation that restores a backup; as undo, it may remove and replace what is otherwise permanent.
RESTORED = "backups.restore"


def utc_now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(timezone.utc)


def random_id() -> str:
    """Return a new UUID in its canonical text form."""
    return str(uuid.uuid4())


class Pending:
    """A transaction in progress: its changes are in the tables already and are rolled back if it fails."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.changes: list[Change] = []
        self.done: Transaction | None = None
        self._id = ""
        self._afterwards: list[Callable[[], None]] = []

    @property
    def id(self) -> str:
        """The id that the transaction will have."""
        self._id = self._id or self._project.new_id()
        return self._id

    def put(self, table: str, record: Record) -> None:
        """Add a record, or replace the one with the same id."""
        before = self._project.tables[table].get(record.id)
        if before != record:
            self.change(Change(table, record.id, before, record))

    def remove(self, table: str, id: str) -> None:
        """Remove a record."""
        before = self._project.tables[table].get(id)
        if before is None:
            raise NotFound("The record to remove does not exist", f"{table} / {id}")
        self.change(Change(table, id, before, None))

    def change(self, change: Change) -> None:
        """Apply a change; its `before` must be the present record."""
        self._project._apply(change)
        self.changes.append(change)

    def on_commit(self, act: Callable[[], None]) -> None:
        """Call `act` after the transaction is on disk and subscribers know; never after a rollback."""
        self._afterwards.append(act)

    def settle(self) -> None:
        """Call what was registered with `on_commit`."""
        for act in self._afterwards:
            act()

    @property
    def mark(self) -> tuple[int, int]:
        """The present state, for `roll_back`."""
        return len(self.changes), len(self._afterwards)

    def roll_back(self, mark: tuple[int, int] = (0, 0)) -> None:
        """Roll back everything after a `mark`."""
        changes, acts = mark
        while len(self.changes) > changes:
            self._project._apply(self.changes.pop().inverse())
        del self._afterwards[acts:]

    def net(self) -> tuple[Change, ...]:
        """Return one change for each record that differs from before the transaction."""
        first: dict[tuple[str, str], Record | None] = {}
        last: dict[tuple[str, str], Record | None] = {}
        for change in self.changes:
            key = (change.table, change.id)
            first.setdefault(key, change.before)
            last[key] = change.after
        return tuple(
            Change(table, id, first[table, id], after)
            for (table, id), after in last.items()
            if first[table, id] != after
        )


class Project(Study):
    """An open project: a study that is changed through `transaction`, `undo` and `redo` only.

    `coder` are the initials of the acting coder; `clock` and `new_id` can be replaced for reproducible projects.
    """

    def __init__(
        self, store: Store, coder: str = "", clock: Clock = utc_now, new_id: Callable[[], str] = random_id
    ) -> None:
        super().__init__(store.tables)
        self._store = store
        self.clock = clock
        self.new_id = new_id
        self._initials = coder
        #: The acting coder's full name, if known.
        self.full_name = ""
        self._subscribers: list[Callable[[Transaction], None]] = []
        self._pending: Pending | None = None

    @property
    def folder(self) -> Path:
        return self._store.folder

    @property
    def readonly(self) -> bool:
        return self._store.readonly

    @property
    def notices(self) -> list[str]:
        """Messages for the person who opened the project."""
        return self._store.notices

    # The acting coder

    @property
    def initials(self) -> str:
        """The initials of the acting coder."""
        return self._initials

    def act_as(self, initials: str) -> None:
        """Make all further changes as the coder with these initials."""
        self._initials = initials

    @property
    def stored_initials(self) -> str:
        """The initials under which the acting coder's records are stored: `NAMELESS` if none were given."""
        return self._initials or NAMELESS

    def acting_coder(self, pending: Pending) -> Coder:
        """Return the record of the acting coder, added at their first change, with their full name if known."""
        stored = next((self.coders[id] for id in self.rules.named("coders", self.stored_initials)), None)
        coder = stored or Coder(id=self.new_id(), initials=self.stored_initials)
        if self.full_name:
            coder = msgspec.structs.replace(coder, name=self.full_name)
        if coder != stored:
            pending.put("coders", coder)
        return coder

    def now(self) -> str:
        """Return the current time as records store it (ISO 8601, UTC, seconds)."""
        return self.clock().astimezone(timezone.utc).isoformat(timespec="seconds")

    # Change

    @contextmanager
    def transaction(self, operation: str, label: str, reason: str = "") -> Iterator[Pending]:
        """Make all changes inside one transaction, or none of them.

        Inside another transaction it joins that one. Raises Invalid when a rule would be broken and StoreError
        when the disk refuses; both leave everything as before.
        """
        if self._pending is not None:
            mark = self._pending.mark
            try:
                yield self._pending
            except BaseException:
                self._pending.roll_back(mark)
                raise
            return
        if self.readonly:
            raise ReadOnly()
        pending = self._pending = Pending(self)
        try:
            yield pending
            pending.done = self._commit(pending, operation, label, reason)
        except BaseException:
            pending.roll_back()
            raise
        finally:
            self._pending = None
        if pending.done is not None:
            _tell(self._subscribers, pending.done)
            pending.settle()

    def _apply(self, change: Change) -> None:
        if change.after is None:
            self.index.apply(change)
            self._store.apply(change)
        else:
            self._store.apply(change)
            self.index.apply(change)

    def _commit(self, pending: Pending, operation: str, label: str, reason: str) -> Transaction | None:
        changes = pending.net()
        if not changes and operation != ERASED:
            return None
        self._check(changes)
        # Undo is exempt, too: it restores an earlier state.
        for change in changes if operation not in (RESTORED, ERASED) else ():
            for violation in (*overwrite_violations(change), *name_violations(change)):
                raise Invalid(f"Not possible: {violation.rule}", _named(change), "Nothing was changed.")
        transaction = Transaction(
            id=pending.id,
            when=self.now(),
            coder=self._initials,
            operation=operation,
            label=label,
            reason=reason,
            changes=changes,
        )
        self._append(transaction)
        return transaction

    def _append(self, transaction: Transaction, taken: Entry | None = None) -> None:
        try:
            self._store.append(transaction, taken)
        except (ValueError, OverflowError) as error:
            # Half a surrogate pair, a number beyond 64 bits, a field of the wrong type: JSON cannot keep it.
            raise Invalid(
                "Not possible: it contains something that cannot be stored",
                type(error).__name__,
                "Nothing was changed.",
            ) from None

    def _check(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            if not key_of(change.id):
                raise Invalid("Not possible: an id must be a UUID", f"{change.table} / {change.id}")
            broken = _broken_by(self.rules, change)
            if len(self.tables["project"]) != 1:
                raise Invalid("Not possible: exactly one record describes the project", hint="Nothing was changed.")
            for broken_rule in broken:
                raise Invalid(f"Not possible: {broken_rule.rule}", _named(change), "Nothing was changed.")

    def next_turns(self, number: int = 1, redo: bool = False) -> list[Transaction]:
        """Return the changes that the next `number` calls of `undo` or `redo` would revert, in that order."""
        return [entry.transaction for entry in self._store.stacked("redo" if redo else "undo", number)]

    def undo(self) -> Transaction | None:
        """Undo the latest change; return the new transaction, None if there is nothing to undo."""
        return self._turn("undo")

    def redo(self) -> Transaction | None:
        """Redo the latest undone change; return the new transaction, None if there is nothing to redo."""
        return self._turn("redo")

    def _turn(self, which: str) -> Transaction | None:
        if self.readonly:
            raise ReadOnly()
        _must_be_between(self._pending, which)
        entry = self._store.top(which)
        if entry is None:
            return None
        target = entry.transaction
        transaction = Transaction(
            id=self.new_id(),
            when=self.now(),
            coder=self._initials,
            operation=which,
            label=target.label,
            undoes=target.id,
            changes=tuple(change.inverse() for change in reversed(target.changes)),
        )
        for change in transaction.changes:
            if self.tables[change.table].get(change.id) != change.before:
                raise Invalid(
                    f"Cannot {which}: {target.label}",
                    f"{_named(change)} was changed outside the program since.",
                    "Nothing was changed. Run: coder doctor PROJECT",
                )
            if isinstance(change.after, Info) and change.after.sample and not self.info.sample:
                raise Invalid("Nothing further to undo in this copy", "Earlier changes belong to the sample.")
        refuse_unlocking(target)
        pending = Pending(self)
        try:
            for change in transaction.changes:
                pending.change(change)
            self._check(transaction.changes)
            self._append(transaction, entry)
        except BaseException:
            pending.roll_back()
            raise
        _tell(self._subscribers, transaction)
        return transaction

    @property
    def undoable(self) -> int:
        """The number of changes that can be undone."""
        return self._store.state.undo.depth

    def why_nothing_to_undo(self) -> str:
        """Return why there is nothing to undo: "" or that contents were erased, where undo ends."""
        acts = (act for act in self.history() if act.operation not in ("undo", "redo"))
        ended = next((act for act in acts if act.operation == ERASED), None)
        return f"Undo ends at “{ended.label}”" if ended is not None else ""

    @property
    def redoable(self) -> int:
        """The number of changes that can be redone."""
        return self._store.state.redo.depth

    def history(self) -> Iterator[Transaction]:
        """Yield all transactions, the latest first."""
        return self._store.history()

    # Subscriptions

    def subscribe(self, listener: Callable[[Transaction], None]) -> Callable[[], None]:
        """Call `listener` after each transaction; return a function that ends the subscription."""
        self._subscribers.append(listener)
        return lambda: self._subscribers.remove(listener)

    # Saving

    @property
    def checkpoint_due(self) -> bool:
        return self._store.checkpoint_due

    def checkpoint(self) -> None:
        """Write `project.json` now."""
        _must_be_between(self._pending, "checkpoint")
        self._store.checkpoint()

    def prepare_backup(self, note: str = "", if_due: bool = False) -> Callable[[Progress], Path] | None:
        """Return a function that backs up the present state; see `Store.prepare_backup`.

        With `if_due`, None if no backup is due: never one of a project open for reading.
        """
        _must_be_between(self._pending, "prepare_backup")
        if if_due and os.path.lexists(self.folder / DRAFTS / ERASURE):  # it would hold what is being erased
            return None
        now = self.clock()
        return None if if_due and not self._store.backup_due(now) else self._store.prepare_backup(now, note)

    def save_copy(self, folder: Path) -> None:
        """Write the project as it is in memory into another folder."""
        _must_be_between(self._pending, "save_copy")
        self._store.copy_to(folder)

    def close(self) -> None:
        """Write a checkpoint and release the lock; Postponed if it fails, with every change in the history."""
        _must_be_between(self._pending, "close")
        self._store.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self.close()
        except Postponed:
            if kind is None:  # otherwise the error that is being raised matters more
                raise


def locks(transaction: Transaction) -> bool:
    """Return whether a change locked a memo, such as preconceptions: it is a fact, and cannot be undone."""
    return any(
        isinstance(change.after, Memo) and change.after.locked and change.after != change.before
        for change in transaction.changes
    )


def refuse_unlocking(transaction: Transaction) -> None:
    """Raise Invalid if undoing this change would undo a lock."""
    if locks(transaction):
        raise Invalid(
            "A lock cannot be undone",
            f"“{transaction.label}” cannot be undone, nor can the changes before it.",
            "Nothing was changed. To add to locked preconceptions, write a new version.",
        )


def change_number(project: Project) -> int:
    """Return the number of the latest change in the history of a project."""
    return project._store.state.number


def newer_changes(project: Project) -> list[Transaction]:
    """Return what another program added to the history since the project was read; StoreError if unreadable."""
    return [entry.transaction for entry in project._store.newer_entries()]


def foresee_changes(project: Project, act: Callable[[], object]) -> tuple[Change, ...]:
    """Return the net changes that `act` would make, without making them; its errors are raised."""
    if project.readonly:
        raise ReadOnly()
    _must_be_between(project._pending, "foresee_changes")
    pending = project._pending = Pending(project)
    try:
        act()
        return pending.net()
    finally:
        pending.roll_back()
        project._pending = None


def _must_be_between(pending: Pending | None, what: str) -> None:
    """Refuse what must not happen inside a transaction: the tables hold changes that may be rolled back."""
    if pending is not None:
        raise RuntimeError(f"{what} inside a transaction")


def _tell(listeners: Iterable[Callable[[Transaction], None]], transaction: Transaction) -> None:
    for listener in tuple(listeners):
        listener(transaction)


def _broken_by(view: View, change: Change) -> Iterator[Broken]:
    if change.after is not None:
        yield from violations(view, change.table, change.after)
        if isinstance(change.before, SourceText):
            yield from text_change_violations(view, change.before)
    elif change.before is not None:
        yield from dangling_references(view, change.table, change.before)


def _named(change: Change) -> str:
    fields = (
        getattr(record, field, "") for record in (change.after, change.before) for field in ("name", "initials")
    )
    name = next(filter(None, fields), "")
    noun = {"queries": "query"}.get(change.table, change.table.removesuffix("s")).replace("_", " ")
    return f"{noun} {name!r}" if name else f"{change.table} / {change.id}"
