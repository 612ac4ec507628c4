"""`coder history`, `coder undo`, `coder redo`: what was done, and taking it back."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from coder.cli import arguments, output
from coder.errors import Invalid

if TYPE_CHECKING:
    from coder.project import Project


def run(argv: list[str]) -> int:
    """List the history, or step through it."""
    return _history(argv[1:]) if argv[0] == "history" else _turn(argv[0], argv[1:])


def _history(argv: list[str]) -> int:
    parser = arguments.reader(
        "history",
        "List what was done, the latest first. A filter is words, and by: op: code: since: until:",
        "history friends -n 20",
        "history friends by:KG op:codebook since:2026-03 --details",
        "history friends 'code:\"Patient first\"' --json",
    )
    parser.add_argument("filter", nargs="*", metavar="FILTER", help="only what matches, such as by:KG op:merge")
    parser.add_argument("-n", type=int, metavar="N", help="only the latest N")
    parser.add_argument("--details", action="store_true", help="what was changed, before and after")
    args = arguments.parse(parser, argv)
    from coder.analysis.change_summary import told
    from coder.analysis.history_filter import matching, parse

    with arguments.reading(args) as project:
        found = (one for one in matching(project, project.history(), parse(" ".join(args.filter))) if one is not None)
        transactions = list(islice(found, args.n))
        if args.json:
            output.document(
                [
                    {
                        "id": one.id,
                        "when": one.when,
                        "coder": one.coder,
                        "operation": one.operation,
                        "label": one.label,
                        "reason": one.reason,
                        "undoes": one.undoes,
                        **({"changes": told(project, one)} if args.details else {}),
                    }
                    for one in transactions
                ]
            )
            return 0
        for one in transactions:
            turned = f"{one.operation}: " if one.undoes else ""
            reason = f" ({one.reason})" if one.reason else ""
            output.line(f"{output.moment(one.when)}  {one.coder:<4}  {turned}{one.label}{reason}")
            if args.details:
                output.line(f"    {one.id}  {one.operation}")
                for line in told(project, one):
                    output.line(f"    {line}")
    return 0


def _steps(project: Project, id: str) -> int:
    """How many changes were made after the one whose id this is, or begins like this."""
    from coder.project.undo_to import steps_back

    full = next((one.id for one in project.history() if one.id.startswith(id.casefold())), id)
    return steps_back(project, full)


def _turn(verb: str, argv: list[str]) -> int:
    what = {"undo": "Take back the latest changes.", "redo": "Do again what was taken back."}[verb]
    to = [f"{verb} friends --to 5f3c29aa"] if verb == "undo" else []
    parser = arguments.writer(verb, what, f"{verb} friends", f"{verb} friends -n 3", *to)
    parser.add_argument("-n", type=int, default=1, metavar="N", help="how many (1)")
    if to:
        parser.add_argument("--to", metavar="ID", help="all that was done after this change (ids: history --details)")
    args = arguments.parse(parser, argv)
    if args.n < 1:
        parser.error("-n is at least 1")
    done: list[str] = []
    with arguments.writing(args) as project:
        if verb == "undo" and args.to is not None:
            args.n = _steps(project, args.to)
        while len(done) < args.n:
            transaction = project.undo() if verb == "undo" else project.redo()
            if transaction is None:
                break
            done.append(transaction.label)
            if not args.json:
                output.line(f"{verb}: {transaction.label}")
    if not done:
        raise Invalid(f"There is nothing to {verb}")
    if args.json:
        output.document({verb: done})
    elif len(done) < args.n:
        output.note(f"note: there was no more to {verb}")
    return 0
