"""Pictures as SVG: shaded cells with the labels of their rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.exchange.registry import PICTURE, writer
from coder.exchange.web_page import environment
from coder.model.document import Picture
from coder.text.characters import cut
from coder.text.shades import format_value

#: Sizes in pixels: a row, the labels of the rows, all cells, the width of one of them, a character.
ROW, LABELS, CELLS, WIDEST, NARROWEST, CHARACTER = 22, 210, 640, 44, 5, 7
LONGEST = 28
#: Opacity of the lightest and the darkest cell: the number in front of it keeps a contrast above 4.5 : 1.
LIGHTEST, DARKEST = 0.08, 0.45


class Box(NamedTuple):
    """A shaded cell: its corner, its opacity, its number, and its tooltip."""

    x: float
    y: float
    opacity: float
    number: str
    title: str


class Drawing:
    """The layout of a picture, in pixels."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        columns = max((len(row.values) for row in picture.rows), default=0)
        widest = max((len(format_value(value)) for row in picture.rows for value in row.values), default=0)
        wanted = max(NARROWEST, CELLS // max(1, columns))
        self.cell = min(WIDEST, max(wanted, CHARACTER * widest + 6 if picture.columns else 0))
        self.heads = [cut(name, LONGEST) for name in picture.columns]
        self.top = 12 + CHARACTER * max(map(len, self.heads), default=0)
        self.width = LABELS + columns * self.cell + (self.top if self.heads else 0)
        self.height = self.top + ROW * len(picture.rows) + 8

    @property
    def labels(self) -> Iterator[tuple[float, str]]:
        """The base line of each row and its label."""
        for number, row in enumerate(self.picture.rows):
            yield self.top + ROW * number + ROW - 7, cut(row.label, LONGEST)

    @property
    def names(self) -> Iterator[tuple[float, str]]:
        """The middle of each column and its name."""
        for number, name in enumerate(self.heads):
            yield LABELS + (number + 0.5) * self.cell, name

    @property
    def boxes(self) -> Iterator[Box]:
        """The cells that are not empty."""
        picture = self.picture
        for y, (row, shades) in enumerate(zip(picture.rows, picture.shades, strict=True)):
            for x, (value, shade) in enumerate(zip(row.values, shades, strict=True)):
                if value:
                    name = picture.columns[x] if picture.columns else f"{x + 1} of {len(row.values)}"
                    opacity = round(LIGHTEST + (DARKEST - LIGHTEST) * shade, 3)
                    number = format_value(value)
                    shown = number if picture.columns else ""
                    title = f"{row.label}, {name}: {number}"
                    yield Box(LABELS + x * self.cell, self.top + ROW * y, opacity, shown, title)


@writer(PICTURE, "svg", "Picture (SVG)", ".svg")
def as_svg(picture: Picture) -> bytes:
    """Return a picture as SVG 1.1, without scripts, styles or external resources."""
    template = environment().get_template("picture.svg.j2")
    return template.render(drawing=Drawing(picture)).encode()
