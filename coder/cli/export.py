"""`coder export`: coded segments into a file."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import CoderError, StoreError

if TYPE_CHECKING:
    from coder.exchange.registry import Writer

STDOUT = "-"
OUR_FILES = ("project.json", "history.jsonl", "project.lock", "project.owner.json")


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
    with arguments.reading(args) as project:
        segments = None
        if args.query is not None:
            from coder.analysis.retrieval import retrieve

            segments = retrieve(project, args.query)
        stream = io.BytesIO()
        writer.write(project, stream, segments)
    put(args.out, stream.getvalue())
    if args.out != STDOUT:
        told = {"file": args.out, "format": writer.name, "bytes": stream.tell()}
        output.result(args.json, told, f"Wrote {args.out} ({writer.label})")
    return 0


def _writer(out: str, format: str | None) -> Writer:
    from coder.exchange.registry import writers

    known = writers()
    names = ", ".join(writer.name for writer in known)
    if format is not None:
        wanted = format.casefold().lstrip(".")
        found = [writer for writer in known if wanted == writer.name or f".{wanted}" in writer.suffixes]
        if not found:
            raise CoderError(f"There is no format “{format}”", hint=f"There is: {names}")
        return found[0]
    if out == STDOUT:
        raise CoderError(
            "The format is not known", "Standard output has no suffix.", f"Say --format, one of: {names}"
        )
    suffix = Path(out).suffix.casefold()
    found = [writer for writer in known if suffix in writer.suffixes]
    if not found:
        raise CoderError(
            f"{suffix or 'A file without a suffix'} cannot be written", hint=f"There is: {names} (--format)"
        )
    return found[0]


def put(out: str, data: bytes) -> None:
    """Write a file, all or nothing, or standard output. Refuses to write over a project's own files."""
    if out == STDOUT:
        sys.stdout.flush()
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None:
            sys.stdout.write(data.decode())
        else:
            buffer.write(data)
        return
    path = Path(out)
    if path.name in OUR_FILES and (path.parent / OUR_FILES[0]).exists():
        raise StoreError("That is a file of a project", str(path), "Write into another file.")
    from coder.store import files

    try:
        files.replace(path, data)
    except OSError as error:
        raise StoreError(f"{out} cannot be written", error.strerror or "", "Name another file.") from error
