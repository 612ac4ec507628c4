"""The files of a project as they lie on disk: sealed where the project is encrypted, and read as if they were not.

All else in the store reads and writes the content: offsets, checksums and the hash chain are those of a plain
project, and encrypting changes none of them. `project.json` and the drafts are sealed whole. Of the history each line
is sealed by itself, with its place in the content and the tag of the line before it, so that a line can be appended,
found by its place, and neither swapped, replayed nor removed unnoticed. What does not authenticate reads as bytes
that are no content, of the same length where that is known: damage is found and repaired as in a plain project.
"""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from coder.errors import Damaged
from coder.store import cipher, files, keys
from coder.store.cipher import NO_TAG, Cipher, Forged

CHECKPOINT, HISTORY, OPENINGS, DRAFTS = keys.CHECKPOINT, keys.HISTORY, "openings.jsonl", "drafts"
#: Kinds of sealed files.
PROJECT, LINES, DRAFT = "project", "history", "draft"
#: Kind of damaged files that are kept.
KEPT = "kept"
#: What an editor may put before the first line.
_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 16
_PROBE = 256
#: Ends in place of lines that do not authenticate.
_FILL, _SHORTEST = b"#", 2

#: Returns up to so many bytes from an offset of a file.
ReadAt = Callable[[int, int], bytes]


class Place(NamedTuple):
    """What a path is in a project: its folder, the kind of the file, and whether each line is sealed by itself."""

    folder: Path
    kind: str
    by_lines: bool


def place_of(path: Path) -> Place | None:
    """Return what a path would be in a project; None for a file that is never sealed."""
    folder = path.parent
    if path.name == HISTORY:
        return Place(folder, LINES, True)
    if path.name == CHECKPOINT:
        return Place(folder, PROJECT, False)
    return Place(folder.parent, DRAFT, False) if folder.name == DRAFTS else None


def view(path: Path, file: BinaryIO) -> BinaryIO:
    """Return an open file of a project as its content; NeedsPassphrase if that is locked, Damaged if it is plain."""
    place = place_of(path)
    opened = None if place is None else keys.of(place.folder)
    if place is None or opened is None:
        return file
    beginning = file.read(_PROBE)
    file.seek(0)
    if not beginning:
        return file
    is_sealed = cipher.LINE_BEGINNING.match(beginning) if place.by_lines else cipher.is_sealed(beginning)
    if not is_sealed and _may_be_plain(place.folder, opened):
        return file
    if place.by_lines:
        size = file.seek(0, os.SEEK_END)
        return cast(BinaryIO, _LinesFile(SealedLines(reader(file), size, opened, place.kind)))
    if not is_sealed:
        raise Damaged(
            f"{path.name} is damaged, or not encrypted",
            f"{path}: it does not begin as an encrypted file does, and the project is encrypted.",
            "Run: coder doctor PROJECT --repair",
        )
    return io.BytesIO(content(file.read(), _fitting(opened, place.folder, beginning), place.kind))


def _may_be_plain(folder: Path, opened: Cipher) -> bool:
    """Return whether a plain file is in order: the project was decrypted meanwhile, or its conversion was begun."""
    key_file = keys.read(folder)
    if key_file is None:
        keys.refreshed(folder)
    return key_file is None or keys.pending_of(key_file, opened) in (keys.ENCRYPT, keys.DECRYPT)


def _fitting(opened: Cipher, folder: Path, beginning: bytes) -> Cipher:
    """Return the key of a file sealed whole: another program may have given the project a new one."""
    try:
        id = cipher.head_of(beginning).id
    except Forged:
        return opened
    if id != opened.id:
        opened = keys.refreshed(folder) or opened
        previous = keys.previous(opened.id)
        if previous is not None and previous.id == id:
            return previous
    return opened


def content(data: bytes, opened: Cipher, kind: str) -> bytes:
    """Return the content of a file sealed whole, with `cipher.FILLER` where it does not authenticate."""
    try:
        return opened.open(kind, data)
    except Forged:
        pass
    try:
        return opened.open_parts(kind, data)
    except Forged:
        return cipher.FILLER * cipher.LEAST_FILL


def reader(file: BinaryIO) -> ReadAt:
    """Return a function that reads an open file by offsets."""

    def read(size: int, offset: int) -> bytes:
        file.seek(offset)
        return file.read(size)

    return read


