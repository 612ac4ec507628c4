"""The doctor: checks a project, and repairs what can be repaired."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import CoderError, Damaged, NotFound, StoreError
from coder.model.invariants import Broken, dangling_references, violations
from coder.model.project import Coder, Info
from coder.model.record import Change, Record, Transaction
from coder.model.schema import CODERS, TABLES, references, repointed
from coder.project import drafts
from coder.project.opening import broken_rules
from coder.project.study import Study
from coder.store import backups, checkpoint, files, journal, recovery
from coder.store.checkpoint import Tables
from coder.store.drafts import FOLDER as DRAFTS
from coder.store.journal import Entry, State
from coder.store.lock import OWNER, held, owner_of
from coder.text.phrases import format_count

__all__ = ["Finding", "examine", "repair"]

#: Differences between history and project.json that are listed one by one.
LISTED = 100


class Finding(NamedTuple):
    """A problem: its kind, its record or file, and whether `repair` fixes it."""

    kind: str
    record: str
    detail: str
    repairable: bool


def examine(folder: Path) -> list[Finding]:
    """Return all problems of a project, reading all of it, changing nothing and taking no lock.

    Raises NotFound if there is no project, StoreError for a newer format or another program's file.
    """
    findings: list[Finding] = []
    stored = _checkpoint(folder, findings)
    tables = _history(folder, stored, findings)
    if stored is not None:
        findings += _rules(stored.tables if tables is None else tables)
    findings += [*_backups(folder), *_drafts(folder), *_modes(folder), *_left_over(folder)]
    return findings


def _checkpoint(folder: Path, findings: list[Finding]) -> checkpoint.Checkpoint | None:
    try:
        return checkpoint.read(folder)
    except NotFound:
        if not (folder / journal.NAME).exists() and not backups.listed(folder):
            raise
        findings.append(Finding("checkpoint", checkpoint.NAME, "The file is missing.", True))
    except StoreError as error:
        history = files.read_or_empty(folder / journal.NAME)
        if isinstance(error, checkpoint.Newer) or not (isinstance(error, Damaged) or recovery.scattered(history, 0)):
            raise
        findings.append(Finding("checkpoint", checkpoint.NAME, error.detail or error.title, True))
    return None


def _history(folder: Path, stored: checkpoint.Checkpoint | None, findings: list[Finding]) -> Tables | None:
    """Check every line, compare the replayed history with project.json, and return the project's tables."""
    data = files.read_or_empty(folder / journal.NAME)
    entries, bad = recovery.longest_good(data)
    if bad < len(data):
        last = b"\n" not in data[bad:-1]
        findings.append(
            Finding(
                "history",
                f"{journal.NAME} byte {bad:,}",
                "The last line is incomplete; it is removed when the project is opened for writing."
                if last
                else f"Entry {len(entries) + 1:,} cannot be read, although later entries can.",
                True,
            )
        )
    if stored is None:
        return None
    if not recovery.continues(data, stored.journal):
        detail = f"It lacks some of the {stored.journal.number:,} entries that project.json was written from."
        findings.append(Finding("history", journal.NAME, detail, True))
        return None
    if not recovery.begins(entries):
        return None
    current = recovery.replayed(
        {name: dict(rows) for name, rows in stored.tables.items()}, entries, stored.journal.number
    )
    from_history = recovery.replayed(recovery.empty(), entries, 0)
    if bad == len(data):
        findings += _differences(from_history, current)
    return current


def _differences(from_history: Tables, current: Tables) -> Iterator[Finding]:
    different = [
        f"{table} / {id}"
        for table in TABLES
        for id in sorted(from_history[table].keys() | current[table].keys())
        if from_history[table].get(id) != current[table].get(id)
    ]
    for record in different[:LISTED]:
        yield Finding("replay", record, "project.json differs from the history.", True)
    if len(different) > LISTED:
        yield Finding("replay", checkpoint.NAME, f"{len(different) - LISTED:,} more records differ.", True)


def _rules(tables: Tables) -> Iterator[Finding]:
    for broken in broken_rules(Study(tables)):
        yield Finding("rule", f"{broken.table} / {broken.id}", broken.rule, True)


def _backups(folder: Path) -> Iterator[Finding]:
    for path in backups.listed(folder):
        try:
            backups.read(path)
        except CoderError as error:
            yield Finding("backup", path.name, error.detail or error.title, True)


def _drafts(folder: Path) -> Iterator[Finding]:
    for name in drafts.unreadable(folder):
        yield Finding("draft", name, "The draft cannot be read.", False)


