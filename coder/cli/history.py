"""`coder history`, `coder undo`, `coder redo`: what was done, and taking it back."""

from __future__ import annotations

from itertools import islice

from coder.cli import arguments, output
from coder.errors import Invalid


def run(argv: list[str]) -> int:
    """List the history, or step through it."""
    return _history(argv[1:]) if argv[0] == "history" else _turn(argv[0], argv[1:])


def _history(argv: list[str]) -> int:
    parser = arguments.reader(
        "history", "List what was done, the latest first.", "history friends -n 20", "history friends --json"
    )
    parser.add_argument("-n", type=int, metavar="N", help="only the latest N")
    args = arguments.parse(parser, argv)
    with arguments.reading(args) as project:
        transactions = list(islice(project.history(), args.n))
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
                    }
                    for one in transactions
                ]
            )
            return 0
        for one in transactions:
            turned = f"{one.operation}: " if one.undoes else ""
            reason = f" ({one.reason})" if one.reason else ""
            output.line(f"{output.moment(one.when)}  {one.coder:<4}  {turned}{one.label}{reason}")
    return 0


def _turn(verb: str, argv: list[str]) -> int:
    what = {"undo": "Take back the latest changes.", "redo": "Do again what was taken back."}[verb]
    parser = arguments.writer(verb, what, f"{verb} friends", f"{verb} friends -n 3")
    parser.add_argument("-n", type=int, default=1, metavar="N", help="how many (1)")
    args = arguments.parse(parser, argv)
    if args.n < 1:
        parser.error("-n is at least 1")
    done: list[str] = []
    with arguments.writing(args) as project:
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
