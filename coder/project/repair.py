"""Repair of a project: from what can be read of its history, its checkpoint and its backups."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from coder.errors import Damaged, ReadRefused, StoreError
from coder.model.invariants import Broken, dangling_references, violations
from coder.model.memo import Memo
from coder.model.project import Coder, Info
from coder.model.record import Change, Record, Transaction
from coder.model.schema import CODERS, references, repointed
from coder.project import drafts, lost_key, tampering
from coder.project.opening import broken_rules
from coder.project.study import Study
from coder.store import backups, chain_check, checkpoint, files, journal, keys, reading, recovery, sealed, store
from coder.store.checkpoint import Checkpoint, Tables
from coder.store.drafts import FOLDER as DRAFTS
from coder.store.journal import Entry, State
from coder.text.phrases import format_count


class Present(NamedTuple):
    """What can be read of a project: its checkpoint, the records of a damaged one, and its history.

    `read` is None if the checkpoint does not decode; `tables` are its records then too. `entries` and `good` are the
    intact beginning of the history and its length, `later` the entries that can be read beyond the damage. `history`
    begins with that of a backup, `borrowed` says from which and how much, where that knows more than the file, `raw`.
    `ends`: the last line of the file can be read, so that nothing after it is lost.
    """

    file: bytes
    read: Checkpoint | None
    tables: Tables
    state: State | None
    unread: set[str] | None
    raw: bytes
    history: bytes
    entries: list[Entry]
    good: int
    later: list[Entry]
    ends: bool
    borrowed: str = ""

    @property
    def sound(self) -> bool:
        """Whether the checkpoint is as the program wrote it."""
        return self.read is not None and not self.read.edited

    @property
    def readable(self) -> list[Entry]:
        return [*self.entries, *self.later]

    @property
    def complete(self) -> bool:
        """Whether the history can be read from its beginning up to the checkpoint and on, without a gap."""
        runs = recovery.runs(self.readable)
        return (
            len(runs) == 1
            and recovery.begins(runs[0])
            and (self.state is None or runs[0][-1].state.number >= self.state.number)
        )


class Base(NamedTuple):
    """Tables to start from, the number of their last transaction, their trustworthiness, and where they are from."""

    tables: Tables
    number: int
    rank: int
    name: str


#: Rank of the tables of a backup.
BACKUP = 2
SALVAGE = "the readable part of project.json"
HISTORY = "the history"


def repair(folder: Path, now: datetime, keep_edits: bool = False, coder: str = "") -> list[str]:
    """Repair a project; return what was done, in sentences, empty if there was nothing to repair.

    The history counts where project.json disagrees; with `keep_edits` what was changed in project.json outside the
    program becomes a change of its own. A history that was changed outside the program is sealed as it is, by an
    entry of the coder with the initials `coder` that says so. A damaged file is preserved beside the new one as
    `*.damaged-STAMP`. Raises Locked when another program has the project open, NotFound if there is none, StoreError
    for a newer format, KeyMissing if no backup has the lost key file; nothing is touched then.
    """
    from coder.store.lock import Lock, me

    lost = lost_key.found_again(folder)
    if lost is None:
        _refuse(folder)
    lock = Lock(folder)
    try:
        owner = lock.take(me("", now.isoformat(timespec="seconds")))
    except OSError as error:
        raise files.explain(error, "lock the project") from error
    try:
        messages = [f"Took over the lock of {owner} (open since {owner.opened})."] if owner else []
        if lost is not None:
            keys.write(folder, lost.key_file)
            messages.append(lost.message)
        messages += _finish_erasure(folder)
        messages += _remove_strays(folder)
        messages += _set_aside_drafts(folder)
        messages += _recover(folder, now, keep_edits, coder)
        messages += _restrict_modes(folder)
        return messages
    except OSError as error:
        raise files.explain(error, "repair the project") from error
    finally:
        lock.release()


def look_for_history(folder: Path) -> bool:
    """Return whether there is a history with an entry that can be read."""
    data = reading.read_bytes(folder / journal.NAME)
    return data is not None and next(journal.scan(reading.normalized(data)), None) is not None


def _refuse(folder: Path) -> None:
    try:
        checkpoint.read(folder)
    except Damaged:
        return
    except (checkpoint.Newer, ReadRefused):
        raise
    except StoreError:
        if not look_for_history(folder):
            raise


def _finish_erasure(folder: Path) -> Iterator[str]:
    from coder.store import erasure

    if erasure.finish(folder):
        yield "Finished an erasure that had been interrupted."


def _remove_strays(folder: Path) -> Iterator[str]:
    for stray in files.strays(folder):
        stray.unlink(missing_ok=True)
        yield f"Removed {stray.name}, the temporary file of an interrupted write."
    for unfinished in files.interrupted_restores(folder):
        shutil.rmtree(unfinished)
        yield f"Removed {unfinished.name}, the folder of an interrupted restore."
    for path, _ in backups.damaged(folder):
        path.rename(path.with_name(f"{path.name}.damaged"))
        yield f"Renamed an unreadable backup to {path.name}.damaged."


def _set_aside_drafts(folder: Path) -> Iterator[str]:
    for name, _ in drafts.damaged(folder):
        yield f"Renamed an unreadable draft to {drafts.set_aside(folder, name)}."


def _restrict_modes(folder: Path) -> Iterator[str]:
    if os.name == "nt":
        return
    for path, mode in private(folder):
        if path.stat().st_mode & 0o777 & ~mode and files.restrict(path, mode):
            yield f"Made {path.name} readable by its owner only."


def private(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the files and folders of a project with their required modes."""
    yield folder, files.FOLDER_MODE
    for path in sorted(folder.glob("*")):
        if path.is_file() and path.name.startswith(("project.", "history.", "openings.")):
            yield path, files.FILE_MODE
    for below in (folder / backups.FOLDER, folder / DRAFTS):
        if below.is_dir():
            yield below, files.FOLDER_MODE
            yield from ((path, files.FILE_MODE) for path in sorted(below.iterdir()) if path.is_file())


