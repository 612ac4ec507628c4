"""Damages to the bytes of a file, and a project to damage."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coder.project import drafts
from coder.project.backups import job
from coder.project.drafts import MemoDraft
from coder.project.operations import codebook
from tests.strategies import Snapshot, new_encrypted, new_project, small, tables_of


def seeds(short: int, long: int) -> Iterator[object]:
    """The numbers of the damages; those beyond the short form are long."""
    for seed in range(long):
        yield pytest.param(seed, marks=[pytest.mark.long] if seed >= short else [])


def flip(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def no_utf8(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + b"\xff" + data[at + 1 :]


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def double(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    block = data[start : start + dice.randrange(1, 600)]
    at = dice.randrange(len(data))
    return data[:at] + block + data[at:]


def drop(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.randrange(1, 600) :]


def zeros(data: bytes, dice: random.Random) -> bytes:
    at, length = dice.randrange(len(data)), dice.randrange(1, 600)
    return (data[:at] + bytes(length) + data[at + length :])[: len(data)]


def nest(data: bytes, dice: random.Random) -> bytes:
    return b"[" * 100_000 + data


def carriage_returns(data: bytes, dice: random.Random) -> bytes:
    return data.replace(b"\n", b"\r\n")


def byte_order_mark(data: bytes, dice: random.Random) -> bytes:
    return b"\xef\xbb\xbf" + data


def utf16(data: bytes, dice: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode("utf-16")


def empty(data: bytes, dice: random.Random) -> bytes:
    return b""


def conflict(data: bytes, dice: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = dice.randrange(len(lines))
    return b"".join([*lines[:at], b"<<<<<<< HEAD\n", *lines[at:], b"=======\n>>>>>>> theirs\n"])


def swap_lines(data: bytes, dice: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(flip, flip, flip, no_utf8, cut, double, drop, zeros, nest, carriage_returns, byte_order_mark, utf16),
    *(empty, conflict, swap_lines),
)


class Original:
    """A project with a backup and drafts, closed or as a killed program left it; plain or encrypted."""

    def __init__(self, folder: Path, closed: bool, encrypted: bool = False) -> None:
        self.folder, self.closed = folder, closed
        place = folder.with_name("open" if not closed else folder.name)
        project = small(new_encrypted(place) if encrypted else new_project(place))
        project.checkpoint()
        backup = job(project)
        assert backup is not None
        backup(lambda share: None)
        for name in ("One", "Two", "Three"):
            codebook.add(project, f"Later/{name}")
        project.undo()
        project.redo()
        project.undo()
        codebook.add(project, "Later/Four")
        memo = MemoDraft(
            memo=project.new_id(),
            kind="analytic",
            about="project",
            target=project.info.id,
            text="SYNTHETIC",
            coder="KG",
        )
        drafts.save(project, memo)
        drafts.save_prose(project, "condensate", project.new_id(), "", "SYNTHETIC")
        self.tables: Snapshot = tables_of(project)
        self.ids = [transaction.id for transaction in project.history()]
        if not closed:
            shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns("project.lock"))
        project.close()
        if closed:
            (folder / "project.lock").unlink(missing_ok=True)
            (folder / "project.owner.json").write_text("{}")
        #: Line of the history file → id of its transaction.
        self.lines = dict(zip((folder / "history.jsonl").read_bytes().splitlines(), reversed(self.ids), strict=True))
        assert len(self.lines) > 12
