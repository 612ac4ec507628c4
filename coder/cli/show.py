"""`coder show`: one transcript."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.errors import NotFound
from coder.project.paths import path_of, source_named

if TYPE_CHECKING:
    from coder.model.source import Source, SourceText
    from coder.project import Project


def run(argv: list[str]) -> int:
    """Print a transcript: its text, or its text with stripes."""
    parser = arguments.reader(
        "show",
        "Print a transcript: its text exactly as it is, to which all offsets refer, or coded, for reading.",
        "show friends P01_baseline --codes | less",
        "show friends P01_baseline --json",
        "show friends P01_baseline --revision 1 --text",
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id, a unique beginning is enough")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--text", action="store_true", help="the text alone (as without any option)")
    how.add_argument("--codes", action="store_true", help="wrapped, with stripes, letters, legend and memos")
    parser.add_argument("--revision", metavar="N", type=int, help="the text before a correction: 1 is as imported")
    parser.add_argument("--width", type=int, help="cells of a line for --codes (else: the terminal's)")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        source = source_named(project, args.source)
        words = _revision(project, source, args.revision)
        if args.json:
            output.document(_as_json(project, source, words))
        elif args.codes:
            if words.revision != source.revision:
                parser.error("--codes is of the text as it is now, without --revision")
            from coder.analysis.rendering import render

            for line in render(project, source, output.terminal_width(args.width)):
                output.line(line)
        else:
            text = words.text
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
    return 0


def _revision(project: Project, source: Source, number: int | None) -> SourceText:
    """The text of a revision, the current one where none is named; NotFound where there is no such one."""
    found = project.rules.text_of(source.id, source.revision if number is None else number)
    if found is None:
        there = sorted(revision for owner, revision in project.index.texts if owner == source.id)
        raise NotFound(f"“{source.name}” has no revision {number}", hint=f"There is: {', '.join(map(str, there))}")
    return found


def _as_json(project: Project, source: Source, text: SourceText) -> dict[str, Any]:
    paths = {id: path_of(project, code) for id, code in project.codes.items()}
    segments = [project.segments[id] for id in project.positions(source.id)]
    segments = [segment for segment in segments if segment.revision == text.revision]
    return {
        "id": source.id,
        "name": source.name,
        "revision": text.revision,
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
