"""`coder check`: the verdicts of the back-check, which of them still stand, and giving them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.errors import Ambiguous, Invalid, NotFound
from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK, VERDICTS
from coder.project.operations import groups, verdicts
from coder.project.paths import segment_named

if TYPE_CHECKING:
    from coder.model.condensation import Verdict
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "check",
        "The verdicts of the back-check (step 4 of the condensation): of units in their context, and of the claims\n"
        "of the analytic texts. One is stale when what it was given on was changed since; it says what.",
        "check friends",
        "check friends --stale",
        "check friends --group 'Before asking' --json",
    )
    parser.add_argument("--group", metavar="GROUP", help="only those within this code group")
    parser.add_argument("--stale", action="store_true", help="only those that do not stand any more")
    args = arguments.parse(nouns.below(parser, "check", "To check", VERBS), argv)
    with arguments.reading(args) as project:
        _list(args, project)
    return 0


def _list(args: argparse.Namespace, project: Project) -> None:
    from coder.analysis.method import synthesis, units
    from coder.analysis.method.staleness import standings
    from coder.cli import verdict_rows

    chosen = [groups.named(project, args.group)] if args.group else units.groups(project)
    found = [
        one
        for group in chosen
        for one in standings(project, sorted(project.users(group.id, "verdicts"), key=lambda one: one.created))
        if not args.stale or one.why
    ]
    if args.json:
        output.document([verdict_rows.verdict_as_json(project, one) for one in found])
        return
    for one in found:
        for line in verdict_rows.verdict_lines(project, one):
            output.line(line)
    if args.stale and not found:
        output.line("No verdict is stale.")
    rows = [["code group", "units checked", "claims checked"]]
    for group in chosen:
        state = synthesis.synthesis(project, group)
        claims = str(state.claims_checked) if state.text is not None else "no analytic text"
        rows.append([units.name_of(project, group), str(state.units_checked) if state.units else "no unit", claims])
    if len(rows) > 1:
        output.line()
        output.table(rows)
    else:
        output.line(f"There are no code groups yet. Make one with: coder groups make {args.project} CODE")


def verdict_named(project: Project, text: str) -> Verdict:
    """The verdict with this id, or the only one whose id begins so; NotFound or Ambiguous."""
    found = [one for id, one in project.verdicts.items() if id == text or (len(text) > 3 and id.startswith(text))]
    if len(found) > 1:
        raise Ambiguous(f"“{text}” names more than one verdict", f"{len(found)} of them", "Write more of the id.")
    if not found:
        raise NotFound(f"There is no verdict “{text}”", hint="coder check PROJECT lists them with their ids.")
    return found[0]


def meant(kind: str, text: str) -> str:
    """The verdict that a name, the beginning of one, or its digit stands for."""
    names = VERDICTS[kind]
    if text.isdecimal() and 0 < int(text) <= len(names):
        return names[int(text) - 1]
    found = [name for name in names if name == text.casefold()] or [
        name for name in names if text and name.startswith(text.casefold())
    ]
    if len(found) != 1:
        raise Invalid(f"There is no verdict “{text}”", hint=f"There is: {', '.join(names)}")
    return found[0]


def _checking(verb: str, what: str, kind: str, *examples: str) -> argparse.ArgumentParser:
    parser = arguments.writer(f"check {verb}", f"{what}\nVerdicts: {', '.join(VERDICTS[kind])}.", *examples)
    parser.add_argument("group", metavar="GROUP", help="path, unique name or id of the code of the group")
    return parser


def _rest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verdict", metavar="VERDICT", help="its name, the beginning of it, or its digit")
    parser.add_argument("--note", default="", help="what there is to say about it")
    parser.add_argument(
        "--against", metavar="SEGMENT", action="append", default=[], help="a unit that contradicts (several: repeat)"
    )


def _given(args: argparse.Namespace, project: Project, verdict: Verdict) -> int:
    from coder.analysis.method.staleness import standings
    from coder.cli import verdict_rows

    (one,) = standings(project, [verdict])
    told = "\n".join(verdict_rows.verdict_lines(project, one))
    output.result(args.json, verdict_rows.verdict_as_json(project, one), told)
    return 0


def _unit(argv: list[str]) -> int:
    parser = _checking(
        "unit",
        "Check a unit of a code group in its context.",
        UNIT_CHECK,
        "check unit friends 'Before asking' 3f2a9c1d faithful",
        "check unit friends 'Before asking' 3f2a9c1d leading --note 'The word is ours.'",
    )
    parser.add_argument("segment", metavar="SEGMENT", help="id of the unit, or the beginning of it")
    _rest(parser)
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        group, segment = groups.named(project, args.group), segment_named(project, args.segment)
        against = [segment_named(project, one).id for one in args.against]
        verdict = meant(UNIT_CHECK, args.verdict)
        return _given(args, project, verdicts.unit_check(project, group, segment, verdict, args.note, against))


def _claim(argv: list[str]) -> int:
    from coder.cli.analytic import existing, numbered

    parser = _checking(
        "claim",
        "Check a sentence of the analytic text of a code group against whole transcripts.",
        CLAIM_CHECK,
        "check claim friends 'Before asking' 2 partly --counter --against 3f2a9c1d",
    )
    parser.add_argument("sentence", metavar="SENTENCE", type=int, help="its number, from 1")
    _rest(parser)
    parser.add_argument("--counter", action="store_true", help="counter-examples were searched for")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        text = existing(project, groups.named(project, args.group))
        key = numbered(text, args.sentence).key
        against = [segment_named(project, one).id for one in args.against]
        verdict = meant(CLAIM_CHECK, args.verdict)
        made = verdicts.claim_check(project, text, key, verdict, args.counter, against, args.note)
        return _given(args, project, made)


def _withdraw(argv: list[str]) -> int:
    parser = arguments.writer(
        "check withdraw",
        "Take a verdict back: what it was on is to be checked again.",
        "check withdraw friends 3f2a9c1d",
    )
    parser.add_argument("verdict", metavar="VERDICT", help="its id, or the beginning of it")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        verdict = verdict_named(project, args.verdict)
        verdicts.withdraw(project, verdict)
    output.result(args.json, {"id": verdict.id, "withdrawn": True}, f"Withdrew the verdict “{verdict.verdict}”")
    return 0


VERBS: nouns.Verbs = {
    "unit": (_unit, "check a unit in its context"),
    "claim": (_claim, "check a sentence of an analytic text"),
    "withdraw": (_withdraw, "take a verdict back"),
}
run = nouns.noun(VERBS, _listing)