def _modes(folder: Path) -> Iterator[Finding]:
    if os.name == "nt":
        return
    for path, mode in private(folder):
        is_now = path.stat().st_mode & 0o777
        if is_now & ~mode:
            yield Finding("mode", path.name, f"Other users can read it (mode {is_now:o}, expected {mode:o}).", True)


def _left_over(folder: Path) -> Iterator[Finding]:
    if held(folder):
        return
    for path in files.strays(folder):
        yield Finding("stray", path.name, "Temporary file of an interrupted write.", True)
    owner = owner_of(folder)
    if owner is not None:
        yield Finding("lock", OWNER, f"{owner} did not close the project (open since {owner.opened}).", True)


SALVAGE = "the readable part of project.json"


class _Base(NamedTuple):
    """Tables to start from, the number of their last transaction, and the file they were read from."""

    tables: Tables
    number: int
    name: str


class _Files(NamedTuple):
    """The files in the folder and what can be read of them."""

    file: bytes
    tables: Tables
    state: State | None
    sound: bool
    unread: set[str] | None
    history: bytes
    entries: list[Entry]
    good: int
    ours: bool


def repair(folder: Path, now: datetime) -> list[str]:
    """Repair a project; return what was done, in sentences, empty if there was nothing to repair.

    A damaged file is preserved beside the new one as `*.damaged-STAMP`. Raises Locked when another program has the
    project open, NotFound if there is none, StoreError for a newer format (nothing is touched then).
    """
    from coder.store.lock import Lock, me

    _refuse(folder)
    lock = Lock(folder)
    try:
        previous_owner = lock.take(me("", now.isoformat(timespec="seconds")))
    except OSError as error:
        raise files.explain(error, "lock the project") from error
    try:
        messages = (
            [f"Took over the lock of {previous_owner} (open since {previous_owner.opened})."]
            if previous_owner
            else []
        )
        messages += _remove_strays(folder)
        messages += _recover(folder, now)
        messages += _restrict_modes(folder)
        return messages
    except OSError as error:
        raise files.explain(error, "repair the project") from error
    finally:
        lock.release()


def _refuse(folder: Path) -> None:
    try:
        checkpoint.read(folder)
    except Damaged:
        return
    except NotFound:
        if not (folder / journal.NAME).exists() and not backups.listed(folder):
            raise
    except checkpoint.Newer:
        raise
    except StoreError:
        if not recovery.scattered(files.read_or_empty(folder / journal.NAME), 0):
            raise


def _remove_strays(folder: Path) -> Iterator[str]:
    for stray in files.strays(folder):
        stray.unlink(missing_ok=True)
        yield f"Removed {stray.name}, the temporary file of an interrupted write."
    for path in backups.listed(folder):
        try:
            backups.read(path)
        except StoreError:
            path.rename(path.with_name(f"{path.name}.damaged"))
            yield f"Renamed an unreadable backup to {path.name}.damaged."


def _restrict_modes(folder: Path) -> Iterator[str]:
    if os.name == "nt":
        return
    for path, mode in private(folder):
        if path.stat().st_mode & 0o777 & ~mode:
            path.chmod(mode)
            yield f"Made {path.name} readable by its owner only."


