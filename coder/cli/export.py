"""`coder export`: coded segments into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import CoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coder.exchange.registry import Writer
    from coder.project import Project

STDOUT, put = output.STDOUT, output.put


def run(argv: list[str]) -> int:
    """Export all coded segments, or those of a query."""
    parser = arguments.reader(
        "export",
        "Export coded segments; the format by the file's suffix, or by --format. OUT '-' is standard output.",
        "export friends units.csv",
        "export friends shame.html --query 'Before/Shame'",
        "export friends - --format md | less",
    )
    parser.add_argument("out", metavar="OUT", help="the file to write, or -")
    from coder.exchange.registry import SEGMENTS, names, writers

    parser.add_argument("--format", metavar="F", help=f"{names(writers(SEGMENTS))}, whatever the suffix")
    parser.add_argument("--query", metavar="Q", help="only these segments (coder help queries)")
    args = arguments.parse(parser, argv[1:])
    writer = _writer(args.out, args.format)

    with arguments.reading(args) as project:
        segments = None
        if args.query is not None:
            from coder.analysis.retrieval import retrieve

            segments = retrieve(project, args.query)
        data = writer.write(project, segments)
    put(args.out, data)
    if args.out != STDOUT:
        told = {"file": args.out, "format": writer.name, "bytes": len(data)}
        output.result(args.json, told, f"Wrote {args.out} ({writer.label})")
    return 0


def _writer(out: str, format: str | None) -> Writer[Callable[[Project, Sequence[str] | None], bytes]]:
    from coder.exchange.registry import SEGMENTS, names, writer_for, writers

    if out == STDOUT and format is None:
        raise CoderError(
            "Standard output needs a format", hint=f"Add --format with one of: {names(writers(SEGMENTS))}"
        )
    return writer_for(SEGMENTS, out, format)
