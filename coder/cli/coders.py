"""`coder coders`: who works on the study, and other initials for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, nouns, output

if TYPE_CHECKING:
    from coder.model.coder import Coder
    from coder.project import Project


def _listing(argv: list[str]) -> int:
    parser = arguments.reader("coders", "List who works on the study.", "coders friends", "coders friends --json")
    args = arguments.parse(nouns.below(parser, "coders", "To change them", VERBS), argv)
    with arguments.reading(args) as project:
        from coder.analysis.method.preconceptions import analysts

        rows = [_described(project, coder) for coder in analysts(project)]
    if args.json:
        output.document(rows)
    elif rows:
        shown = [[row["initials"], row["name"], f"{row['codings']:,}", f"{row['memos']:,}"] for row in rows]
        output.table([["initials", "name", "codings", "memos"], *shown], (2, 3))
    else:
        output.line("Nobody has done anything yet.")
    return 0


def _described(project: Project, coder: Coder) -> dict[str, Any]:
    return {
        "id": coder.id,
        "initials": coder.initials,
        "name": coder.name,
        "codings": sum(one.coder == coder.id for one in project.codings.values()),
        "memos": sum(one.coder == coder.id for one in project.memos.values()),
    }


def _rename(argv: list[str]) -> int:
    parser = arguments.writer(
        "coders rename",
        "Give a coder other initials, everywhere but in the history, which tells under which it was done.\n"
        "Refused where another coder has them. Put them into your settings, too: coder help settings.",
        "coders rename friends root IH",
    )
    parser.add_argument("who", metavar="WHO", help="initials or id")
    parser.add_argument("initials", metavar="INITIALS", help="the new ones")
    args = arguments.parse(parser, argv)
    with arguments.writing(args) as project:
        from coder.project.operations import coders

        before = coders.coder_named(project, args.who)
        after = coders.rename(project, before, args.initials)
        row = _described(project, after)
    output.result(args.json, row, f"{before.initials} is {after.initials} now")
    return 0


VERBS: nouns.Verbs = {"rename": (_rename, "give one other initials")}
run = nouns.noun(VERBS, _listing)