def _in_place(folder: Path, name: str) -> bytes:
    """Return the bytes of a file; what is no file, but has its name, is renamed."""
    path = folder / name
    try:
        return reading.read_bytes(path) or b""
    except Damaged:
        path.rename(_free_path(folder, name, "not-a-file"))
        return b""


def _look(folder: Path) -> Present:
    file = _in_place(folder, checkpoint.NAME)
    raw = _in_place(folder, journal.NAME)
    history = reading.normalized(raw)
    read: Checkpoint | None = None
    with contextlib.suppress(StoreError):
        read = checkpoint.decode(file, checkpoint.NAME)
    tables, state, unread = recovery.Salvage(read.tables, read.journal, set()) if read else recovery.salvaged(file)
    entries, good = recovery.longest_good(history)
    readable = recovery.readable(history)
    if state is not None:  # the history knows the moment better than a head without a checksum
        moment = state.sum
        state = next((entry.state for entry in readable if entry.state.sum == moment), state)
    entries, good = _before_moved(entries, good)
    if not _is_ours(folder, tables, readable):
        entries, good, readable = [], 0, []
    ends = bool(readable) and readable[-1].state.offset == len(history)
    whole = good == len(history) and recovery.begins(entries) and (state is None or _reaches(entries, state.number))
    borrowed = None if whole else _borrow(folder, entries, readable)
    message = ""
    if borrowed is not None:
        path, history, more, good = borrowed
        number = len(more) - len({entry.state.number for entry in readable} & {row.state.number for row in more})
        message = f"Took {format_count(number, 'transaction')} that the history lacked from the backup {path.name}."
        entries = more
    after = entries[-1].state.number if entries else 0
    later = [entry for entry in readable if entry.state.number > after]
    return Present(file, read, tables, state, unread, raw, history, entries, good, later, ends, message)


