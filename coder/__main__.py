"""`coder` and `python -m coder`: the first word says which module of `coder.cli` is imported, and nothing else is."""

from __future__ import annotations

import sys

#: Verb → module of `coder.cli` whose `run(argv)` does it; `argv` begins with the verb.
VERBS: dict[str, str] = {
    "new": "project",
    "import": "sources",
    "sources": "sources",
    "source": "sources",
    "participants": "participants",
    "waves": "waves",
    "dates": "waves",
    "coders": "project",
    "show": "sources",
    "codes": "codes",
    "sets": "sets",
    "code": "codings",
    "uncode": "codings",
    "memo": "memos",
    "memos": "memos",
    "find": "search",
    "queries": "search",
    "search": "search",
    "matrix": "matrix",
    "pairs": "changes",
    "changes": "changes",
    "frameworks": "frameworks",
    "levels": "frameworks",
    "cells": "frameworks",
    "shares": "matrix",
    "similar": "codings",
    "autocode": "codings",
    "steps": "condensation",
    "preconceptions": "condensation",
    "read": "sources",
    "themes": "condensation",
    "groups": "groups",
    "condensates": "groups",
    "analytic": "synthesis",
    "check": "synthesis",
    "history": "history",
    "undo": "history",
    "redo": "history",
    "export": "export",
    "report": "export",
    "answers": "answers",
    "doctor": "project",
    "help": "help",
}
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run the command line; gives the exit status: 0 done, 1 the program says no, 2 wrong usage."""
    argv = sys.argv[1:] if argv is None else list(argv)
    first = argv[0] if argv else ""
    if first == "--version":
        from coder import __version__

        sys.stdout.write(f"coder {__version__}\n")
        return 0
    try:
        return _run(VERBS.get(first, "open"), argv)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # argparse: 0 after --help, 2 after wrong usage
        return end.code if isinstance(end.code, int) else 1


def _run(name: str, argv: list[str]) -> int:
    from coder.cli import output

    output.prepare()
    try:
        if name == "find":
            from coder.cli import quick

            status = quick.run(argv)
            if status is not None:
                return output.flush(status)
        from importlib import import_module

        module = import_module(f"coder.cli.{name}")
        return output.flush((getattr(module, "run", None) or import_module("coder.cli.verb").run)(argv))
    except BrokenPipeError:
        return output.broken_pipe()
    except Exception as error:
        return output.failed(error, "--json" in argv)


if __name__ == "__main__":
    sys.exit(main())