class SealedLines:
    """A file of sealed lines, read by offsets of its content; `size` is that of the file itself."""

    def __init__(self, read: ReadAt, size: int, opened: Cipher, kind: str) -> None:
        self._read = read
        self._size = size
        self._cipher = opened
        self._kind = kind

    def _raw_lines(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield the lines from a line's beginning on, with where they begin in the file; the last may be torn."""
        block, rest, size = start, b"", _BLOCK
        while block < self._size or rest:
            data = self._read(min(size, self._size - block), block) if block < self._size else b""
            block += len(data)
            rest += data
            size = min(size * 2, 1 << 22)
            *lines, rest = rest.split(b"\n")
            for line in lines:
                yield start, line + b"\n"
                start += len(line) + 1
            if not data and rest:
                yield start, rest
                return

    def _open(self, line: bytes) -> cipher.Line:
        line = line.removeprefix(_BOM).replace(b"\r\n", b"\n")
        try:
            return self._cipher.open_line(self._kind, line)
        except Forged:
            previous = keys.previous(self._cipher.id)
            if previous is None:
                raise
            return previous.open_line(self._kind, line)

    def parts(self, start: int = 0) -> Iterator[tuple[int, bytes, int, bytes]]:
        """Yield the content from a line's beginning in the file on: its offset, its bytes, where its line ends, tag.

        What does not authenticate is one part of `#`, as long as what is missing; at the end, nearly as it is.
        """
        claimed = cipher.place_of(self._read(_PROBE, start)) if start else (0, 0)
        offset = claimed[0] if claimed else 0
        tag = NO_TAG if start == 0 else b""
        foreign: list[bytes] = []
        for position, line in self._raw_lines(start):
            try:
                opened = self._open(line)
            except Forged:
                foreign.append(line)
                continue
            if foreign or opened.at != offset or (tag and opened.previous != tag):
                fill = _FILL * (max(opened.at - offset, _SHORTEST) - 1) + b"\n"
                yield offset, fill, position, b""
                offset += len(fill)
                foreign = []
            tag = opened.tag
            offset += len(opened.content)
            yield offset - len(opened.content), opened.content, position + len(line), tag
        if foreign:
            # Without the braces, nothing takes a plain line that somebody put there for one of the project
            yield offset, b"".join(foreign).replace(b"{", _FILL), self._size, b""

    def _find(self, offset: int) -> int:
        """Return where the line begins that has a byte of the content, or the last one before it."""
        low, high = 0, self._size
        while low < high - 1:
            middle = (low + high) // 2
            start, at = self._next_line(middle, high)
            if at is None or at > offset:
                high = middle
            else:
                low = start
        return low

    def _next_line(self, position: int, end: int) -> tuple[int, int | None]:
        """Return the first line that begins at or after a position and before `end`, and its offset in the content.

        `end` and None if there is none.
        """
        start, size = position - 1, _BLOCK // 16
        while start < end:
            data = self._read(size, start)
            if not data:
                break
            newline = data.find(b"\n")
            if newline < 0:
                start += len(data)
                size = min(size * 2, 1 << 22)
                continue
            start += newline + 1
            if start >= end:
                break
            claimed = cipher.place_of(self._read(_PROBE, start))
            if claimed is not None:
                return start, claimed[0]
        return end, None

    def read(self, size: int, offset: int) -> bytes:
        """Return up to `size` bytes of the content from `offset`; fewer only at its end."""
        pieces: list[bytes] = []
        for at, data, _, _ in self.parts(self._find(offset) if offset else 0):
            if at >= offset + size:
                break
            piece = data[max(0, offset - at) : offset + size - at]
            if piece:
                pieces.append(piece)
        return b"".join(pieces)

    def end_of(self, offset: int) -> tuple[int, bytes]:
        """Return where the line ends in the file whose content ends at `offset`, and its tag; (0, NO_TAG) for 0.

        Damaged if no line ends there.
        """
        if offset == 0:
            return 0, NO_TAG
        for at, data, end, tag in self.parts(self._find(offset - 1)):
            if at + len(data) == offset and tag:
                return end, tag
            if at > offset:
                break
        raise Damaged(
            "The history file is damaged", f"No entry ends at byte {offset:,}.", "Run: coder doctor PROJECT"
        )


class _LinesFile(io.RawIOBase):
    """The content of a file of sealed lines, as a file open for reading."""

    def __init__(self, lines: SealedLines) -> None:
        self._lines = lines
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence != os.SEEK_SET:
            raise OSError("only from the beginning")
        self._position = offset
        return offset

    def tell(self) -> int:
        return self._position

    def read(self, size: int | None = -1) -> bytes:
        data = self._lines.read(1 << 62 if size is None or size < 0 else size, self._position)
        self._position += len(data)
        return data


class Tail:
    """The end of a file that is appended to: where it is in the file, and, if that is encrypted, how to seal a line.

    `offset` is that of the content; Damaged if no line of the file ends there.
    """

    def __init__(self, path: Path, handle: int, offset: int) -> None:
        place = place_of(path)
        self._cipher = None if place is None else keys.of(place.folder)
        self._kind = "" if place is None else place.kind
        self._handle = handle
        self._tag = b""
        self.end = offset
        if self._cipher is not None:
            self.end, self._tag = self._lines().end_of(offset)

    def _lines(self) -> SealedLines:
        assert self._cipher is not None
        length = os.fstat(self._handle).st_size
        return SealedLines(partial(files.read_at, self._handle), length, self._cipher, self._kind)

    def read(self, size: int, offset: int) -> bytes:
        """Return up to `size` bytes of the content from `offset`."""
        return files.read_at(self._handle, size, offset) if self._cipher is None else self._lines().read(size, offset)

    def line(self, content: bytes, offset: int) -> tuple[bytes, bytes]:
        """Return the bytes to write for a line at the end, and what `wrote` is told once they are on disk."""
        if self._cipher is None:
            return content, b""
        return self._cipher.seal_line(self._kind, content, offset, self._tag)

    def wrote(self, data: bytes, tag: bytes) -> None:
        """Move the end behind a line that was written."""
        self.end += len(data)
        self._tag = tag


def sealed_lines(data: bytes, opened: Cipher, kind: str) -> bytes:
    """Return the lines of a content, each sealed."""
    lines, offset, tag = [], 0, NO_TAG
    for line in data.splitlines(keepends=True):
        sealed, tag = opened.seal_line(kind, line, offset, tag)
        lines.append(sealed)
        offset += len(line)
    return b"".join(lines)


def lines_content(data: bytes, opened: Cipher, kind: str) -> bytes:
    """Return the content of sealed lines, with `#` where it does not authenticate."""
    lines = SealedLines(lambda size, offset: data[offset : offset + size], len(data), opened, kind)
    return b"".join(part for _, part, _, _ in lines.parts())


def raw_end(path: Path, offset: int) -> int:
    """Return where the content up to `offset` ends in the file of a project itself."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return Tail(path, handle, offset).end
    finally:
        os.close(handle)


def strict_content(data: bytes, opened: Cipher, kind: str) -> bytes:
    """Return the content of the bytes of a file of this kind; Forged unless all of it authenticates."""
    if kind != LINES:
        return opened.open(kind, data) if data else b""
    lines = SealedLines(lambda size, offset: data[offset : offset + size], len(data), opened, kind)
    parts: list[bytes] = []
    for _, part, _, tag in lines.parts():
        if not tag:
            raise Forged("a line does not authenticate")
        parts.append(part)
    return b"".join(parts)


def whole_content(path: Path) -> bytes:
    """Return the content of the file of a project, sealed or plain; Forged unless all of it authenticates."""
    place, data = place_of(path), path.read_bytes()
    opened = None if place is None else keys.of(place.folder)
    if place is None or opened is None or not data:
        return data
    is_sealed = cipher.LINE_BEGINNING.match(data) if place.by_lines else cipher.is_sealed(data)
    if not is_sealed and _may_be_plain(place.folder, opened):
        return data
    try:
        return strict_content(data, opened, place.kind)
    except Forged:
        previous = keys.previous(opened.id)
        if previous is None:
            raise
        return strict_content(data, previous, place.kind)


def sealed_content(data: bytes, opened: Cipher, kind: str) -> bytes:
    """Return the bytes of a file of this kind with this content."""
    return sealed_lines(data, opened, kind) if kind == LINES else opened.seal(kind, data)


def as_stored(path: Path, data: bytes) -> bytes:
    """Return the bytes of the file of a project that has this content: sealed if that is encrypted."""
    place = place_of(path)
    opened = None if place is None else keys.of(place.folder)
    return data if place is None or opened is None else sealed_content(data, opened, place.kind)


def replace(path: Path, data: bytes) -> None:
    """Put a content where the file of a project is, all or nothing, and durably; sealed if that is encrypted."""
    files.replace(path, as_stored(path, data))


def keep(path: Path, data: bytes) -> None:
    """Write what is kept of a damaged file beside it in a project's folder; sealed if that is encrypted."""
    opened = keys.of(path.parent)
    files.replace(path, data if opened is None else opened.seal(KEPT, data))


def separate_line(folder: Path, kind: str, line: bytes) -> bytes:
    """Return a line of a log that several programs may append to at once; sealed if the project is encrypted."""
    opened = keys.of(folder)
    return line if opened is None else opened.seal_line(kind, line, 0, NO_TAG)[0]


def separate_lines(folder: Path, kind: str, data: bytes) -> list[bytes]:
    """Return the lines of such a log; of an encrypted project those that authenticate."""
    opened = keys.of(folder)
    lines = data.splitlines(keepends=True)
    if opened is None:
        return lines
    known = [opened, *filter(None, [keys.previous(opened.id)])]
    is_mixed = _may_be_plain(folder, opened)
    contents: list[bytes] = []
    for line in lines:
        if is_mixed and not cipher.LINE_BEGINNING.match(line):
            contents.append(line)
        for key in known:
            with contextlib.suppress(Forged):
                contents.append(key.open_line(kind, line).content)
    return contents
