"""Coded segments into a file: which writer, and a file that is whole or not there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from coder.errors import CoderError, StoreError
from coder.exchange.registry import Writer, writers
from coder.project import Project
from coder.store import backups, checkpoint, drafts, files, journal, lock

__all__ = ["put", "render", "writer_for", "writers"]

#: Files of a project that no export may replace.
OURS = (checkpoint.NAME, journal.NAME, lock.NAME, lock.OWNER, backups.FOLDER, drafts.FOLDER)


def writer_for(name: str, format: str | None = None) -> Writer:
    """The writer for a file's suffix, or for a format that is named. CoderError that lists what there is."""
    known = writers()
    names = ", ".join(writer.name for writer in known)
    if format is not None:
        wanted = format.casefold().lstrip(".")
        found = [writer for writer in known if wanted == writer.name or f".{wanted}" in writer.suffixes]
        if not found:
            raise CoderError(f"There is no format “{format}”", hint=f"There is: {names}")
        return found[0]
    suffix = Path(name).suffix.casefold()
    found = [writer for writer in known if suffix in writer.suffixes]
    if not found:
        what = suffix or "A file without a suffix"
        raise CoderError(f"{what} cannot be written", hint=f"There is: {names} (--format)")
    return found[0]


def render(project: Project, writer: Writer, segments: Sequence[str] | None) -> bytes:
    """What a writer makes of all coded segments, or of those named."""
    stream = io.BytesIO()
    writer.write(project, stream, segments)
    return stream.getvalue()


def put(path: Path, data: bytes) -> None:
    """Write a file, all or nothing, for its owner only. Refuses to write over a project's own files."""
    if path.name in OURS and (path.parent / checkpoint.NAME).exists():
        raise CoderError("That is a file of a project", str(path), "Name another file.")
    if path.is_dir():
        raise CoderError("That is a folder", str(path), "Name a file in it.")
    try:
        files.replace(path, data)
    except FileNotFoundError:
        raise CoderError("There is no such folder", str(path.parent), "Make it, or name another.") from None
    except OSError as error:
        raise StoreError("The file cannot be written", f"{path}: {error.strerror}", "Name another place.") from error
