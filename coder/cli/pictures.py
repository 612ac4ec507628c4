"""`coder picture`: portrait of a transcript, growth of the codes, timeline of the interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import output, parameters
from coder.cli.verb import Result, noun, verb, written

if TYPE_CHECKING:
    import argparse

    from coder.model.document import Picture
    from coder.model.source import Source
    from coder.project import Project

LABEL_CELLS = 30


def _show(
    project: Project, export: str, picture: Picture, out: str | None, format: str | None, svg: str | None
) -> Result | None:
    """Print a picture as shades, or write it into a file."""
    if out is None and svg is None:
        return Result(lambda: picture, lambda: _lines(picture))
    from coder.exports import export_named, picture_content

    file, form = (out, format) if out is not None else (str(svg), "svg")
    exported = export_named(export)
    writer = exported.writer(file, form or ("svg" if file == output.STDOUT else None))
    data = writer.write(*picture_content(project, exported, picture))
    return written(project, file, writer, data, {"file": file, "format": writer.name}, f"Wrote {file}")


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
FILE = [
    parameters.out("--out", "write it into this file; - is standard output", metavar="OUT"),
    parameters.format("FIGURE", "the format of --out (default: that of the suffix; with -: svg)"),
    parameters.out("--svg", "the same as --out with --format svg", metavar="OUT"),
]


def check_file(args: argparse.Namespace) -> str | None:
    """Return what is wrong with the files to write, if anything."""
    files = [name for name in ("out", "csv", "svg") if getattr(args, name, None) is not None]
    if len(files) > 1:
        return f"{' or '.join(f'--{name}' for name in files)}, not both"
    return "--format goes with --out" if args.format is not None and args.out is None else None


@verb(
    "picture portrait",
    "Draw where the codes are in a transcript: a row for each top-level code, the codes below it included, from the\n"
    "beginning to the end. The darker, the more of that part is coded.",
    parameters.source(),
    *FILE,
    check=check_file,
    examples=["picture portrait friends P01", "picture portrait friends P01 --svg P01.svg"],
)
def portrait(project: Project, source: Source, out: str | None, format: str | None, svg: str | None) -> Result | None:
    """Draw where the codes are in a transcript."""
    from coder.analysis import pictures

    return _show(project, "portrait", pictures.portrait(project, source), out, format, svg)


@verb(
    "picture growth",
    "Draw the coded units and the new codes of the sources, in order (saturation).",
    *FILE,
    check=check_file,
    examples=[
        "picture growth friends",
        "picture growth friends --out growth.svg",
        "picture growth friends --out growth.xlsx",
    ],
)
def growth(project: Project, out: str | None, format: str | None, svg: str | None) -> Result | None:
    """Draw units and new codes of the sources."""
    from coder.analysis import pictures

    return _show(project, "growth", pictures.growth(project), out, format, svg)


@verb(
    "picture timeline",
    "Draw the interviews of each participant, month by month.",
    *FILE,
    check=check_file,
    examples=["picture timeline friends", "picture timeline friends --svg timeline.svg"],
)
def timeline(project: Project, out: str | None, format: str | None, svg: str | None) -> Result | None:
    """Draw the interviews by month."""
    from coder.analysis import pictures

    return _show(project, "timeline", pictures.timeline(project), out, format, svg)
