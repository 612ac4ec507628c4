"""`coder find`: coded segments by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, units

if TYPE_CHECKING:
    from coder.analysis.retrieval import Unit


def run(argv: list[str]) -> int:
    """Print the coded segments that a query asks for."""
    parser = arguments.reader(
        "find",
        "Find coded segments. A code's path, with wildcards; filters; and, or, not, brackets.\n"
        "All of it: coder help queries",
        "find friends Before/Shame",
        "find friends 'Before/** and not wave:baseline' --json",
        "find friends '\"What a doctor ought to be\"/* and participant:P03'",
    )
    parser.add_argument("query", metavar="QUERY")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        from coder.analysis.retrieval import retrieve, unit

        units.show([_row(unit(project, id)) for id in retrieve(project, args.query)], args.json)
    return 0


def _row(unit: Unit) -> dict[str, Any]:
    return {
        "segment": unit.segment.id,
        "source": unit.source.name,
        "participant": unit.participant,
        "wave": unit.wave,
        "start": unit.segment.start,
        "end": unit.segment.end,
        "speaker": unit.speaker,
        "text": unit.segment.quote,
        "codes": list(unit.codes),
        "memos": list(unit.memos),
    }
