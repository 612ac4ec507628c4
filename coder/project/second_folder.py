"""The second folder for backups: where it is, which backups of a project it has, and whether it answers."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from coder.errors import StoreError
from coder.progress import Progress, no_progress
from coder.project import settings
from coder.store import backups, checkpoint

T = TypeVar("T")
#: Seconds without any progress after which the second folder is given up.
PATIENCE = 10.0


def place(base: str, folder: Path, project: str) -> Path:
    """Return the place of a project's backups in the second folder: one for each project and each copy of it."""
    origin = f"{socket.gethostname()}\n{folder.resolve()}".encode("utf-8", "surrogateescape")
    return Path(os.path.expanduser(base)) / f"{project}-{zlib.crc32(origin):08x}"


def must_be_reachable(base: str) -> None:
    if not Path(os.path.expanduser(base)).is_absolute():
        raise StoreError("The second backup folder must be a full path", base)
    if not Path(os.path.expanduser(base)).is_dir():
        raise StoreError("The second backup folder cannot be reached", base)


def patiently(work: Callable[[Progress], T], report: Progress = no_progress) -> T:
    """Run what may hang on a share; StoreError if it makes no progress for `PATIENCE` seconds."""
    results: list[T] = []
    failures: list[BaseException] = []
    share = 0.0
    given_up = threading.Event()

    def follow(now: float) -> None:
        nonlocal share
        share = now
        if given_up.is_set():
            raise TimeoutError

    def run() -> None:
        try:
            results.append(work(follow))
        except BaseException as error:  # raised again by the caller's thread
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    waited, last = 0.0, 0.0
    try:
        while thread.is_alive():
            thread.join(0.05)
            report(share)
            waited = 0.0 if share != last else waited + 0.05
            last = share
            if waited >= PATIENCE:
                raise StoreError("The second backup folder does not answer")
    except BaseException:
        given_up.set()
        raise
    if failures:
        raise failures[0]
    return results[0]


def copies(folder: Path, project: str = "") -> list[Path]:
    """Return the backups of a project in the second folder; none if it is not set or not reachable.

    `project` is its id, where its own file does not tell.
    """
    info = checkpoint.info_at_a_glance(folder)
    id = info.id if info is not None else project
    base = settings.load().backup_folder.strip()
    if not base or not id:
        return []
    with contextlib.suppress(StoreError, OSError):
        return patiently(lambda _: backups.listed_in(place(base, folder, id)))
    return []


def problem() -> str:
    """Return a message if a second folder is set and cannot be reached; otherwise ""."""
    base = settings.load().backup_folder.strip()
    try:
        if base:
            patiently(lambda _: must_be_reachable(base))
    except StoreError as error:
        return f"{error.title}: {base}"
    return ""
