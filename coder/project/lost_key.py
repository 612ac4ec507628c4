"""A lost key file, found again in the backups of its project."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from coder.errors import Damaged, StoreError
from coder.store import backups, checkpoint, cipher, journal, keys, reading, sealed
from coder.store.keys import KeyFile


class Found(NamedTuple):
    """A key file out of a backup, and the message that it is put back."""

    key_file: KeyFile
    message: str


def found_again(folder: Path) -> Found | None:
    """Return the key file of an encrypted project from its newest backup with the same key; None if it is not lost.

    What the newest backup is encrypted under is the key of a project of which nothing else can be read. KeyMissing,
    or Damaged, if no backup has the key; NeedsPassphrase, with the backup, until its key is unlocked: it shows
    whether it is the right one.
    """
    try:
        if keys.read(folder) is not None or _is_plain(folder):
            return None
        error: StoreError = keys.KeyMissing(folder)
    except (keys.KeyMissing, Damaged) as lost:
        error = lost
    is_sealed = False
    for path, key_file in _backed_up(folder):
        is_sealed = True
        if _fits(folder, path, key_file):
            message = f"Put back {keys.NAME} from the backup {path.name}, with the passphrases it had then."
            return Found(key_file, message)
    if not is_sealed and not keys.is_encrypted(folder):
        return None
    raise error


def _is_plain(folder: Path) -> bool:
    """Return whether something of a plain project can be read, in a folder without anything that is sealed."""
    with contextlib.suppress(Damaged):
        checkpoint.must_exist(folder)
        data = reading.read_bytes(folder / checkpoint.NAME) or b""
        if not cipher.is_sealed(data) and b'"meta"' in data:
            return True
    with contextlib.suppress(Damaged):
        data = reading.read_bytes(folder / journal.NAME) or b""
        return next(journal.scan(reading.normalized(data)), None) is not None
    return False


def _backed_up(folder: Path) -> Iterator[tuple[Path, KeyFile]]:
    """Yield the key files in the backups of a project, the latest first."""
    for path in backups.listed(folder):
        with contextlib.suppress(Damaged):
            key_file = keys.read(path) if path.suffix == ".zip" else None
            if key_file is not None:
                yield path, key_file


def _fits(folder: Path, path: Path, key_file: KeyFile) -> bool:
    id = keys.id_of_files(folder)
    if id and id != key_file.id:
        return False
    opened = keys.of_id(key_file.id, path)
    if id:
        return True
    lines = (
        (folder / journal.NAME).read_bytes().splitlines(keepends=True) if (folder / journal.NAME).is_file() else []
    )
    lines = [line for line in lines if cipher.framing_of(line)]
    for line in lines:
        with contextlib.suppress(cipher.Forged):
            opened.open_line(sealed.LINES, line)
            return True
    return not lines
