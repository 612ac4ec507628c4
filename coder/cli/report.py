"""`coder report trail`: the decision trail, as a document."""

from __future__ import annotations

from collections.abc import Callable

from coder.cli import arguments, nouns, output
from coder.cli.export import STDOUT, put


def run(argv: list[str]) -> int:
    """Write a report."""
    return nouns.run("report", "Write a report into a file (md, html or json, by its suffix).", VERBS, argv[1:])


def _trail(argv: list[str]) -> int:
    parser = arguments.reader(
        "report trail",
        "Write the decision trail: all that was done, by whom, when and why, the oldest first. What was taken\n"
        "back is marked. Private memos are left out. OUT '-' is standard output, in Markdown.",
        "report trail friends trail.md",
        "report trail friends trail.html",
    )
    parser.add_argument("out", metavar="OUT", help="a .md, .html or .json file, or -")
    args = arguments.parse(parser, argv)
    from coder.analysis import trail

    form = trail.form_of(args.out if args.out != STDOUT else ".md")
    with arguments.reading(args) as project:
        steps = trail.steps(project)
        put(args.out, form(project, steps).encode())
    if args.out != STDOUT:
        told = {"file": args.out, "steps": len(steps)}
        output.result(args.json, told, f"Wrote {output.counted(len(steps), 'step')} to {args.out}")
    return 0


VERBS: dict[str, tuple[Callable[[list[str]], int], str]] = {"trail": (_trail, "what was done, by whom, when and why")}
