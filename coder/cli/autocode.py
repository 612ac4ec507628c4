"""`coder autocode`: a code on everything that a search or a query finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output, searching
from coder.errors import NotFound
from coder.project.paths import code_named, path_of
from coder.text.phrases import format_count

if TYPE_CHECKING:
    import argparse

    from coder.analysis.autocode import Proposal
    from coder.model.codebook import Code
    from coder.project import Project

UNITS = ("sentence", "turn", "match")


def run(argv: list[str]) -> int:
    """Code the sentence, the turn or the words around every hit, in one transaction."""
    parser = arguments.writer(
        "autocode",
        "Put a code on the unit around each place where words stand; what has the code already is left. One undo.",
        "autocode friends Before/Shame 'ashamed' --fuzzy --dry-run",
        r"autocode friends Sleep '\bsle(ep|pt)\w*' --regex --unit turn --speaker P",
        "autocode friends 'Shame at first' 'Before/Shame and wave:baseline' --query",
    )
    parser.add_argument("code", metavar="CODE", help="path, unique name or id")
    parser.add_argument("text", metavar="TEXT")
    ways = searching.add(parser)
    ways.add_argument("--query", action="store_true", help="TEXT is a query: its units (coder help queries)")
    parser.add_argument("--unit", choices=UNITS, default="sentence", help="what is coded around a hit (sentence)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be coded, and change nothing")
    args = arguments.parse(parser, argv[1:])
    if args.query and (args.unit != UNITS[0] or any(searching.asked(args)[1]) or args.word or args.case):
        parser.error("with --query, TEXT itself says which units")
    if args.dry_run:
        with arguments.reading(args) as project:
            code = code_named(project, args.code)
            return _told(project, args, code, _proposed(project, args, code), None)
    with arguments.writing(args) as project:
        from coder.project.operations import autocode

        code = code_named(project, args.code)
        found = _proposed(project, args, code)
        stretches = [autocode.Stretch(one.source, one.start, one.end) for one in found if not one.already]
        number = len(stretches)
        if stretches:
            by = "query" if args.query else "search"
            number = autocode.apply(project, stretches, [code], f"{by}: {args.text}").units
        return _told(project, args, code, found, number)


def _proposed(project: Project, args: argparse.Namespace, code: Code) -> list[Proposal]:
    from coder.analysis.autocode import of_units, proposals

    if args.query:
        from coder.analysis.retrieval import retrieve

        found = of_units(project, retrieve(project, args.text), [code])
        if not found:
            raise NotFound("The query finds no unit", hint="Nothing was changed.")
        return found
    from coder.analysis.search import search

    found = proposals(project, search(project, args.text, *searching.asked(args)), [code], args.unit)
    if not found:
        raise NotFound("Nothing was found", hint="Nothing was changed. Try --fuzzy, or fewer restrictions.")
    return found


def _told(project: Project, args: argparse.Namespace, code: Code, found: list[Proposal], coded: int | None) -> int:
    already = sum(1 for one in found if one.already)
    if args.json:
        rows = [row(one) for one in found]
        output.document({"code": path_of(project, code), "coded": coded or 0, "already": already, "units": rows})
        return 0
    if coded is None:
        show(found)
    units = format_count(len(found) - already if coded is None else coded, "unit")
    told = f"would code {units}" if coded is None else f"coded {units}"
    output.line(f"{told} with {path_of(project, code)}" + (f"; {already:,} have it already" if already else ""))
    return 0


def row(one: Proposal) -> dict[str, Any]:
    """A proposal as JSON."""
    return {
        "source": one.source.name,
        "start": one.start,
        "end": one.end,
        "speaker": one.speaker,
        "text": one.text,
        "already": one.already,
        "score": round(one.score, 4),
    }


def show(found: list[Proposal]) -> None:
    """Proposals in lines, those that have the code already with a dot before them."""
    for one in found:
        score = f"{one.score:.2f}  " if one.score else ""
        mark = "·" if one.already else " "
        output.line(f"{mark} {score}{one.source.name} {one.start}-{one.end}  {' '.join(one.text.split())}")
