"""`coder import`: transcripts in, or a preview of what they would become."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from coder.cli import output, parameters
from coder.cli.project import language_code
from coder.cli.verb import WRITE, Result, verb
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from coder.exchange.importing import Report
    from coder.project import Project


@verb(
    "import",
    "Import transcripts. Participant, wave and day are guessed from names such as P01_baseline.docx, unless they\n"
    "are given. Each file is one change that can be undone.",
    parameters.file("files", "transcripts of any format", metavar="FILE", nargs="+", type=Path),
    parameters.argument("--participant", default="", help="who was interviewed, such as P01"),
    parameters.argument("--wave", default="", help="in which wave of interviews, such as baseline"),
    parameters.argument("--day", type=int, help="day of the interview, counted from the study's anchor"),
    parameters.argument(
        "--language",
        default="",
        metavar="xx",
        help="language of the interviews (default: recognised)",
        load=language_code,
    ),
    parameters.flag("--no-guess", "take nothing from the files' names"),
    parameters.argument(
        "--text-columns",
        default="",
        metavar="COLUMNS",
        help="of a table of answers: the columns to code, such as Q1,Q2 (default: those with long answers)",
    ),
    parameters.argument(
        "--id-column", default="", metavar="COLUMN", help="of a table of answers: the column that names participants"
    ),
    examples=[
        "import friends interviews/*.docx",
        "import friends talk.vtt --participant P01 --wave baseline --day 6",
        'import friends answers.xlsx --text-columns "Q1,Q2" --id-column ID',
    ],
    access=WRITE,
)
def import_(
    project: Project,
    files: list[Path],
    participant: str,
    wave: str,
    day: int | None,
    language: str,
    no_guess: bool,
    text_columns: str,
    id_column: str,
    as_json: bool,
) -> Result:
    """Import files, each with a report as soon as it is done; status 1 if any failed."""
    from coder.exchange.importing import import_file, skipped

    reports: list[Report] = []
    progress = output.Progress(len(files))
    for file in files:
        progress.step(file.name)
        report = (skipped(file) if len(files) > 1 else None) or import_file(
            project,
            file,
            participant=participant,
            wave=wave,
            day=day,
            language=language,
            guess=not no_guess,
            text_columns=text_columns,
            id_column=id_column,
        )
        reports.append(report)
        progress.clear()
        _print_report(report, as_json)
    transcripts = [report for report in reports if not report.skipped]
    imported = sum(not report.error for report in transcripts)
    summary = [f"{imported} of {format_count(len(transcripts), 'file')} imported"] if len(reports) > 1 else []
    rows = [_report_as_json(part) for report in reports for part in report.parts or (report,)]
    return Result(rows, summary, status=0 if imported == len(transcripts) else 1)


def _report_as_json(report: Report) -> dict[str, Any]:
    head: dict[str, Any] = {"file": report.file}
    if report.skipped:
        return head | {"skipped": report.skipped}
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


def _print_report(report: Report, as_json: bool) -> None:
    if report.error:
        output.note(f"error: {report.error}" + (f"\nhint: {report.hint}" if report.hint else ""))
    elif report.skipped:
        output.note(f"skipped: {report.file} is {report.skipped}")
    elif not as_json:
        parts = [report.format, format_count(report.words, "word"), format_count(report.turns, "turn")]
        parts += filter(None, (report.encoding, report.participant, report.wave))
        name = Path(report.file).name if len(report.parts) > 1 else report.source
        output.text([f"{name}: {', '.join(parts)}", *(f"  note: {text}" for text in report.warnings)])
