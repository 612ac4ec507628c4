"""`coder source correct`: a better transcript of the same interview, and what becomes of its units."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.errors import Invalid
from coder.project.paths import path_of, source_named

if TYPE_CHECKING:
    from coder.project import Project
    from coder.project.operations.corrections import Correction, Mapped


def run(argv: list[str]) -> int:
    """Compare a file with a source, say what becomes of the units, and put it in its place."""
    args = arguments.parse(_parser(), argv)
    with arguments.reading(args) if args.dry_run else arguments.writing(args) as project:
        correction = _compared(project, args)
        report = _report(project, correction)
        if not args.json:
            _tell(report)
        if not args.dry_run:
            try:
                _apply(project, correction, args)
            except Invalid as error:
                if not args.json:
                    raise
                told = {"title": error.title, "detail": error.detail, "hint": error.hint}
                output.document({**report, "applied": False, "error": told})
                output.note(output.explained(error))
                return 1
    if args.json:
        output.document({**report, "applied": not args.dry_run})
    elif args.dry_run:
        output.line("Nothing was changed.")
    else:
        output.line(f"Corrected {correction.source.name}. Take it back with: coder undo {args.project}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = arguments.writer(
        "source correct",
        "Put a corrected transcript in the place of a source's text. Every unit is followed to where it is now:\n"
        "kept (same place), moved, changed (other words inside) or lost (none of its words is left). Where the same\n"
        "words stand nearby too, so that it could be those, it says so.",
        "source correct friends P01_baseline P01_listened_again.docx --dry-run",
        "source correct friends P01_baseline P01_listened_again.docx --lost keep-as-memo",
        reason=True,
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("file", metavar="FILE", type=Path, help="the corrected transcript, of any format")
    parser.add_argument(
        "--lost",
        choices=("keep-as-memo", "drop"),
        help="what becomes of lost units: memos on the source with words and codes, or nothing",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would become of the units, change nothing")
    return parser


def _compared(project: Project, args: argparse.Namespace) -> Correction:
    from coder.exchange.registry import read
    from coder.project.operations import corrections

    source = source_named(project, args.source)
    transcript = read(args.file)
    for warning in transcript.warnings:
        output.note(f"note: {args.file.name}: {warning}")
    return corrections.preview(project, source, transcript.text, transcript.turns)


def _apply(project: Project, correction: Correction, args: argparse.Namespace) -> None:
    from coder.project.operations import corrections

    corrections.apply(project, correction.source, correction, lost=args.lost, reason=args.reason)


def _report(project: Project, correction: Correction) -> dict[str, Any]:
    """Counts of kept and moved units; changed, lost and unsure ones in full."""
    return {
        "kept": len(correction.those("kept")),
        "moved": len(correction.those("moved")),
        "changed": [_row(project, one) for one in correction.those("changed")],
        "lost": [_row(project, one) for one in correction.those("lost")],
        "unsure": [_row(project, one) for one in correction.unsure],
    }


def _row(project: Project, one: Mapped) -> dict[str, Any]:
    codes = [path_of(project, project.codes[coding.code]) for coding in project.codings_of(one.segment.id)]
    where = {"start": None, "end": None, "new": None} if one.how == "lost" else {
        "start": one.start, "end": one.end, "new": one.new
    }  # fmt: skip
    return {"segment": one.segment.id, "old": one.old, **where, "codes": list(dict.fromkeys(codes))}


def _tell(report: dict[str, Any]) -> None:
    counts = {name: report[name] if isinstance(report[name], int) else len(report[name]) for name in report}
    output.line(", ".join(f"{counts[name]:,} {name}" for name in ("kept", "moved", "changed", "lost")))
    doubtful = {row["segment"] for row in report["unsure"]}
    elsewhere = [row for row in report["unsure"] if row["new"] is not None]
    for head, rows in (("Changed", report["changed"]), ("Lost", report["lost"]), ("To look at", elsewhere)):
        if rows:
            output.line(f"\n{head}:")
        for row in rows:
            hint = "  (the same words stand nearby)" if row["segment"] in doubtful else ""
            output.line(f"  {row['segment'][: output.SHORT_ID]}  {', '.join(row['codes'])}{hint}")
            output.line(f"    {_flat(row['old'])}")
            if head == "Changed":
                output.line(f"  → {_flat(row['new'])}")
    if report["changed"] or report["lost"] or elsewhere:
        output.line()


def _flat(quote: str) -> str:
    """A quotation on one line, without anything a terminal would act upon."""
    from coder.text.cells import drawn

    return drawn(" ".join(quote.split()))
