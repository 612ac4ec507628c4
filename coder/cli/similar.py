"""`coder similar`: sentences like those that a code has."""

from __future__ import annotations

from coder.cli import arguments, output
from coder.project.paths import code_named, path_of
from coder.text.phrases import format_count


def run(argv: list[str]) -> int:
    """Print suggestions, the most similar first; nothing is changed."""
    parser = arguments.reader(
        "similar",
        "Suggest sentences whose words are most like those that a code (or one below it) has. Changes nothing.",
        "similar friends Before/Shame",
        "similar friends Before/Shame --top 10 --json",
    )
    parser.add_argument("code", metavar="CODE", help="path, unique name or id")
    parser.add_argument("--top", type=int, default=20, metavar="N", help="how many (20)")
    args = arguments.parse(parser, argv[1:])
    if args.top < 1:
        parser.error("--top is 1 or more")
    with arguments.reading(args) as project:
        from coder.analysis.similar import steps
        from coder.cli.autocode import row, show

        code = code_named(project, args.code)
        path, found = path_of(project, code), []
        progress = output.Progress(2 * len(project.sources))
        for step in steps(project, code, args.top):
            progress.step("comparing")
            found = step.found
        progress.clear()
    if args.json:
        output.document([row(one) for one in found])
        return 0
    show(found)
    output.line(f"{format_count(len(found), 'sentence')} like those of {path}")
    return 0
