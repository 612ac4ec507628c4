"""`coder memos`: what has been written; `coder memos export`: into a file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.analysis.memo_links import Resolver
    from coder.model.memo import Memo
    from coder.project import Project


def _list_parser() -> argparse.ArgumentParser:
    parser = arguments.reader(
        "memos",
        "List the memos. Reflexive ones are filter_memos for their author only, unless shared.",
        "memos friends",
        "memos friends --kind methodological --by KG",
        "memos friends --about code:Before/Shame --json",
        "memos friends --since 2026-03 --until 2026-04-15",
    )
    _which(parser)
    parser.add_argument("--coder", metavar="INITIALS", default="", help="who asks (else: as for writing)")
    return parser


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", metavar="K", help="only this kind")
    parser.add_argument(
        "--about",
        "--on",
        metavar="TARGET",
        help="only those on this, with its units, as for coder memo; or wave:NAME",
    )
    parser.add_argument("--by", metavar="INITIALS", default="", help="only by this coder")
    parser.add_argument("--words", metavar="WORDS", default="", help="only those with these words in them")
    parser.add_argument("--since", metavar="DATE", default="", help="only those begun then or later: 2026, 2026-03 …")
    parser.add_argument("--until", metavar="DATE", default="", help="only those begun then or before")


def _list(argv: list[str]) -> int:
    args = arguments.parse(nouns.below(_list_parser(), "memos", "Into a file", VERBS), argv)
    with arguments.reading(args) as project:
        memos = _wanted(project, args, args.coder)
        if args.json:
            from coder.analysis.memo_links import Resolver

            resolver = Resolver(project)
            output.document([_as_json(project, memo, resolver) for memo in memos])
            return 0
        for memo in memos:
            _print(project, memo)
        output.line(format_count(len(memos), "memo"))
    return 0


def _export(argv: list[str]) -> int:
    from coder.exchange.registry import MEMOS, names, writers

    parser = arguments.reader(
        "memos export",
        "Write memos into a file; the format by its suffix, or by --format. Private memos, the\n"
        "reflexive ones that are not shared, are in it only with --private, and only your own.",
        "memos export friends memos.html",
        "memos export friends decisions.md --kind methodological",
        "memos export friends - --format csv",
        "memos export friends journal.docx --kind reflexive --private",
    )
    parser.add_argument("out", metavar="OUT", help="the file to write, or -")
    parser.add_argument("--format", metavar="F", help=f"{names(writers(MEMOS))}, whatever the suffix")
    parser.add_argument("--private", action="store_true", help="your own private memos too")
    parser.add_argument("--coder", metavar="INITIALS", default="", help="who asks (else: as for writing)")
    _which(parser)
    args = arguments.parse(parser, argv)
    from coder.cli.export import STDOUT, put
    from coder.exchange.writers import memos as memo_files
    from coder.project.settings import initials

    with arguments.reading(args) as project:
        memos = [memo for memo in _wanted(project, args, args.coder) if args.private or not memo.private]
        journal_of = initials(args.coder) if args.private else None
        data = memo_files.render(project, memos, args.out, args.format, journal_of)
    put(args.out, data)
    if args.out != STDOUT:
        told = {"file": args.out, "memos": len(memos), "bytes": len(data)}
        output.result(args.json, told, f"Wrote {args.out} ({format_count(len(memos), 'memo')})")
    return 0


def _wanted(project: Project, args: argparse.Namespace, reader: str = "") -> list[Memo]:
    from coder.analysis.history_filter import a_date
    from coder.analysis.memo_list import MemoFilter, filter_memos
    from coder.project.operations.memos import kind_known
    from coder.project.settings import initials

    about = ""
    if args.about is not None:
        from coder.cli.memo import target_of
        from coder.project.paths import wave_named

        wave = args.about.removeprefix("wave:")
        about = wave_named(project, wave).id if wave != args.about else target_of(project, args.about)[1]
    kind = kind_known(args.kind) if args.kind is not None else ""
    wanted = MemoFilter(kind, about, args.by, args.words, a_date(args.since), a_date(args.until))
    return filter_memos(project, wanted, initials(reader))


def _as_json(project: Project, memo: Memo, resolver: Resolver) -> dict[str, object]:
    from coder.project.operations.memos import target_label
    from coder.text.words import count_words

    return {
        "id": memo.id,
        "kind": memo.kind,
        "about": memo.about,
        "target": memo.target,
        "on": target_label(project, memo.about, memo.target),
        "title": memo.title,
        "text": memo.text,
        "words": count_words(memo.text),
        "coder": project.coders[memo.coder].initials,
        "created": memo.created,
        "modified": memo.modified,
        "private": memo.private,
        "links": [
            {"link": memo.text[link.start : link.end], "about": goal.about, "target": goal.id}
            if goal is not None
            else {"link": memo.text[link.start : link.end], "about": None, "target": None}
            for link, goal in resolver.goals(memo.text)
        ],
    }


def _print(project: Project, memo: Memo) -> None:
    from coder.project.operations.memos import target_label

    by = project.coders[memo.coder].initials
    on = target_label(project, memo.about, memo.target)
    private = " · private" if memo.private else ""
    output.line(f"{memo.id[: output.SHORT_ID]}  {memo.kind} · {by} · {output.moment(memo.created)} · {on}{private}")
    if memo.title:
        output.line(f"  {memo.title}")
    for line in memo.text.strip().splitlines():
        output.line(f"  {line}".rstrip())
    output.line()


VERBS: nouns.Verbs = {"export": (_export, "write them into a file")}
run = nouns.noun(VERBS, _list)
