"""Export files: write them atomically, never over a project's own files."""

from __future__ import annotations

from pathlib import Path

from coder.errors import CoderError, ReadOnly, StoreError
from coder.store import backups, checkpoint, drafts, files, journal, lock

#: Files of a project that no export may replace.
PROJECT_FILES = (checkpoint.NAME, journal.NAME, lock.NAME, lock.OWNER, backups.FOLDER, drafts.FOLDER)


def refuse_inside(folder: Path, path: Path) -> None:
    """Refuse to write a file below the folder of a project that is open read-only."""
    if path.resolve().is_relative_to(folder.resolve()):
        raise ReadOnly(
            "The file would be inside the project, which is open read-only", str(path), "Choose another folder."
        )


def write_file(path: Path, data: bytes) -> None:
    """Write a file atomically, readable by its owner only. Raises CoderError for a project's own files."""
    if path.name in PROJECT_FILES and (path.parent / checkpoint.NAME).exists():
        raise CoderError("This file belongs to a project", str(path), "Choose another file name.")
    if path.is_dir():
        raise CoderError("This is a folder", str(path), "Name a file in it.")
    try:
        files.replace(path, data)
    except FileNotFoundError:
        raise CoderError("There is no such folder", str(path.parent), "Create it, or choose another.") from None
    except OSError as error:
        raise StoreError(
            "The file cannot be written", f"{path}: {error.strerror}", "Choose another folder."
        ) from error
