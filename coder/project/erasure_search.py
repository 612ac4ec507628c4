"""The search of every file of a project for runs of words that were erased: the proof of an erasure."""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, LargeZipFile, ZipFile

import msgspec

from coder.errors import StoreError
from coder.progress import Progress, no_progress
from coder.project import second_folder
from coder.project.project import Project
from coder.store import backups, checkpoint, drafts, journal, reading, rescue
from coder.text.runs import keys, keys_in, texts_in

#: Folders that hold older states in a form of their own.
_VERSIONED = (".git", ".hg", ".svn", ".bzr")
#: Kinds of files whose words are not in their bytes, by suffix.
_OPAQUE = (
    ".pdf",
    ".doc",
    ".7z",
    ".rar",
    ".xz",
    ".bz2",
    ".zst",
    ".gpg",
    ".age",
    ".png",
    ".jpg",
    ".mp3",
    ".m4a",
    ".wav",
)
_LARGEST_PART = 1 << 30
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_PLAIN = {"n": "\n", "t": "\t", "r": "\n", "b": " ", "f": " "}
_TAG = re.compile(r"<[^>]*>")
_BREAKS = re.compile(r"</(?:w:p|text:p|p|si|c|a:p)>|<(?:w:br|w:tab|text:line-break|br)\b[^>]*>")


class Hit(NamedTuple):
    """A file, or a part of one, that holds erased words, and how many runs of them."""

    where: str
    number: int


class Search(NamedTuple):
    """What was searched, and what was found: `runs` of words in `files` and their `parts`.

    `kept` runs stand in records that stay, and are not searched. `unsearched` are files with the reason.
    """

    runs: int
    kept: int
    files: int
    parts: int
    hits: tuple[Hit, ...]
    unsearched: tuple[tuple[str, str], ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found, and nothing was left out."""
        return not self.hits and not self.unsearched


def search(project: Project, known: set[str], report: Progress = no_progress) -> Search:
    """Search all files of a project for runs of words: its folder, unpacked, its second backups, its rescue files.

    Runs that are in a record of the project now are left out: it was decided that they stay.
    """
    present = keys(
        text
        for rows in project.tables.values()
        for record in [*rows.values()]
        for text in texts_in(msgspec.to_builtins(record))
    )
    wanted = known - present
    return search_files(paths_of(project), wanted, project.folder, report)._replace(kept=len(known) - len(wanted))


def search_files(paths: list[Path], wanted: set[str], base: Path, report: Progress = no_progress) -> Search:
    """Search files for runs of words; those in the folder `base` are named as they are in it."""
    hits: list[Hit] = []
    unsearched: list[tuple[str, str]] = []
    clean: set[int] = set()
    number = 0
    for place, path in enumerate(paths):
        name = os.path.relpath(path, base) if path.is_relative_to(base) else str(path)
        try:
            for part, data in _parts(path, base):
                number += 1
                found = _count(data, wanted, clean)
                if found:
                    hits.append(Hit(f"{name}: {part}" if part else name, found))
        except (
            StoreError,
            OSError,
            BadZipFile,
            LargeZipFile,
            EOFError,
            zlib.error,
            RuntimeError,
            ValueError,
        ) as error:
            unsearched.append((name, error.title if isinstance(error, StoreError) else type(error).__name__))
        report((place + 1) / len(paths))
    return Search(len(wanted), 0, len(paths), number, tuple(hits), tuple(unsearched))


def paths_of(project: Project) -> list[Path]:
    """Return all files of a project: in its folder, in the second folder for backups, in the state folder."""
    folder = project.folder
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() or _is_version_folder(path)]
    state = rescue.folder().parent
    ours = [*state.glob(f"{project.info.id}-*.json"), *state.glob(f"{rescue.FOLDER}/{project.info.id}/*")]
    inside = [
        path for path in paths if not any(parent.name in _VERSIONED for parent in path.relative_to(folder).parents)
    ]
    return [*inside, *second_folder.copies(folder, project.info.id), *sorted(ours)]


def _is_version_folder(path: Path) -> bool:
    return path.name in _VERSIONED and path.is_dir()


def _parts(path: Path, base: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a file with their bytes, unpacked and unsealed; StoreError where it cannot be searched."""
    if path.is_dir():
        raise StoreError("A version control system keeps older states there, which the program does not change")
    if path.suffix.lower() in _OPAQUE:
        raise StoreError("The words of such a file cannot be read here")
    is_backup = path.name.startswith(("backup-", "project-")) and path.name.endswith((".zip", ".json.gz"))
    if is_backup and path.parent != base:
        yield checkpoint.NAME, backups.content(path)
        yield journal.NAME, backups.history(path)
        if not backups.is_legacy(path):
            yield backups.MANIFEST, msgspec.json.encode(backups.manifest(path))
        for name, data in backups.draft_files(path).items():
            yield f"{drafts.FOLDER}/{name}", data
        return
    if path.parent.parent.name == rescue.FOLDER:
        yield "", rescue.read(path).draft.encode()
        return
    data = reading.read_bytes(path) or b""
    yield from _unpacked("", data)


def _unpacked(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK\3\4") and depth < 3:
        with ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.file_size > _LARGEST_PART:
                    raise StoreError("It is too large to be unpacked here")
                inner = f"{name}/{entry.filename}" if name else entry.filename
                yield from _unpacked(inner, archive.read(entry), depth + 1)
    elif data.startswith(b"\x1f\x8b") and depth < 3:
        yield from _unpacked(name, gzip.decompress(data), depth + 1)
    else:
        yield name, data


def _count(data: bytes, wanted: set[str], clean: set[int]) -> int:
    """Return the number of wanted runs in the bytes of a text; lines that were searched before are skipped."""
    number = 0
    is_marked_up = data[:5] == b"<?xml" or data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))
    for block in [data] if is_marked_up or data[:2] in (b"\xff\xfe", b"\xfe\xff") else _blocks(data):
        known = hash(block)
        if known in clean:
            continue
        found = sum(key in wanted for key in keys_in(text_of(block, is_marked_up)))
        number += found
        if not found:
            clean.add(known)
    return number


def _blocks(data: bytes) -> Iterator[bytes]:
    """Yield a record or an entry at a time, and a text without them as a whole."""
    if data[:1] == b"{":
        yield from data.split(b"\n")
    else:
        yield data


def text_of(data: bytes, is_marked_up: bool) -> str:
    """Return the words in bytes: without the escapes of JSON, without tags."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    text = data.decode("utf-8", "replace")
    if is_marked_up:
        import html

        return html.unescape(_TAG.sub("", _BREAKS.sub("\n", text)))
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _PLAIN.get(code, code)
