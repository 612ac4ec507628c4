"""Draft files: what was typed and not yet saved, one small file each, in `drafts/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from coder.store import files

FOLDER = "drafts"

D = TypeVar("D", bound=msgspec.Struct)


def write(folder: Path, name: str, draft: msgspec.Struct, noun: str) -> None:
    """Write a draft durably; StoreError, with the `noun` of what was typed, when the disk refuses."""
    try:
        files.make_folder(folder / FOLDER)
        files.replace(folder / FOLDER / name, msgspec.json.encode(draft))
    except OSError as error:
        raise files.explain(error, f"save the draft of the {noun}") from error


def remove(folder: Path, name: str, noun: str) -> None:
    """Remove a draft; no-op where there is none."""
    try:
        (folder / FOLDER / name).unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, f"remove the draft of the {noun}") from error


def read(folder: Path, name: str, draft_type: type[D]) -> D | None:
    """Return a draft; None where there is none or the file cannot be read (it is left alone)."""
    try:
        return msgspec.json.decode((folder / FOLDER / name).read_bytes(), type=draft_type)
    except (OSError, *files.UNDECODABLE):
        return None


def names(folder: Path, pattern: str) -> list[str]:
    """Return the names of the draft files that match a pattern such as `*.json`."""
    return sorted(path.name for path in (folder / FOLDER).glob(pattern))


def read_all(folder: Path, pattern: str, draft_type: type[D]) -> Iterator[tuple[str, D]]:
    """Yield the readable drafts whose file names match a pattern, each with its file name."""
    for name in names(folder, pattern):
        draft = read(folder, name, draft_type)
        if draft is not None:
            yield name, draft


def copy_all(folder: Path, to: Path) -> None:
    """Copy the draft files of a project into another folder; those that cannot be read are skipped."""
    for name in names(folder, "[!.]*"):
        try:
            data = (folder / FOLDER / name).read_bytes()
        except OSError:
            continue
        files.make_folder(to / FOLDER)
        files.replace(to / FOLDER / name, data)
