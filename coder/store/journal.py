"""The history, `history.jsonl`: append-only journal, undo stack and audit trail in one file.

Each line is one JSON object, `{"sum":"LLLLLLLL:CCCCCCCC","entry":{…}}`: the length of the entry's bytes and their
CRC-32, both in hexadecimal. An entry carries the transaction, its number, and the tops of the undo and the redo
stack after it, as `[offset, depth]`; `below` is the stack under the one this entry lies on. So the stacks are
linked through the file, and opening a project reads only what lies after the last checkpoint. `check` and `after`
are its place in the hash chain, see `chain`.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from coder.errors import Damaged, StoreError
from coder.model.record import Change, Record, Transaction
from coder.model.schema import TABLES
from coder.store import chain, files, migrations, reading, sealed

NAME = sealed.HISTORY
_BEGINNING = b'{"sum":"'
_HEAD = len(b'{"sum":"00000000:00000000","entry":')


class Top(NamedTuple):
    """The top of a stack: the offset of its entry in the file (-1: empty) and the depth of the stack."""

    offset: int
    depth: int


EMPTY = Top(-1, 0)

#: Operations that cannot be undone and empty the undo and redo stacks.
CREATED = "project.create"
REPAIRED = "project.repair"
BEGINNINGS = (CREATED, REPAIRED)
#: Operation that took contents out of the history: nothing before it can be undone.
ERASED = "project.erase"


class State(msgspec.Struct, frozen=True):
    """The state of the journal: length in bytes, number of entries, the last checksum, both stacks, the last hash.

    `chain` is "" where the last entry is from before the hash chain.
    """

    offset: int = 0
    number: int = 0
    sum: str = ""
    undo: Top = EMPTY
    redo: Top = EMPTY
    chain: str = ""


class _Change(msgspec.Struct):
    table: str
    id: str
    before: msgspec.Raw
    after: msgspec.Raw


class _Transaction(msgspec.Struct, omit_defaults=True):
    id: str
    when: str
    coder: str
    operation: str
    label: str
    reason: str = ""
    undoes: str | None = None
    changes: list[_Change] = []


class _Entry(msgspec.Struct, omit_defaults=True):
    number: int
    undo: Top
    redo: Top
    below: Top
    transaction: _Transaction
    version: int = 1
    after: str = ""


class Entry(NamedTuple):
    """A parsed line: its offset, the transaction, and the journal state after it.

    `after` is the hash that it was written after; `intact` says whether it is what its own hash says.
    """

    offset: int
    transaction: Transaction
    below: Top
    state: State
    after: str = ""
    intact: bool = True


_encoder = msgspec.json.Encoder()
_line_decoder = msgspec.json.Decoder(type=_Entry)


_NOTHING = msgspec.Raw(b"null")


#: Fields that both forms of a transaction share: all but the changes.
_HEAD_FIELDS = tuple(field for field in Transaction.__struct_fields__ if field != "changes")


def _head(transaction: Transaction | _Transaction) -> dict[str, Any]:
    return {field: getattr(transaction, field) for field in _HEAD_FIELDS}


def _raw(record: Record | None) -> msgspec.Raw:
    return _NOTHING if record is None else msgspec.Raw(_encoder.encode(record))


@cache
def _record_decoder(table: str) -> msgspec.json.Decoder[Record]:
    return msgspec.json.Decoder(type=TABLES[table])


def _record(table: str, raw: msgspec.Raw, version: int) -> Record | None:
    if bytes(raw) == b"null":
        return None
    if version != migrations.VERSION:
        return msgspec.convert(migrations.upgrade_row(table, msgspec.json.decode(raw), version), TABLES[table])
    return _record_decoder(table).decode(raw)


def encode(transaction: Transaction, state: State, taken: Entry | None = None) -> tuple[bytes, State]:
    """Return the line for a transaction that follows `state`, and the state after it.

    `taken` is the entry that an undo takes from the undo stack, or a redo from the redo stack. ValueError where
    `state` is that of a history without a hash, which must be sealed first.
    """
    if state.offset and not state.chain:
        raise ValueError("the history before the hash chain is not sealed")
    if transaction.operation in (*BEGINNINGS, ERASED):
        below = undo = redo = EMPTY
    elif transaction.operation == "undo" and taken is not None:
        below, undo = state.redo, taken.below
        redo = Top(state.offset, below.depth + 1)
    elif transaction.operation == chain.SEALED:
        below, undo, redo = EMPTY, state.undo, state.redo
    else:
        below, undo = state.undo, Top(state.offset, state.undo.depth + 1)
        redo = EMPTY if taken is None else taken.below
    changes = [_Change(c.table, c.id, _raw(c.before), _raw(c.after)) for c in transaction.changes]
    entry = _Entry(
        number=state.number + 1,
        undo=undo,
        redo=redo,
        below=below,
        version=migrations.VERSION,
        transaction=_Transaction(changes=changes, **_head(transaction)),
    )
    body, own = chain.linked(_encoder.encode(entry), state.chain or chain.GENESIS)
    total = _sum(body)
    line = b'{"sum":"%s","entry":%s}\n' % (total.encode(), body)
    return line, State(state.offset + len(line), entry.number, total, undo, redo, own)


def follows(entry: Entry, number: int) -> bool:
    """Return whether an entry follows this number; a repair may skip numbers."""
    repaired = entry.transaction.operation == REPAIRED
    return entry.state.number > number if repaired else entry.state.number == number + 1


def whole(line: bytes) -> bool:
    """Return whether the length and checksum of a line agree."""
    body = line[_HEAD:-2]
    return line == b'{"sum":"%s","entry":%s}\n' % (_sum(body).encode(), body)


def _sum(body: bytes) -> str:
    return f"{len(body):08x}:{zlib.crc32(body):08x}"


def decode(line: bytes, offset: int) -> Entry:
    """Decode the complete line that begins at `offset`; ValueError or KeyError when it is not an entry."""
    if not whole(line):
        raise ValueError("length or checksum does not agree")
    total = line[8:25].decode("ascii")
    body = line[_HEAD:-2]
    entry = _line_decoder.decode(body)
    inner = entry.transaction
    version = entry.version
    if version > migrations.VERSION:
        raise ValueError(f"it was written by a newer version of the program ({version})")
    changes = tuple(
        Change(c.table, c.id, _record(c.table, c.before, version), _record(c.table, c.after, version))
        for c in inner.changes
        if c.table in TABLES or version == migrations.VERSION
    )
    transaction = Transaction(changes=changes, **_head(inner))
    own = chain.hash_of(body)
    state = State(offset + len(line), entry.number, total, entry.undo, entry.redo, own)
    return Entry(offset, transaction, entry.below, state, entry.after, not own or chain.is_intact(body, own))


def head_of(line: bytes) -> tuple[int, Transaction] | None:
    """Return the number and the transaction, without its changes, of a line, damaged or not; None if it is none."""
    try:
        entry = _line_decoder.decode(line[_HEAD:-2])
    except files.UNDECODABLE:
        return None
    return entry.number, Transaction(changes=(), **_head(entry.transaction))


#: What bytes that are no entry make the decoding raise.
BAD = (*files.UNDECODABLE, ValueError, KeyError, IndexError)
_ANY_BEGINNING = re.compile(rb'\{"sum":"([0-9a-f]{8}):[0-9a-f]{8}","entry":')


def scan(data: bytes, start: int = 0) -> Iterator[Entry]:
    """Yield every intact entry from byte `start` on, whatever lies between them, in the order of the file.

    Entries are found by their beginnings and lengths: neither a lost line end nor bytes put between them hide one.
    """
    while found := _ANY_BEGINNING.search(data, start):
        end = found.end() + int(found[1], 16) + 1
        try:
            entry = decode(data[found.start() : end] + b"\n", found.start())
        except BAD:
            start = found.start() + 1
            continue
        yield entry
        start = end


class Tail(NamedTuple):
    """The rest of a journal: its valid entries, and the number of bytes of a torn last line.

    `converted` is the whole journal as it was written, where the file has other line endings (a check-out by Git).
    `broken` is the number of the first entry that was changed outside the program, as the hash chain tells. `instead`
    is the state that the file has at the number of the state asked for, where that is another one.
    """

    entries: list[Entry]
    torn: int
    converted: bytes | None = None
    broken: int | None = None
    instead: State | None = None


def read_from(path: Path, state: State) -> Tail:
    """Return the entries after `state`.

    Raises Damaged if the file does not continue it or has a bad line in the middle, StoreError if it cannot be read.
    """
    with reading.opened(path) as file:
        if file is None:
            if state.offset == 0:
                return Tail([], 0)
            raise Damaged(
                "The history file is missing",
                f"{path} should hold {state.number:,} transactions.",
                "Put the file back, or run: coder doctor PROJECT --repair",
            )
        if _continues(file, state):
            file.seek(state.offset)
            data = file.read()
            if b"\r" not in data:
                return _parse(data, state, path)
        file.seek(0)
        data = file.read()
    converted = reading.normalized(data)
    if converted == data or not continues(converted, state):
        raise Damaged(
            "The history file does not fit project.json",
            f"{path} was changed outside the program, is shorter than project.json says, or is another one.",
            "Put the right file back, or run: coder doctor PROJECT --repair",
        )
    return _parse(converted[state.offset :], state, path)._replace(converted=converted)


def read_changed(path: Path, state: State, project: str) -> Tail | None:
    """Return the entries after the one with the number of `state`, where the file has it elsewhere, or another one.

    None if there is none or those after it are not all sound, or if the history is not that of the project with this
    id; StoreError if the file cannot be read.
    """
    data = reading.normalized(reading.read_bytes(path) or b"")
    entries = list(scan(data))
    last = next((entry for entry in entries if entry.state.number == state.number), None)
    if last is None or all(change.id != project for change in entries[0].transaction.changes):
        return None
    try:
        tail = _parse(data[last.state.offset :], last.state, path)
    except Damaged:
        return None
    breaks = [*_lost(entries), *filter(None, [first_break(entries, "")])]
    return tail._replace(broken=min(breaks, default=state.number), instead=last.state)


def _lost(entries: list[Entry]) -> Iterator[int]:
    """Yield the numbers from which entries are missing between sound ones."""
    expected = 1
    for entry in entries:
        if entry.state.number > expected:
            yield expected
        expected = entry.state.number + 1


def contains(path: Path, state: State) -> bool:
    """Return whether the history file contains the last entry of `state` at its place."""
    try:
        with reading.opened(path) as file:
            return file is not None and _continues(file, state)
    except StoreError:
        return False


def continues(data: bytes, state: State) -> bool:
    """Return whether a history contains the last entry of `state` at its place."""
    return _continues(io.BytesIO(data), state)


def _continues(file: BinaryIO, state: State) -> bool:
    if state.offset == 0:
        return True
    try:
        length = int(state.sum[:8], 16) + _HEAD + 2
    except ValueError:
        return False
    if length > state.offset:
        return False
    file.seek(state.offset - length)
    line = file.read(length)
    if len(line) != length or line[8:25] != state.sum.encode("utf-8", "replace") or not line.endswith(b"\n"):
        return False
    return not state.chain or chain.hash_of(line[_HEAD:-2]) == state.chain


def _parse(data: bytes, state: State, path: Path) -> Tail:
    entries: list[Entry] = []
    offset = state.offset
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        line = data[start:end]
        # Only the last line can be torn, and it must not contain the beginning of another entry.
        if end == len(data) and not whole(line) and line.find(_BEGINNING, 1) < 0 and not whole(line[:-1] + b"\n"):
            return Tail(entries, len(line), broken=first_break(entries, state.chain))
        try:
            entry = decode(line, offset)
            if not follows(entry, entries[-1].state.number if entries else state.number):
                raise ValueError("an entry is missing")
        except BAD as error:
            raise Damaged(
                "The history file is damaged",
                f"{path}: entry {state.number + len(entries) + 1:,} at byte {offset:,} cannot be read "
                f"({type(error).__name__}).",
                "Run: coder doctor PROJECT --repair. It recovers all that is sound and keeps the damaged file.",
            ) from None
        entries.append(entry)
        offset = entry.state.offset
        start = end
    return Tail(entries, 0, broken=first_break(entries, state.chain))


def first_break(entries: list[Entry], after: str) -> int | None:
    """Return the number of the first entry that does not fit the chain after an entry with the hash `after`.

    Entries before the chain, and what a seal among them seals, are not checked.
    """
    for entry in entries:
        if entry.transaction.operation != chain.SEALED and (
            not entry.intact or (after and entry.after != after) or (not entry.state.chain and after)
        ):
            return entry.state.number
        after = entry.state.chain
    return None


def _decoded(line: bytes, offset: int) -> Entry:
    try:
        return decode(line, offset)
    except BAD:
        raise _no_entry(offset) from None


def _no_entry(offset: int) -> Damaged:
    return Damaged(
        "The history file is damaged",
        f"{NAME}: the entry at byte {offset:,} cannot be read.",
        "Run: coder doctor PROJECT --repair",
    )


def read_at(read: sealed.ReadAt, offset: int, block: int = 1 << 12) -> Entry:
    """Return the entry at `offset`; Damaged if there is none."""
    if offset < 0:
        raise _no_entry(offset)
    line = b""
    while not line.endswith(b"\n"):
        more = read(block, offset + len(line))
        if not more:
            break
        line += more[: more.find(b"\n") + 1] or more
        block *= 2
    return _decoded(line, offset)


def backwards(read: sealed.ReadAt, end: int, block: int = 1 << 16) -> Iterator[Entry]:
    """Yield the entries before byte `end`, the latest first, read in blocks."""
    rest = b""
    position = end
    size = block
    while position > 0:
        size = min(size, position)
        position -= size
        data = read(size, position) + rest
        first = 0 if position == 0 else data.find(b"\n") + 1
        if first == len(data) or (first == 0 and position > 0):
            rest = data
            size *= 2  # a line longer than the block: doubling limits the number of reads
            continue
        offset = position + len(data)
        for line in reversed(data[first:].splitlines(keepends=True)):
            offset -= len(line)
            yield _decoded(line, offset)
        rest = data[:first]
        size = block


class Journal:
    """The history file, open for appending by the program that holds the lock."""

    def __init__(self, path: Path, state: State) -> None:
        self.path = path
        self.state = state
        self.handle = files.open_private(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        self._leftover = 0
        try:
            self._tail = sealed.Tail(path, self.handle, state.offset)
        except BaseException:
            os.close(self.handle)
            raise

    def append(self, transaction: Transaction, taken: Entry | None = None) -> None:
        """Write a transaction durably; when this raises, nothing was written.

        Raises ValueError or OverflowError for a record that could not be read back, StoreError when the disk refuses.
        """
        line, state = encode(transaction, self.state, taken)
        if decode(line, self.state.offset).transaction != transaction:
            raise ValueError("what is read back is not what was written")
        self.check()
        data, tag = self._tail.line(line, self.state.offset)
        try:
            files.write_all(self.handle, data)
            os.fsync(self.handle)
        except OSError as error:
            self._take_back(len(data))
            raise files.explain(error, "save the last change") from error
        self._tail.wrote(data, tag)
        self.state = state

    def read(self, size: int, offset: int) -> bytes:
        """Return up to `size` bytes of the history from `offset`, whatever has become of its path."""
        return self._tail.read(size, offset)

    def seal(self, transaction: Transaction) -> None:
        """Write an entry that seals all before it by one hash, and begins the chain anew; errors as `append`."""
        before = self.state
        data = self.read(before.offset, 0)
        self.state = msgspec.structs.replace(before, chain=chain.hash_of_file(data))
        try:
            self.append(transaction)
        except BaseException:
            self.state = before
            raise

    def check(self) -> None:
        """Raise if the file was removed, replaced or written by another program."""
        try:
            named = os.stat(self.path)
            ours = os.fstat(self.handle)
            if self._leftover and self._tail.end < ours.st_size <= self._tail.end + self._leftover:
                self.cut()
                ours = os.fstat(self.handle)
        except OSError as error:
            raise files.explain(error, "save the last change") from error
        if (named.st_dev, named.st_ino) != (ours.st_dev, ours.st_ino):
            raise StoreError(
                "The history file was replaced while it was open",
                f"{self.path} is not the file that this program opened.",
                "Save a copy elsewhere, then compare the two.",
            )
        if ours.st_size != self._tail.end:
            raise StoreError(
                "Another program wrote into this project",
                f"{self.path} has {ours.st_size:,} bytes; {self._tail.end:,} were expected.",
                "Save a copy elsewhere, then compare the two.",
            )

    def cut(self) -> None:
        """Cut off a torn line after the last valid entry."""
        os.ftruncate(self.handle, self._tail.end)
        os.fsync(self.handle)
        self._leftover = 0

    def _take_back(self, length: int) -> None:
        self._leftover = length
        try:
            self.cut()
        except OSError:
            # The rest is cut off before the next write, or as a torn line at the next opening.
            return

    def close(self) -> None:
        try:
            if self._leftover:
                self.cut()
        except OSError:  # cut off as a torn line at the next opening
            pass
        finally:
            os.close(self.handle)
