"""The log of openings: off by default, kept by everybody where it is there."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from coder.project import settings
from coder.store import openings
from tests.cli.conftest import Run


def programs(project: Path) -> list[tuple[str, str]]:
    return [(row.program, row.access) for row in reversed(openings.listed(project))]


def test_nothing_is_logged_by_default(run: Run, project: Path) -> None:
    assert run("codes", "add", project, "Envy").status == 0
    assert not (project / openings.NAME).exists()
    assert "log_openings" in run("history", project, "--openings").out
    assert run("history", project, "--openings", "--json").json == []


def test_log_once_begun_is_kept_by_all_commands(run: Run, project: Path) -> None:
    settings.change(log_openings="on")
    run("codes", "add", project, "Envy", "--coder", "IH")
    settings.change(log_openings="off")
    run("find", project, "Shame")
    before = (project / openings.NAME).read_bytes()
    run("codes", project, "--read-only")
    assert (project / openings.NAME).read_bytes() == before
    rows = run("history", project, "--openings", "-n", "3", "--json").json
    assert [(row["program"], row["access"]) for row in rows] == [
        ("coder history", "read"),
        ("coder find", "read"),
        ("coder codes add", "write"),
    ]
    assert programs(project)[0] == ("coder codes add", "write")
    assert openings.listed(project)[-1].coder == "IH"
    assert rows[0].keys() == {"when", "coder", "user", "host", "access", "program"}
    out = run("history", project, "--openings").out
    assert "coder find" in out
    if os.name != "nt":
        assert (project / openings.NAME).stat().st_mode & 0o777 == 0o600
    assert run("doctor", project).status == 0


def test_line_that_is_none_is_left_out(run: Run, project: Path) -> None:
    (project / openings.NAME).write_bytes(b'{"when":\n\xff\n')
    run("codes", project)
    assert programs(project) == [("coder codes", "read")]
    lines = (project / openings.NAME).read_bytes().splitlines()
    assert json.loads(lines[-1])["access"] == "read"


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, True), (errno.EACCES, False), (errno.EROFS, False)])
def test_log_that_cannot_be_written_stops_nothing(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: bool
) -> None:
    """A full disk is a note; a folder that one may only read gets no line."""

    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    settings.change(log_openings="on")
    monkeypatch.setattr(openings.files, "open_private", refuse)
    result = run("codes", project)
    assert result.status == 0
    assert ("could not be logged" in result.err) is said
