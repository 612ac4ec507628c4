"""A picture as the table of a grid: a shade beside each number."""

from __future__ import annotations

from collections.abc import Sequence

from coder.model.document import Picture
from coder.text.characters import width
from coder.text.shades import format_value, shaded
from coder.tui.kit.grid import Column

#: Widths in cells: a shade, a number, the labels at most.
SHADE, NUMBER, LABEL = 2, 4, 30


class PictureTable:
    """Shows a picture whose columns have names."""

    def __init__(self, picture: Picture, plain: bool) -> None:
        """`plain`: draw shades without block characters."""
        self._picture, self._shades, self._plain = picture, picture.shades, plain
        self.corner: Sequence[str] = ("",)
        self.columns = [Column((name,), max(width(name), NUMBER + SHADE + 1) + 1) for name in picture.columns]
        self.height = len(picture.rows)
        self.label_width = min(LABEL, max((width(row.label) for row in picture.rows), default=0)) + 3

    def label(self, row: int) -> tuple[str, str, bool]:
        return self._picture.rows[row].label, "", False

    def cell(self, row: int, column: int) -> str:
        number = format_value(self._picture.rows[row].values[column])
        return f"{number} {shaded([self._shades[row][column]], SHADE, self._plain)}" if number else ""
