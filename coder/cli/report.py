"""`coder report`: the study as documents: results, decision trail, pairs, COREQ."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from coder.cli import arguments, nouns, output
from coder.cli.export import STDOUT, put
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.model.document import Document
    from coder.project import Project


def run(argv: list[str]) -> int:
    """Write a report."""
    return nouns.run("report", WHAT, VERBS, argv[1:])


def _parser(kind: str, what: str, *examples: str, publication: bool = True) -> argparse.ArgumentParser:
    from coder.exchange.registry import DOCUMENT, names, suffixes, writers

    formats = writers(DOCUMENT)
    parser = arguments.reader(f"report {kind}", what, *examples)
    parser.add_argument("out", metavar="OUT", help=f"a file ({suffixes(formats)}), or - for standard output")
    parser.add_argument("--format", metavar="F", help=f"{names(formats)}, whatever the suffix (with -: md)")
    if publication:
        parser.add_argument(
            "--publication",
            action="store_true",
            help="renumber participants, suppress cells under 3 participants, leave memos out",
        )
    return parser


def _format(args: argparse.Namespace) -> str | None:
    """The format that is named; for standard output JSON with --json, else Markdown."""
    named: str | None = args.format
    if named is None and args.out == STDOUT:
        return "json" if args.json else "md"
    return named


def _written(args: argparse.Namespace, make: Callable[[Project], Document]) -> int:
    from coder.exchange.registry import DOCUMENT, writer_for

    writer = writer_for(DOCUMENT, args.out, _format(args))
    with arguments.reading(args) as project:
        document = make(project)
    put(args.out, writer.write(document))
    if args.out != STDOUT:
        output.result(args.json, {"file": args.out, "format": writer.name}, f"Wrote {args.out}: {document.title}")
    return 0


def _results(argv: list[str]) -> int:
    parser = _parser(
        "results",
        "Write the results: categories with analytic text, gold quotations and what contradicts them; in\n"
        "appendices the condensates, the way from theme to category, decisions, the back-check, who gave units.\n"
        "Without code groups the codes are the chapters.",
        "report results friends results.docx",
        "report results friends results.md --publication",
        "report results friends - --format json",
    )
    args = arguments.parse(parser, argv)
    from coder.analysis.reports import results

    return _written(args, lambda project: results.report(project, publication=args.publication))


def _pairs(argv: list[str]) -> int:
    parser = _parser(
        "pairs",
        "Write the pairs: each participant interviewed in two or more waves, the waves side by side, and what\n"
        "changed between them. Whoever is in no pair is listed with the reason, and never counted.",
        "report pairs friends pairs.html",
        "report pairs friends - --format md | less",
    )
    args = arguments.parse(parser, argv)
    from coder.analysis.reports import pairs

    return _written(args, lambda project: pairs.report(project, publication=args.publication))


def _coreq(argv: list[str]) -> int:
    parser = _parser(
        "coreq",
        "Write the 32 items of COREQ (Tong, Sainsbury & Craig 2007), filled as far as the project knows, each\n"
        "with where it comes from, and what is still to be asked. Answers are kept in the project (coder answers);\n"
        "those of a TOML file come before them in this report.",
        "report coreq friends coreq.md",
        "report coreq friends coreq.docx",
        "report coreq friends coreq.html --answers coreq.toml",
    )
    parser.add_argument("--answers", metavar="FILE", help='a TOML file: 2 = "…" answers item 2 (coder help reports)')
    args = arguments.parse(parser, argv)
    from coder.analysis.reports import coreq
    from coder.analysis.reports.coreq_answers import read
    from coder.cli.answers import contents

    answers = read(contents(args.answers)) if args.answers is not None else {}
    return _written(args, lambda project: coreq.report(project, answers, publication=args.publication))


def _trail(argv: list[str]) -> int:
    parser = _parser(
        "trail",
        "Write the decision trail: all that was done, by whom, when and why, the oldest first. What was taken\n"
        "back is marked. Private memos are left out.",
        "report trail friends trail.md",
        "report trail friends trail.html",
        publication=False,
    )
    args = arguments.parse(parser, argv)
    from coder.analysis import trail
    from coder.exchange.registry import TRAIL, writer_for

    writer = writer_for(TRAIL, args.out, _format(args))
    with arguments.reading(args) as project:
        steps, document = trail.exported(project)
        put(args.out, writer.write(steps, document))
    if args.out != STDOUT:
        told = {"file": args.out, "steps": len(steps)}
        output.result(args.json, told, f"Wrote {format_count(len(steps), 'step')} to {args.out}")
    return 0


VERBS: nouns.Verbs = {
    "results": (_results, "categories, gold quotations, coverage, how they came about"),
    "trail": (_trail, "what was done, by whom, when and why"),
    "pairs": (_pairs, "two waves of each participant side by side"),
    "coreq": (_coreq, "the 32 COREQ items, filled as far as can be known"),
}
WHAT = """\
Write a report into a file (md, html, docx or json, by its suffix; - is standard output).

examples:
  coder report results friends results.docx
  coder report trail friends trail.md
  coder report pairs friends pairs.html --publication
  coder report coreq friends coreq.md --answers coreq.toml
  coder report results friends - --format json"""
