"""`coder show`: one transcript."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.project.paths import path_of, source_named

if TYPE_CHECKING:
    from coder.model.source import Source
    from coder.project import Project


def run(argv: list[str]) -> int:
    """Print a transcript: its text, or its text with stripes."""
    parser = arguments.reader(
        "show",
        "Print a transcript: its text exactly as it is, to which all offsets refer, or coded, for reading.",
        "show friends P01_baseline --codes | less",
        "show friends P01_baseline --json",
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id, a unique beginning is enough")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--text", action="store_true", help="the text alone (as without any option)")
    how.add_argument("--codes", action="store_true", help="wrapped, with stripes, letters, legend and memos")
    parser.add_argument("--width", type=int, help="cells of a line for --codes (else: the terminal's)")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        source = source_named(project, args.source)
        if args.json:
            output.document(_as_json(project, source))
        elif args.codes:
            from coder.analysis.rendering import render

            for line in render(project, source, output.terminal_width(args.width)):
                output.line(line)
        else:
            text = project.text_of(source).text
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0


def _as_json(project: Project, source: Source) -> dict[str, Any]:
    text = project.text_of(source)
    paths = {id: path_of(project, code) for id, code in project.codes.items()}
    segments = [project.segments[id] for id in project.positions(source.id)]
    return {
        "id": source.id,
        "name": source.name,
        "text": text.text,
        "turns": [{"start": turn.start, "end": turn.end, "speaker": turn.speaker} for turn in text.turns],
        "segments": [
            {
                "id": segment.id,
                "start": segment.start,
                "end": segment.end,
                "codes": sorted({paths[coding.code] for coding in project.codings_of(segment.id)}),
            }
            for segment in segments
        ],
    }
