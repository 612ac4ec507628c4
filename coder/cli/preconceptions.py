"""`coder preconceptions`: what each analyst expected, and when it was locked."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.errors import NotFound
from coder.project.operations import preconceptions

if TYPE_CHECKING:
    from coder.model.memo import Memo
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader(
        "preconceptions",
        "What each analyst expected before reading (step 0 of the condensation), all versions.",
        "preconceptions friends",
        "preconceptions friends --json",
    )
    args = arguments.parse(nouns.below(parser, "preconceptions", "To write them", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.analysis.method.preconceptions import statements

        found = statements(project)
        if args.json:
            output.document(
                [
                    {"coder": one.coder.initials, "late": one.late, "versions": [_row(memo) for memo in one.versions]}
                    for one in found
                ]
            )
            return 0
        for coder, versions, late in found:
            output.line(f"{coder.initials}: {late or ('no preconceptions' if not versions else '')}".rstrip(": "))
            for number, memo in enumerate(versions, 1):
                state = f"locked {output.moment(memo.locked)}" if memo.locked else "not locked"
                output.line(f"  version {number}, {output.moment(memo.created)}, {state}")
                for line in memo.text.strip().splitlines():
                    output.line(f"    {line}".rstrip())
    return 0


def _row(memo: Memo) -> dict[str, object]:
    return {"id": memo.id, "created": memo.created, "locked": memo.locked or None, "text": memo.text}


def _write(argv: list[str]) -> int:
    parser = arguments.writer(
        "preconceptions write",
        "Write what you expect; where your last version is locked, a new one begins.",
        "preconceptions write friends --text 'I expect shame to matter more than workload.'",
        "preconceptions write friends - < expectations.md",
    )
    parser.add_argument("dash", metavar="-", nargs="?", choices=["-"], help="the text comes from standard input")
    parser.add_argument("--text", help="the text; - is standard input")
    args = arguments.parse(parser, argv)
    if (args.text is None) == (args.dash is None):
        parser.error("the text comes from --text or from standard input (-)")
    text = arguments.text_from_stdin() if "-" in (args.dash, args.text) else args.text
    with arguments.writing(args) as project:
        memo = preconceptions.write(project, text)
        return _done(args, project, memo)


def _lock(argv: list[str]) -> int:
    parser = arguments.writer(
        "preconceptions lock",
        "Lock your last version: it stays as it reads. It cannot be unlocked; a later version follows it.",
        "preconceptions lock friends",
    )
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        who = project.who.casefold()
        mine = [
            memo
            for coder in project.coders.values()
            if coder.initials.casefold() == who
            for memo in preconceptions.versions(project, coder.id)
        ]
        if not mine:
            raise NotFound("You have written no preconceptions", hint=f"coder preconceptions write {args.project} …")
        return _done(args, project, preconceptions.lock(project, mine[-1]))


def _done(args: argparse.Namespace, project: Project, memo: Memo) -> int:
    number = [one.id for one in preconceptions.versions(project, memo.coder)].index(memo.id) + 1
    state = f"locked {output.moment(memo.locked)}" if memo.locked else "not locked"
    who = project.coders[memo.coder].initials
    output.result(args.json, _row(memo), f"{memo.id[: output.SHORT_ID]}  {who}, version {number}: {state}")
    return 0


VERBS: nouns.Verbs = {
    "write": (_write, "write what you expect, or a new version"),
    "lock": (_lock, "lock your last version"),
}
run = nouns.noun(VERBS, _listing)
