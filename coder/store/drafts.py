"""Drafts of memos: what was typed and not yet saved, one small file each, in `drafts/`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from coder.model.memo import Draft
from coder.store import files

FOLDER = "drafts"


def _path(folder: Path, memo: str) -> Path:
    return folder / FOLDER / f"{memo}.json"


def keep(folder: Path, draft: Draft) -> None:
    """Put a draft on disk, durably; StoreError when the disk refuses."""
    # Half a surrogate pair, as a terminal may paste it, cannot be stored; the rest of the draft must be.
    text = draft.text.encode("utf-8", "replace").decode()
    try:
        files.make_folder(folder / FOLDER)
        files.replace(_path(folder, draft.memo), msgspec.json.encode(msgspec.structs.replace(draft, text=text)))
    except OSError as error:
        raise files.explain(error, "keep the draft of the memo") from error


def drop(folder: Path, memo: str) -> None:
    """Remove a draft, once it is saved or given up."""
    try:
        _path(folder, memo).unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, "remove the draft of the memo") from error


def drop_copies(folder: Path, memo: str, texts: Collection[str]) -> None:
    """Remove the drafts of a memo that lie under another name, as synchronizing leaves them, if they say this."""
    for path, draft in everything(folder):
        if draft is not None and draft.memo == memo and draft.text in texts and path != _path(folder, memo):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise files.explain(error, "remove the draft of the memo") from error


def found(folder: Path) -> Iterator[Draft]:
    """The drafts that lie in the folder; a file that is not one is left alone and passed over."""
    for _, draft in everything(folder):
        if draft is not None:
            yield draft


def everything(folder: Path) -> Iterator[tuple[Path, Draft | None]]:
    """Each file of a draft, and the draft, None where it cannot be read."""
    for path in sorted((folder / FOLDER).glob("*.json")):
        try:
            yield path, msgspec.json.decode(path.read_bytes(), type=Draft)
        except (OSError, msgspec.DecodeError):
            yield path, None
