"""The log of openings, `openings.jsonl`: who opened a project, when and how; appended to, one line for each."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

import msgspec

from coder.store import files, reading, sealed

NAME = sealed.OPENINGS
#: Kind of a sealed line.
KIND = "openings"
#: What a folder that one may only read answers.
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class Opening(msgspec.Struct, frozen=True):
    """Who opened a project: when (ISO 8601, UTC), initials, user and machine; to `read` or to `write`; by what."""

    when: str
    coder: str
    user: str
    host: str
    access: str
    program: str


def is_kept(folder: Path) -> bool:
    """Return whether a project has a log of openings."""
    return os.path.lexists(folder / NAME)


def append(folder: Path, opening: Opening) -> bool:
    """Add a line durably; return False where the folder cannot be written. Other errors are StoreErrors."""
    line = sealed.separate_line(folder, KIND, msgspec.json.encode(opening) + b"\n")
    try:
        handle = files.open_private(folder / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            files.write_all(handle, line)
            with contextlib.suppress(OSError):  # a share that cannot sync: the line is written all the same
                os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno in _REFUSED:
            return False
        raise files.explain(error, f"write {NAME}") from error
    return True


def lines(folder: Path) -> list[bytes]:
    """Return the lines of the log, the earliest first."""
    data = reading.normalized(reading.read_bytes(folder / NAME, reading.LARGEST_SMALL) or b"")
    return sealed.separate_lines(folder, KIND, data)


def listed(folder: Path) -> list[Opening]:
    """Return the openings, the latest first; lines that are none are left out."""
    rows: list[Opening] = []
    for line in lines(folder):
        with contextlib.suppress(*files.UNDECODABLE):
            rows.append(msgspec.json.decode(line, type=Opening))
    return rows[::-1]
