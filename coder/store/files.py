"""Crash-safe file operations: a crash or a full disk never leaves half a file."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from coder.errors import ReadRefused, StoreError

#: What msgspec raises for bytes it cannot decode; a byte that is no UTF-8 and deep nesting are no DecodeError.
UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
FILE_MODE = 0o600
SHARED_MODE = 0o644
FOLDER_MODE = 0o700


def make_folder(path: Path) -> None:
    """Create a folder, with its parents, that only its owner can enter; no-op for those that exist."""
    if not path.is_dir():
        if path.parent != path:
            make_folder(path.parent)
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)
        restrict(path, FOLDER_MODE)  # mkdir and open apply the umask, which may remove too much


def tighten(folder: Path) -> None:
    """Take the access of other users from a folder of the program; one of another owner, or a link, is left as it is.

    A folder with the sticky bit is shared on purpose.
    """
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # a link, or gone: nothing of ours
        return
    try:
        status = os.fstat(handle)
        if status.st_uid == os.geteuid() and status.st_mode & 0o077 and not status.st_mode & stat.S_ISVTX:
            os.fchmod(handle, FOLDER_MODE)
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise
    finally:
        os.close(handle)


def _numbers(*names: str) -> tuple[int, ...]:
    """Return the error numbers of these names that the platform has."""
    return tuple(getattr(errno, name) for name in names if hasattr(errno, name))


#: What shares without modes of their own answer to chmod.
_NO_MODES = _numbers("EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL")
#: What shares without locks answer to flock.
NO_LOCKS = _numbers("ENOSYS", "ENOTSUP", "EOPNOTSUPP", "ENOLCK", "EINVAL")
#: What file systems without hard links answer to link.
_NO_LINKS = _numbers("EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL", "EMLINK", "EXDEV")
#: Beginning of the names of temporary files outside projects, which a later export recognizes.
EXPORT_PREFIX = ".coder-export-"
#: Ending of the names of files and folders that are not complete.
PART = ".part"
#: Age in seconds after which no program writes a temporary file any more.
_DAY = 86_400


def restrict(path: Path | str, mode: int) -> bool:
    """Set the mode of a file or folder; return False where the share denies it."""
    try:
        os.chmod(path, mode)
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise
        return False
    return True


def share(handle: int) -> None:
    """Let every user of the machine read an open file; no-op where the system or the share has no modes."""
    if hasattr(os, "fchmod"):
        try:
            os.fchmod(handle, SHARED_MODE)
        except OSError as error:
            if error.errno not in _NO_MODES:
                raise


def shared_mode(path: Path) -> int:
    """Return the mode of a file or folder if other users may read it, otherwise 0."""
    mode = path.stat().st_mode & 0o777
    return mode if os.name != "nt" and mode & 0o077 else 0


def open_private(path: Path, flags: int) -> int:
    """Open a file and return its descriptor; a new file is readable for its owner only."""
    new = not path.exists()
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0), FILE_MODE)
    if new:
        restrict(path, FILE_MODE)
    return handle


def read_at(handle: int, size: int, offset: int) -> bytes:
    """Return up to `size` bytes of an open file from `offset`; fewer only at its end."""
    parts: list[bytes] = []
    while size > 0:
        if hasattr(os, "pread"):
            part = os.pread(handle, size, offset)
        else:
            os.lseek(handle, offset, os.SEEK_SET)
            part = os.read(handle, size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
        offset += len(part)
    return b"".join(parts)


def sync_folder(path: Path) -> None:
    """Make a rename inside `path` durable, on systems that can open a folder."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network shares cannot sync a folder; the rename itself was still atomic.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EIO):
            raise
    finally:
        os.close(handle)


def write_all(handle: int, data: bytes) -> None:
    """Write every byte of `data`; a full disk is an OSError, never a silent short write."""
    view = memoryview(data)
    while view:
        written = os.write(handle, view)
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[written:]


@contextlib.contextmanager
def written_aside(path: Path, *, prefix: str = "", is_new: bool = False) -> Iterator[int]:
    """Yield the descriptor of a private file that takes the name `path` when it is complete and on disk.

    Nothing is left behind after an error. With `is_new`, FileExistsError if there is a file of that name by then.
    """
    import tempfile  # 5 ms not needed for reading

    handle, temporary = tempfile.mkstemp(prefix=prefix or f".{path.name}.", suffix=PART, dir=path.parent)
    try:
        try:
            restrict(temporary, FILE_MODE)
            _locked(handle)
            yield handle
            os.fsync(handle)
        finally:
            os.close(handle)
        if is_new:
            _rename_to_free_name(temporary, path)
        else:
            os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)


def _rename_to_free_name(temporary: str, path: Path) -> None:
    """Rename a file; FileExistsError if the new name is taken, even by a program that took it just now."""
    if os.name == "nt":
        os.rename(temporary, path)
        return
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
        try:
            os.replace(temporary, path)
        except OSError:
            os.unlink(path)
            raise
    else:
        os.unlink(temporary)


