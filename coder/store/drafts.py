"""Draft files: what was typed and not yet saved, one small file each, in `drafts/`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from coder.errors import Damaged, StoreError
from coder.store import files, reading, sealed

FOLDER = sealed.DRAFTS
#: File of an erasure that is being carried out; no backup has it.
ERASURE = ".erasure"
#: Ending of damaged drafts that were set aside.
ASIDE = ".damaged"

D = TypeVar("D", bound=msgspec.Struct)


def write(folder: Path, name: str, draft: msgspec.Struct, noun: str) -> None:
    """Write a draft durably; StoreError, with the `noun` of what was typed, when the disk refuses."""
    try:
        files.make_folder(folder / FOLDER)
        sealed.replace(folder / FOLDER / name, msgspec.json.encode(draft))
    except OSError as error:
        raise files.explain(error, f"save the draft of the {noun}") from error


def remove(folder: Path, name: str, noun: str) -> None:
    """Remove a draft; no-op where there is none."""
    try:
        (folder / FOLDER / name).unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, f"remove the draft of the {noun}") from error


def read(folder: Path, name: str, draft_type: type[D]) -> D | None:
    """Return a draft; None where there is none or the file cannot be read (see `problem`)."""
    try:
        return reading.read_json(folder / FOLDER / name, draft_type)
    except StoreError:
        return None


def problem(folder: Path, name: str, draft_type: type[D]) -> Damaged | None:
    """Return what is wrong with the file of a draft; None for a draft, or where the system refuses to read it."""
    try:
        reading.read_json(folder / FOLDER / name, draft_type)
    except Damaged as error:
        return error
    except StoreError:
        return None
    return None


def set_aside(folder: Path, name: str) -> str:
    """Rename a damaged draft so that nothing reads it; return its new name."""
    number, aside = 1, f"{name}{ASIDE}"
    while (folder / FOLDER / aside).exists():
        number += 1
        aside = f"{name}{ASIDE}-{number}"
    os.rename(folder / FOLDER / name, folder / FOLDER / aside)
    return aside


def names(folder: Path, pattern: str) -> list[str]:
    """Return the names of the draft files that match a pattern such as `*.json`."""
    try:
        return sorted(path.name for path in (folder / FOLDER).glob(pattern))
    except OSError as error:
        raise files.explain_reading(error, folder / FOLDER) from error


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
            data = reading.read_bytes(folder / FOLDER / name)
        except StoreError:
            continue
        if data is None:
            continue
        files.make_folder(to / FOLDER)
        sealed.replace(to / FOLDER / name, data)
