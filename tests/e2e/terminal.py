"""A real program in a real pseudo-terminal, and the terminal around it: screen, keys, bytes, frames.

A thread reads what the program writes, at once or as slowly as a given line would, notes when each piece came, and
answers the questions that a terminal answers. The screen is only worked out when somebody looks, so that looking
takes no time from what is being measured.
"""

from __future__ import annotations

import os
import re
import select
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import pyte
from ptyprocess import PtyProcess

from tests.e2e.emulator import Emulator

ROOT = Path(__file__).parents[2]

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    "f7": "\x1b[18~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}

FRAME_ENDS = b"\x1b[?2026l"
"""The end of a frame in the synchronised-output protocol, mode 2026."""
GAP = 0.005
"""Seconds between two writes that make two frames, where the program does not mark its frames."""

Wanted = str | re.Pattern[str] | Callable[[list[str]], bool]
"""A text, a pattern or a test of the screen's lines."""

_QUERY = re.compile(
    rb"\x1b\[(?:\?(?P<mode>\d+)\$p|(?P<attributes>0?c)|(?P<version>>0?q)|(?P<status>5n)|(?P<cursor>6n))"
)


class Piece(NamedTuple):
    """What was read at once, and when (`time.perf_counter`)."""

    when: float
    data: bytes


class Output(NamedTuple):
    """What came since a mark: how much, in how many frames, and when (None: nothing came).

    `first` and `last` are when the first and the last byte came, `framed` when the first frame was complete.
    """

    bytes: int
    frames: int
    first: float | None
    framed: float | None
    last: float | None


