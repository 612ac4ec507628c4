"""What the terminal sends, taken apart into keys so that none is lost and none is made up.

A terminal sends Esc as the byte that also begins its sequences for other keys. Textual tells them apart by time, and
over a slow line an Esc and the keys after it come together: it would then drop the Esc, or type a `^` into the text.
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
#: What follows an Esc at the beginning of a sequence: of keys, of modes, of answers (ECMA-48, 5.3 and 5.6).
BEGINS = frozenset(f"{ESC}[OPX]^_")
#: What may be Esc and a key, or the terminal's own key for words (as on macOS): told as Alt and the key.
BY_WORDS = {"alt+f": "ctrl+right", "alt+b": "ctrl+left", "alt+backspace": "ctrl+w"}
_BOTH = {f"{ESC}f": ("alt+f", "f"), f"{ESC}b": ("alt+b", "b"), f"{ESC}\x7f": ("alt+backspace", "\x7f")}
#: A whole sequence of a key (ECMA-48, 5.4) without a private mark; `[` is the Linux console's, `m` and `M` a mouse's.
_WHOLE = re.compile(r"\x1b\[[\d;:]*[ -/]*[@-LN-Z\\-ln-~]")


class KeyParser(XTermParser):
    """Textual's parser, for which a quick Esc is a key like any other, and which does not type unknown keys out."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if alt:  # what nobody knew is told one by one, and its Esc before it
            yield events.Key("escape", ESC)
        if sequence in _BOTH:
            yield events.Key(*_BOTH[sequence])
            return
        if len(sequence) == 2 and sequence[0] == ESC and sequence[1] not in BEGINS:
            yield events.Key("escape", ESC)
            sequence = sequence[1]
        known = list(super()._sequence_to_key_events(sequence))
        if not known and _WHOLE.fullmatch(sequence):
            known = [events.Key(Keys.Ignore, sequence)]
        yield from known


def use_for(driver: type[Driver]) -> None:
    """Let a driver take its keys apart by `KeyParser`, where it reads a terminal at all."""
    for name in (driver.__module__, "textual.drivers.win32"):
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "XTermParser"):
            vars(module)["XTermParser"] = KeyParser
