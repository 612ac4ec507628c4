"""Closed, full and broken streams: exit statuses, no traceback, and no change that a retry would double."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.strategies import new_project, reopened, small

pytestmark = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a shell, and a device that is always full")

READING = (
    "sources {0}",
    "find {0} **",
    "find {0} ** --json",
    "export {0} - --format csv",
    "help keys",
    "--help",
    "--version",
)
REFUSED = ("sources nowhere", "find {0} nowhere", "find {0} nowhere --json", "uncode {0} nowhere")
WRONG = ("bogus {0} x", "codes bogus {0} x --no-such-option")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small(new_project(tmp_path / "p")).close()
    return tmp_path / "p"


def run(command: str, folder: Path, streams: str) -> tuple[int, str]:
    """Run a command in a shell with its streams redirected; return its status and what could be read of it."""
    words = [sys.executable, "-m", "coder", *command.format(folder).split()]
    script = f"{{ {shlex.join(words)} {streams}; }} 2>&1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, check=False, timeout=300, cwd=Path(__file__).parents[2]
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def status(command: str, folder: Path, streams: str) -> int:
    code, output = run(command, folder, streams)
    for word in ("Traceback", "unexpected", "Exception ignored"):
        assert word not in output
    return code


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "<&-", "2>/dev/full"])
def test_streams_that_a_command_does_without(folder: Path, streams: str) -> None:
    assert [status(command, folder, streams) for command in READING] == [0] * len(READING)
    assert [status(command, folder, streams) for command in REFUSED] == [1] * len(REFUSED)
    assert [status(command, folder, streams) for command in WRONG] == [2] * len(WRONG)


def test_output_that_cannot_be_written_is_an_error(folder: Path) -> None:
    assert [status(command, folder, ">/dev/full") for command in READING] == [1] * len(READING)
    assert [status(command, folder, ">/dev/full 2>&1") for command in REFUSED] == [1] * len(REFUSED)
    assert "The output cannot be written" in run(READING[0], folder, ">/dev/full")[1]


def test_pipe_that_nobody_reads_ends_a_command_quietly(folder: Path) -> None:
    script = [sys.executable, "-m", "coder"]
    for command in READING:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [*script, *command.format(folder).split()],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            timeout=300,
            cwd=Path(__file__).parents[2],
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, b"")
    assert READING


def test_change_whose_output_cannot_be_written_is_done(folder: Path) -> None:
    code, output = run("codes add {0} Full", folder, ">/dev/full")
    assert code == 0
    assert "the command is done" in output
    project = reopened(folder)
    assert [one.name for one in project.codes.values()].count("Full") == 1
    project.close()


def test_end_of_input_is_an_empty_text_or_a_no(folder: Path) -> None:
    for streams in ("</dev/null", "<&-"):
        code, output = run("memo {0} --text -", folder, streams)
        assert code == 1
        assert "error:" in output
        assert "unexpected" not in output
        code, output = run("{0}", folder, streams)
        assert code == 1
        assert "needs a terminal" in output