def replace(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, all or nothing, and durably; a symbolic link is replaced, see `followed`."""
    with written_aside(path) as handle:
        write_all(handle, data)


def followed(path: Path) -> Path:
    """Return the path that a chain of symbolic links leads to; OSError if it leads back to itself."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return target


def _locked(handle: int) -> bool:
    """Mark an open file as being written until it is closed; return False if another program may be writing it."""
    if os.name == "nt":  # an open file cannot be renamed or removed there
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # in use, or a share without locks cannot say
        return False
    return True


def interrupted_exports(folder: Path) -> list[Path]:
    """Return the temporary files of exports into a folder whose program was killed."""
    return sorted(path for path in folder.glob(f"{EXPORT_PREFIX}*{PART}") if _is_abandoned(path))


def _is_abandoned(path: Path) -> bool:
    if os.name == "nt":
        try:
            os.rename(path, path)  # refused while the file is open
        except OSError:
            return False
        return True
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    try:
        return stat.S_ISREG(os.fstat(handle).st_mode) and _locked(handle)
    finally:
        os.close(handle)


def strays(folder: Path) -> list[Path]:
    """Return the temporary files that a killed program left in a project's folder."""
    ours = (
        ".project*.part",
        ".history*.part",
        ".openings*.part",
        "..gitattributes*.part",
        "backups/.project*.part",
        "backups/.backup*.part",
        "drafts/.*.part",
    )
    left = [path for pattern in ours for path in folder.glob(pattern)]
    return sorted([*left, *interrupted_exports(folder)])


def remove_old(folder: Path, pattern: str) -> None:
    """Remove the temporary files of writes that were interrupted more than a day ago; others may be in progress."""
    for stray in folder.glob(pattern):
        with contextlib.suppress(OSError):
            if time.time() - stray.stat().st_mtime > _DAY:
                stray.unlink()


def interrupted_restores(folder: Path) -> list[Path]:
    """Return the folders that a killed restore has left beside a project, as far as permissions allow."""
    place = folder.absolute()
    try:
        paths = sorted(place.parent.iterdir())
    except OSError:
        return []
    beginning = f".{place.name}."
    return [
        path
        for path in paths
        if path.name.startswith(beginning) and path.suffix == PART and path.is_dir() and not path.is_symlink()
    ]


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the garbage collector, which would scan hundreds of thousands of new records in vain."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


#: Error number → what happened, and what to do.
_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("The disk is full", "Free some space, then try again; or save a copy elsewhere."),
    errno.EDQUOT: ("Your disk quota is used up", "Free some space, then try again; or save a copy elsewhere."),
    errno.EFBIG: ("The file has become too large for this disk", "Save a copy elsewhere."),
    errno.EACCES: ("Permission denied", "Ask for write access to the folder, or save a copy elsewhere."),
    errno.EPERM: ("Permission denied", "Ask for write access to the folder, or save a copy elsewhere."),
    errno.EROFS: ("The folder is read-only", "Save a copy elsewhere."),
    errno.ENOENT: ("The project's folder is gone", "Was the share disconnected? Save a copy elsewhere."),
    errno.ENOTDIR: ("The project's folder is gone", "A file has taken its place. Save a copy elsewhere."),
    errno.EISDIR: ("A folder has taken the place of a file", "Move it away, or save a copy elsewhere."),
    errno.EIO: ("The disk or share reports an error", "Save a copy elsewhere, then check the disk."),
    errno.EMFILE: ("Too many files are open", "Close other programs, then try again."),
    errno.ENFILE: ("Too many files are open", "Close other programs, then try again."),
    errno.ELOOP: ("A link leads back to itself", "Look at the links in the project's folder."),
    errno.ENAMETOOLONG: ("The path is too long", "Choose a shorter name."),
}
#: The same for what a disconnected share answers; not every platform knows each of them.
_DISCONNECTED = (
    *("ESTALE", "ENOTCONN", "ETIMEDOUT", "EHOSTDOWN", "EHOSTUNREACH", "ENETUNREACH", "ECONNRESET", "ENODEV"),
    *("EREMOTEIO", "ENXIO"),
)
_REASONS |= {
    number: ("The share cannot be reached", "Reconnect it, then try again; or save a copy elsewhere.")
    for number in _numbers(*_DISCONNECTED)
}
#: What to do where a file cannot be read.
_READING_HINTS: dict[int, str] = {
    errno.EACCES: "Ask the owner of the folder for read access.",
    errno.EPERM: "Ask the owner of the folder for read access.",
    errno.EIO: "Copy the folder to another disk, then check this one. There may be a backup in backups/.",
}


def _reason(error: OSError) -> tuple[str, str]:
    unknown = (error.strerror or "The disk reports an error", "Save a copy elsewhere.")
    return _REASONS.get(error.errno or 0, unknown)


def explain(error: OSError, what: str) -> StoreError:
    """Return an operating-system error as a StoreError to act on; `what` is the attempted action."""
    title, hint = _reason(error)
    return StoreError(title, f"Could not {what}. What was saved before is safe.", hint)


def explain_reading(error: OSError, path: Path) -> ReadRefused:
    """Return the error of a file that cannot be read as one to act on."""
    title, hint = _reason(error)
    hint = _READING_HINTS.get(error.errno or 0, hint.replace("; or save a copy elsewhere", ""))
    return ReadRefused(title, f"Could not read {path}. Nothing was changed.", hint)
