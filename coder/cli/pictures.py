"""`coder picture`: portrait of a transcript, growth of the codes, timeline of the interviews."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import Result, noun, verb, written

if TYPE_CHECKING:
    from coder.model.document import Picture
    from coder.model.source import Source
    from coder.project import Project

LABEL_CELLS = 30


def _show(picture: Picture, svg: str | None) -> Result | None:
    """Print a picture as shades, or write it as SVG."""
    if svg is None:
        return Result(lambda: picture, lambda: _lines(picture))
    from coder.exchange.registry import PICTURE, writer_for

    data = writer_for(PICTURE, "", "svg").write(picture)
    return written(svg, data, {"file": svg}, f"Wrote {svg}")


def _lines(picture: Picture) -> list[str]:
    from coder.text.characters import cut
    from coder.text.shades import format_value, shaded

    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    labels = [cut(row.label, LABEL_CELLS) for row in picture.rows]
    if picture.columns:
        table = [["", *picture.columns]]
        for label, row, shades in zip(labels, picture.rows, picture.shades, strict=True):
            cells = zip(map(format_value, row.values), (shaded([share], 2, plain) for share in shades), strict=True)
            table.append([label, *(f"{value} {drawn}".strip() for value, drawn in cells)])
        return [picture.caption, "", *output.aligned(table, right=range(1, len(picture.columns) + 1))]
    room = max(map(output.cells, labels), default=0)
    rows = zip(labels, picture.shades, strict=True)
    return [
        picture.caption,
        "",
        *(f"{label}{' ' * (room - output.cells(label))}  |{shaded(shades, 1, plain)}|" for label, shades in rows),
    ]


noun(
    "picture",
    "Draw a picture of the study, readable without colour, or write it as SVG.",
    ["picture portrait friends P01", "picture growth friends", "picture timeline friends --svg timeline.svg"],
)
SVG = parameters.out("--svg", "write it as a picture (SVG) into this file; - is standard output", metavar="OUT")


@verb(
    "picture portrait",
    "Draw where the codes are in a transcript: a row for each top-level code, the codes below it included, from the\n"
    "beginning to the end. The darker, the more of that part is coded.",
    parameters.source(),
    SVG,
    examples=["picture portrait friends P01", "picture portrait friends P01 --svg P01.svg"],
)
def portrait(project: Project, source: Source, svg: str | None) -> Result | None:
    """Draw where the codes are in a transcript."""
    from coder.analysis import pictures

    return _show(pictures.portrait(project, source), svg)


@verb(
    "picture growth",
    "Draw the coded units and the new codes of the sources, in order (saturation).",
    SVG,
    examples=["picture growth friends", "picture growth friends --svg growth.svg"],
)
def growth(project: Project, svg: str | None) -> Result | None:
    """Draw units and new codes of the sources."""
    from coder.analysis import pictures

    return _show(pictures.growth(project), svg)


@verb(
    "picture timeline",
    "Draw the interviews of each participant, month by month.",
    SVG,
    examples=["picture timeline friends", "picture timeline friends --svg timeline.svg"],
)
def timeline(project: Project, svg: str | None) -> Result | None:
    """Draw the interviews by month."""
    from coder.analysis import pictures

    return _show(pictures.timeline(project), svg)
