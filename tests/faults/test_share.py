"""Shares that refuse: files that cannot be read, folders that cannot be entered, no locks, no modes."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from coder.__main__ import main
from coder.project import create_project, doctor, open_or_read, read_project
from tests.faults.common import create_small, run
from tests.strategies import files_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX calls")

VERBS: dict[str, tuple[str, ...]] = {
    "codes": ("codes", "p"),
    "find": ("find", "p", "Alone"),
    "history": ("history", "p"),
    "add": ("codes", "add", "p", "New", "--coder", "KG"),
    "undo": ("undo", "p", "--coder", "KG"),
    "doctor": ("doctor", "p"),
    "repair": ("doctor", "p", "--repair"),
}
REFUSALS = {
    errno.EACCES: "Permission denied",
    errno.EPERM: "Permission denied",
    errno.EIO: "disk or share reports an error",
    errno.ESTALE: "share cannot be reached",
    errno.ENOTCONN: "share cannot be reached",
    errno.ETIMEDOUT: "share cannot be reached",
    errno.ELOOP: "link leads back",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return create_small(tmp_path / "p")


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    """Let the file of this name be refused whenever it is opened."""
    original: Callable[..., Any] = os.open

    def fail(path: Any, *args: Any, **kwargs: Any) -> Any:
        if os.path.basename(os.fspath(path)) == name:
            raise OSError(number, os.strerror(number))
        return original(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", fail)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("number", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["project.json", "history.jsonl"])
def test_unreadable_file_is_its_own_error(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    number: int,
    verb: str,
) -> None:
    before = files_in(folder)
    with monkeypatch.context() as patch:
        refuse(patch, name, number)
        status = main([*VERBS[verb]])
    error = capsys.readouterr().err
    if (name, verb) in {("history.jsonl", "find")}:  # needs no history
        assert status == 0
        return
    assert status == 1
    assert REFUSALS[number] in error
    assert name in error
    assert "unexpected" not in error
    assert files_in(folder) == before


@pytest.mark.parametrize("verb", VERBS)
def test_folder_in_place_of_the_history_is_its_own_error(
    folder: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    (folder / "history.jsonl").unlink()
    (folder / "history.jsonl").mkdir()
    status = main([*VERBS[verb]])
    out, error = capsys.readouterr()
    assert "unexpected" not in error
    assert status == (0 if verb == "repair" else 1)
    assert verb == "repair" or "It is a folder, not a file" in out + error
    if verb == "repair":
        assert main(["codes", "add", "p", "New", "--coder", "KG"]) == 0


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o600])
def test_folder_that_cannot_be_entered_is_its_own_error(folder: Path, mode: int) -> None:
    for above in folder.parents:
        if above.stat().st_uid == os.getuid() and above != Path(above.anchor):
            above.chmod(above.stat().st_mode | 0o055)
    folder.chmod(mode)
    try:
        for what in ("open", "somehow"):
            out = run("access", folder, what)
            assert "Permission denied" in out
            assert "no project" not in out
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK], ids=errno.errorcode.get)
def test_share_without_locks_is_opened_for_reading(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    before = files_in(folder)
    monkeypatch.setattr(fcntl, "flock", fail)
    assert main([*VERBS["add"]]) == 1
    assert "cannot lock files" in capsys.readouterr().err
    project = open_or_read(folder, "KG")
    assert project.readonly
    assert "cannot lock files" in project.notices[0]
    assert main([*VERBS["codes"]]) == 0
    assert main([*VERBS["doctor"]]) == 0
    assert files_in(folder) == before


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EACCES], ids=errno.errorcode.get)
def test_share_without_modes_takes_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.chdir(tmp_path)
    make = os.mkdir
    with monkeypatch.context() as patch:
        for name in ("chmod", "fchmod"):
            patch.setattr(os, name, fail)
        patch.setattr(os, "mkdir", lambda path, mode=0o777, **more: make(path, 0o777, **more))
        before = os.umask(0o022)
        try:
            assert main(["new", "p", "--coder", "KG"]) == 0
        finally:
            os.umask(before)
        assert "other users" in capsys.readouterr().err.lower()
        assert main([*VERBS["add"]]) == 0
        assert main([*VERBS["repair"]]) in (0, 1)
        assert "unexpected" not in capsys.readouterr().err
    assert len(read_project(tmp_path / "p").codes) == 1


def test_folder_that_turns_read_only_is_its_own_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As after the kernel remounts a broken disk."""
    status = os.statvfs(folder)

    class ReadOnlyDisk:
        f_flag = status.f_flag | os.ST_RDONLY

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(os, "statvfs", lambda _: ReadOnlyDisk)
    assert main([*VERBS["add"]]) == 1
    assert "The folder is read-only" in capsys.readouterr().err


def test_failed_new_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(Exception, match="read-only"):
            create_project(tmp_path / "a" / "b" / "p", "P")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "mine").mkdir(mode=0o700)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(Exception, match="read-only"):
            create_project(tmp_path / "mine", "P")
    assert stat.S_ISDIR((tmp_path / "mine").stat().st_mode)  # it was there before
    assert doctor.examine(create_project(tmp_path / "mine", "P")) == []
