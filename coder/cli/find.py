"""`coder find`: coded segments by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output

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

        show([unit(project, id) for id in retrieve(project, args.query)], args.json)
    return 0


def show(units: list[Unit], as_json: bool) -> None:
    """Print units, as JSON or for reading."""
    if as_json:
        output.document([_as_json(unit) for unit in units])
        return
    for unit in units:
        where = [unit.source.name, f"{unit.segment.start}-{unit.segment.end}"]
        where += filter(None, (unit.participant, unit.wave, unit.speaker))
        output.line(f"{unit.segment.id[: output.SHORT_ID]}  {' · '.join(where)}")
        for line in unit.segment.quote.splitlines():
            output.line(f"    {line}".rstrip())
        output.line(f"  = {', '.join(unit.codes)}")
        for memo in unit.memos:
            output.line(f"  # {' '.join(memo.split())}")
        output.line()
    sources = len({unit.source.id for unit in units})
    output.line(f"{output.counted(len(units), 'unit')} in {output.counted(sources, 'source')}")


def _as_json(unit: Unit) -> dict[str, Any]:
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
