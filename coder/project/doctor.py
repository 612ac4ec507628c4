"""The doctor: checks a project; `repair` repairs what can be repaired."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from coder.errors import Damaged, ReadRefused, StoreError
from coder.model.record import Change
from coder.progress import Progress, no_progress
from coder.project import drafts, locked_check, rescue, tampering
from coder.project.finding import Finding
from coder.project.opening import broken_rules
from coder.project.repair import look_for_history, private, repair
from coder.project.study import Study
from coder.store import backups, checkpoint, files, journal, keys, reading, recovery
from coder.store.checkpoint import Tables
from coder.store.drafts import ERASURE
from coder.store.drafts import FOLDER as DRAFTS
from coder.store.lock import OWNER, held, owner_of
from coder.text.phrases import format_count

__all__ = ["Finding", "examine", "notes", "repair"]

#: Differences between history and project.json that are listed one by one.
LISTED = 100


def examine(folder: Path, report: Progress = no_progress) -> list[Finding]:
    """Return all problems of a project, reading all of it, changing nothing and taking no lock.

    `report` follows the check of the backups, which takes longest, and may raise to cancel it. Raises NotFound if
    there is no project, StoreError for a newer format or another program's file. Of an encrypted project that is
    locked, what can be known without the passphrase.
    """
    if locked_check.is_locked(folder):
        return [*locked_check.examine(folder, report), *_interrupted_erasure(folder), *_modes(folder)]
    findings = [*locked_check.key_file(folder)]
    stored = _checkpoint(folder, findings)
    tables = _history(folder, stored, findings)
    if stored is not None:
        findings += _rules(stored.tables if tables is None else tables)
    findings += [*_interrupted_erasure(folder), *_backups(folder, report), *_drafts(folder), *_modes(folder)]
    return findings


def notes(folder: Path) -> list[Finding]:
    """Return what an interrupted program or Git left behind: no problem, and put right at the next opening.

    A rescued draft of a copy elsewhere is left for a person to take back. What was changed in the history before it
    was sealed again is a note for good.
    """
    if locked_check.is_locked(folder):
        return [Finding("encrypted", keys.NAME, locked_check.NOTE, False), *_left_over(folder)]
    return [*_line_endings(folder), *_left_over(folder), *_rescued(folder), *tampering.sealed_again(folder)]


def _rescued(folder: Path) -> Iterator[Finding]:
    for row in rescue.listed(folder):
        what = "It is damaged" if row.draft is None else f"Typed in a {row.draft.noun}, and not in the project"
        detail = f"{what}. See: coder rescue list {folder}. The program offers it when it opens the project."
        yield Finding("rescue", row.file.name, detail, False)


def _line_endings(folder: Path) -> Iterator[Finding]:
    try:
        data = reading.read_bytes(folder / journal.NAME) or b""
    except StoreError:  # a finding, or an error of its own
        return
    if data != reading.normalized(data):
        detail = "Git changed its line endings. They are put back when the project is opened for writing."
        yield Finding("line endings", journal.NAME, detail, True)


def _checkpoint(folder: Path, findings: list[Finding]) -> checkpoint.Checkpoint | None:
    try:
        return checkpoint.read(folder)
    except (checkpoint.Newer, ReadRefused):
        raise
    except StoreError as error:
        if not (isinstance(error, Damaged) or look_for_history(folder)):
            raise
        missing = not os.path.lexists(folder / checkpoint.NAME)
        detail = "The file is missing." if missing else error.detail or error.title
        findings.append(Finding("checkpoint", checkpoint.NAME, f"{detail} {_remedy(folder)}".rstrip(), True))
    return None


def _remedy(folder: Path) -> str:
    """Return from what a lost project.json can be written: the history, or the newest good backup."""
    try:
        data = reading.normalized(reading.read_bytes(folder / journal.NAME) or b"")
    except StoreError:
        data = b""
    entries, good = recovery.longest_good(data)
    if recovery.begins(entries) and b"\n" not in data[good:-1]:
        return f"The history can replace it, with all of {format_count(len(entries), 'change')}."
    for path in backups.listed(folder):
        with contextlib.suppress(StoreError):
            head = backups.verify(path)
            if head is not None:
                when = datetime.fromisoformat(head.made).astimezone()
                changes = format_count(head.place.state.number, "change")
                return (
                    f"The newest good backup, of {when:%Y-%m-%d %H:%M} with {changes}, can replace it, with what can "
                    "be read of the history."
                )
    return ""


def _history(folder: Path, stored: checkpoint.Checkpoint | None, findings: list[Finding]) -> Tables | None:
    """Check every line, compare the replayed history with project.json, and return the project's tables."""
    try:
        data = reading.normalized(reading.read_bytes(folder / journal.NAME) or b"")
    except Damaged as error:
        findings.append(Finding("history", journal.NAME, error.detail or error.title, True))
        return None
    entries, bad = recovery.longest_good(data)
    if bad < len(data):
        findings.append(tampering.first_bad(data, bad, entries))
    findings += tampering.findings(folder, data, entries, stored.journal if stored is not None else None)
    if stored is None:
        return None
    if not journal.continues(data, stored.journal):
        last = entries[-1].state.number if entries else 0
        if any(finding.kind == "chain" for finding in findings) and last >= stored.journal.number:
            return None  # they are there, and one was changed
        detail = f"It lacks some of the {stored.journal.number:,} entries that project.json was written from."
        findings.append(Finding("history", journal.NAME, detail, True))
        return None
    if not recovery.begins(entries):
        if stored.edited:
            detail = "It was changed outside the program, and the history does not reach far enough to compare."
            findings.append(Finding("edited", checkpoint.NAME, detail, True))
        return None
    moment = [entry.state for entry in entries if entry.state.number == stored.journal.number]
    if moment and moment != [stored.journal]:
        findings.append(Finding("checkpoint", checkpoint.NAME, "Its head disagrees with the history.", True))
    current = recovery.replayed(
        {name: dict(rows) for name, rows in stored.tables.items()}, entries, stored.journal.number
    )
    from_history = recovery.replayed(recovery.empty(), entries, 0)
    findings += tampering.changed_locks(current, entries)
    if bad == len(data):
        findings += _differences(from_history, current)
    return current


