"""`coder waves`: the rounds of interviews, each with its window of days."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output
from coder.project.ordering import waves_in_order

if TYPE_CHECKING:
    from coder.model.participant import Wave
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader("waves", "List the waves in their order.", "waves friends", "waves friends --json")
    args = arguments.parse(nouns.below(parser, "waves", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        rows = [_described(project, wave) for wave in waves_in_order(project)]
    if args.json:
        output.document(rows)
    elif rows:
        shown = [
            [row["name"], row["window"], f"{row['interviews']:,}", f"{row['participants']:,}", f"{row['outside']:,}"]
            for row in rows
        ]
        output.table([["wave", "window", "interviews", "participants", "outside"], *shown], (2, 3, 4))
    else:
        output.line(f"There are no waves yet. Add one with: coder waves add {args.project} baseline --window 0..10")
    return 0


def _described(project: Project, wave: Wave) -> dict[str, Any]:
    from coder.project.interviews import window_told

    held = project.users(wave.id, "sources")
    return {
        "id": wave.id,
        "name": wave.name,
        "order": wave.order,
        "first_day": wave.first_day,
        "last_day": wave.last_day,
        "window": window_told(wave),
        "interviews": len(held),
        "participants": len({one.participant for one in held} - {None}),
        "outside": sum(1 for one in held if wave.misses(one.day)),
    }


def _changing(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"waves {verb}", what, *examples)
    parser.add_argument("wave", metavar="WAVE", help="name or id")
    return parser


def _window(parser: argparse.ArgumentParser, text: str) -> dict[str, int | None]:
    from coder.errors import Invalid
    from coder.project.operations.waves import read_window

    try:
        first, last = read_window(text)
    except Invalid:
        parser.error(f"--window is FIRST..LAST, such as 335..395, not “{text}”")
    return {"first_day": first, "last_day": last}


def _told(args: argparse.Namespace, project: Project, wave: Wave) -> int:
    row = _described(project, wave)
    output.result(args.json, row, ", ".join(filter(None, (wave.name, row["window"] or "no window"))))
    return 0


def _add(argv: list[str]) -> int:
    parser = _changing("add", "Add a wave after the others.", "waves add friends follow-up --window 335..395")
    parser.add_argument(
        "--window", metavar="FIRST..LAST", default="", help="days from the anchor; one may be missing"
    )
    args = arguments.parse(parser, argv)
    window = _window(parser, args.window)
    with arguments.writing(args) as project:
        from coder.project.operations import waves

        return _told(args, project, waves.add(project, args.wave, **window))


def _describe(argv: list[str]) -> int:
    parser = _changing(
        "describe",
        "Give a wave another name, window or place. --window '' takes the window away.",
        "waves describe friends T2 --name follow-up --window 335..395",
        "waves describe friends follow-up --later 1",
    )
    parser.add_argument("--name", help="its new name")
    parser.add_argument("--window", metavar="FIRST..LAST", help="days from the anchor; one may be missing")
    parser.add_argument("--later", metavar="N", type=int, default=0, help="so many places later (-1: earlier)")
    args = arguments.parse(parser, argv)
    if args.name is None and args.window is None and not args.later:
        parser.error("say what is to be changed: --name, --window or --later")
    given: dict[str, Any] = {} if args.window is None else _window(parser, args.window)
    if args.name is not None:
        given["name"] = args.name
    with arguments.writing(args) as project:
        from coder.project.interviews import queries_naming
        from coder.project.operations import waves
        from coder.project.paths import wave_named

        wave = wave_named(project, args.wave)
        told = queries_naming(project, wave.name) if args.name else ""
        if told and not args.json:
            output.note(f"note: {told}")
        return _told(args, project, waves.describe(project, wave, **given, later=args.later))


def _remove(argv: list[str]) -> int:
    parser = _changing(
        "remove",
        "Remove a wave. Refused, with what uses it, while interviews, cells, notes or the register do.",
        "waves remove friends T3",
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import waves
        from coder.project.paths import wave_named

        wave = wave_named(project, args.wave)
        waves.remove(project, wave)
    output.result(args.json, {"removed": wave.name, "id": wave.id}, f"Removed the wave {wave.name}")
    return 0


VERBS: nouns.Verbs = {
    "add": (_add, "add one"),
    "describe": (_describe, "name, window, place in the order"),
    "remove": (_remove, "take one out that nothing uses"),
}
run = nouns.noun(VERBS, _listing)