def _before_moved(entries: list[Entry], good: int) -> tuple[list[Entry], int]:
    """Return the entries before the first whose stacks lead nowhere: an earlier one has another length now."""
    offsets = {journal.EMPTY.offset}
    for number, entry in enumerate(entries):
        offsets.add(entry.offset)
        if not {entry.state.undo.offset, entry.state.redo.offset, entry.below.offset} <= offsets:
            return entries[:number], entry.offset
    return entries, good


def _reaches(entries: list[Entry], number: int) -> bool:
    return bool(entries) and entries[-1].state.number >= number


def _borrow(folder: Path, entries: list[Entry], readable: list[Entry]) -> tuple[Path, bytes, list[Entry], int] | None:
    """Return the newest backup whose history continues the damaged one: its bytes, entries and length.

    Every entry that both have must be the same: another history, such as that of an older state, is not mixed in.
    """
    sums = {entry.state.number: entry.state.sum for entry in readable}
    for path in backups.listed(folder):
        data = reading.normalized(backups.history(path))
        more, good = recovery.longest_good(data)
        known = more and recovery.begins(more) and not _reaches(entries, more[-1].state.number)
        if known and all(sums.get(entry.state.number, entry.state.sum) == entry.state.sum for entry in more):
            return path, data, more, good
    return None


def _is_ours(folder: Path, tables: Tables, readable: list[Entry]) -> bool:
    """Return whether the history belongs to this project: any record of it is in the checkpoint or a backup."""
    recorded = {change.id for entry in readable for change in entry.transaction.changes}
    ids = {id for rows in tables.values() for id in rows}
    if not ids:
        for path in backups.listed(folder):
            ids |= {id for rows in backups.read(path).tables.values() for id in rows}
            if ids & recorded:
                break
    return not ids or not recorded or bool(ids & recorded)


def _bases(folder: Path, present: Present) -> Iterator[Base]:
    """Yield the possible starting points, each rolled forward as far as the history is readable without a gap."""
    runs = recovery.runs(present.readable)
    if runs and recovery.begins(runs[0]):
        replay = recovery.replayed(recovery.empty(), runs[0])
        yield Base(replay, runs[0][-1].state.number, 3, HISTORY)
    if present.read is not None and present.state is not None:
        base = _forward(Base(present.tables, present.state.number, 4, checkpoint.NAME), present.state, runs)
        if not present.sound:
            # What the entries after the last gap say is more trustworthy than a file that was changed.
            if runs and runs[-1][-1].state.number >= base.number:
                recovery.replayed(base.tables, runs[-1])
            base = base._replace(rank=1)
        yield base
    last = runs[-1][-1].state.number if runs else 0
    whole = len(runs) == 1 and recovery.begins(runs[0])
    for path in backups.listed(folder):
        changes = backups.name_of(path).changes
        if whole and changes is not None and changes <= last:  # the history knows as much
            continue
        read = backups.read(path)
        if not read.edited:
            name = f"the backup {path.name}"
            base = _forward(Base(read.tables, read.journal.number, BACKUP, name), read.journal, runs)
            yield base
            if base.number >= last:  # no older one leads further
                break
    if present.read is None:
        yield Base(present.tables, present.state.number if present.state is not None else -1, 0, SALVAGE)


def _forward(base: Base, state: State, runs: list[list[Entry]]) -> Base:
    """Apply the entries that follow without a gap; none if the history has another entry at that moment."""
    tables = {table: dict(rows) for table, rows in base.tables.items()}
    number = base.number
    for run in runs:
        if any(entry.state.number == state.number and entry.state.sum != state.sum for entry in run):
            break
        if run[0].state.number <= number + 1:
            recovery.replayed(tables, run, number)
            number = max(number, run[-1].state.number)
    return base._replace(tables=tables, number=number)


