"""`coder read`: say that a transcript was read as a whole."""

from __future__ import annotations

from coder.cli import arguments, output
from coder.project.paths import source_named


def run(argv: list[str]) -> int:
    """Mark a transcript as read, or as not read."""
    parser = arguments.writer(
        "read",
        "Say that you have read a whole transcript (step 1 of the condensation).",
        "read friends P01_baseline",
        "read friends P01_baseline --undo",
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("--undo", action="store_true", help="it is not read after all")
    args = arguments.parse(parser, argv[1:])
    with arguments.writing(args) as project:
        from coder.analysis.method.reading import unread
        from coder.project.operations import reading

        source = source_named(project, args.source)
        (reading.unmark if args.undo else reading.mark_read)(project, source)
        rest = [one.name for one in unread(project, project.who)]
    state = "not read" if args.undo else "read"
    then = f"; still to read: {', '.join(rest[:5])}{' …' if len(rest) > 5 else ''}" if rest else "; all are read"
    output.result(
        args.json, {"source": source.name, "read": not args.undo, "unread": rest}, f"{source.name}: {state}{then}"
    )
    return 0
