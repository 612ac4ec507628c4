"""`coder export`: coded segments into a file."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import CoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coder.exchange.registry import Writer
    from coder.project import Project

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
