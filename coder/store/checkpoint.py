"""The checkpoint, `project.json`: all records, one per line, keys sorted, readable with a stock TinyDB.

TinyDB's own tables need integers as document ids, so a record's key in the file is its UUID as a number;
the UUID itself is the record's `id`.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec.structs import force_setattr

from coder.errors import Damaged, NotFound, StoreError
from coder.model.project import Info
from coder.model.record import Record, key_of
from coder.model.schema import TABLES
from coder.store import files, journal, migrations, reading, sealed
from coder.store.journal import State

NAME = sealed.CHECKPOINT
FORMAT = "coder project"
#: Git's settings of a project: checksums and offsets need the line endings as they were written.
ATTRIBUTES = ".gitattributes"
_ATTRIBUTES = b"# The program's files keep their line endings.\n* -text\n"

Tables = dict[str, dict[str, Record]]


class Meta(msgspec.Struct, frozen=True):
    """The head of the file: its format, the format's version, and the journal state it contains.

    `body` is the checksum of all that follows the head, `head` that of the other fields; "" in older files.
    """

    format: str
    version: int
    journal: State = State()
    body: str = ""
    head: str = ""


class Checkpoint(NamedTuple):
    """A checkpoint as read: the tables, the journal state, the version found (before migration).

    `edited`: the file was changed outside the program.
    """

    tables: Tables
    journal: State
    version: int
    edited: bool


class Newer(StoreError):
    """The file was written by a newer version of the program and is not touched."""


class _Head(msgspec.Struct):
    meta: dict[str, Meta]


_head_decoder = msgspec.json.Decoder(type=_Head)
_encoder = msgspec.json.Encoder(order="sorted")
_BODY = b',\n"project":{'


# Other decoders are created on demand: most projects use few of the tables
@cache
def _file_decoder() -> msgspec.json.Decoder[Any]:
    """Return a decoder of the whole file."""
    fields: list[Any] = [("meta", dict[str, Meta])]
    for name, kind in TABLES.items():
        fields.append((name, dict[str, kind], msgspec.field(default_factory=dict)))  # type: ignore[valid-type]
    return msgspec.json.Decoder(type=msgspec.defstruct("_File", fields, forbid_unknown_fields=True))


@cache
def _table_decoder(name: str) -> msgspec.json.Decoder[Any]:
    """Return a decoder of rows of one table."""
    kind: Any = TABLES[name]
    return msgspec.json.Decoder(type=dict[str, kind])


def encode(tables: Tables, state: State) -> bytes:
    """Return the bytes of a checkpoint."""
    parts: list[bytes] = []
    for name in TABLES:
        parts.append(b',\n"%s":{' % name.encode())
        glue = b"\n"
        for id, record in sorted(tables.get(name, {}).items()):
            parts.append(b'%s"%d":%s' % (glue, UUID(id).int, _encoder.encode(record)))
            glue = b",\n"
        parts.append(b"\n}")
    parts.append(b"\n}\n")
    body = b"".join(parts)
    meta = Meta(FORMAT, migrations.VERSION, state, _sum(body))
    meta = msgspec.structs.replace(meta, head=head_sum(meta))
    return b'{\n"meta":{\n"1":%s\n}%s' % (_encoder.encode(meta), body)


def head_sum(meta: Meta) -> str:
    """Return the checksum of the head: without it a damaged version would pass for a newer program's."""
    journal = msgspec.to_builtins(meta.journal)
    if not meta.journal.chain:  # as it was before the hash chain
        del journal["chain"]
    return _sum(_encoder.encode((meta.format, meta.version, journal, meta.body)))


def is_sound(meta: Meta) -> bool:
    """Return whether the head agrees with its checksum, or has none."""
    return meta.head in ("", head_sum(meta))


def _sum(body: bytes | memoryview) -> str:
    """Return the checksum of the program's own writing: length and CRC-32 of all that follows the head."""
    return f"{len(body):x}:{zlib.crc32(body):08x}"


def _edited(data: bytes, meta: Meta) -> bool:
    start = data.find(_BODY)
    if start < 0:
        return True
    with memoryview(data) as view:
        return _sum(view[start:]) != meta.body


