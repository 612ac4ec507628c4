"""Reader processes: limits, crashes, stopping; the next file is read as if nothing had happened."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from coder.errors import UnreadableFile
from coder.exchange import sandbox, sandbox_process
from coder.exchange.importing import Readings, read_file, read_transcript
from coder.exchange.reading import NOTHING, Reading
from coder.exchange.sandbox import Stop, Stopped

TALK = "I: SYNTHETIC question?\n\nP: An answer."


def written(folder: Path, name: str, text: str = TALK) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_process_is_used_again(tmp_path: Path) -> None:
    path = written(tmp_path, "P01.txt")
    read_transcript(path)
    waiting = [process._popen.pid for process in sandbox._idle]
    read_transcript(path)
    assert waiting == [process._popen.pid for process in sandbox._idle]


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_killed_process_is_an_error_of_its_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "P01.txt")
    original = sandbox._Process.ask

    def ask(process: sandbox._Process, *arguments: object) -> bytes | None:
        os.kill(process._popen.pid, signal.SIGKILL)
        return original(process, *arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(sandbox._Process, "ask", ask)
        with pytest.raises(UnreadableFile, match=r"P01\.txt cannot be read"):
            read_transcript(path)
    assert read_transcript(path).turns


@pytest.mark.skipif(sys.platform != "linux", reason="the system sets the limit")
def test_time_limit_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"I: SYNTHETIC words of line {number}, and more.\n" for number in range(300_000))
    monkeypatch.setattr(sandbox, "SECONDS", 0.1)
    with pytest.raises(UnreadableFile, match=r"P01\.txt takes too long to read"):
        read_transcript(written(tmp_path, "P01.txt", rows))


def test_stopped_reading_is_no_error_of_a_file(tmp_path: Path) -> None:
    stop = Stop()
    stop.request()
    with pytest.raises(Stopped):
        read_file(written(tmp_path, "P01.txt"), NOTHING, (), stop)


def test_files_come_in_their_order(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"P{number:02}.txt", f"{TALK} {number}") for number in range(12)]
    with Readings([(path, NOTHING) for path in paths], lambda _: ()) as readings:
        read = [readings.take() for _ in paths]
    assert [reading.path for reading in read] == paths
    assert all(isinstance(reading, Reading) and reading.transcript.turns for reading in read)


def test_file_name_that_is_not_text_is_read(tmp_path: Path) -> None:
    name = os.fsdecode(b"P\xe5l.txt")
    try:
        path = written(tmp_path, name)
    except (OSError, UnicodeError):
        pytest.skip("the file system takes no such name")
    reading = read_file(path)
    assert isinstance(reading, Reading)
    assert reading.path == path


def test_busy_machine_ends_what_had_its_share() -> None:
    limit = sandbox_process.Limit(6.0, (10.0, 100.0))
    assert limit.is_over(16.5, 107.0)
    assert limit.is_over(12.5, 119.0)
    assert not limit.is_over(15.0, 117.0)
    assert not limit.is_over(11.0, 200.0)
    assert not sandbox_process._NONE.is_over(1e9, 1e9)
