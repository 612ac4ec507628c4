"""Options that settle who speaks: the same for `coder import` and `coder source speakers`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from coder.cli import parameters

if TYPE_CHECKING:
    import argparse

    from coder.text.speaker_counts import SpeakerCount
    from coder.text.speaker_rules import SpeakerRules


def _renaming(text: str) -> tuple[str, str]:
    label, equals, name = (part.strip() for part in text.partition("="))
    return (label, name) if label and equals and name else _refuse("must be A=B: the label in the file, and the name")


def _form(text: str) -> str:
    enough = text.count("NAME") == 1 and text.strip() != "NAME"
    return text.strip() if enough else _refuse("must be a label with NAME for the name, such as «NAME»")


def _refuse(problem: str) -> Any:
    from argparse import ArgumentTypeError

    raise ArgumentTypeError(problem)


OPTIONS = (
    parameters.argument(
        "--rename",
        help="give the speaker A the name B, or merge A with B",
        type=_renaming,
        action="append",
        metavar="A=B",
    ),
    parameters.argument(
        "--not-a-speaker",
        help="A is not a speaker: its label is part of the text",
        action="append",
        metavar="A",
        type=str.strip,
    ),
    parameters.argument(
        "--speaker", help="A is a speaker: lines that begin with it are turns", action="append", metavar="A"
    ),
    parameters.argument(
        "--label-form",
        help="labels have this form, with NAME for the name: «NAME»",
        type=_form,
        action="append",
        metavar="FORM",
    ),
    parameters.argument("--interviewer", help="A is an interviewer", action="append", metavar="A"),
    parameters.flag("--no-interviewer", "no speaker is an interviewer"),
)
#: Names of the function's parameters that receive the options.
NAMES = tuple(option.dest for option in OPTIONS)


def check_interviewers(args: argparse.Namespace) -> str | None:
    """Return what is wrong with the options on interviewers; None if they agree."""
    both = args.no_interviewer and args.interviewer
    return "--no-interviewer and --interviewer contradict each other" if both else None


def rules_of(
    rename: Iterable[tuple[str, str]] | None,
    not_a_speaker: Iterable[str] | None,
    speaker: Iterable[str] | None,
    label_form: Iterable[str] | None,
) -> SpeakerRules:
    """Return the rules that the options give; None stands for an option that is not given."""
    from coder.text.speaker_rules import SpeakerRules

    return SpeakerRules(
        names=dict(rename or ()),
        not_speakers=frozenset(not_a_speaker or ()),
        speakers=frozenset(speaker or ()),
        forms=tuple(label_form or ()),
    )


def as_json(speakers: Iterable[SpeakerCount], interviewers: Sequence[str]) -> list[dict[str, Any]]:
    """Return the speakers as JSON gives them."""
    return [row._asdict() | {"interviewer": row.name in interviewers} for row in speakers]


def lines(speakers: Sequence[SpeakerCount], interviewers: Sequence[str]) -> list[str]:
    """Return the speakers as an aligned table: name, turns, words, first words."""
    from coder.cli import output

    rows = [
        (row.name, f"{row.turns:,}", f"{row.words:,}", "interviewer" if row.name in interviewers else "", row.first)
        for row in speakers
    ]
    return output.aligned([("speaker", "turns", "words", "", "begins"), *rows], right=(1, 2)) if rows else []


def alike_note(names: Sequence[str]) -> str:
    """Return the advice on names that may be one speaker."""
    from coder.text.phrases import format_list

    return f"{format_list(f'“{name}”' for name in names)} look alike: --rename '{names[1]}={names[0]}' makes them one"
