"""Somebody before the terminal takes nothing for an answer that is none."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("ptyprocess")

from tests.e2e.person import Person, asleep

FLOOR = [sys.executable, str(Path(__file__).parents[1] / "bench" / "floor_app.py")]


@pytest.fixture
def floor() -> Iterator[Person]:
    with Person(FLOOR) as person:
        person.wait_for("keys: 0")
        yield person


def test_what_was_there_before_the_key_is_no_answer(floor: Person) -> None:
    floor.do("j", "k", said="keys: 2")
    with pytest.raises(AssertionError, match="was on the screen before the key"):
        floor.do("j", said="transcript pane")
    with pytest.raises(AssertionError, match="was on the screen before the key"):
        floor.do("j", said=lambda lines: len(lines) == 24)


def test_no_key_is_pressed_right_after_an_esc(floor: Person) -> None:
    floor.press("escape")
    for act in (lambda: floor.press("j"), lambda: floor.type("words")):
        with pytest.raises(AssertionError, match="may come as one"):
            act()
    floor.wait_for("keys: 1")
    floor.do("j", said="keys: 2")


def test_walking_ends_where_it_is_meant_to(floor: Person) -> None:
    floor.walk("j", "keys: 5")
    floor.walk("j", "keys: 5")
    assert "keys: 5" in floor.seen()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells what a thread waits for")
def test_a_program_that_gets_no_time_is_not_asleep(floor: Person) -> None:
    floor.settle()
    assert asleep(floor.pid)
    floor.kill(signal.SIGSTOP)
    floor.until(lambda: not asleep(floor.pid))
    floor.send("j")
    with pytest.raises(AssertionError, match="did not come to rest"):
        floor.settle(0.3)
    floor.kill(signal.SIGCONT)
    floor.settle()
    assert "keys: 1" in floor.text()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells what a thread waits for")
def test_a_program_that_works_is_not_asleep() -> None:
    with Person([sys.executable, "-c", "print('at it', flush=True)\nwhile True: pass"]) as person:
        person.wait_for("at it")
        person.until(lambda: not asleep(person.pid))
        assert not person.ended
