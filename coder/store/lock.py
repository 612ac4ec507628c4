"""The lock of a project: one writer at a time, and who it is.

The lock is the operating system's, on `project.lock`: it ends with the process that holds it, however that
ends. `project.owner.json` names the owner for others.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from datetime import datetime
from pathlib import Path

import msgspec

from coder.errors import Locked
from coder.store import files

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
        try:
            return f"{datetime.fromisoformat(self.since).astimezone():%Y-%m-%d %H:%M}"
        except ValueError:
            return self.since

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
    """Return the recorded owner of a project's lock, if any."""
    try:
        return msgspec.json.decode((folder / OWNER).read_bytes(), type=Owner)
    except (OSError, *files.UNDECODABLE):
        return None


def held(folder: Path) -> bool:
    """Return whether another program has the project open for writing, as far as permissions allow."""
    from filelock import FileLock, Timeout

    if not (folder / NAME).exists():
        return False
    try:
        with FileLock(str(folder / NAME), timeout=0, mode=files.FILE_MODE):
            return False
    except (Timeout, OSError):
        return True


class Lock:
    """The lock of the project in `folder`, held from `take` to `release`."""

    def __init__(self, folder: Path) -> None:
        from filelock import FileLock

        self.folder = folder
        self._lock = FileLock(str(folder / NAME), timeout=0, mode=files.FILE_MODE)

    def take(self, owner: Owner, wait: float = 0.0) -> Owner | None:
        """Acquire the lock, waiting up to `wait` seconds; return the dead owner it was taken over from, if any.

        Raises Locked with the owner; OSError if the folder cannot be written.
        """
        from filelock import Timeout

        try:
            self._lock.acquire(timeout=wait, poll_interval=0.02)
        except Timeout:
            holder = owner_of(self.folder)
            message = f"{holder} has had it open since {holder.opened}" if holder else "Another program has it open"
            raise Locked(
                "The project is open in another program",
                f"{message}. Only one program can write at a time.",
                "Close it there, or open it here for reading.",
            ) from None
        try:
            previous_owner = owner_of(self.folder)
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
