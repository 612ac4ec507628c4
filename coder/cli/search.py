"""`coder search`: words in the texts."""

from __future__ import annotations

from coder.cli import arguments, output, searching
from coder.text.phrases import format_count


def run(argv: list[str]) -> int:
    """Print the places where words stand, coded or not."""
    parser = arguments.reader(
        "search",
        "Find words in all transcripts, coded or not. Case and diacritics do not count.",
        "search friends 'never been ill'",
        r"search friends '\bsham\w*' --regex --context 80",
        "search friends blaabaer --fuzzy --speaker P --wave baseline",
        "search friends ill --word --not-coded 'Before/**'",
    )
    parser.add_argument("text", metavar="TEXT")
    searching.add(parser)
    parser.add_argument("--context", type=int, default=40, metavar="N", help="characters on either side (40)")
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        from coder.analysis.search import search

        hits = list(search(project, args.text, *searching.asked(args), context=max(0, args.context)))
    if args.json:
        output.document([{**hit._asdict(), "source": hit.source.name} for hit in hits])
        return 0
    if hits:
        rows = [
            (f"{hit.source.name} {hit.start}-{hit.end}", _flat(hit.before), _flat(hit.text), _flat(hit.after))
            for hit in hits
        ]
        left = max(output.cells(place) for place, *_ in rows)
        middle = max(output.cells(before) for _, before, *_ in rows)
        for place, before, text, after in rows:
            gap = " " * (left - output.cells(place) + 2 + middle - output.cells(before))
            output.line(f"{place}{gap}{before}[{text}]{after}".rstrip())
    sources = len({hit.source.id for hit in hits})
    output.line(f"{format_count(len(hits), 'place')} in {format_count(sources, 'source')}")
    return 0


def _flat(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)
