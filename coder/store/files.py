"""Crash-safe file operations: a crash or a full disk never leaves half a file."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from coder.errors import StoreError

#: What msgspec raises for bytes it cannot decode; a byte that is no UTF-8 and deep nesting are no DecodeError.
UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
FILE_MODE = 0o600
FOLDER_MODE = 0o700


def make_folder(path: Path) -> None:
    """Create a folder, with its parents, that only its owner can enter; no-op for those that exist."""
    if not path.is_dir():
        if path.parent != path:
            make_folder(path.parent)
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)
        os.chmod(path, FOLDER_MODE)  # mkdir and open apply the umask, which may remove too much


def open_private(path: Path, flags: int) -> int:
    """Open a file and return its descriptor; a new file is readable for its owner only."""
    new = not path.exists()
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0), FILE_MODE)
    if new:
        os.chmod(path, FILE_MODE)
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


def replace(path: Path, data: bytes) -> None:
    """Put `data` where `path` is, all or nothing, and durably: temp file, fsync, rename, fsync of the folder."""
    import tempfile  # 5 ms not needed for reading

    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        try:
            os.chmod(temporary, FILE_MODE)
            write_all(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)


def read_or_empty(path: Path) -> bytes:
    """Return the bytes of a file; empty if there is no file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def strays(folder: Path) -> list[Path]:
    """Return the temporary files that a killed program left in a project's folder."""
    ours = (".project*.part", ".history*.part", "backups/.project*.part", "backups/.backup*.part", "drafts/.*.part")
    return sorted(path for pattern in ours for path in folder.glob(pattern))


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


def explain(error: OSError, what: str) -> StoreError:
    """Return an operating-system error as a StoreError to act on; `what` is the attempted action."""
    reasons = {
        errno.ENOSPC: ("The disk is full", "Free some space, then try again; or save a copy elsewhere."),
        errno.EDQUOT: ("Your disk quota is used up", "Free some space, then try again; or save a copy elsewhere."),
        errno.EACCES: ("Permission denied", "Ask for write access to the folder, or save a copy elsewhere."),
        errno.EPERM: ("Permission denied", "Ask for write access to the folder, or save a copy elsewhere."),
        errno.EROFS: ("The folder is read-only", "Save a copy elsewhere."),
        errno.ENOENT: ("The project's folder is gone", "Was the share disconnected? Save a copy elsewhere."),
        errno.EIO: ("The disk or share reports an error", "Save a copy elsewhere, then check the disk."),
    }
    title, hint = reasons.get(
        error.errno or 0, (error.strerror or "The disk reports an error", "Save a copy elsewhere.")
    )
    return StoreError(title, f"Could not {what}. What was saved before is safe.", hint)
