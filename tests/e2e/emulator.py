"""The screen that a terminal would show, worked out from bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import pyte
from wcwidth import wcwidth

# What pyte takes for text: keyboard protocols, mode queries, secondary attributes
_UNKNOWN = re.compile(
    rb"\x1b(?:\[[<>=][\d;]*[a-zA-Z]|\[\?[\d;]*\$p|\[\?u|[P_^X].*?\x1b\\|\].*?(?:\x1b\\|\x07))",
    re.DOTALL,
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[\d;:<>=?$ ]*|[P_^X\]][^\x1b\x07]*)?\Z")


class _Screen(pyte.Screen):
    """pyte's screen with the alternate one: it is empty when it is entered and when it is left."""

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        self._alternate(modes, kwargs)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        self._alternate(modes, kwargs)
        super().reset_mode(*modes, **kwargs)

    def draw(self, data: str) -> None:
        # pyte drops all that follows a character without a width that is no accent, such as a variation selector
        super().draw("".join(one for one in data if wcwidth(one) != 0 or unicodedata.combining(one)))

    def _alternate(self, modes: Sequence[int], kwargs: Mapping[str, Any]) -> None:
        if kwargs.get("private") and 1049 in modes:
            self.erase_in_display(2)
            self.cursor_position()


class Emulator:
    """Works out a screen from bytes."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""

    def feed(self, data: bytes) -> None:
        data = self._rest + data
        cut = _UNFINISHED.search(data)
        end = cut.start() if cut else len(data)
        data, self._rest = data[:end], data[end:]
        self._stream.feed(_UNKNOWN.sub(b"", data))

    def lines(self) -> list[str]:
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        return [_line([buffer[row][column].data for column in columns]) for row in range(self.screen.lines)]


def _line(cells: Sequence[str]) -> str:
    """Return a row as text; the right half of a wide character whose left half was drawn over is a blank."""
    wide = [bool(cell) and wcwidth(cell[0]) == 2 for cell in cells]
    return "".join(cell or ("" if at and wide[at - 1] else " ") for at, cell in enumerate(cells)).rstrip()
