"""`coder` and `python -m coder`: import the module of the verb, and no other, and run it."""

from __future__ import annotations

import sys

#: Verb → module of `coder.cli` that declares it. In the order of `coder --help`.
VERBS: dict[str, str] = {
    "new": "project",
    "import": "imports",
    "decisions": "imports",
    "sources": "sources",
    "source": "sources",
    "show": "sources",
    "participants": "participants",
    "waves": "waves",
    "dates": "waves",
    "coders": "project",
    "codes": "codes",
    "sets": "sets",
    "code": "codings",
    "uncode": "codings",
    "autocode": "codings",
    "similar": "codings",
    "memo": "memos",
    "memos": "memos",
    "session-memo": "memos",
    "find": "search",
    "queries": "search",
    "search": "search",
    "matrix": "matrix",
    "shares": "matrix",
    "picture": "pictures",
    "steps": "condensation",
    "preconceptions": "condensation",
    "read": "sources",
    "themes": "condensation",
    "groups": "groups",
    "condensates": "groups",
    "analytic": "synthesis",
    "check": "synthesis",
    "pairs": "changes",
    "changes": "changes",
    "frameworks": "frameworks",
    "levels": "frameworks",
    "cells": "frameworks",
    "export": "export",
    "report": "export",
    "answers": "answers",
    "pseudonyms": "pseudonyms",
    "scan": "privacy",
    "history": "history",
    "undo": "history",
    "redo": "history",
    "backups": "backups",
    "rescue": "rescue",
    "encrypt": "encryption",
    "decrypt": "encryption",
    "passphrase": "encryption",
    "doctor": "project",
    "settings": "settings",
    "help": "help",
}
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 done, 1 refused, 2 wrong usage, 130 interrupted."""
    argv = sys.argv[1:] if argv is None else list(argv)
    from coder.cli import global_options, output

    at = global_options.count(argv)
    argv = [*argv[at : at + 1], *argv[:at], *argv[at + 1 :]]  # the verb, or the project, first
    first = argv[0] if argv else ""

    output.prepare()
    try:
        return _run(first, argv)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:  # argparse: 0 after --help, 2 after wrong usage
        return end.code if isinstance(end.code, int) else 1
    finally:
        output.release()


def _run(first: str, argv: list[str]) -> int:
    from coder.cli import output

    try:
        if first == "--version":
            from coder import __version__

            output.line(f"coder {__version__}")
            return output.flush(0)
        if first == "find":
            from coder.cli import quick

            status = quick.run(argv)
            if status is not None:
                return output.flush(status)
        from importlib import import_module

        module = import_module(f"coder.cli.{VERBS.get(first, 'open')}")
        if first in VERBS and first != "help":
            return output.flush(import_module("coder.cli.verb").run(argv))
        return output.flush(module.run(argv, VERBS))
    except BrokenPipeError:
        return output.broken_pipe()
    except Exception as error:
        return output.failed(error, "--json" in argv)


if __name__ == "__main__":
    sys.exit(main())
