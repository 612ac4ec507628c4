"""`coder picture`: portrait of a transcript, growth of the codes, timeline of the interviews."""

from __future__ import annotations

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
    return Result(lambda: picture, lambda: _lines(picture)) if svg is None else write_svg(picture, svg)


def write_svg(picture: Picture, out: str) -> Result | None:
    """Write a picture as SVG and return the result; None where OUT is standard output."""
    from coder.exchange.registry import PICTURE, writer_for

    return written(out, writer_for(PICTURE, "", "svg").write(picture), {"file": out}, f"Wrote {out}")


def _lines(picture: Picture) -> list[str]:
    from coder.text.characters import cut
    from coder.text.shades import format_value, shaded, with_shade

    plain = output.is_plain()
    labels = [cut(row.label, LABEL_CELLS) for row in picture.rows]
    if picture.columns:
        table = [["", *picture.columns]]
        for label, row, shades in zip(labels, picture.rows, picture.shades, strict=True):
            cells = zip(map(format_value, row.values), shades, strict=True)
            table.append([label, *(with_shade(number, share, plain) for number, share in cells)])
        return [picture.caption, "", *output.aligned(table, right=range(1, len(picture.columns) + 1))]
    rows = zip(labels, picture.shades, strict=True)
    return [
        picture.caption,
        "",
        *output.aligned([[label, f"|{shaded(shades, 1, plain)}|"] for label, shades in rows]),
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