class Terminal:
    """A program in a terminal of `columns` × `rows`; `bits_per_second` makes its line slow, `sync` knows mode 2026.

    Use it in a `with` block: what is left of the program is killed at its end.
    """

    def __init__(
        self,
        argv: Sequence[str],
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        *,
        cwd: Path | str | None = None,
        bits_per_second: float | None = None,
        sync: bool = True,
    ) -> None:
        self.columns, self.rows = columns, rows
        self.bits_per_second = bits_per_second
        self._sync = sync
        self._pieces: list[Piece] = []
        self._shown = 0
        self._emulator = Emulator(columns, rows)
        self._changed = threading.Condition()
        self._tail = b""
        self._closing = False
        self.ended = False
        self.started = time.perf_counter()
        self._process = PtyProcess.spawn(
            list(argv), cwd=str(cwd or ROOT), env=environment(env), dimensions=(rows, columns)
        )
        self.pid: int = self._process.pid
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    def _read(self) -> None:
        while not self._closing:
            try:
                if not select.select([self._process.fd], [], [], 0.1)[0]:
                    continue
                data = os.read(self._process.fd, self._portion())
            except (OSError, ValueError):
                break
            if not data:
                break
            if self.bits_per_second:
                time.sleep(len(data) * 8 / self.bits_per_second)
            with self._changed:
                self._pieces.append(Piece(time.perf_counter(), data))
                self._changed.notify_all()
            self._answer(data)
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _portion(self) -> int:
        """Bytes to read at once: on a slow line what it carries in five milliseconds."""
        return max(16, int(self.bits_per_second / 8 * 0.005)) if self.bits_per_second else 1 << 16

    def _answer(self, data: bytes) -> None:
        data = self._tail + data
        end = 0
        for query in _QUERY.finditer(data):
            end = query.end()
            os.write(self._process.fd, self._reply(query).encode())
        self._tail = data[end:][-16:]

    def _reply(self, query: re.Match[bytes]) -> str:
        if query["mode"]:
            mode = query["mode"].decode()
            return f"\x1b[?{mode};{2 if mode == '2026' and self._sync else 0}$y"
        if query["attributes"]:
            return "\x1b[?62;22c"
        if query["version"]:
            return "\x1bP>|pyte\x1b\\"
        if query["status"]:
            return "\x1b[0n"
        cursor = self.cursor
        return f"\x1b[{cursor[0] + 1};{cursor[1] + 1}R"

    # Keys

    def send(self, text: str) -> None:
        """Send text as it is, all at once."""
        self._process.write(text.encode("utf-8", "surrogateescape"))

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`, `pagedown`, `ctrl+r`, or the character itself)."""
        for key in keys:
            self.send(KEYS.get(key, key))

    # The screen

    def _show(self) -> Emulator:
        with self._changed:
            fresh = self._pieces[self._shown :]
            self._shown = len(self._pieces)
            for piece in fresh:
                self._emulator.feed(piece.data)
            return self._emulator

    def screen(self) -> list[str]:
        """The lines of the screen, without the blanks at their ends."""
        return self._show().lines()

    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.screen())

    def cell(self, row: int, column: int) -> pyte.screens.Char:
        """One cell, from 0: `data`, `fg` and `bg` (names or rrggbb), `bold`, `italics`, `underscore`, `reverse`."""
        return self._show().screen.buffer[row][column]

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0."""
        cursor = self._show().screen.cursor
        return cursor.y, cursor.x

    def wait_for(self, wanted: Wanted, timeout: float = 60) -> list[str]:
        """Wait until the screen shows a text, matches a pattern, or satisfies a test; gives the screen."""
        test = shows(wanted)
        until = time.perf_counter() + timeout
        while True:
            seen, ended = len(self._pieces), self.ended
            lines = self.screen()
            if test(lines):
                return lines
            if ended or time.perf_counter() > until:
                why = "the program ended" if ended else f"{timeout} s are over"
                raise AssertionError(f"waited for {wanted!r}, but {why}:\n" + "\n".join(lines))
            with self._changed:
                if len(self._pieces) == seen and not self.ended:
                    self._changed.wait(min(0.2, max(0.0, until - time.perf_counter())))

    def wait_still(self, quiet: float = 0.2, timeout: float = 60) -> None:
        """Wait until nothing has come for `quiet` seconds."""
        until = time.perf_counter() + timeout
        since = time.perf_counter()
        while not self.ended:
            with self._changed:
                seen = len(self._pieces)
                self._changed.wait(quiet - (time.perf_counter() - since))
                if len(self._pieces) != seen:
                    since = time.perf_counter()
            now = time.perf_counter()
            if now - since >= quiet:
                return
            if now > until:
                raise AssertionError(f"the screen did not come to rest in {timeout} s")

    # Measuring

    def wait_output(self, mark: int, timeout: float) -> bool:
        """Wait until anything has come since a mark; tells whether it has."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._pieces) > mark or self.ended, timeout)

    def mark(self) -> int:
        """A point in the output, for `output`."""
        with self._changed:
            return len(self._pieces)

    def written(self, mark: int = 0) -> str:
        """The bytes that have come since a mark, as text with its control sequences."""
        with self._changed:
            return b"".join(piece.data for piece in self._pieces[mark:]).decode("utf-8", "replace")

    def output(self, mark: int = 0) -> Output:
        """What has come since a mark."""
        with self._changed:
            pieces = self._pieces[mark:]
        if not pieces:
            return Output(0, 0, None, None, None)
        data = b"".join(piece.data for piece in pieces)
        first, last = pieces[0].when, pieces[-1].when
        if self._sync and FRAME_ENDS in data:
            end = data.index(FRAME_ENDS) + len(FRAME_ENDS)
            ends = accumulate(len(piece.data) for piece in pieces)
            framed = next(piece.when for piece, total in zip(pieces, ends, strict=True) if total >= end)
            return Output(len(data), data.count(FRAME_ENDS), first, framed, last)
        gaps = [a.when for a, b in pairwise(pieces) if b.when - a.when > GAP]
        return Output(len(data), len(gaps) + 1, first, gaps[0] if gaps else last, last)

    def when(self, wanted: Wanted) -> float | None:
        """When the screen first satisfied a test, worked out afterwards from all that came; only without a resize."""
        test = shows(wanted)
        emulator = Emulator(self.columns, self.rows)
        with self._changed:
            pieces = list(self._pieces)
        for piece in pieces:
            emulator.feed(piece.data)
            if test(emulator.lines()):
                return piece.when
        return None

    def resident(self) -> float:
        """Megabytes of memory that the program holds (resident set)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    # Window and end

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the program hears of it."""
        self._show()
        with self._changed:
            self.columns, self.rows = columns, rows
            self._emulator.screen.resize(rows, columns)
        self._process.setwinsize(rows, columns)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def drop_line(self) -> None:
        """Close the terminal under the program, as a dropped line does."""
        self._closing = True
        self._reader.join()
        self._process.fileobj.close()
        self._process.closed = True  # the number of its descriptor may be another file's from now on

    def wait_end(self, timeout: float = 60) -> int:
        """Wait until the program has ended; gives its exit status, or minus the signal that ended it."""
        until = time.perf_counter() + timeout
        while self._process.isalive():
            if time.perf_counter() > until:
                raise AssertionError(f"the program did not end in {timeout} s:\n{self.text()}")
            time.sleep(0.01)
        self._reader.join(5)
        signalled = self._process.signalstatus
        return -signalled if signalled else int(self._process.exitstatus or 0)

    def close(self) -> None:
        """End the program, by force if it is still there, and free the terminal."""
        self._closing = True
        if self._process.isalive():
            self.kill()
            self.wait_end()
        self._reader.join(5)
        self._process.close(force=True)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment a program gets: this one's, without what would change how it draws, and `extra`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TEXTUAL", "COLUMNS", "LINES", "NO_COLOR", "SSH_", "TMUX", "TERM", "PYTEST", "COV_"))
    }
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH")]))
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": path, **(extra or {})}


def shows(wanted: Wanted) -> Callable[[list[str]], bool]:
    """A test of a screen's lines, from a text, a pattern or a test."""
    if isinstance(wanted, str):
        return lambda lines: wanted in "\n".join(lines)
    if isinstance(wanted, re.Pattern):
        return lambda lines: wanted.search("\n".join(lines)) is not None
    return wanted


class Key(NamedTuple):
    """What one key led to: seconds to the end of the first frame and of the last, if any came; bytes; frames."""

    painted: float | None
    settled: float | None
    bytes: int
    frames: int


def press_and_watch(terminal: Terminal, key: str, times: int = 1, quiet: float = 0.1) -> list[Key]:
    """Press a key so many times, each time waiting until the screen is still. Bytes and frames tell no time."""
    terminal.wait_still(max(quiet, 0.2))
    seen = []
    for _ in range(times):
        mark = terminal.mark()
        pressed = time.perf_counter()
        terminal.press(key)
        terminal.wait_output(mark, 2)
        terminal.wait_still(quiet)
        came = terminal.output(mark)
        painted = None if came.framed is None else came.framed - pressed
        settled = None if came.last is None else came.last - pressed
        seen.append(Key(painted, settled, came.bytes, came.frames))
    return seen
