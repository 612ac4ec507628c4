"""The thread that ends the program: in a process of its own, as it ends processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")

#: A program whose main thread waits for ever; what each callback does is filled in.
PROGRAM = """
import os, signal, sys, threading
from coder.tui.kit import hang_up
hang_up.PATIENCE, hang_up.LIMIT = 0.1, 0.2
def say(word):
    os.write(1, word.encode() + b"\\n")
def wait():
    threading.Event().wait()
def no_loop(act):
    raise RuntimeError("the loop has ended")
def fail(word):
    say(word)
    raise ValueError(word)
hang = hang_up.HangUp({end}, {on_loop}, {abandon}, {keep})
{before}
hang.start()
{after}
wait()
"""
DEFAULTS = {
    "end": 'lambda: say("end")',
    "on_loop": "lambda act: act()",
    "abandon": 'lambda: say("abandon")',
    "keep": 'lambda: say("keep")',
    "before": "",
}


def ended(tmp_path: Path, *signals: int, **parts: str) -> tuple[int, list[str]]:
    """Run the program, which sends itself signals; return its exit status and what it said."""
    parts.setdefault("after", "\n".join(f"os.kill(os.getpid(), {int(number)})" for number in signals))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(**{**DEFAULTS, **parts})],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[3],
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_on_the_loop_then_keeps_what_hangs(tmp_path: Path, number: int) -> None:
    assert ended(tmp_path, number) == (128 + number, ["end", "abandon", "keep"])


def test_dropped_line_first_abandons_the_terminal(tmp_path: Path) -> None:
    assert ended(tmp_path, signal.SIGHUP) == (129, ["abandon", "end", "abandon", "keep"])


@pytest.mark.parametrize("when", ["before", "after"])
def test_lost_terminal_is_a_dropped_line(tmp_path: Path, when: str) -> None:
    status, words = ended(tmp_path, **{when: "hang.lost(); hang.lost()"})
    assert (status, words) == (129, ["abandon", "end", "abandon", "keep"])


def test_first_signal_counts(tmp_path: Path) -> None:
    status, words = ended(tmp_path, after="os.kill(os.getpid(), signal.SIGTERM); hang.lost()")
    assert status == 143
    assert words[:1] == ["end"]


@pytest.mark.parametrize(
    "parts",
    [
        {"on_loop": "no_loop"},
        {"on_loop": "lambda act: None"},
        {"end": 'lambda: fail("end")'},
        {"keep": 'lambda: fail("keep")'},
        {"keep": "wait"},
        {"abandon": 'lambda: fail("abandon")'},
    ],
    ids=["loop ended", "loop hangs", "end fails", "keep fails", "keep hangs", "abandon fails"],
)
def test_program_ends_whatever_fails(tmp_path: Path, parts: dict[str, str]) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        status, _ = ended(tmp_path, number, **parts)
        assert status == 128 + number
    assert parts


def test_failure_at_the_end_hinders_no_rescue(tmp_path: Path) -> None:
    assert ended(tmp_path, signal.SIGTERM, end='lambda: fail("end")') == (143, ["end", "abandon", "keep"])


def test_forked_child_ends_by_a_signal_alone(tmp_path: Path) -> None:
    after = """
child = os.fork()
if child == 0:
    os.kill(os.getpid(), signal.SIGTERM)
    wait()
say("child:" + str(os.waitpid(child, 0)[1]))
os._exit(7)
"""
    assert ended(tmp_path, after=after) == (7, [f"child:{int(signal.SIGTERM)}"])
