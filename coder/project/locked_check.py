"""Check of an encrypted project without its passphrase: of the form of its files, not of the content."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from coder.errors import Damaged, StoreError
from coder.progress import Progress
from coder.project.finding import Finding
from coder.store import backups, checkpoint, cipher, drafts, files, journal, keys
from coder.store.cipher import NO_TAG, Forged
from coder.text.phrases import format_count

#: The note that such a check leaves.
NOTE = (
    "The content was not checked: that needs the passphrase. Damage shows without it. What somebody changed on "
    "purpose, an older file in place of the present one, and changes missing at the end of the history do not."
)


def is_locked(folder: Path) -> bool:
    """Return whether a project is encrypted and its passphrase was not given, or its key file cannot be read."""
    try:
        keys.of(folder)
    except (keys.NeedsPassphrase, keys.KeyMissing, Damaged):
        return True
    except StoreError:
        return False
    return False


def examine(folder: Path, report: Progress) -> Iterator[Finding]:
    """Yield what is wrong with the key file, the checkpoint, the history, the drafts and the backups."""
    yield from key_file(folder)
    yield from _whole_file(folder / checkpoint.NAME, "checkpoint")
    yield from _history(folder / journal.NAME)
    for name in drafts.names(folder, "[!.]*.json"):
        yield from _whole_file(folder / drafts.FOLDER / name, "draft")
    for path, error in backups.damaged(folder, report):
        yield Finding("backup", path.name, error.detail or error.title, True)


def key_file(folder: Path) -> Iterator[Finding]:
    """Yield what is wrong with the key file."""
    try:
        key_file = keys.read(folder)
    except keys.KeyMissing as error:
        yield Finding("key", keys.NAME, f"The file is missing. {error.hint}", True)
        return
    except Damaged as error:
        yield Finding("key", keys.NAME, error.detail, True)
        return
    if key_file is not None and not key_file.slots:
        yield Finding("key", keys.NAME, "It has no passphrase: nothing opens the project.", False)
    if key_file is not None and key_file.pending:
        detail = "A conversion was interrupted. It is completed when the project is opened for writing."
        yield Finding("key", keys.NAME, detail, False)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise files.explain_reading(error, path) from error


def _whole_file(path: Path, kind: str) -> Iterator[Finding]:
    if not path.is_file():
        yield Finding(
            kind, path.name, "The file is missing." if not os.path.lexists(path) else "It is no file.", False
        )
        return
    try:
        problem = cipher.structural_problem(_bytes_of(path))
    except Forged as error:
        problem = str(error)
    if problem:
        yield Finding(
            kind, path.name, f"It is not as it was written: {problem}. To repair it, give the passphrase.", False
        )


def _history(path: Path) -> Iterator[Finding]:
    if not path.is_file():
        yield Finding("history", path.name, "The file is missing, or no file.", False)
        return
    offset, tag = 0, NO_TAG
    for number, line in enumerate(_bytes_of(path).splitlines(keepends=True), 1):
        framing = cipher.framing_of(line)
        if framing is None:
            detail = "It is torn, or was changed."
        elif (framing.at, framing.previous) != (offset, tag):
            detail = "It does not follow the line before it: lines were removed, swapped or put in."
        else:
            offset, tag = framing.at + framing.size, framing.tag
            continue
        detail = f"{detail} {format_count(number - 1, 'line is', 'lines are')} as they follow each other."
        yield Finding("history", f"{path.name} line {number:,}", detail, False)
        return
