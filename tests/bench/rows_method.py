"""What the screens of the method cost, a code group of 5,000 units among them: to open, and a key in each."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from coder.tui.keymap.actions import PLACES
from tests.bench.measure import COLUMNS, PYTHON, ROWS, Row, at_most, compiled, copies
from tests.bench.rows_screen import KEYS_A_ROUND, app, key_rows, ready
from tests.bench.rows_start import FLOOR_APP, first_words
from tests.e2e.terminal import Key, Terminal, press_and_watch

#: Names of the method's places, as in the table of places.
SCREENS = (
    *("steps", "themes", "groups", "condense", "analytic", "check"),
    *("pairs", "changes", "framework", "participants", "coreq"),
)
#: Seconds after which something that takes time has to say so.
UNTOLD = 0.5
KEY = 0.020


def method(sizes: Sequence[str]) -> Iterator[Row]:
    """Each screen of the method: from its keys to its first frame and to rest, and a step in it."""
    letters = {place.do: place for place in PLACES}
    with copies() as copy, Terminal([PYTHON, FLOOR_APP, "bare"], COLUMNS, ROWS, compiled()) as floor:
        ready(floor, "keys: 0")
        for size in [f"{size}-method" for size in sizes if size in ("W1", "W10")]:
            folder = copy(size)
            with app(folder) as terminal:
                ready(terminal, first_words(folder)[0])
                for name in SCREENS:
                    place = letters[name]
                    opened = []
                    for _ in range(3):
                        terminal.press("g")
                        terminal.wait_still(0.4, 60)
                        mark, began = terminal.mark(), time.perf_counter()
                        terminal.press(place.letter)
                        terminal.wait_output(mark, 30)
                        terminal.wait_still(0.8, 60)
                        opened.append((terminal.output(mark).last or began) - began)
                    yield at_most(f"{place.label}, {size}: opened", opened, UNTOLD, at="p50")
                    seen: list[Key] = []
                    echoes: list[Key] = []
                    for turn in range(4):
                        seen += press_and_watch(terminal, "k" if turn % 2 else "j", KEYS_A_ROUND)
                        echoes += press_and_watch(floor, "j", KEYS_A_ROUND)
                    yield from list(key_rows(f"{place.label}, {size}, a step", seen, echoes, KEY, None))[::2]
                    terminal.press("g", "c")
                    terminal.wait_still(0.5, 60)
