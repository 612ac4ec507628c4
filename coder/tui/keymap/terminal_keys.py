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

ESC = "\x1b"
#: The first two bytes of sequences for keys, modes and reports (ECMA-48, 5.3 and 5.6).
BEGINS = frozenset(f"{ESC}[OPX]^_")
#: Alt keys that move by words (as on macOS) or are Esc and a key → the key they mean in a text.
BY_WORDS = {"alt+f": "ctrl+right", "alt+b": "ctrl+left", "alt+backspace": "ctrl+w"}
_BOTH = {f"{ESC}f": ("alt+f", "f"), f"{ESC}b": ("alt+b", "b"), f"{ESC}\x7f": ("alt+backspace", "\x7f")}
#: A complete key sequence (ECMA-48, 5.4) without a private mark; not `[` (Linux console), `m` and `M` (mouse).
_WHOLE = re.compile(r"\x1b\[[\d;:]*[ -/]*[@-LN-Z\\-ln-~]")


class KeyParser(XTermParser):
    """Textual's parser, except that Esc directly before other keys is a key and unknown sequences type nothing."""

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
