"""Parsing of terminal input into keys: no key is lost, none is invented.

Esc is also the first byte of the sequences of other keys. Textual distinguishes them by time; over a slow line, Esc
and the keys after it arrive together, and Textual drops the Esc or types `^` into the text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.keys import Keys
from textual.message import Message

from coder.text.controls import SIGNS

ESC = "\x1b"
#: Controls in a paste → visible signs; its line ends and tabs stay.
_SIGNS = {code: sign for code, sign in SIGNS.items() if code < 0x20 and chr(code) not in "\r"} | {0x7F: SIGNS[0x7F]}
#: The first two bytes of sequences for keys, modes and reports (ECMA-48, 5.3 and 5.6).
BEGINS = frozenset(f"{ESC}[OPX]^_")
#: Alt keys that move by words (as on macOS) or are Esc and a key → the key they mean in a text.
BY_WORDS = {"alt+f": "ctrl+right", "alt+b": "ctrl+left", "alt+backspace": "ctrl+w"}
_BOTH = {f"{ESC}f": ("alt+f", "f"), f"{ESC}b": ("alt+b", "b"), f"{ESC}\x7f": ("alt+backspace", "\x7f")}
#: A complete key sequence (ECMA-48, 5.4) without a private mark; not `[` (Linux console), `m` and `M` (mouse).
_WHOLE = re.compile(r"\x1b\[[\d;:]*[ -/]*[@-LN-Z\\-ln-~]")


PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"


class KeyParser(XTermParser):
    """Textual's parser, except for three things.

    Esc directly before other keys is a key, unknown sequences type nothing, and no sequence in a paste is a key.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._in_paste = False
        #: The end of what was fed, which may begin a paste; the end of a paste that may be part of its mark.
        self._fed = self._held = ""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse input. A pasted control becomes its visible sign: Textual takes what follows an Esc for keys."""
        literal = self._with_literal_pastes(data) if data else ""
        return super().feed(literal) if literal or not data else ()

    def _with_literal_pastes(self, data: str) -> str:
        parts: list[str] = []
        data, self._held = self._held + data, ""
        while data:
            if not self._in_paste:
                fed = self._fed + data
                start = fed.find(PASTE_BEGINS)
                cut = start + len(PASTE_BEGINS) - len(self._fed) if start >= 0 else len(data)
                self._in_paste, self._fed = start >= 0, "" if start >= 0 else fed[1 - len(PASTE_BEGINS) :]
                parts.append(data[:cut])
            elif (end := data.find(PASTE_ENDS)) >= 0:
                cut = end + len(PASTE_ENDS)
                parts += [data[:end].translate(_SIGNS), PASTE_ENDS]
                self._in_paste = False
            else:
                cut = len(data)
                sizes = range(min(cut, len(PASTE_ENDS) - 1), 0, -1)
                held = next((size for size in sizes if data.endswith(PASTE_ENDS[:size])), 0)
                parts.append(data[: cut - held].translate(_SIGNS))
                self._held = data[cut - held :]
            data = data[cut:]
        return "".join(parts)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if alt:  # an unknown sequence: Esc, then its characters
            yield events.Key("escape", ESC)
        if sequence in _BOTH:
            yield events.Key(*_BOTH[sequence])
            return
        if len(sequence) == 2 and sequence[0] == ESC and sequence[1] not in BEGINS:
            yield events.Key("escape", ESC)
            sequence = sequence[1]
        try:
            known = list(super()._sequence_to_key_events(sequence))
        except (ValueError, OverflowError):  # a number that is no character, or no number
            known = []
        if not known and _WHOLE.fullmatch(sequence):
            known = [events.Key(Keys.Ignore, sequence)]
        yield from known


def use_for(driver: type[Driver]) -> None:
    """Make a driver that reads a terminal use `KeyParser`."""
    for name in (driver.__module__, "textual.drivers.win32"):
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "XTermParser"):
            vars(module)["XTermParser"] = KeyParser
