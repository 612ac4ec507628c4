"""`coder [PROJECT]`: open the app. The only module outside the tui that imports it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from coder.cli import passphrase
from coder.cli.global_options import without_passphrase_file
from coder.errors import CoderError

PROJECT_FILE = "project.json"


def run(argv: list[str], verbs: Mapping[str, str]) -> int:
    """Open the app on a project, on the one in this folder, or on the start screen."""
    read_only = "--read-only" in argv
    argv, file = without_passphrase_file([word for word in argv if word != "--read-only"])
    passphrase.use_file(file)
    if argv and argv[0] in ("--help", "-h"):
        from coder.cli.help import usage

        sys.stdout.write(usage())
        return 0
    if len(argv) > 1 or (argv and argv[0].startswith("-")):
        wrong = argv[0] if argv[0].startswith("-") or _suggestion(argv[0], verbs) else argv[1]
        problem = f"coder: error: unrecognised argument “{wrong}”.{_suggestion(argv[0], verbs)}"
        sys.stderr.write(f"usage: coder [PROJECT]   or   coder VERB PROJECT …\n{problem}\n")
        return 2
    if argv:
        return open_app(project_at(argv[0], verbs), read_only=read_only)
    return open_app(Path() if os.path.exists(PROJECT_FILE) else None, read_only=read_only)


def project_at(text: str, verbs: Iterable[str] = ()) -> Path:
    """The project's folder; NotFound where there is none, with the verb that was perhaps meant."""
    path = Path(text)
    folder = path.parent if path.name == PROJECT_FILE else path
    try:
        os.stat(folder / PROJECT_FILE)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        from coder.store import checkpoint

        if checkpoint.has_traces(folder):  # opening it says what is lost, and offers the repair
            return folder
        error = checkpoint.no_project(folder)
        error.detail += _suggestion(text, verbs)
        raise error from None
    except OSError:  # opening it says what is wrong
        return folder
    return folder


def open_app(
    path: Path | None,
    memo_target: str | None = None,
    memo_kind: str = "",
    read_only: bool = False,
    session_memo: bool = False,
) -> int:
    """Run the app and return its exit status; with a target, in the memo editor."""
    # the screen is drawn on standard error: a file in its place would hold words of the interviews
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise CoderError(
            "The app needs a terminal",
            "Standard input, output or error is a file or a pipe.",
            "What the app does, verbs do as well: coder --help",
        )
    if path is not None and passphrase.is_prepared():  # otherwise the app asks
        _unlock(path)
    gc.disable()  # objects made while starting stay; the app enables it once the first screen is painted
    from coder.tui.app import CoderApp

    app = CoderApp(path, memo_target, memo_kind, read_only, session_memo)
    app.run()
    if app.hang_up.status:  # nothing is left to do, and what is left of the terminal is not waited for
        os._exit(app.hang_up.status)
    if app.crashed:
        sys.stderr.write(f"{app.crashed}\n")
        return 1
    return app.return_code or 0


def _unlock(folder: Path) -> None:
    from coder.store import keys

    if keys.is_encrypted(folder):
        passphrase.unlock(folder)


def _suggestion(word: str, verbs: Iterable[str]) -> str:
    """The verb that a word nearly is, as a sentence; "" where there is none."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(verbs), n=1, cutoff=0.7)
    return f" Did you mean: coder {near[0]}?" if near else ""
