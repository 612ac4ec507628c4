"""What the verbs' arguments have in common."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coder.cli import output
from coder.errors import CoderError

if TYPE_CHECKING:
    from coder.project import Project

#: How long a writing verb waits for another one to finish, in seconds.
PATIENCE = 1.0
#: Arguments that are names of files, which need not be text.
FILES = ("project", "files", "file", "out")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)


def reader(verb: str, what: str, *examples: str) -> argparse.ArgumentParser:
    """A parser for a verb that reads: PROJECT and --json, and examples below its help."""
    parser = argparse.ArgumentParser(
        prog=f"coder {verb}",
        description=what,
        epilog="\n".join(["examples:", *(f"  coder {example}" for example in examples)]),
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.add_argument("project", metavar="PROJECT", help="the project's folder, or its project.json")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout, nothing else")
    return parser


def writer(verb: str, what: str, *examples: str, reason: bool = False) -> argparse.ArgumentParser:
    """A parser for a verb that writes: as `reader`, with --coder and, where it makes sense, --reason."""
    parser = reader(verb, what, *examples)
    parser.add_argument(
        "--coder",
        metavar="INITIALS",
        default="",
        help="who does it (else: the settings, CODER_INITIALS, the login name)",
    )
    if reason:
        parser.add_argument("--reason", metavar="TEXT", default="", help="why, for the history")
    return parser


def parse(parser: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """The arguments, options and names in any order."""
    args = parser.parse_intermixed_args(argv)
    for name, value in vars(args).items():
        if name not in FILES and not _is_text(value):
            raise CoderError(
                "An argument is not text", "It has bytes that are no character in this terminal's encoding."
            )
    return args


def _is_text(value: object) -> bool:
    words = value if isinstance(value, list) else [value]
    return not any("\udc80" <= char <= "\udcff" for word in words if isinstance(word, str) for char in word)


def text_from_stdin() -> str:
    """What comes from standard input, in UTF-8; CoderError when it is something else."""
    buffer = getattr(sys.stdin, "buffer", None)
    try:
        text = sys.stdin.read() if buffer is None else buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CoderError("Standard input is not text in UTF-8", hint="Save it as UTF-8.") from None
    return str(text).replace("\r\n", "\n")


@contextmanager
def reading(args: argparse.Namespace) -> Iterator[Project]:
    """The project, for reading beside whoever writes."""
    from coder.project.opening import read_project

    project = read_project(args.project)
    try:
        yield project
    finally:
        project.close()


@contextmanager
def writing(args: argparse.Namespace) -> Iterator[Project]:
    """The project, for writing as the coder who is meant."""
    from coder.project.opening import open_project
    from coder.project.settings import initials, load

    with open_project(args.project, initials(args.coder), wait=PATIENCE) as project:
        if not args.coder:  # the settings tell of their own person only
            project.full_name = load().name.strip()
        for notice in project.notices:
            output.note(f"note: {notice}")
        yield project