def _differences(from_history: Tables, current: Tables) -> Iterator[Finding]:
    different = recovery.differences(from_history, current)
    for change in different[:LISTED]:
        yield Finding("replay", f"{change.table} / {change.id}", describe_edit(change), True)
    if len(different) > LISTED:
        yield Finding("replay", checkpoint.NAME, f"{len(different) - LISTED:,} more records differ.", True)


def describe_edit(edit: Change) -> str:
    """Return how a record in project.json differs from the history, by its name and fields, without their content."""
    record = edit.before or edit.after
    name = getattr(record, "name", "") or getattr(record, "initials", "")
    return (f"“{name}”: " if name else "") + _difference(edit)


def _difference(edit: Change) -> str:
    if edit.before is None:
        return "only in project.json; the history does not know it."
    if edit.after is None:
        return "missing in project.json; the history has it."
    fields = [field for field in edit.before if edit.before[field] != edit.after[field]]
    return f"project.json differs from the history in: {', '.join(fields)}."


def _rules(tables: Tables) -> Iterator[Finding]:
    for broken in broken_rules(Study(tables)):
        yield Finding("rule", f"{broken.table} / {broken.id}", broken.rule, True)


def _backups(folder: Path, report: Progress) -> Iterator[Finding]:
    for path, error in backups.damaged(folder, report):
        yield Finding("backup", path.name, error.detail or error.title, True)


def _drafts(folder: Path) -> Iterator[Finding]:
    for name, error in drafts.damaged(folder):
        yield Finding("draft", name, error.detail, True)


def _modes(folder: Path) -> Iterator[Finding]:
    if os.name == "nt":
        return
    for path, mode in private(folder):
        is_now = path.stat().st_mode & 0o777
        if is_now & ~mode:
            yield Finding("mode", path.name, f"Other users can read it (mode {is_now:o}, expected {mode:o}).", True)


def _interrupted_erasure(folder: Path) -> Iterator[Finding]:
    path = folder / DRAFTS / ERASURE
    if os.path.lexists(path) and not held(folder):
        detail = "An erasure was interrupted: what is to be erased may still lie in some files. It is completed when "
        yield Finding("erasure", path.name, f"{detail}the project is opened for writing.", False)


def _left_over(folder: Path) -> Iterator[Finding]:
    if held(folder):
        return
    for path in files.strays(folder):
        yield Finding("stray", path.name, "Temporary file of an interrupted write.", True)
    for path in files.interrupted_restores(folder):
        detail = "Folder of an interrupted restore, beside the project; it holds interviews."
        yield Finding("stray", path.name, detail, True)
    owner = owner_of(folder)
    if owner is not None:
        yield Finding("lock", OWNER, f"{owner} did not close the project (open since {owner.opened}).", True)
