"""`coder shares`: codings of each source, new codes from interview to interview, who speaks how much."""

from __future__ import annotations

import sys

from coder.cli import arguments, output
from coder.text.phrases import format_count

BAR_CELLS = 12
NAME_CELLS = 28


def run(argv: list[str]) -> int:
    """Print what each source gives."""
    parser = arguments.reader(
        "shares",
        "What each source gives, in its order: coded units, codes that no earlier one has (saturation), words, and\n"
        "who speaks them.",
        "shares friends",
        "shares friends --json",
    )
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        from coder.analysis import bars, statistics
        from coder.text.cells import cut

        if args.json:
            output.document(list(statistics.rows(project)))
            return 0
        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        coded, grown = statistics.codings_per_source(project), statistics.growth(project)
        most = max((one.units for one in coded), default=0)
        table = [["source", "units", "", "codes", "new", "so far", "words", "who speaks"]]
        for one, more in zip(coded, grown, strict=True):
            source = one.source
            length = bars.bar(one.units, most, BAR_CELLS, plain)
            numbers = [str(more.codes), str(more.new), str(more.so_far), f"{source.words:,}"]
            spoken = statistics.told(statistics.speakers(project, source))
            table.append([cut(source.name, NAME_CELLS), f"{one.units:,}", length, *numbers, spoken])
        output.table(table, right=(1, 3, 4, 5, 6))
        if grown:
            line = bars.sparkline([one.new for one in grown], 60, plain)
            last = next((n for n, one in enumerate(reversed(grown)) if one.new), len(grown))
            output.line()
            output.line(f"new codes  {line}  {format_count(grown[-1].so_far, 'code')} in use")
            output.line(
                f"no new codes in the last {format_count(last, 'source')}" if last else "new codes in the last source"
            )
    return 0
