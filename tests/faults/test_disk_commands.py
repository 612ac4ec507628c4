"""Faults of the disk at every call of a command: what it says is what is kept, and a retry doubles nothing."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from coder.__main__ import main
from coder.project import doctor, read_project
from tests.faults.common import check_no_duplicates, create_small
from tests.strategies import labels, reopened

CALLS = ("write", "fsync", "replace", "ftruncate", "unlink", "chmod", "mkdir", "open")
SHORT = (errno.ENOSPC, errno.EROFS)
LONG = (errno.EIO, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.ESTALE, errno.ETIMEDOUT)
#: More calls than a command makes.
MOST = 60
ADD = ("codes", "add", "p", "Kept/Once", "--coder", "KG")
LABEL = "added code Kept/Once"


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, name: str, number: int, at: int, once: bool) -> Iterator[list[int]]:
    """Let `os.NAME` fail at its `at`-th call, and from there on unless `once`; yield the number of failures."""
    original: Callable[..., Any] = getattr(os, name)
    calls, failures = [0], [0]

    def fail(*args: Any, **kwargs: Any) -> Any:
        if name == "write" and args[0] < 3:
            return original(*args, **kwargs)
        if name == "open" and not (len(args) > 1 and args[1] & (os.O_WRONLY | os.O_RDWR)):
            return original(*args, **kwargs)
        calls[0] += 1
        if calls[0] == at or (calls[0] > at and not once):
            failures[0] += 1
            raise OSError(number, os.strerror(number))
        return original(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, name, fail)
        yield failures


def numbers() -> Iterator[object]:
    for number in (*SHORT, *LONG):
        yield pytest.param(number, id=errno.errorcode[number], marks=[pytest.mark.long] if number in LONG else [])


@pytest.mark.parametrize("once", [False, True], ids=["lasting", "once"])
@pytest.mark.parametrize("number", numbers())
@pytest.mark.parametrize("call", CALLS)
def test_command_says_what_is_kept(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    call: str,
    number: int,
    once: bool,
) -> None:
    original = create_small(tmp_path / "original")
    before = labels(read_project(original))
    assert LABEL not in before
    monkeypatch.chdir(tmp_path)
    for at in range(1, MOST):
        shutil.rmtree(tmp_path / "p", ignore_errors=True)
        shutil.copytree(original, tmp_path / "p")
        with failing(monkeypatch, call, number, at, once) as failures:
            status = main([*ADD])
        if not failures[0]:
            break
        told = capsys.readouterr().err
        assert "unexpected" not in told, told
        kept = labels(read_project(tmp_path / "p"))
        assert kept == ([LABEL, *before] if status == 0 else before), (at, status, told)
        assert doctor.examine(tmp_path / "p") in ([], *_torn(tmp_path / "p")), (at, told)
        if status:
            assert told.startswith("error: ")
            assert main([*ADD]) == 0  # the disk is well again
            assert labels(read_project(tmp_path / "p")).count(LABEL) == 1
        with reopened(tmp_path / "p") as project:
            check_no_duplicates(project)
        assert doctor.examine(tmp_path / "p") == []
        capsys.readouterr()
    else:
        pytest.fail(f"more than {MOST} calls of {call}")


def _torn(folder: Path) -> list[list[doctor.Finding]]:
    """A last line that could not be taken back is a finding until the next opening."""
    findings = doctor.examine(folder)
    return [findings] if [finding.kind for finding in findings] == ["history"] else []


@pytest.mark.parametrize("number", numbers())
@pytest.mark.parametrize("call", ["write", "fsync", "replace", "mkdir", "chmod", "open"])
def test_new_makes_a_whole_project_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], call: str, number: int
) -> None:
    monkeypatch.chdir(tmp_path)
    for at in range(1, MOST):
        with failing(monkeypatch, call, number, at, once=False) as failures:
            status = main(["new", "a/b/p"])
        told = capsys.readouterr().err
        assert "unexpected" not in told, told
        if status == 0:
            assert doctor.examine(tmp_path / "a/b/p") == [] or call == "chmod"
        else:
            assert list(tmp_path.iterdir()) == [], (at, told)
        shutil.rmtree(tmp_path / "a", ignore_errors=True)
        if not failures[0]:
            return
    pytest.fail(f"more than {MOST} calls of {call}")
