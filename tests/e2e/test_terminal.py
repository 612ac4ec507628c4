"""The terminal of the end-to-end tests, tried on a small program."""

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("ptyprocess")

from tests.e2e.emulator import Emulator
from tests.e2e.terminal import Terminal, press_and_watch

FLOOR = [sys.executable, str(Path(__file__).parents[1] / "bench" / "floor_app.py")]


@pytest.fixture
def floor() -> Iterator[Terminal]:
    with Terminal(FLOOR) as terminal:
        terminal.wait_for("keys: 0")
        terminal.wait_still()
        yield terminal


def test_screen_keys_and_end(floor: Terminal) -> None:
    lines = floor.screen()
    assert len(lines) == 24
    assert "transcript pane" in lines[1]
    assert "memo pane" in floor.text()
    floor.press("down", "enter", "ctrl+r")
    floor.send("x")
    floor.wait_for("keys: 4")
    floor.press("q")
    assert floor.wait_end() == 0
    assert "transcript pane" not in floor.text()  # the alternate screen is gone


def test_a_key_is_one_small_frame(floor: Terminal) -> None:
    keys = press_and_watch(floor, "j", 5)
    assert [key.frames for key in keys] == [1] * 5
    assert all(0 < key.bytes < 1000 for key in keys)
    assert all(key.painted is not None and key.settled is not None and key.painted <= key.settled for key in keys)


def test_bytes_are_counted_from_the_mark(floor: Terminal) -> None:
    mark = floor.mark()
    assert floor.output(mark) == (0, 0, None, None, None)
    floor.press("j")
    floor.wait_for("keys: 1")
    assert floor.output(mark).bytes > 0
    assert floor.output().bytes > floor.output(mark).bytes


def test_when_is_worked_out_afterwards(floor: Terminal) -> None:
    shown = floor.when("transcript pane")
    assert shown is not None
    assert floor.started < shown < time.perf_counter()
    assert floor.when("never shown") is None


def test_resize_reaches_the_program(floor: Terminal) -> None:
    floor.resize(120, 40)
    lines = floor.wait_for(lambda lines: len(lines) == 40 and lines[39].startswith("keys"))
    assert max(len(line) for line in lines) == 120


def test_attributes_of_a_cell(floor: Terminal) -> None:
    row = next(row for row, line in enumerate(floor.screen()) if "transcript" in line)
    cell = floor.cell(row, floor.screen()[row].index("t"))
    assert cell.data == "t"
    assert cell.fg != cell.bg


def test_a_killed_program_says_by_what(floor: Terminal) -> None:
    floor.kill(signal.SIGKILL)
    assert floor.wait_end() == -signal.SIGKILL
    with pytest.raises(AssertionError, match="ended"):
        floor.wait_for("something that never comes")


def test_a_terminal_that_knows_no_synchronised_output() -> None:
    with Terminal(FLOOR, sync=False) as terminal:
        terminal.wait_for("keys: 0")
        terminal.press("a")
        terminal.wait_for("keys: 1")
        assert b"2026h" not in b"".join(piece.data for piece in terminal._pieces)


def test_a_slow_line_takes_its_time() -> None:
    # 2,000 bytes over 80 kbit/s are 0.2 s: a lower bound, which no busy machine can break
    with Terminal([sys.executable, "-c", "print('x' * 1999, end='.')"], bits_per_second=80_000) as terminal:
        terminal.wait_for("x.")
        came = terminal.output()
        assert came.first is not None
        assert came.last is not None
        assert came.last - came.first > 0.15


def test_questions_are_answered() -> None:
    ask = (
        "import os,sys,termios,tty; tty.setraw(0); got=b''\n"
        "for question, end in ((b'\\x1b[c', b'c'), (b'\\x1b[6n', b'R'), (b'\\x1b[?2026$p', b'y')):\n"
        "    os.write(1, question); answer = b''\n"
        "    while not answer.endswith(end): answer += os.read(0, 1)\n"
        "    got += answer\n"
        "os.write(1, repr(got).encode() + b' END')"
    )
    with Terminal([sys.executable, "-c", ask]) as terminal:
        text = "".join(terminal.wait_for(" END"))
    assert "[?62;22c" in text
    assert "[1;1R" in text
    assert "[?2026;2$y" in text


def test_sequences_that_are_cut_in_two_are_not_text() -> None:
    emulator = Emulator(20, 2)
    for part in (b"a\x1b", b"[>2", b"5ub\x1b[?2026$", b"pc\x1b[3", b"1md"):
        emulator.feed(part)
    assert emulator.lines()[0] == "abcd"
    assert emulator.screen.buffer[0][3].fg == "red"


def test_what_follows_a_variation_selector_is_there() -> None:
    emulator = Emulator(20, 2)
    emulator.feed("blått 🌧\ufe0f og kaldt\r\ne\u0301".encode())
    assert "og kaldt" in emulator.lines()[0]
    assert emulator.lines()[1] == "é"
