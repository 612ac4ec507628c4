"""`coder import`: transcripts into a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import arguments, output
from coder.cli.new import checked_language
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.exchange.importing import Report


def run(argv: list[str]) -> int:
    """Import files, one report each; 1 if any failed."""
    parser = arguments.writer(
        "import",
        "Import transcripts. Participant, wave and day are guessed from names such as P01_baseline.docx,\n"
        "unless they are given. Each file is one change that can be undone.",
        "import friends interviews/*.docx",
        "import friends talk.vtt --participant P01 --wave baseline --day 6",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    parser.add_argument("--participant", default="", help="who was interviewed, such as P01")
    parser.add_argument("--wave", default="", help="in which wave of interviews, such as baseline")
    parser.add_argument("--day", type=int, help="the interview's day, counted from the study's anchor")
    parser.add_argument("--language", default="", metavar="xx", help="language of the interviews (else: recognised)")
    parser.add_argument("--no-guess", action="store_true", help="take nothing from the files' names")
    args = arguments.parse(parser, argv[1:])
    language = checked_language(args.language)
    reports: list[Report] = []
    with arguments.writing(args) as project:
        from coder.exchange.importing import import_file

        progress = output.Progress(len(args.files))
        for file in args.files:
            progress.step(file.name)
            report = import_file(
                project,
                file,
                participant=args.participant,
                wave=args.wave,
                day=args.day,
                language=language,
                guess=not args.no_guess,
            )
            reports.append(report)
            progress.clear()
            _tell(report, args.json)
    if args.json:
        output.document([_as_json(report) for report in reports])
    elif len(reports) > 1:
        done = sum(not report.error for report in reports)
        output.line(f"{done} of {format_count(len(reports), 'file')} imported")
    return 1 if any(report.error for report in reports) else 0


def _as_json(report: Report) -> dict[str, Any]:
    head: dict[str, Any] = {"file": report.file}
    if report.error:
        head |= {"error": report.error, "hint": report.hint}
    else:
        head |= {"source": report.source, "id": report.source_id}
    return head | {
        "format": report.format,
        "words": report.words,
        "turns": report.turns,
        "encoding": report.encoding,
        "participant": report.participant or None,
        "wave": report.wave or None,
        "warnings": list(report.warnings),
    }


def _tell(report: Report, as_json: bool) -> None:
    if report.error:
        output.note(f"error: {report.error}" + (f"\nhint: {report.hint}" if report.hint else ""))
        return
    if as_json:
        return
    found = [report.format, format_count(report.words, "word"), format_count(report.turns, "turn")]
    found += filter(None, (report.encoding, report.participant, report.wave))
    output.line(f"{report.source}: {', '.join(found)}")
    for warning in report.warnings:
        output.line(f"  note: {warning}")