def private(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the files and folders of a project with their required modes."""
    yield folder, files.FOLDER_MODE
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.name.startswith(("project.", "history.")):
            yield path, files.FILE_MODE
    for below in (folder / backups.FOLDER, folder / DRAFTS):
        if below.is_dir():
            yield below, files.FOLDER_MODE
            yield from ((path, files.FILE_MODE) for path in sorted(below.iterdir()) if path.is_file())


def _read_files(folder: Path) -> _Files:
    file = files.read_or_empty(folder / checkpoint.NAME)
    history = files.read_or_empty(folder / journal.NAME)
    read: checkpoint.Checkpoint | None = None
    with contextlib.suppress(StoreError):
        read = checkpoint.decode(file, checkpoint.NAME)
    tables, state, unread = recovery.Salvage(read.tables, read.journal, set()) if read else recovery.salvaged(file)
    sound = read is not None
    entries, good = recovery.longest_good(history)
    ours = _is_ours(folder, tables, state, history, entries)
    if not ours or (not recovery.begins(entries) and not (sound and good == len(history))):
        entries, good = [], 0
    return _Files(file, tables, state, sound, unread, history, entries, good, ours)


def _is_ours(folder: Path, tables: Tables, state: State | None, history: bytes, entries: list[Entry]) -> bool:
    """Return whether the history belongs to this project: by the project's id, otherwise by the recorded state."""
    ids = set(tables["project"])
    for path in backups.listed(folder):
        ids |= backups.read(path).tables["project"].keys()
    recorded = {change.id for entry in entries for change in entry.transaction.changes if change.table == "project"}
    if ids and recorded:
        return bool(ids & recorded)
    return state is None or recovery.continues(history, state) or bool(recovery.scattered(history, 0))


def _bases(folder: Path, present: _Files) -> Iterator[_Base]:
    """Return the possible starting points, each rolled forward as far as the history is readable."""
    if present.sound and present.state is not None:
        yield _forward(present.tables, present.state, present, checkpoint.NAME)
    if recovery.begins(present.entries):
        replay = recovery.replayed(recovery.empty(), present.entries)
        yield _Base(replay, present.entries[-1].state.number, "the history")
    for path in backups.listed(folder):
        read = backups.read(path)
        yield _forward(read.tables, read.journal, present, f"the backup {path.name}")
    yield _Base(present.tables, present.state.number if present.state and not present.sound else -1, SALVAGE)


def _forward(tables: Tables, state: State, present: _Files, name: str) -> _Base:
    tables = {table: dict(rows) for table, rows in tables.items()}
    if not present.ours or not recovery.continues(present.history, state):
        return _Base(tables, state.number, name)
    entries, _ = recovery.longest_good(present.history, state)
    return _Base(recovery.replayed(tables, entries), state.number + len(entries), name)


def _recover(folder: Path, now: datetime) -> list[str]:
    present = _read_files(folder)
    messages: list[str] = []
    bases = list(_bases(folder, present))
    best = max(bases, key=lambda base: base.number)
    if best.name == checkpoint.NAME and broken_rules(Study(best.tables)):
        others = [base for base in bases if base.number == best.number and base is not best]
        best = next((base for base in others if not broken_rules(Study(base.tables))), best)
    tables = best.tables
    adopted = _adopt_all(tables, list(_missing_changes(folder, present, best)))
    if adopted:
        messages.append(f"Recovered {format_count(adopted, 'change')} missing from {best.name}.")
    messages += _prune(tables, folder, now)
    replay = recovery.replayed(recovery.empty(), present.entries)
    state: State = present.entries[-1].state if present.entries else State()
    history = present.history[: present.good]
    changes = _changes_between(replay, tables)
    legacy = (
        present.sound
        and present.state is not None
        and present.good == len(present.history)
        and not recovery.begins(present.entries)
        and recovery.continues(present.history, present.state)
    )
    if changes and not (legacy and not messages):
        # The number continues from the highest known, so that no older backup ever seems newer.
        state = msgspec.structs.replace(state, number=max(state.number, best.number, 0))
        line, state = journal.encode(_transaction(now, changes, best.name), state)
        history += line
    messages += _write(folder, now, present, tables, history, state, best.name)
    return messages


def _missing_changes(folder: Path, present: _Files, best: _Base) -> Iterator[list[Change]]:
    """Return recoverable changes missing from the tables: manual edits, backup records, entries beyond the damage."""
    same_moment = present.state is not None and present.state.number == best.number
    if best.name not in (checkpoint.NAME, SALVAGE) and same_moment:
        for change in _changes_between(best.tables, present.tables):
            one_project = change.table != "project" or None not in (change.before, change.after)
            if one_project and (change.after is not None or present.sound):
                yield [change]
    newest = next(iter(backups.listed(folder)), None)
    if best.name == SALVAGE and newest is not None:
        for change in _changes_between(best.tables, backups.read(newest).tables):
            if change.before is None and (present.unread is None or change.id in present.unread):
                yield [change]
    for entry in recovery.scattered(present.history, present.good) if present.ours else ():
        if entry.state.number > best.number:
            yield list(entry.transaction.changes)


def _adopt_all(tables: Tables, groups: list[list[Change]]) -> int:
    """Apply all groups of changes that fit, in any order; return the number of changes."""
    study = Study(tables)
    adopted = 0
    while groups:
        remaining = [group for group in groups if not _adopt(study, group)]
        if len(remaining) == len(groups):
            break
        adopted += sum(map(len, groups)) - sum(map(len, remaining))
        groups = remaining
    return adopted


def _adopt(study: Study, changes: list[Change]) -> bool:
    """Apply these changes if each `before` matches and no rule is broken."""
    if any(study.tables[change.table].get(change.id) != change.before for change in changes):
        return False
    _apply_changes(study, changes)
    broken = any(
        any(
            violations(study.rules, change.table, change.after)
            if change.after is not None
            else dangling_references(study.rules, change.table, change.before)
            if change.before is not None
            else ()
        )
        for change in changes
    )
    if broken:
        _apply_changes(study, [change.inverse() for change in reversed(changes)])
    return not broken


def _apply_changes(study: Study, changes: Iterable[Change]) -> None:
    for change in changes:
        rows = study.tables[change.table]
        if change.after is None:
            study.index.apply(change)
            del rows[change.id]
        else:
            rows[change.id] = change.after
            study.index.apply(change)


def _prune(tables: Tables, folder: Path, now: datetime) -> Iterator[str]:
    """Remove records that break a rule until none does."""
    while len(tables["project"]) > 1:
        yield f"Removed a duplicate project record: {tables['project'].popitem()[0]}."
    if not tables["project"]:
        name = folder.resolve().name.strip() or "Project"
        info = Info(id=str(uuid.uuid4()), name=name, created=now.isoformat(timespec="seconds"))
        tables["project"][info.id] = info
        yield "Created a new project record: name and language were lost."
    while broken := broken_rules(Study(tables)):
        for broken_rule in broken:
            record = tables[broken_rule.table].get(broken_rule.id)
            if broken_rule.table == "project":
                tables["project"][broken_rule.id] = Info(id=broken_rule.id, name="Project")
            elif record is not None:
                yield from _mend(tables, broken_rule, record)


def _mend(tables: Tables, broken: Broken, record: Record) -> Iterator[str]:
    """Drop dangling references from a record, or remove it if it breaks another rule."""
    table, id = broken.table, broken.id
    for field in CODERS.get(table, ()):
        if record[field] is not None and record[field] not in tables["coders"]:
            tables["coders"][record[field]] = Coder(id=record[field], initials=f"unknown-{record[field][:8]}")
            yield f"Added a placeholder for a missing coder: unknown-{record[field][:8]}."
            return
    mended: Record | None = record
    for reference, target in references(table, record):
        if target not in tables[reference.table] and mended is not None:
            mended = repointed(table, mended, target, None)
    if mended is None or mended == record:
        del tables[table][id]
        yield f"Removed a record that breaks a rule: {table} / {id}: {broken.rule}."
    else:
        tables[table][id] = mended
        yield f"Removed references to missing records: {table} / {id}: {broken.rule}."


def _changes_between(before: Tables, after: Tables) -> tuple[Change, ...]:
    return tuple(
        Change(table, id, before[table].get(id), after[table].get(id))
        for table in TABLES
        for id in sorted(before[table].keys() | after[table].keys())
        if before[table].get(id) != after[table].get(id)
    )


def _transaction(now: datetime, changes: tuple[Change, ...], name: str) -> Transaction:
    return Transaction(
        id=str(uuid.uuid4()),
        when=now.isoformat(timespec="seconds"),
        coder="",
        operation=journal.REPAIRED,
        label=f"repaired the project from {name}",
        changes=changes,
    )


def _write(
    folder: Path, now: datetime, present: _Files, tables: Tables, history: bytes, state: State, name: str
) -> Iterator[str]:
    """Write the files that differ and preserve the old ones."""
    stamp = now.strftime("%Y%m%d-%H%M%S")
    exists = (folder / journal.NAME).exists()
    if history != present.history or not exists:
        if present.history:
            aside = _free_path(folder, journal.NAME, stamp)
            files.replace(aside, present.history)
            yield f"Saved the damaged history as {aside.name}."
        files.replace(folder / journal.NAME, history)
        yield f"Wrote the history ({format_count(state.number, 'transaction')})."
    differ = _changes_between(present.tables, tables)
    if not present.sound or present.state != state or differ:
        # The content of a removed or replaced record may exist nowhere else and must not be lost.
        if present.file and (not present.sound or any(change.before is not None for change in differ)):
            aside = _free_path(folder, checkpoint.NAME, stamp)
            files.replace(aside, present.file)
            yield f"Saved the damaged project.json as {aside.name}."
        checkpoint.write(folder, tables, state)
        yield f"Wrote project.json from {name}."


def _free_path(folder: Path, name: str, stamp: str) -> Path:
    path = folder / f"{name}.damaged-{stamp}"
    number = 2
    while path.exists():
        path = folder / f"{name}.damaged-{stamp}-{number}"
        number += 1
    return path
