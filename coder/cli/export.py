"""`coder export`: coded segments into a file."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.exchange.registry import Writer

STDOUT = "-"


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
    parser.add_argument("--format", metavar="F", help="csv, json, md, html …, whatever the suffix")
    parser.add_argument("--query", metavar="Q", help="only these segments (coder help queries)")
    args = arguments.parse(parser, argv[1:])
    writer = _writer(args.out, args.format)
    from coder.exchange import exporting

    with arguments.reading(args) as project:
        segments = None
        if args.query is not None:
            from coder.analysis.retrieval import retrieve

            segments = retrieve(project, args.query)
        data = exporting.render(project, writer, segments)
    put(args.out, data)
    if args.out != STDOUT:
        told = {"file": args.out, "format": writer.name, "bytes": len(data)}
        output.result(args.json, told, f"Wrote {args.out} ({writer.label})")
    return 0


def _writer(out: str, format: str | None) -> Writer:
    from coder.exchange.exporting import writer_for, writers

    if out == STDOUT and format is None:
        names = ", ".join(writer.name for writer in writers())
        raise CoderError(
            "The format is not known", "Standard output has no suffix.", f"Say --format, one of: {names}"
        )
    return writer_for(out, format)


def put(out: str, data: bytes) -> None:
    """Write a file, all or nothing, or standard output. Refuses to write over a project's own files.

    A table's mark for spreadsheets (BOM, CRLF) is for files: in a pipe it would be part of the first and last column.
    """
    if out == STDOUT:
        if data.startswith(codecs.BOM_UTF8):
            data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(data.decode())
        else:
            buffer.write(data)
        return
    from coder.exchange import exporting

    exporting.put(Path(out), data)
