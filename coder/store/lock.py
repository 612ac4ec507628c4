"""The lock of a project: one writer at a time, and who it is.

The lock is the operating system's, on `project.lock`: it ends with the process that holds it, however that
ends. `project.owner.json` names the owner for others.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coder.errors import Locked, ReadOnly, StoreError
from coder.store import files, reading
from coder.text.moments import format_moment

if TYPE_CHECKING:
    from filelock import BaseFileLock

NAME = "project.lock"
OWNER = "project.owner.json"


class Owner(msgspec.Struct, frozen=True):
    """The owner of a lock, since when (ISO 8601, UTC)."""

    coder: str
    user: str
    host: str
    process: int
    since: str

    @property
    def opened(self) -> str:
        """The opening time in local time."""
        return format_moment(self.since)

    def __str__(self) -> str:
        return f"{self.coder or self.user} ({self.user} on {self.host}, process {self.process})"


def me(coder: str, now: str) -> Owner:
    """Return this process as an owner."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "unknown user"
    return Owner(coder=coder, user=user, host=socket.gethostname(), process=os.getpid(), since=now)


def owner_of(folder: Path) -> Owner | None:
    """Return the recorded owner of a project's lock; None if there is none, or it cannot be read."""
    try:
        return reading.read_json(folder / OWNER, Owner)
    except StoreError:  # the lock itself is the system's; the owner is only named
        return None


def held(folder: Path) -> bool:
    """Return whether another program has the project open for writing, as far as permissions allow."""
    from filelock import Timeout

    if not os.path.isfile(folder / NAME):
        return False
    try:
        with _system_lock(folder):
            return False
    except (Timeout, NotImplementedError):
        return True
    except OSError as error:
        return error.errno not in files.NO_LOCKS


def _system_lock(folder: Path) -> BaseFileLock:
    """Return the lock of the operating system; a share without locks is an error, not a weaker lock."""
    from filelock import FileLock

    path = str(folder / NAME)
    try:
        return FileLock(path, timeout=0, fallback_to_soft=False)
    except TypeError:  # older versions of filelock raise NotImplementedError by themselves
        return FileLock(path, timeout=0)


def _no_locks(folder: Path) -> ReadOnly:
    return ReadOnly(
        "This share cannot lock files",
        f"{folder} could be changed by two programs at once, so it is not opened for writing.",
        "Open it read-only, or copy the project to a folder on this machine and work there.",
    )


class Lock:
    """The lock of the project in `folder`, held from `take` to `release`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = _system_lock(folder)

    def take(self, owner: Owner, wait: float = 0.0) -> Owner | None:
        """Acquire the lock, waiting up to `wait` seconds; return the dead owner it was taken over from, if any.

        Raises Locked with the owner, ReadOnly if the share cannot lock files, OSError if the folder refuses.
        """
        from filelock import Timeout

        # Created here: filelock would not bear a share that denies chmod
        os.close(files.open_private(self.folder / NAME, os.O_RDWR | os.O_CREAT))
        try:
            self._lock.acquire(timeout=wait, poll_interval=0.02)
        except Timeout:
            holder = owner_of(self.folder)
            message = f"{holder} has had it open since {holder.opened}" if holder else "Another program has it open"
            raise Locked(
                "The project is open in another program",
                f"{message}. Only one program can write at a time.",
                "Close it there, or open it read-only here.",
            ) from None
        except NotImplementedError:
            raise _no_locks(self.folder) from None
        except OSError as error:
            raise (_no_locks(self.folder) if error.errno in files.NO_LOCKS else error) from None
        try:
            previous_owner = owner_of(self.folder)
            if os.path.isdir(self.folder / OWNER):
                os.rename(self.folder / OWNER, self.folder / f"{OWNER}.damaged")
            files.replace(self.folder / OWNER, msgspec.json.encode(owner))
        except BaseException:
            self._lock.release()
            raise
        return previous_owner

    def release(self, closed: bool = True) -> None:
        """Release the lock; the owner file stays behind if the project was not `closed`, or it cannot be removed."""
        try:
            if closed:
                with contextlib.suppress(OSError):
                    (self.folder / OWNER).unlink(missing_ok=True)
        finally:
            self._lock.release()