def _recover(folder: Path, now: datetime, keep_edits: bool, coder: str) -> list[str]:
    present = _look(folder)
    bases = list(_bases(folder, present))
    best = max(bases, key=lambda base: (base.number, base.rank))
    if best.name == checkpoint.NAME and not present.complete and broken_rules(Study(best.tables)):
        others = [base for base in bases if base.number == best.number and base.name != best.name]
        best = next((base for base in others if not broken_rules(Study(base.tables))), best)
    if present.complete and present.read is not None and not (present.sound and _is_changed(present)):
        best = next(base for base in bases if base.name == HISTORY)
    tables = {name: dict(rows) for name, rows in best.tables.items()}
    messages: list[str] = []
    adopted = _adopt_all(tables, list(_missing_changes(folder, present, best)))
    if adopted:
        messages.append(f"Recovered {format_count(adopted, 'change')} missing from {best.name}.")
    if keep_edits:
        messages += _keep_edits(present, tables)
    messages += _prune(tables, folder, now)
    messages += _write(folder, now, present, tables, best, coder)
    return messages


def _is_changed(present: Present) -> bool:
    """Return whether the history was changed outside the program, according to its hash chain."""
    return any(place.seal is None for place in chain_check.breaks(present.history, present.entries))


def _keep_edits(present: Present, tables: Tables) -> Iterator[str]:
    """Apply what was changed in the checkpoint outside the program, where nothing else changed it since."""
    if present.read is None or present.state is None:
        return
    until = [entry for entry in present.readable if entry.state.number <= present.state.number]
    before = recovery.replayed(recovery.empty(), until) if present.complete else tables
    edits = recovery.differences(before, present.tables)
    left_locked = len(edits)
    edits = tuple(edit for edit in edits if not (isinstance(edit.before, Memo) and edit.before.locked))
    left_locked -= len(edits)
    if left_locked:
        yield f"Left out {format_count(left_locked, 'edit')} of project.json: a locked memo is never changed."
    kept = _adopt_all(tables, [[edit] for edit in edits])
    if kept:
        yield f"Kept {format_count(kept, 'edit')} of project.json."
    if len(edits) > kept:
        left = format_count(len(edits) - kept, "edit")
        yield f"Left out {left} of project.json: a rule would be broken, or the record was changed since."


def _missing_changes(folder: Path, present: Present, best: Base) -> Iterator[list[Change]]:
    """Yield what can be recovered beyond the tables: records of the checkpoint and backups, entries after a gap."""
    if not present.complete:
        known = {change.id for entry in present.readable for change in entry.transaction.changes}
        if best.name not in (checkpoint.NAME, SALVAGE):
            yield from _only_there(best.tables, present.tables, known)
        newest = next(iter(backups.listed(folder)), None)
        if newest is not None and best.name == SALVAGE:
            unread = present.unread
            for change in recovery.differences(best.tables, backups.read(newest).tables):
                if change.before is None and (unread is None or change.id in unread):
                    yield [change]
        elif newest is not None and best.name != checkpoint.NAME:
            yield from _only_there(best.tables, backups.read(newest).tables, known)
    for entry in present.readable:
        if entry.state.number > best.number:
            yield list(entry.transaction.changes)


def _only_there(tables: Tables, others: Tables, known: set[str]) -> Iterator[list[Change]]:
    """Yield the records of other tables of which neither these tables nor the history know."""
    for change in recovery.differences(tables, others):
        if change.before is None and change.id not in known and change.table != "project":
            yield [change]


def _adopt_all(tables: Tables, groups: list[list[Change]]) -> int:
    """Apply all groups of changes that fit, in any order, single changes of the others; return their number.

    Later groups count more: a change to a record that a later group has changed is left out.
    """
    study = Study(tables)
    changed: dict[tuple[str, str], int] = {}
    left = list(enumerate(groups))
    for single in (False, True):
        if single:
            left = [(number, [change]) for number, group in left for change in group]
        while left:
            remaining = [(number, group) for number, group in left if not _adopt(study, group, number, changed)]
            if len(remaining) == len(left):
                break
            left = remaining
    return len(changed)


