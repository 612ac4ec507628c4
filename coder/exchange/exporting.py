"""Exported files: written whole or not at all, and never over a project's own files."""

from __future__ import annotations

from pathlib import Path

from coder.errors import CoderError, StoreError
from coder.store import backups, checkpoint, drafts, files, journal, lock

#: Files of a project that no export may replace.
OURS = (checkpoint.NAME, journal.NAME, lock.NAME, lock.OWNER, backups.FOLDER, drafts.FOLDER)


def write_file(path: Path, data: bytes) -> None:
    """Write a file, all or nothing, for its owner only. Refuses to write over a project's own files."""
    if path.name in OURS and (path.parent / checkpoint.NAME).exists():
        raise CoderError("That is a file of a project", str(path), "Name another file.")
    if path.is_dir():
        raise CoderError("That is a folder", str(path), "Name a file in it.")
    try:
        files.replace(path, data)
    except FileNotFoundError:
        raise CoderError("There is no such folder", str(path.parent), "Make it, or name another.") from None
    except OSError as error:
        raise StoreError("The file cannot be written", f"{path}: {error.strerror}", "Name another place.") from error
