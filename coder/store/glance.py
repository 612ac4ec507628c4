"""Fast partial reading of `project.json`: some records, without the model and its imports (60 ms).

It works only if nothing needs checking: the file is byte for byte as this version of the program
wrote it, and the history holds nothing newer. Otherwise the caller reads the project normally.
The file is one record a line, tables in a known order (see `checkpoint`).
"""

from __future__ import annotations

import _json
import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import Any

#: As in `migrations`, `checkpoint` and `openings`, whose imports are too slow here; a test compares them.
VERSION = 5
FORMAT = "coder project"
CHECKPOINT, HISTORY, OPENINGS, KEY = "project.json", "history.jsonl", "openings.jsonl", "project.key"
BODY = b',\n"project":{'
EARLY = (
    *("project", "coders", "participants", "waves", "attrition", "sets", "queries", "answers"),
    *("pseudonym_decisions", "readings"),
    *("themes", "groups", "condensates", "analytic_texts", "verdicts"),
    *("frameworks", "levels", "cells", "change_notes", "sources", "texts"),
)
LATE = ("memos", "codings", "segments", "codes")


class _Context:
    """The context that the standard library's JSON scanner expects; `json` itself would import `re`."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int = float, int
    parse_constant = None
    memo: dict[str, str] = {}  # noqa: RUF012

    def __getattr__(self, name: str) -> None:
        """Return None for hooks of later Python versions."""


_scan = _json.make_scanner(_Context())  # type: ignore[arg-type]


def parsed(data: bytes) -> Any:
    """Parse one JSON value."""
    return _scan(data.decode(), 0)[0]


class Glance:
    """The bytes of a project's file, with access to its tables."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._at: dict[str, int] = {}
        start, end = 0, len(data)
        for table in EARLY:
            start = self._at[table] = data.index(b'\n"%s":{' % table.encode(), start)
        for table in LATE:  # from the end, to skip the texts
            end = self._at[table] = data.rindex(b'\n"%s":{' % table.encode(), start, end)

    def bounds(self, table: str) -> tuple[int, int]:
        """Return the bounds of a table in the data."""
        start = self._at[table]
        return start, min((at for at in self._at.values() if at > start), default=len(self.data))

    def section(self, table: str) -> bytes:
        """Return the lines of a table, including its head."""
        start, end = self.bounds(table)
        return self.data[start:end]

    def lines(self, table: str) -> Iterator[bytes]:
        """Yield each record's line, from its key on."""
        return (line for line in self.section(table).split(b"\n")[2:] if line.startswith(b'"'))

    def lines_of(self, table: str, ids: Iterable[str]) -> list[bytes]:
        """Yield the lines of some records, in the order of the table."""
        keys = {b'"%d"' % int(id.replace("-", ""), 16) for id in ids}
        return [line for line in self.section(table).split(b"\n") if line[: line.find(b":")] in keys]

    def turns(self, revisions: Collection[tuple[str, int]]) -> dict[tuple[str, int], Any]:
        """Return the turns of some revisions of sources, without reading the texts (most of the file)."""
        data = self.data
        start, end = self.bounds("texts")
        turns_of = {}
        start = data.index(b"\n", start + 1) + 1
        while data[start : start + 1] == b'"':
            stop = data.find(b"\n", start, end)
            head = parsed(data[data.index(b":", start) + 1 : data.index(b',"text":"', start)] + b"}")
            key = head["source"], head.get("revision", 1)
            at = data.rfind(b'","turns":[', start, stop)  # quotation marks in texts are escaped
            if key in revisions and at >= 0:
                turns_of[key] = parsed(data[at + 10 : stop])
            start = stop + 1
        return turns_of

    def pairs(self, table: str, first: bytes, second: bytes) -> list[tuple[bytes, bytes]]:
        """Yield two required id fields of every record of a table."""
        section = self.section(table)
        ids = ([part[:36] for part in section.split(b'"%s":"' % name)[1:]] for name in (first, second))
        return list(zip(*ids, strict=True))

    def records(self, table: str) -> dict[str, Any]:
        """Return all records of a small table by id, as in the file: without fields that have their default."""
        rows = (record(line) for line in self.lines(table))
        return {row["id"]: row for row in rows}


def record(line: bytes) -> Any:
    """Parse the record on a line."""
    return parsed(line[line.index(b":") + 1 :])


def field(line: bytes, name: bytes) -> str:
    """Return an id field of a line without parsing the rest."""
    at = line.find(b'"%s":"' % name) + len(name) + 4
    return line[at : at + 36].decode()


def glance(folder: str) -> Glance | None:
    """Return the project's file if fast reading is possible, otherwise None."""
    if os.path.lexists(os.path.join(folder, KEY)):  # a plain file there is somebody else's
        return None
    try:
        handle = os.open(os.path.join(folder, CHECKPOINT), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if os.fstat(handle).st_mode & 0o170000 != 0o100000:  # a pipe, which would be waited for
                return None
            data = file.read()
        history = os.stat(os.path.join(folder, HISTORY)).st_size
        body = data.index(BODY)
        meta = parsed(data[:body] + b"}")["meta"]["1"]
        actual = meta["format"], meta["version"], meta["journal"].get("offset", 0), meta["body"]
        body_sum = f"{len(data) - body:x}:{zlib.crc32(memoryview(data)[body:]):08x}"
        return Glance(data) if actual == (FORMAT, VERSION, history, body_sum) else None
    except (
        OSError,
        ValueError,
        KeyError,
        StopIteration,
        RecursionError,
        TypeError,
    ):  # ValueError also if a table is missing
        return None