def decode(data: bytes, where: str) -> Checkpoint:
    """Decode and validate a checkpoint; `where` names the file in errors."""
    data = reading.normalized(data)
    try:
        meta = _head(data).meta["1"]
    except (*files.UNDECODABLE, KeyError) as error:
        raise _not_a_project(data, where, error) from None
    if meta.version > migrations.VERSION:
        raise _newer_or_damaged(data, meta, where)
    if not is_sound(meta):
        raise Damaged(
            "project.json is damaged",
            f"{where}: its head does not agree with its checksum.",
            "Run: coder doctor PROJECT --repair. The history holds every change.",
        )
    if meta.format != FORMAT:
        raise StoreError("This is not a coder project", f"{where} says it is a “{meta.format}”.")
    tables, edited = _as_written(data, meta)
    if tables is not None:
        return Checkpoint(tables, meta.journal, meta.version, edited)
    try:
        if meta.version < migrations.VERSION:
            data = migrations.upgrade(data, meta.version)
        decoded: Any = _file_decoder().decode(data)
    except msgspec.ValidationError as error:
        raise Damaged(
            "project.json has a record that cannot be read",
            _culprit(data, where) or f"{where}: {error}",
            "Correct the file by hand, or run: coder doctor PROJECT --repair",
        ) from None
    except (*files.UNDECODABLE, AttributeError, KeyError, TypeError) as error:  # the latter from an upgrade
        raise _not_a_project(data, where, error) from None
    tables = {}
    for name in TABLES:
        rows = getattr(decoded, name)
        if edited:
            _check_keys(rows, name, where)
        tables[name] = {record.id: record for record in rows.values()}
    return Checkpoint(tables, meta.journal, meta.version, edited)


def _newer_or_damaged(data: bytes, meta: Meta, where: str) -> StoreError:
    """Return the error of a version above this program's: a newer program's, or damage, by the checksums."""
    others = (msgspec.structs.replace(meta, version=version) for version in range(1, migrations.VERSION + 1))
    fitting = [other.version for other in others if head_sum(other) == meta.head]
    if fitting and not _edited(data, meta):
        claim = f"it says format {meta.version}, as of a newer version of coder"
        return Damaged(
            "project.json is damaged",
            f"{where}: {claim}; its checksum says {fitting[0]}.",
            "Run: coder doctor PROJECT --repair. The history holds every change.",
        )
    return Newer(
        "This project was made by a newer version of coder",
        f"{where} has format {meta.version}; this program knows formats up to {migrations.VERSION}.",
        "Update coder. The project was not touched."
        + ("" if is_sound(meta) else " Or the number is damaged: move project.json away, then run coder doctor."),
    )


#: Fields whose values many records share: one string for all of them halves the memory of a large project.
_SHARED = {"segments": ("source",), "codings": ("code", "coder", "created")}
_PIECE = 1 << 20


def _as_written(data: bytes, meta: Meta) -> tuple[Tables | None, bool]:
    """Return the tables if the file is unchanged since the program wrote it, and whether it was edited.

    The checksum of a large file takes a tenth of the reading time; it releases the GIL, so both run in parallel.
    """
    edited: list[bool] = []
    sum_up = threading.Thread(target=lambda: edited.append(_edited(data, meta)))
    sum_up.start()
    tables = None
    try:
        if meta.version == migrations.VERSION and meta.body:
            with contextlib.suppress(*files.UNDECODABLE, ValueError), files.gc_paused():
                tables = _by_pieces(data)
    finally:
        sum_up.join()
    return (None if edited[0] else tables), edited[0]


def _by_pieces(data: bytes) -> Tables:
    """Decode an unchanged file in pieces, to limit the memory held twice."""
    tables: Tables = {}
    ids: dict[str, str] = {}
    view = memoryview(data)
    heads = [b'\n},\n"%s":{' % name.encode() for name in TABLES]
    position = data.index(heads[0][3:]) + len(heads[0]) - 3
    for name, after in zip(TABLES, [*heads[1:], b"\n}\n}"], strict=True):
        end = data.index(after, position)
        rows = tables[name] = {}
        while position < end:
            cut = data.find(b",\n", position + _PIECE, end)
            cut = end if cut < 0 else cut
            records = _table_decoder(name).decode(b"".join((b"{", view[position:cut], b"}"))).values()
            for field in _SHARED.get(name, ()):
                _share(records, field)
            if name == "codings":
                _share_ids(records, ids)
            rows.update(zip([record.id for record in records], records, strict=True))
            position = cut + 1
        position = end + len(after)
        if name == "segments":
            ids = {id: id for id in rows}
    return tables


def _share(records: Iterable[Any], field: str) -> None:
    for record in records:
        force_setattr(record, field, sys.intern(getattr(record, field)))


def _share_ids(records: Iterable[Any], ids: dict[str, str]) -> None:
    for record in records:
        id = record.segment
        force_setattr(record, "segment", ids.get(id, id))


def _check_keys(rows: dict[str, Record], table: str, where: str) -> None:
    for key, record in rows.items():
        if key_of(record.id) != key:
            raise Damaged(
                "project.json has a record under a wrong key",
                f"{where}: {table} / {record.id}: its key is {key}, and should be its id, a UUID, as a number.",
                "Correct the file by hand, or run: coder doctor PROJECT --repair",
            )


