"""Somebody before the terminal: she looks before each key, and believes only what was not there before it.

A test breaks on a slow machine where it takes for an answer what the screen showed anyway: a text that was there
already, or the echo of its own typing. So every key here is pressed when the program has done all that the keys
before it asked for, and what is waited for after a key must not have been on the screen when it was pressed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from tests.e2e.terminal import KEYS, Terminal, Wanted, shows

LOOK = 0.005
"""Seconds between two looks at the program."""
LOOKS = 10
"""So many looks in a row see it asleep when it is at rest: longer together than it puts off drawing (a 60th)."""


class Person(Terminal):
    """A terminal whose waits after a key are true only because of that key."""

    _before: list[str] | None = None
    _escaped = False

    def send(self, text: str) -> None:
        """Send text as it is, all at once, however busy the program is."""
        self._before = self.screen()
        super().send(text)

    def press(self, *keys: str) -> None:
        """Press keys by name, each when the program has done what the one before asked for."""
        for key in keys:
            self._look()
            self._escaped = key == "escape"
            self.send(KEYS.get(key, key))

    def wait_for(self, wanted: Wanted, timeout: float = 60) -> list[str]:
        """Wait until the screen shows what it did not show when the last key was pressed."""
        if self._before is not None and shows(wanted)(self._before):
            before = "\n".join(self._before)
            raise AssertionError(f"{wanted!r} was on the screen before the key, so it tells nothing:\n{before}")
        lines = super().wait_for(wanted, timeout)
        self._escaped = False
        return lines

    def do(self, *keys: str, said: Wanted) -> list[str]:
        """Press keys, until the last of them shows something new."""
        self.press(*keys)
        return self.wait_for(said)

    def type(self, text: str) -> None:
        """Type where one can type; over when the end of it is on the screen and the program has done all with it."""
        self._look()
        mark = self.mark()
        self.send(text)
        super().wait_for(lambda lines: self.mark() > mark and _shown(text, lines), 60)
        self.settle()

    def write(self, text: str, end: str, *, said: Wanted) -> None:
        """Type a text, and end it by a key that shows something new."""
        self.type(text)
        self.do(end, said=said)

    def walk(self, key: str, until: Wanted) -> None:
        """Press a key again and again, as long as the screen changes, until it shows something."""
        reached = shows(until)
        for _ in range(100):
            self.settle()
            before = self.screen()
            if reached(before):
                return
            self.do(key, said=lambda lines, before=before: lines != before)
        raise AssertionError(f"{key!r} never led to {until!r}:\n{self.text()}")

    def seen(self) -> str:
        """The screen as one text, once the program has done everything."""
        self.settle()
        return self.text()

    def until(self, test: Callable[[], object], timeout: float = 60) -> None:
        """Wait for something beside the screen, such as a file."""
        end = time.perf_counter() + timeout
        while not test():
            assert time.perf_counter() < end, f"{timeout} s are over:\n{self.text()}"
            time.sleep(LOOK)

    def leave(self) -> None:
        """Ctrl+Q ends the program, and nothing went wrong in it."""
        self.press("ctrl+q")
        assert self.wait_end(60) == 0, self.text()
        assert "Traceback" not in self.text()

    def _look(self) -> None:
        assert not self._escaped, "an Esc and a key after it may come as one: wait for what the Esc brings"
        self.settle()

    def settle(self, timeout: float = 60) -> None:
        """Wait until the program has read every key, done all it asked for, and drawn it.

        One that still has something to do but gets no time for it is not asleep, whatever the load.
        """
        end = time.perf_counter() + timeout
        looks, seen = 0, self.mark()
        while looks < LOOKS and not self.ended:
            assert time.perf_counter() < end, f"the program did not come to rest in {timeout} s:\n{self.text()}"
            time.sleep(LOOK)
            mark = self.mark()
            looks = looks + 1 if mark == seen and asleep(self.pid) else 0
            seen = mark


def asleep(pid: int) -> bool:
    """Whether each thread of a program waits for something, rather than for its turn (Linux; else it is taken so)."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
        stats = [Path(f"/proc/{pid}/task/{one}/stat").read_bytes() for one in threads]
    except OSError:
        return not Path("/proc/self/task").exists()
    # The name of a thread may hold anything, also ")" (proc(5))
    return all(stat.rpartition(b") ")[2][:1] in b"SZX" for stat in stats)


def _shown(text: str, lines: list[str]) -> bool:
    """Whether the end of a text is there, wherever the line was broken, and however narrow its field is."""
    return text.split()[-1][-10:] in "\n".join(lines)
