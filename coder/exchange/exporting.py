"""Export files: write them atomically, never over files of a project or of the program."""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from coder.errors import CoderError, FileExists, NoRegularFile, ReadOnly, StoreError
from coder.project import settings
from coder.store import backups, checkpoint, drafts, files, journal, keys, lock, rescue

#: Folders of a project that no export may write into or replace; Git's holds the project's past.
PROJECT_FOLDERS = (backups.FOLDER, drafts.FOLDER, ".git")
#: Files of a project that no export may replace, nor what begins with their names, as `history.jsonl.damaged-…` does.
PROJECT_FILES = (checkpoint.NAME, journal.NAME, keys.NAME, lock.NAME, lock.OWNER, checkpoint.ATTRIBUTES)
#: Folders that hold the system's devices and open files, although some are shown as regular files.
_SYSTEM_FOLDERS = ("/dev", "/proc", "/sys")
_SHARED_MEMORY = "/dev/shm"
#: Links that are followed one after the other, as by Linux.
_MOST_LINKS = 40
#: Names that Windows keeps for devices, whatever their suffix.
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³")
_WINDOWS_DEVICES = frozenset(["con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS])


def refuse_inside(folder: Path, path: Path) -> None:
    """Refuse to write a file below the folder of a project that is open read-only."""
    if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise ReadOnly(
            "The file would be inside the project, which is open read-only", str(path), "Choose another folder."
        )


def write_file(path: Path, data: bytes, *, overwrite: bool = False, shared: bool = False) -> None:
    """Write a file atomically, readable by its owner only, unless `shared`; where a symbolic link leads, it stays.

    Raises CoderError for files of a project or the program, NoRegularFile for a device and the like, and, unless
    `overwrite`, FileExists for a file that exists, even one that was made in this moment.
    """
    target = writable(path)
    with _explained(path, target):
        for stray in files.interrupted_exports(target.parent):
            with contextlib.suppress(OSError):  # somebody else's, or removed meanwhile
                stray.unlink()
        if os.path.lexists(target) and not overwrite:
            raise FileExistsError
        with files.written_aside(target, prefix=files.EXPORT_PREFIX, is_new=not overwrite) as handle:
            files.write_all(handle, data)
            if shared:
                files.share(handle)


@contextlib.contextmanager
def _explained(path: Path, target: Path) -> Iterator[None]:
    """Turn errors of the system into those that a person can act on."""
    try:
        yield
    except FileExistsError:
        raise FileExists("A file of this name exists already", str(path), "Choose another name.") from None
    except (FileNotFoundError, NotADirectoryError):
        raise CoderError("There is no such folder", str(target.parent), "Create it, or choose another.") from None
    except OSError as error:
        raise StoreError(
            "The file cannot be written", f"{path}: {error.strerror}", "Choose another folder."
        ) from error
    except ValueError:  # a zero byte
        raise CoderError("This cannot be the name of a file", repr(str(path)), "Choose another name.") from None


def writable(path: Path) -> Path:
    """Return the file that writing to `path` would make or replace. Raises CoderError if it is none to write."""
    with _explained(path, path):
        target = None
        for place in _steps(path):
            if _is_of_a_project(place):
                raise CoderError("This file belongs to a project", str(path), "Choose another name or folder.")
            if _is_of_the_program(place):
                raise CoderError("This file is the program's own", str(path), "Choose another name or folder.")
            if _is_of_the_system(place):
                raise NoRegularFile("This is not a regular file", str(path), "Name a file.")
            target = place
        if target is None or target.is_symlink():
            raise CoderError("This link leads to itself", str(path), "Choose another name.")
        if target.is_dir():
            raise CoderError("This is a folder", str(path), "Name a file in it.")
        if os.path.lexists(target) and not target.is_file():
            raise NoRegularFile("This is not a regular file", str(path), "Name a file.")
        if os.name == "nt" and is_windows_device(target.name):
            raise CoderError("Windows reserves this name for a device", str(path), "Choose another name.")
    return target


def is_windows_device(name: str) -> bool:
    """Return whether Windows takes a file name for that of a device: `NUL`, `con.csv`."""
    return PureWindowsPath(name).name.split(".")[0].rstrip(" ").casefold() in _WINDOWS_DEVICES


def _steps(path: Path) -> Iterator[Path]:
    """Yield the path as typed, and each path that its links lead to; the last one is where the file will be."""
    for _ in range(_MOST_LINKS):
        yield Path(os.path.abspath(path))
        path = Path(os.path.realpath(path.parent)) / path.name
        yield path
        if not path.is_symlink():
            return
        path = path.parent / os.readlink(path)


def _is_of_a_project(path: Path) -> bool:
    """Return whether a path is, or would be, a file of the program in any project's folder, or a backup of one."""
    for folder in path.parents:
        if any(os.path.lexists(folder / name) for name in (checkpoint.NAME, journal.NAME)):
            name = _as_compared(path.relative_to(folder).parts[0])
            if name in PROJECT_FOLDERS or name.startswith((*PROJECT_FILES, *(f".{own}" for own in PROJECT_FILES))):
                return True
    return path in backups.listed_in(path.parent)


def _is_of_the_program(path: Path) -> bool:
    """Return whether a path is the settings file, or in the folder of rescued texts and last positions."""
    own = settings.path()
    same_name = _as_compared(path.name) == _as_compared(own.name)
    if (same_name and _is_same(path.parent, own.parent)) or _is_same(path, own):
        return True
    state = rescue.folder().parent
    return state.exists() and any(_is_same(folder, state) for folder in path.parents)


def _is_same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file or folder."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _as_compared(name: str) -> str:
    """Return a name as file systems compare it that ignore case, or dots, blanks and a stream's name at its end."""
    return unicodedata.normalize("NFKC", name).casefold().partition(":")[0].rstrip(". ")


def _is_of_the_system(path: Path) -> bool:
    """Return whether a path is in a folder of devices or of a process's open files."""
    return any(map(path.is_relative_to, _SYSTEM_FOLDERS)) and not path.is_relative_to(_SHARED_MEMORY)
