"""Random keys from a seed: letters, chords, keys of every action, mouse, pasted text, and bytes that are no key."""

from __future__ import annotations

import random

from coder.tui.keymap import actions
from tests.e2e.terminal import KEYS

#: Control characters that end or stop the program, and so are pressed only at the end.
ENDS = ("ctrl+q", "ctrl+z")
NAMES = {"escape", "enter", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown", "home", "end"}
FUNCTION_KEYS = [f"\x1bO{letter}" for letter in "PQRS"] + [f"\x1b[{n}~" for n in (15, 17, 18, 19, 20, 21, 23, 24)]
WORDS = ("smerte", "Skam", "håp", "Æ", "名前", "🙂", "👩‍👩‍👧", "e\u0301", "a b", "=1+1", "**", "x.md", "2024-01-01")
PASTES = (
    "\x1b[2Jx\x1b[A\x1bj",
    "one line",
    "two\nlines\n",
    "\t",
    "",
    "blått 🙂 " * 200,
    "\u202e\u009b31m",
    "a" * 5000,
)
#: Bytes that are no key: Latin-1, cut or impossible sequences, reports that were not asked for.
JUNK = (
    b"\xe6", b"\xf8\xe5", b"\xff\xfe", b"\0", b"\x80", b"\xf0\x9f", b"\x1b[", b"\x1bO", b"\x1b[99999999999u",
    b"\x1b[48;0;0;0;0t", b"\x1b[<35;-5;--3M", b"\x1b[<", b"\x1b[M\x20", b"\x1b]52;c;", b"\x1bP>|", b"\x1b_",
    b"\x1b[200~left open", b"\x1b[201~", b"\x1b[1;", b"\x1b[97;5;;u", b"\x1b[57441u", b"\x1b[0u", b"\x1b[8;1;1t",
    b"\x1b[?", b"\x1b[?2026;2$y", b"\x1b[999;999R", b"\x1b[?1;2c", b"\x9b31m", b"\x1b\x1b\x1b",
)  # fmt: skip


def _bytes_of(key: str) -> str:
    """What a terminal sends for a key of the table of actions; "" where it has no byte of its own."""
    if key in KEYS:
        return KEYS[key]
    if len(key) == 1:
        return key
    modifier, _, last = key.rpartition("+")
    number = {"shift": 2, "alt": 3, "ctrl": 5}.get(modifier)
    if number and KEYS.get(last, "").startswith("\x1b["):
        start, end = KEYS[last][:-1], KEYS[last][-1]
        return f"{start if start != chr(27) + '[' else start + '1'};{number}{end}"
    return next((char for char in map(chr, range(33, 127)) if actions.key_name(key) == char), "")


#: Part of the screen → what its keys send.
BY_PLACE: dict[str, list[str]] = {}
for _action in actions.ACTIONS:
    _sent = [_bytes_of(key) for key in _action.key.split(",") if key not in ENDS]
    BY_PLACE.setdefault(_action.where, []).extend(filter(None, _sent))
PLACES = [place.letter for place in actions.PLACES if place.do != "quit"]
CONTROLS = [KEYS[f"ctrl+{letter}"] for letter in "abcdefghijklmnoprstuvwxy"]


class RandomKeys:
    """An endless walk over the keys."""

    def __init__(self, seed: int, junk: bool = False) -> None:
        """`junk`: also bytes that are no key."""
        self._random = random.Random(seed)
        self._junk = junk
        self.columns, self.rows = 80, 24

    def next(self, places: tuple[str, ...] = ()) -> bytes:
        """Return the bytes of the next key, chord, click or paste, rather one of these parts of the screen."""
        draw = self._random
        kind = draw.random()
        if kind < 0.10:
            text = "g" + draw.choice(PLACES)
        elif kind < 0.45:
            here = [place for place in (*places, "study") if place in BY_PLACE] if places else list(BY_PLACE)
            text = draw.choice(BY_PLACE[draw.choice(here)])
        elif kind < 0.65:
            text = KEYS[draw.choice(sorted(NAMES))]
        elif kind < 0.78:
            text = chr(draw.randrange(32, 127))
        elif kind < 0.84:
            text = draw.choice(WORDS)
        elif kind < 0.88:
            text = draw.choice(CONTROLS)
        elif kind < 0.90:
            text = draw.choice(FUNCTION_KEYS)
        elif kind < 0.95:
            text = self._mouse()
        elif kind < 0.96:
            text = draw.choice(("\x1b[I", "\x1b[O"))
        elif kind < 0.97:
            text = f"\x1b[200~{draw.choice(PASTES)}\x1b[201~"
        elif self._junk:
            return draw.choice(JUNK)
        else:
            text = "\x1b"
        return text.encode("utf-8")

    def burst(self) -> int:
        """Return how many keys come at once."""
        return self._random.choice((1, 1, 2, 3, 5, 8))

    def size(self) -> tuple[int, int]:
        """Return another size for the window: columns and rows."""
        self.columns, self.rows = self._random.choice(((80, 24), (140, 40), (40, 12), (20, 5), (200, 60), (3, 2)))
        return self.columns, self.rows

    def pause(self) -> float:
        """Return the seconds before the next key."""
        return self._random.choice((0.0, 0.005, 0.03))

    def chance(self, share: float) -> bool:
        return self._random.random() < share

    def _mouse(self) -> str:
        button = self._random.choice((0, 0, 0, 2, 64, 65, 32, 35))
        column, row = self._random.randint(1, self.columns), self._random.randint(1, self.rows)
        press = f"\x1b[<{button};{column};{row}M"
        return press if button in (64, 65, 35) else f"{press}\x1b[<{button};{column};{row}m"


def replay(seed: int, keys: list[bytes]) -> str:
    """Return what a person needs to see a fault again: the seed, the number of keys and the last 50."""
    return f"seed {seed}, {len(keys)} keys; the last: {keys[-50:]}"
