"""`coder pairs`: who was interviewed twice, who was not and why, and what was noted of each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.method.participation import Pair
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the pairs, and who is in none."""
    parser = arguments.reader(
        "pairs",
        "List the pairs: participants with an interview in each of two waves; and who is in no pair, and why.\n"
        "Notes of change: coder changes. All of it: coder help pairs",
        "pairs friends",
        "pairs friends --json",
    )
    args = arguments.parse(parser, argv[1:])
    with arguments.reading(args) as project:
        from coder.analysis.method.participation import pairs, unpaired

        every, alone = pairs(project), unpaired(project)
        if args.json:
            output.document(
                {
                    "n": len(every),
                    "pairs": [_as_json(project, pair) for pair in every],
                    "unpaired": [{"participant": one.name, "reason": reason} for one, reason in alone],
                }
            )
            return 0
        _print(project, every)
        if alone:
            output.line(f"\nin no pair, and in no statistic of pairs: {format_count(len(alone), 'participant')}")
            output.table([[f"  {one.name}", reason] for one, reason in alone])
    return 0


def _print(project: Project, every: list[Pair]) -> None:
    from coder.analysis.method.change import notes_on

    if not every:
        output.line("No participant has interviews in two waves yet.")
        return
    output.line(f"n = {format_count(len(every), 'pair')}")
    rows = [["participant", "first", "then", "notes of change"]]
    for pair in every:
        notes = len(notes_on(project, pair))
        rows.append([pair.participant.name, _told(pair, 0), _told(pair, 1), str(notes) if notes else "no note"])
    output.table(rows)


def _told(pair: Pair, side: int) -> str:
    from coder.analysis.method.participation import day_told

    wave = (pair.first, pair.then)[side]
    days = (day_told(wave, source.day) for source in (pair.first_sources, pair.then_sources)[side])
    return ", ".join([wave.name, *filter(None, days)])


def _as_json(project: Project, pair: Pair) -> dict[str, Any]:
    from coder.analysis.method.change import notes_on
    from coder.cli.changes import note_as_json

    return {
        "participant": pair.participant.name,
        "service": pair.participant.service,
        "first": pair.first.name,
        "then": pair.then.name,
        "first_sources": [source.name for source in pair.first_sources],
        "then_sources": [source.name for source in pair.then_sources],
        "notes": [note_as_json(project, note) for note in notes_on(project, pair)],
    }
