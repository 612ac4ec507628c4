"""`coder sources`: what has been imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.project.ordering import sources_in_order

if TYPE_CHECKING:
    from coder.model.source import Source
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the sources."""
    parser = arguments.reader(
        "sources", "List the sources and how far they are coded.", "sources friends", "sources friends --json"
    )
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        sources = sources_in_order(project)
        rows = [described(project, source) for source in sources]
    if args.json:
        output.document(rows)
    elif rows:
        shown = ("name", "participant", "wave", "day", "language", "words", "turns", "segments", "codings")
        numbers = {
            place for place, name in enumerate(shown) if name in ("day", "words", "turns", "segments", "codings")
        }
        output.table([shown, *([_cell(row[name]) for name in shown] for row in rows)], numbers)
        for row in rows:
            if row["outside"]:
                output.line(f"{row['name']}: day {row['day']}, {row['outside']} outside the window of {row['wave']}")
    else:
        output.line(f"There are no sources yet. Import some with: coder import {args.project} FILE…")
    return 0


def described(project: Project, source: Source) -> dict[str, Any]:
    """A source as `coder sources --json` gives it."""
    from coder.analysis.counts import of_source

    count = of_source(project, source.id)
    wave = project.waves.get(source.wave or "")
    return {
        "id": source.id,
        "name": source.name,
        "participant": project.participants[source.participant].name if source.participant else None,
        "wave": wave.name if wave else None,
        "day": source.day,
        "outside": wave.misses(source.day) if wave else 0,
        "service": project.participants[source.participant].service if source.participant else "",
        "date": source.date,
        "interviewer": source.interviewer,
        "mode": source.mode,
        "guide": source.guide,
        "minutes": source.minutes,
        "language": source.language,
        "words": source.words,
        "characters": source.characters,
        "turns": source.turns,
        "segments": count.segments,
        "codings": count.codings,
    }


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)
