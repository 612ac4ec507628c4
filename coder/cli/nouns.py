"""Verbs of two words, such as `coder source rename`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping

Verbs = Mapping[str, tuple[Callable[[list[str]], int], str]]


def run(noun: str, what: str, verbs: Verbs, argv: list[str]) -> int:
    """Do the verb that `argv` begins with, or say which there are: 2, or 0 where help was asked for."""
    if argv and argv[0] in verbs:
        return verbs[argv[0]][0](argv[1:])
    asked = bool(argv) and argv[0] in ("-h", "--help")
    out = sys.stdout if asked else sys.stderr
    out.write(f"usage: coder {noun} {'|'.join(verbs)} PROJECT …\n")
    if asked:
        out.write(f"\n{what}\n\n" + listed(noun, verbs))
    else:
        said = f"“{argv[0]}” is none of these" if argv else "one of these is needed"
        out.write(f"coder {noun}: error: {said}: {', '.join(verbs)}\n")
    return 0 if asked else 2


def noun(verbs: Verbs, listing: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    """What a noun runs: the verb that follows it or, without one, its list."""

    def run(argv: list[str]) -> int:
        rest = argv[1:]
        if rest and rest[0] in verbs:
            return verbs[rest[0]][0](rest[1:])
        return listing(rest)

    return run


def below(parser: argparse.ArgumentParser, noun: str, lead: str, verbs: Verbs) -> argparse.ArgumentParser:
    """The parser of a noun's list, with the noun's verbs below its examples."""
    parser.epilog = f"{parser.epilog}\n\n{lead}:\n{listed(noun, verbs)}"
    return parser


def listed(noun: str, verbs: Verbs) -> str:
    """The verbs of a noun, one a line."""
    lines = [f"  coder {noun} {verb:<9} {what}" for verb, (_, what) in verbs.items()]
    return "\n".join([*lines, "", f"Each has examples: coder {noun} VERB --help", ""])
