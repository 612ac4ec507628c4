"""A picture as the table of a grid: a shade beside each number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App

from coder.model.document import Picture
from coder.text.characters import width
from coder.text.shades import BESIDE, format_value, with_shade
from coder.tui.kit.grid import Column

#: Widths in cells: a number, the labels at most.
NUMBER, LABEL = 4, 30


def is_plain(app: App[Any]) -> bool:
    """Return whether the terminal has no block characters."""
    return not app.console.encoding.casefold().startswith("utf")


class PictureTable:
    """Shows a picture whose columns have names."""

    def __init__(self, picture: Picture, plain: bool) -> None:
        """`plain`: draw shades without block characters."""
        self.caption = picture.caption
        self._picture, self._shades, self._plain = picture, picture.shades, plain
        self.corner: Sequence[str] = ("",)
        self.columns = [Column((name,), max(width(name), NUMBER + BESIDE + 1) + 1) for name in picture.columns]
        self.height = len(picture.rows)
        self.label_width = min(LABEL, max((width(row.label) for row in picture.rows), default=0)) + 3

    def label(self, row: int) -> tuple[str, str, bool]:
        return self._picture.rows[row].label, "", False

    def cell(self, row: int, column: int) -> str:
        number = format_value(self._picture.rows[row].values[column])
        return with_shade(number, self._shades[row][column], self._plain)
