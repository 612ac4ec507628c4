"""Export files: write them atomically, never over a project's own files."""

from __future__ import annotations

from pathlib import Path

from coder.errors import CoderError, FileExists, ReadOnly, StoreError
from coder.store import backups, checkpoint, drafts, files, journal, lock

#: Files of a project that no export may replace.
PROJECT_FILES = (checkpoint.NAME, journal.NAME, lock.NAME, lock.OWNER, backups.FOLDER, drafts.FOLDER)


def refuse_inside(folder: Path, path: Path) -> None:
    """Refuse to write a file below the folder of a project that is open read-only."""
    if path.resolve().is_relative_to(folder.resolve()):
        raise ReadOnly(
            "The file would be inside the project, which is open read-only", str(path), "Choose another folder."
        )


def write_file(path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write a file atomically, readable by its owner only; where a symbolic link leads, the link stays.

    Raises CoderError for a project's own files, for what is no regular file and, unless `overwrite`, for a file that
    exists.
    """
    try:
        target = writable(path)
        if target.exists() and not overwrite:
            raise FileExists(
                "There is such a file already", str(path), "Choose another name, or replace it: --force."
            )
        files.replace(target, data)
    except FileNotFoundError:
        raise CoderError("There is no such folder", str(path.parent), "Create it, or choose another.") from None
    except OSError as error:
        raise StoreError(
            "The file cannot be written", f"{path}: {error.strerror}", "Choose another folder."
        ) from error


def writable(path: Path) -> Path:
    """Return the file that writing to `path` would make or replace. Raises CoderError if it is none to write."""
    try:
        target = path.resolve()
    except RuntimeError:  # Python < 3.13: a ring of links
        raise CoderError("This link leads to itself", str(path), "Choose another name.") from None
    for place in (path, target):
        if place.name in PROJECT_FILES and (place.parent / checkpoint.NAME).exists():
            raise CoderError("This file belongs to a project", str(path), "Choose another file name.")
    if target.is_dir():
        raise CoderError("This is a folder", str(path), "Name a file in it.")
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise CoderError(
            "This is no regular file", str(path), "Name a file; on the command line - is standard output."
        )
    return target
