"""What a key costs on the screen: time, bytes, frames; over slow lines; and what memory the running app holds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.measure import COLUMNS, PYTHON, ROWS, Row, at_most, compiled, copies, isolated, p95
from tests.bench.rows_start import FLOOR_APP, first_words
from tests.e2e.terminal import Key, Terminal, press_and_watch

ROUNDS, KEYS_A_ROUND = 6, 10
KEY_BYTES = 1024


def app(folder: Path, bits_per_second: float | None = None) -> Terminal:
    """The app on a project, started."""
    argv = [PYTHON, "-m", "coder", str(folder)]
    return Terminal(argv, COLUMNS, ROWS, isolated(folder.parent), bits_per_second=bits_per_second)


def ready(terminal: Terminal, wanted: str) -> None:
    terminal.wait_for(wanted, 40)
    terminal.wait_still(1.0, 60)


def keys(sizes: Sequence[str]) -> Iterator[Row]:
    """Cursor moves and pages, in turns with a bare app that echoes a key."""
    with copies() as copy:
        for size in [*[size for size in sizes if size == "W1"], "MILLION"]:
            folder = copy(size)
            with app(folder) as terminal, Terminal([PYTHON, FLOOR_APP, "bare"], COLUMNS, ROWS, compiled()) as floor:
                ready(terminal, first_words(folder)[0])
                ready(floor, "keys: 0")
                # Pages go down and up again, so that the end of the text is never reached
                for name, forth, back, limit in (
                    ("cursor down", "j", "j", 0.020),
                    ("page down", "pagedown", "pageup", 0.030),
                ):
                    seen: list[Key] = []
                    echoes: list[Key] = []
                    for turn in range(ROUNDS):
                        key = back if turn % 2 else forth
                        seen += press_and_watch(terminal, key, KEYS_A_ROUND)
                        echoes += press_and_watch(floor, "j", KEYS_A_ROUND)
                    yield from key_rows(f"{name}, {size}", seen, echoes, limit, KEY_BYTES if forth == "j" else None)


def key_rows(name: str, seen: Sequence[Key], echoes: Sequence[Key], limit: float, most: int | None) -> Iterator[Row]:
    """The rows of one key: until its first frame, until its last, bytes, frames."""
    silent = sum(key.painted is None for key in seen)
    first = [key.painted for key in seen if key.painted is not None]
    echo = [key.painted for key in echoes if key.painted is not None]
    row = at_most(f"{name}: key → paint", first, limit, echo)
    yield row._replace(note=f"{silent} keys without any output") if silent else row
    last = [key.settled for key in seen if key.settled is not None]
    yield at_most(f"{name}: … → last frame", last, limit, echo)._replace(budget="", holds=None)
    sizes = sorted(key.bytes for key in seen)
    mid, floor = sizes[len(sizes) // 2], sorted(key.bytes for key in echoes)[len(echoes) // 2]
    holds = None if most is None else mid <= most
    yield Row(f"{name}: bytes", mid, p95(sizes), "B", floor, f"p50 ≤ {most} B" if most else "", holds)
    frames = [key.frames for key in seen]
    yield Row(
        f"{name}: frames",
        sorted(frames)[len(frames) // 2],
        p95(frames),
        "",
        sorted(key.frames for key in echoes)[len(echoes) // 2],
        "= 1",
        max(frames) == 1,
        f"{sum(one > 1 for one in frames)} of {len(frames)} keys had more, up to {max(frames)}"
        if max(frames) > 1
        else "",
    )


def held(sizes: Sequence[str]) -> Iterator[Row]:
    """A key held at 30 Hz for 60 keys over slow lines: how late the last output is."""
    with copies() as copy:
        for line, bits, limit in (("1 Mbit/s", 1_000_000, 0.050), ("256 kbit/s", 256_000, 0.500)):
            lags, totals = [], []
            for _ in range(3):
                folder = copy("W1")  # a fresh one, because a project opens where it was left
                with app(folder, bits) as terminal:
                    ready(terminal, first_words(folder)[0])
                    mark = terminal.mark()
                    began = time.perf_counter()
                    for number in range(60):
                        time.sleep(max(0.0, began + number / 30 - time.perf_counter()))
                        terminal.press("j")
                    released = time.perf_counter()
                    terminal.wait_still(0.5)
                    came = terminal.output(mark)
                    lags.append((came.last or released) - released)
                    totals.append(came.bytes)
            row = at_most(f"key held, {line}: lag at the end", lags, limit, at="p50")
            yield row._replace(note=f"{sorted(totals)[1] / 60:,.0f} bytes a key")


def memory(sizes: Sequence[str]) -> Iterator[Row]:
    """Resident memory of the app with a project open."""
    limits = {"W1": 60.0, "W10": 140.0, "W100": 350.0}
    with copies() as copy:
        with Terminal([PYTHON, FLOOR_APP, "bare"], COLUMNS, ROWS, compiled()) as terminal:
            ready(terminal, "keys: 0")
            floor = terminal.resident()
        for size in sizes:
            folder = copy(size)
            with app(folder) as terminal:
                ready(terminal, first_words(folder)[0])
                terminal.wait_still(2.0)
                held = terminal.resident()
            yield Row(f"memory, {size} open", held, None, "MB", floor, f"≤ {limits[size]:g} MB", held <= limits[size])


def matrix(sizes: Sequence[str]) -> Iterator[Row]:
    """The matrix of W10, 1,200 codes by 370 sources: a step, a page down, a page to the right."""
    with copies() as copy:
        folder = copy("W10")
        with app(folder) as terminal, Terminal([PYTHON, FLOOR_APP, "bare"], COLUMNS, ROWS, compiled()) as floor:
            ready(terminal, first_words(folder)[0])
            ready(floor, "keys: 0")
            for key in ("g", "x"):
                terminal.press(key)
                terminal.wait_still(1.0, 60)
            while "codes × sources" not in terminal.text():
                terminal.press("c")
                terminal.wait_still(1.0, 60)
            for name, forth, back, limit in (
                ("step down", "j", "k", 0.020),
                ("page down", "pagedown", "pageup", 0.030),
                ("page right", "]", "[", 0.030),
            ):
                seen: list[Key] = []
                echoes: list[Key] = []
                for turn in range(ROUNDS):
                    seen += press_and_watch(terminal, back if turn % 2 else forth, KEYS_A_ROUND)
                    echoes += press_and_watch(floor, "j", KEYS_A_ROUND)
                yield from key_rows(f"matrix, {name}, W10", seen, echoes, limit, None)