def _head(data: bytes) -> _Head:
    """Decode the head alone if it is laid out as the program writes it, otherwise the whole file."""
    end = data.find(b"\n},\n", 0, 4096)
    if end > 0:
        with contextlib.suppress(*files.UNDECODABLE):
            return _head_decoder.decode(data[: end + 2] + b"}")
    return _head_decoder.decode(data)


def info_at_a_glance(folder: Path) -> Info | None:
    """Return the project's info from the head of its file; None if that is not laid out as the program writes it."""
    try:
        with reading.opened(folder / NAME) as file:
            head = b"" if file is None else reading.normalized(file.read(1 << 14))
    except StoreError:
        return None
    start = head.find(_BODY)
    if start < 0:
        return None
    row = head[head.find(b":", start + len(_BODY)) + 1 : head.find(b"\n}", start)]
    try:
        return msgspec.json.decode(row, type=Info)
    except files.UNDECODABLE:
        return None


def _not_a_project(data: bytes, where: str, error: Exception) -> StoreError:
    try:
        raw = msgspec.json.decode(data)
    except files.UNDECODABLE as undecodable:
        error = undecodable
    else:
        if not (isinstance(raw, dict) and TABLES.keys() <= raw.keys()):
            return StoreError("This is not a coder project", f"{where} is JSON, but not a coder project.")
    return Damaged(
        "project.json cannot be read",
        f"{where}: {reading.problem_of(data, error)}.",
        "Run: coder doctor PROJECT --repair. It takes the history, or the newest backup and the history after it.",
    )


def _culprit(data: bytes, where: str) -> str:
    """Return which record and field is invalid."""
    for name, rows in msgspec.json.decode(data).items():
        if name == "meta":
            continue
        if name not in TABLES:
            return f"{where}: there is no table “{name}”."
        if not isinstance(rows, dict):
            return f"{where}: table “{name}” is not an object."
        for key, row in rows.items():
            try:
                msgspec.convert(row, TABLES[name])
            except msgspec.ValidationError as error:
                id = row.get("id", key) if isinstance(row, dict) else key
                return f"{where}: {name} / {id}: {error}."
    return ""


def must_exist(folder: Path) -> None:
    """Raise NotFound if the folder is no project, Damaged if it was one and its checkpoint is gone.

    StoreError if the system does not let one look.
    """
    try:
        os.lstat(folder / NAME)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a zero byte in the path
        if has_traces(folder):
            raise Damaged(
                f"{NAME} is missing",
                f"{folder} has {_traces(folder)} of a project, but no {NAME}.",
                f"To get it back: coder doctor {folder} --repair",
            ) from None
        raise no_project(folder) from None
    except OSError as error:
        raise files.explain_reading(error, folder) from error


def no_project(folder: Path) -> NotFound:
    """Return what is wrong with a path where no project is, and what to do: it may be a transcript, or hold some."""
    title = f"There is no project at “{folder}”"
    if not os.path.lexists(folder):
        return NotFound(title, "There is no such folder.", f"Create one with: coder new {folder}")
    make = "Make a project with: coder new DIR. Then: coder import DIR"
    if not folder.is_dir():
        return NotFound(title, "It is a file, not the folder of a project.", f"{make} {folder}")
    with contextlib.suppress(PermissionError):  # a folder that cannot be listed counts as one with files
        if not os.listdir(folder):
            return NotFound(title, "The folder is empty.", f"Create one with: coder new {folder}")
    return NotFound(
        title, f"The folder has no {NAME}.", f"{make} {folder / '*'}. If there was one: coder help backups"
    )


def has_traces(folder: Path) -> bool:
    """Return whether a folder has a history or backups of a project, whose checkpoint may be gone."""
    return bool(_traces(folder))


def _traces(folder: Path) -> str:
    try:
        there = {
            "the history": os.path.lexists(folder / journal.NAME),
            "backups": next(folder.glob("backups/backup-*"), None) is not None,
        }
    except (OSError, ValueError):
        return ""
    return " and ".join(name for name, is_there in there.items() if is_there)


def read(folder: Path) -> Checkpoint:
    """Read the checkpoint of the project in `folder`."""
    path = folder / NAME
    must_exist(folder)
    data = reading.read_bytes(path)
    if data is None:
        raise Damaged(
            "project.json cannot be read", f"{path} is a link to nothing.", "Run: coder doctor PROJECT --repair"
        )
    return decode(data, str(path))


def write(folder: Path, tables: Tables, state: State) -> None:
    """Replace the checkpoint of the project in `folder`, all or nothing; keep Git from changing line endings."""
    try:
        if not os.path.lexists(folder / ATTRIBUTES):
            files.replace(folder / ATTRIBUTES, _ATTRIBUTES)
        sealed.replace(folder / NAME, encode(tables, state))
    except OSError as error:
        raise files.explain(error, "write project.json") from error
