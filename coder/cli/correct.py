"""`coder source correct`: a better transcript of the same interview, and what becomes of its units."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.errors import Invalid, UnreadableFile
from coder.project.paths import path_of, source_named

if TYPE_CHECKING:
    from coder.project import Project
    from coder.project.operations.corrections import Correction, Decision, Mapped

HOW = ("kept", "moved", "changed", "lost")


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
        "source correct friends P01_baseline P01_listened_again.docx --decisions decided.json",
        "source correct friends P01_baseline turn.txt --turn 12",
        reason=True,
    )
    parser.add_argument("source", metavar="SOURCE", help="name or id")
    parser.add_argument("file", metavar="FILE", type=Path, help="the corrected transcript, of any format")
    parser.add_argument(
        "--turn", metavar="N", type=int, help="FILE (plain text) is this turn only, label and words; from 1"
    )
    parser.add_argument(
        "--lost",
        choices=("keep-as-memo", "drop"),
        help="what becomes of lost units: memos on the source with words and codes, or nothing",
    )
    parser.add_argument(
        "--decisions",
        metavar="FILE.json",
        type=Path,
        help='what becomes of single units: {"SEGMENT": "keep" | "memo" | "drop" | [START, END], …}',
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would become of the units, change nothing")
    return parser


def _compared(project: Project, args: argparse.Namespace) -> Correction:
    from coder.exchange.importing import read_transcript
    from coder.project.operations import corrections

    source = source_named(project, args.source)
    transcript = read_transcript(args.file)
    for warning in transcript.warnings:
        output.note(f"note: {args.file.name}: {warning}")
    if args.turn is not None:
        return corrections.preview_turn(project, source, args.turn - 1, transcript.text)
    correction = corrections.preview(project, source, transcript.text, transcript.turns)
    if correction.strange:
        output.note(f"note: {correction.left:.0%} of the old text is in {args.file.name}: is it of this interview?")
    return correction


def _apply(project: Project, correction: Correction, args: argparse.Namespace) -> None:
    from coder.project.operations import corrections

    decisions = _decisions(project, args.decisions) if args.decisions is not None else {}
    corrections.apply(project, correction.source, correction, lost=args.lost, decisions=decisions, reason=args.reason)


def _decisions(project: Project, file: Path) -> dict[str, Decision]:
    """What a file of decisions says, by the segments' ids; UnreadableFile when it is no such file."""
    import msgspec

    from coder.project.paths import segment_named
    from coder.text.span import Span

    try:
        told = msgspec.json.decode(file.read_bytes(), type=dict[str, str | tuple[int, int]])
    except OSError as error:
        raise UnreadableFile(f"{file.name} cannot be opened", error.strerror or "") from error
    except msgspec.DecodeError:
        form = '{"SEGMENT": "keep" | "memo" | "drop" | [START, END], …}'
        raise UnreadableFile(f"{file.name} holds no decisions", "It is not of the form", form) from None
    decided: dict[str, Any] = {}
    for name, what in told.items():
        decided[segment_named(project, name).id] = what if isinstance(what, str) else Span(*what)
    return decided


def _report(project: Project, correction: Correction) -> dict[str, Any]:
    """Counts of kept and moved units; changed, lost and unsure ones in full; how much of the old text is left."""
    return {
        "kept": len(correction.those("kept")),
        "moved": len(correction.those("moved")),
        "changed": [_row(project, one) for one in correction.those("changed")],
        "lost": [_row(project, one) for one in correction.those("lost")],
        "unsure": [_row(project, one) for one in correction.unsure],
        "left": round(correction.left, 3),
    }


def _row(project: Project, one: Mapped) -> dict[str, Any]:
    codes = [path_of(project, project.codes[coding.code]) for coding in project.codings_of(one.segment.id)]
    where = {"start": None, "end": None, "new": None} if one.how == "lost" else {
        "start": one.start, "end": one.end, "new": one.new
    }  # fmt: skip
    return {"segment": one.segment.id, "old": one.old, **where, "codes": list(dict.fromkeys(codes))}


def _tell(report: dict[str, Any]) -> None:
    counts = {name: report[name] if name in ("kept", "moved") else len(report[name]) for name in HOW}
    output.line(", ".join(f"{count:,} {name}" for name, count in counts.items()))
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
    from coder.text.cells import printable

    return printable(" ".join(quote.split()))
