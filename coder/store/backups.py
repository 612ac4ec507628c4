"""Backups: rotating compressed copies of `project.json`, in `backups/`."""

from __future__ import annotations

import gzip
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from coder.errors import Damaged
from coder.store import checkpoint, files

FOLDER = "backups"
KEEP = 20
EVERY = timedelta(hours=8)
_STAMP = "%Y%m%d-%H%M%S"


def listed(folder: Path) -> list[Path]:
    """Return the backups in `folder`, the newest first: by number, since clocks jump."""
    paths = (folder / FOLDER).glob("project-*.json.gz")
    return sorted(paths, key=lambda path: (_number(path), path.name), reverse=True)


def _number(path: Path) -> int:
    number = path.name.split("-")[1]
    return int(number) if number.isdecimal() else 0


def _created(path: Path) -> datetime | None:
    try:
        return datetime.strptime("-".join(path.name.split(".")[0].split("-")[2:4]), _STAMP)
    except ValueError:
        return None


def due(folder: Path, now: datetime) -> bool:
    """Return whether no backup was made within `EVERY` of now, earlier or (after a clock jump) later."""
    moment = now.replace(tzinfo=None)
    return all(abs(moment - created) >= EVERY for created in map(_created, listed(folder)) if created is not None)


def make(folder: Path, now: datetime, label: str = "") -> Path:
    """Copy the checkpoint on disk to a new backup and remove the oldest beyond `KEEP`."""
    files.make_folder(folder / FOLDER)
    suffix = f"-{label}" if label else ""
    number = 1 + max(map(_number, listed(folder)), default=0)
    path = folder / FOLDER / f"project-{number:06d}-{now.strftime(_STAMP)}{suffix}.json.gz"
    files.replace(path, gzip.compress((folder / checkpoint.NAME).read_bytes(), compresslevel=3, mtime=0))
    for old in listed(folder)[KEEP:]:
        old.unlink(missing_ok=True)
    return path


def read(path: Path) -> checkpoint.Checkpoint:
    """Return the content of a backup; Damaged when it cannot be read."""
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise Damaged("A backup cannot be read", f"{path}: {type(error).__name__}.") from None
    return checkpoint.decode(data, str(path))
