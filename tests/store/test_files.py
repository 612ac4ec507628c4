"""Files, checkpoints, backups, drafts: one at a time."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from coder.errors import StoreError
from coder.project import Project
from coder.project.operations import codebook
from coder.store import backups, checkpoint, files, retention
from tests.strategies import Clock, Ids, back_up, new_project, reopened, small, tables_of


def test_write_all_continues_after_a_short_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    handle = os.open(tmp_path / "x", os.O_WRONLY | os.O_CREAT)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:3]))
        files.write_all(handle, b"0123456789")
        patch.setattr(os, "write", lambda fd, data: 0)
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            files.write_all(handle, b"more")
    os.close(handle)
    assert (tmp_path / "x").read_bytes() == b"0123456789"


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "chmod"])
def test_replace_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    path = tmp_path / "project.json"
    files.replace(path, b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(OSError, match="full"):
            files.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOENT, errno.EIO, errno.EMFILE])
def test_system_errors_are_explained(number: int) -> None:
    told = files.explain(OSError(number, os.strerror(number)), "save the last change")
    assert told.title
    assert "save the last change" in told.detail
    assert told.hint


def test_foreign_files_are_not_strays(tmp_path: Path) -> None:
    for name in (
        ".project.json.abc.part",
        ".history.jsonl.abc.part",
        ".download.part",
        "thesis.part",
        "project.part",
    ):
        (tmp_path / name).touch()
    assert [path.name for path in files.strays(tmp_path)] == [".history.jsonl.abc.part", ".project.json.abc.part"]


def test_checkpoint_round_trip_is_byte_identical(small_project: Project) -> None:
    small_project.checkpoint()
    data = (small_project.folder / "project.json").read_bytes()
    found = checkpoint.read(small_project.folder)
    assert found.tables == tables_of(small_project)
    assert not found.edited
    assert checkpoint.encode(found.tables, found.journal) == data


def test_checkpoint_has_one_record_per_line(small_project: Project) -> None:
    small_project.checkpoint()
    before = (small_project.folder / "project.json").read_text("utf-8").splitlines()
    code = next(code for code in small_project.codes.values() if code.name == "Alone")
    codebook.define(small_project, code, definition="Not asking")
    small_project.checkpoint()
    after = (small_project.folder / "project.json").read_text("utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 2  # the head, and the code
    assert "Not asking" in changed[1]


def test_equal_work_makes_equal_files(tmp_path: Path) -> None:
    for name in "ab":
        small(new_project(tmp_path / name, Clock(), Ids())).close()
    for name in ("project.json", "history.jsonl"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_decoding_in_pieces_equals_decoding_at_once(small_project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    small_project.checkpoint()
    for piece in (1, 50, 1000, 1 << 20):
        monkeypatch.setattr(checkpoint, "_PIECE", piece)
        found = checkpoint.read(small_project.folder)
        assert found.tables == tables_of(small_project)
    coding = next(iter(found.tables["codings"].values()))
    segment = found.tables["segments"][coding["segment"]]
    assert coding["segment"] is segment.id


def test_checkpoint_is_due_when_the_journal_has_grown(
    small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not small_project.checkpoint_due
    monkeypatch.setattr("coder.store.database.CHECKPOINT_AFTER", 500)
    assert small_project.checkpoint_due
    small_project.checkpoint()
    assert not small_project.checkpoint_due


def test_unchanged_project_is_not_written(tmp_path: Path) -> None:
    small(new_project(tmp_path / "p")).close()
    before = (tmp_path / "p" / "project.json").stat()
    reopened(tmp_path / "p").close()
    after = (tmp_path / "p" / "project.json").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_backups_rotate_and_can_be_read(tmp_path: Path) -> None:
    clock = Clock()
    project = small(new_project(tmp_path / "p", clock))
    project.checkpoint()
    for number in range(50):
        clock.jump(hours=9)
        codebook.add(project, f"Code {number}")
        assert back_up(project)
        assert back_up(project) is None
    kept = backups.listed(project.folder)
    times = [backups.name_of(path).made for path in kept]
    assert 24 <= len(kept) < 50
    assert all(retention.kept(times))
    assert backups.read(kept[0]).tables == tables_of(project)
    assert all(backups.verify(path) for path in kept)
    kept[0].write_bytes(b"not a zip file")
    with pytest.raises(StoreError, match="backup"):
        backups.read(kept[0])
    (project.folder / "backups" / "project-mine.json.gz").touch()
    assert len(backups.listed(project.folder)) == len(kept) + 1
    assert not backups.due(project.folder, clock.now, project._store.state.number + 1)
    project.close()
