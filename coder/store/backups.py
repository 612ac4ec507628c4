"""Rotating compressed copies of `project.json`, in `backups/`."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

from coder.store import checkpoint, files

FOLDER = "backups"
KEEP = 20
EVERY = timedelta(hours=8)
_STAMP = "%Y%m%d-%H%M%S"


def listed(folder: Path) -> list[Path]:
    """The backups of the project in `folder`, the newest first."""
    return sorted((folder / FOLDER).glob("project-*.json.gz"), reverse=True)


def due(folder: Path, now: datetime) -> bool:
    """Whether the newest backup is older than `EVERY`, or, after the clock jumped, from the future."""
    newest = next(iter(listed(folder)), None)
    if newest is None:
        return True
    try:
        made = datetime.strptime(newest.name[len("project-") :].split(".")[0][:15], _STAMP)
    except ValueError:
        return True
    return abs(now.replace(tzinfo=None) - made) >= EVERY


def make(folder: Path, now: datetime, label: str = "") -> Path:
    """Copy the checkpoint as it lies on disk into a new backup, and drop the oldest beyond `KEEP`."""
    files.make_folder(folder / FOLDER)
    suffix = f"-{label}" if label else ""
    path = folder / FOLDER / f"project-{now.strftime(_STAMP)}{suffix}.json.gz"
    files.replace(path, gzip.compress((folder / checkpoint.NAME).read_bytes(), compresslevel=3, mtime=0))
    for old in listed(folder)[KEEP:]:
        old.unlink(missing_ok=True)
    return path


def read(path: Path) -> checkpoint.Checkpoint:
    """What a backup holds."""
    return checkpoint.decode(gzip.decompress(path.read_bytes()), str(path))
