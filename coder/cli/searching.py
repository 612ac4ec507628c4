"""What the verbs that search have in common: how the words are meant, and where to look."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coder.analysis.scope import Scope
    from coder.analysis.search import MatchOptions


def add(parser: argparse.ArgumentParser) -> argparse._MutuallyExclusiveGroup:
    """The options of a search; gives those of which one can be chosen."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--words", action="store_true", help="all of the words, in any order, in one turn")
    ways.add_argument("--regex", action="store_true", help="TEXT is a regular expression")
    ways.add_argument("--fuzzy", action="store_true", help="also what is spelt nearly so: typos, dialect, å/aa, ø/o")
    parser.add_argument("--word", action="store_true", help="whole words only")
    parser.add_argument("--case", action="store_true", help="capitals count")
    for option, what in (
        ("speaker", "who speaks, as the transcript names them"),
        ("participant", "interviews with this participant"),
        ("wave", "interviews of this wave"),
        ("service", "interviews with participants of this service"),
        ("attribute", "participants of whom this is told, such as specialty=surgery,"),
        ("source", "this source"),
    ):
        parser.add_argument(
            f"--{option}", action="append", default=[], metavar="NAME", help=f"{what}; * is a wildcard; repeatable"
        )
    parser.add_argument("--coded", default="", metavar="CODE", help="only in what has this code; A/** all below A")
    parser.add_argument("--not-coded", default="", metavar="CODE", help="only in what does not have this code")
    parser.add_argument("--uncoded", action="store_true", help="only in what has no code")
    return ways


def asked(args: argparse.Namespace) -> tuple[MatchOptions, Scope]:
    """What the options say."""
    from coder.analysis.scope import Scope
    from coder.analysis.search import FUZZY, PHRASE, REGEX, WORDS, MatchOptions

    way = FUZZY if args.fuzzy else REGEX if args.regex else WORDS if args.words else PHRASE
    where = Scope(
        tuple(args.speaker),
        tuple(args.participant),
        tuple(args.wave),
        tuple(args.source),
        args.coded,
        args.not_coded,
        args.uncoded,
        tuple(args.service),
        tuple(args.attribute),
    )
    return MatchOptions(way, args.word, args.case), where