def _adopt(study: Study, group: list[Change], number: int, changed: dict[tuple[str, str], int]) -> bool:
    """Apply changes if no rule is broken."""
    changes = [
        Change(change.table, change.id, study.tables[change.table].get(change.id), change.after)
        for change in group
        if changed.get((change.table, change.id), -1) <= number
    ]
    changes = [change for change in changes if change.before != change.after]
    _apply_changes(study, changes)
    broken = len(study.tables["project"]) != 1 or any(
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
        return False
    changed.update({(change.table, change.id): number for change in changes})
    return True


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


def _write(folder: Path, now: datetime, present: Present, tables: Tables, best: Base, coder: str) -> Iterator[str]:
    """Write the files that differ and preserve the old ones."""
    stamp = now.strftime("%Y%m%d-%H%M%S")
    history, state = _history(present, tables, best, now, coder)
    problem = next(tampering.findings(folder, history, recovery.longest_good(history)[0], None), None)
    if problem is not None:
        (info,) = tables["project"].values()
        label = "sealed the history as it was found: it had been changed outside the program"
        history, state = recovery.sealed(history, state, store.sealing(info.id, state, coder, now, label))
        yield f"Sealed the history as it is. {problem.detail.partition(' It reads now')[0]}"
    if history != present.raw or not (folder / journal.NAME).exists():
        if present.raw and history != reading.normalized(present.raw):
            aside = _free_path(folder, journal.NAME, stamp)
            sealed.keep(aside, present.raw)
            yield f"Saved the damaged history as {aside.name}."
        sealed.replace(folder / journal.NAME, history)
        if present.borrowed:
            yield present.borrowed
        kept = history.count(b"\n")
        yield f"Wrote the history ({format_count(kept, 'transaction')})."
        if kept < state.number:
            lost = format_count(state.number - kept, "transaction is", "transactions are")
            yield f"{lost} lost from it: what they changed is in the project, but cannot be undone one by one."
    differ = recovery.differences(present.tables, tables)
    if not present.sound or present.state != state or differ:
        # The content of a removed or replaced record may exist nowhere else and must not be lost.
        if present.file and (present.read is None or any(change.before is not None for change in differ)):
            aside = _free_path(folder, checkpoint.NAME, stamp)
            sealed.keep(aside, present.file)
            yield f"Saved the damaged project.json as {aside.name}."
        checkpoint.write(folder, tables, state)
        yield f"Wrote project.json from {best.name}."
        known = present.state.number if present.state is not None else 0
        from_backup = best.rank == BACKUP or (present.borrowed and best.number > known)
        if from_backup and not present.ends:
            yield "Changes made after that backup could be read nowhere, and are lost."


def _history(present: Present, tables: Tables, best: Base, now: datetime, coder: str) -> tuple[bytes, State]:
    """Return the history to write, with every entry that can be read, and the state after it."""
    whole = present.good == len(present.history) and not present.later
    if whole and present.sound and present.state is not None and not recovery.begins(present.entries):
        continued = journal.continues(present.history, present.state)
        if present.entries and continued and not recovery.differences(present.tables, tables):
            return present.history, present.entries[-1].state  # the history of an early version
    transaction = Transaction(
        id=str(uuid.uuid4()),
        when=now.isoformat(timespec="seconds"),
        coder=coder,
        operation=journal.REPAIRED,
        label=f"repaired the project from {best.name}",
    )
    entries, later = present.entries, present.later
    if not recovery.begins(entries):
        entries, later = [], present.readable
    # The number continues from the highest known, so that no older backup ever seems newer.
    return recovery.rewritten(present.history, entries, later, tables, transaction, best.number)


def _free_path(folder: Path, name: str, stamp: str) -> Path:
    path = folder / f"{name}.damaged-{stamp}"
    number = 2
    while path.exists():
        path = folder / f"{name}.damaged-{stamp}-{number}"
        number += 1
    return path
