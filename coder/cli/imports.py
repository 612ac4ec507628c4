"""`coder import`: transcripts in, or a preview of what they would become."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coder.cli import output, parameters, speaker_options
from coder.cli.project import language_code
from coder.cli.verb import WRITE, Result, dry_run, verb
from coder.text.phrases import format_count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coder.exchange.importing import Preview, Readings, Report
    from coder.exchange.reading import Reading, Survey
    from coder.exchange.transcript import Transcript
    from coder.project import Project


LINES_SHOWN = 6  # of the text, and of lines that begin like a label


def _file(name: str) -> Path:
    """Return the path of a file; the process that reads it starts while the project is opened."""
    from coder.exchange import sandbox

    sandbox.warm_up()
    return Path(name)


@verb(
    "import",
    "Import transcripts. Participant, wave and day are guessed from names such as P01_baseline.docx, unless they\n"
    "are given. Each file is one change that can be undone. Decisions on speakers and encoding are applied\n"
    "to later files of the same format.",
    parameters.file("files", "transcripts of any format", metavar="FILE", nargs="+", load=_file),
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
    parameters.argument(
        "--encoding", default="", metavar="E", help="of text files, such as cp1252 (default: detected)"
    ),
    *speaker_options.OPTIONS,
    parameters.flag("--no-guess", "guess nothing from the files' names"),
    parameters.argument(
        "--text-columns",
        default="",
        metavar="COLUMNS",
        help="of a table of answers: the columns to code, such as Q1,Q2 (default: those with long answers)",
    ),
    parameters.argument(
        "--id-column", default="", metavar="COLUMN", help="of a table of answers: the column that names participants"
    ),
    parameters.flag("--fresh", "do not apply decisions for earlier files"),
    parameters.flag("--dry-run", "show what the files would become, import nothing"),
    examples=[
        "import friends interviews/*.docx",
        "import friends interviews/*.docx --dry-run",
        "import friends talk.vtt --participant P01 --wave baseline --day 6",
        "import friends P01.txt --encoding cp1254 --rename 'Interviewer1=Interviewer' --not-a-speaker Objetivo",
        'import friends answers.xlsx --text-columns "Q1,Q2" --id-column ID',
    ],
    access=WRITE,
    dry=dry_run,
    check=speaker_options.check_interviewers,
)
def import_(
    project: Project,
    files: list[Path],
    participant: str,
    wave: str,
    day: int | None,
    language: str,
    encoding: str,
    rename: list[tuple[str, str]] | None,
    not_a_speaker: list[str] | None,
    speaker: list[str] | None,
    label_form: list[str] | None,
    interviewer: list[str] | None,
    no_interviewer: bool,
    no_guess: bool,
    text_columns: str,
    id_column: str,
    fresh: bool,
    dry_run: bool,
    as_json: bool,
) -> Result:
    """Import files, or preview them, each with a report as soon as it is done; status 1 if any failed."""
    from coder.exchange.importing import Readings, decisions_for, skipped
    from coder.exchange.reading import Chosen
    from coder.exchange.transcript import ReadOptions

    chosen = Chosen(
        participant,
        wave,
        day,
        language,
        guess=not no_guess,
        options=ReadOptions(encoding, speaker_options.rules_of(rename, not_a_speaker, speaker, label_form)),
        interviewers=() if no_interviewer else tuple(filter(None, interviewer or ())) or None,
        lenient=len(files) > 1,
        fresh=fresh,
        text_columns=text_columns,
        id_column=id_column,
    )
    rows: list[dict[str, Any]] = []
    files_done = failures = 0
    progress = output.Progress(len(files))
    reports = [skipped(file) if len(files) > 1 else None for file in files]
    reading = [(file, chosen) for file, report in zip(files, reports, strict=True) if report is None]
    with Readings(reading, lambda path: decisions_for(project, path), detail=dry_run) as readings:
        for file, report in zip(files, reports, strict=True):
            progress.step(file.name)
            if report is not None:
                shown = Shown([{"file": report.file, "skipped": report.skipped}], [])
                progress.clear()
                output.note(f"skipped: {report.file} is {report.skipped}")
            else:
                act = _previewed if dry_run else _imported
                shown = act(project, file, readings, as_json)
                progress.clear()
                files_done += 1
                failures += shown.failed
                _print(shown, as_json)
            rows += shown.rows
    done = f"{files_done - failures} of {format_count(files_done, 'file')} {'can be ' if dry_run else ''}imported"
    summary = [done] if len(files) > 1 else []
    return Result(rows, [*summary, *(["Nothing was imported."] if dry_run else [])], status=1 if failures else 0)


class Shown(NamedTuple):
    """A file as JSON gives it, and as text."""

    rows: list[dict[str, Any]]
    lines: list[str]

    @property
    def failed(self) -> bool:
        return any("error" in row for row in self.rows)


def _print(shown: Shown, as_json: bool) -> None:
    for row in shown.rows:
        if "error" in row:
            output.note(f"error: {row['error']}" + (f"\nhint: {row['hint']}" if row["hint"] else ""))
    if not as_json:
        output.text(shown.lines)


# Imported files


def _imported(project: Project, file: Path, readings: Readings, as_json: bool) -> Shown:
    """Import the next file."""
    from coder.exchange.importing import import_next

    report = import_next(project, file, readings)
    rows = [_report_as_json(project, part, as_json) for part in report.parts or (report,)]
    return Shown(rows, [] if report.error else _report_lines(report))


def _report_as_json(project: Project, report: Report, whole: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"file": report.file}
    if report.error:
        row |= {"error": report.error, "hint": report.hint}
    else:
        row |= {"source": report.source, "id": report.source_id}
    row |= {
        "format": report.format,
        "words": report.words,
        "turns": report.turns,
        "encoding": report.encoding,
        "language": report.language,
        "participant": report.participant or None,
        "wave": report.wave or None,
        "warnings": list(report.warnings),
    }
    if report.reading is not None and whole:
        row |= _reading_as_json(report.reading)
    return row


def _report_lines(report: Report) -> list[str]:
    parts = [report.format, format_count(report.words, "word"), format_count(report.turns, "turn")]
    parts += filter(None, (report.encoding, report.language, report.participant, report.wave))
    notes = [*report.warnings, *report.followed]
    if report.reading is not None and report.reading.transcript.unexplained:
        notes.append(unexplained(report.reading.transcript.unexplained))
    name = Path(report.file).name if len(report.parts) > 1 else report.source
    return [f"{name}: {', '.join(parts)}", *(f"  note: {note}" for note in notes)]


def unexplained(lines: Sequence[str], most: int = 3) -> str:
    """Return how many lines begin like a label and were not taken as one, with examples."""
    number = len(lines)
    examples = " · ".join(dict.fromkeys(lines[: 4 * most][:most]))
    verbs = "line begins like a label and was" if number == 1 else "lines begin like a label and were"
    return f"{number:,} {verbs} not taken as one: {examples}"


def _reading_as_json(reading: Reading) -> dict[str, Any]:
    from coder.exchange.decisions import describe

    return {
        "speakers": speaker_options.as_json(reading.speakers, reading.asking),
        "alike": list(map(list, reading.alike)),
        "unexplained": list(reading.transcript.unexplained),
        "followed": list(describe(reading.followed)),
    }


# Previewed files


def _previewed(project: Project, file: Path, readings: Readings, as_json: bool) -> Shown:
    """Read the next file, and return what importing it would do."""
    from coder.errors import CoderError
    from coder.exchange.importing import failed, preview
    from coder.exchange.reading import Survey

    try:
        reading = readings.take()
        if isinstance(reading, Survey):
            return _survey_shown(reading)
        plan = preview(project, reading)
        if plan.problem is not None:
            raise plan.problem
    except CoderError as error:
        report = failed(file, error)
        return Shown([{"file": report.file, "error": report.error, "hint": report.hint}], [])
    return Shown([_preview_as_json(plan)], _preview_lines(plan))


def _survey_shown(reading: Survey) -> Shown:
    from coder.text.speaker_counts import beginning

    table, answers = reading.table, reading.answers
    counts = (format_count(len(answers), "answer"), format_count(len(reading.attributes), "participant"))
    begins = [
        f"{answer.participant}, {answer.question}: {beginning(answer.text)}" for answer in answers[:LINES_SHOWN]
    ]
    row = {
        "file": str(reading.path),
        "format": table.format,
        "encoding": table.encoding,
        "answers": len(answers),
        "participants": list(reading.attributes),
        "columns": reading.columns.description(),
        "warnings": list(reading.notices),
        "begins": begins,
    }
    lines = [
        f"{reading.path.name}: {table.format}, {counts[0]} of {counts[1]}, each a source",
        f"  {reading.columns.description()}",
        *(f"  note: {notice}" for notice in reading.notices),
        "  begins:",
        *(f"    {line}" for line in begins),
        "",
    ]
    return Shown([row], lines)


def _preview_as_json(plan: Preview) -> dict[str, Any]:
    reading, transcript = plan.reading, plan.reading.transcript
    times = reading.times
    return {
        "file": str(reading.path),
        "name": plan.name,
        "format": transcript.format,
        "encoding": transcript.encoding,
        "encoding_evidence": reading.encoding_reason,
        "encoding_alternatives": list(reading.other_encodings),
        "language": plan.language,
        "words": reading.words,
        "turns": len(transcript.turns),
        "times": {"first": times[0], "last": times[1]} if times else None,
        "participant": plan.participant or None,
        "wave": plan.wave or None,
        "day": plan.day,
        "warnings": list(plan.warnings),
        **_reading_as_json(reading),
        "begins": first_lines(transcript),
    }


def first_lines(transcript: Transcript, most: int = LINES_SHOWN) -> list[str]:
    """Return the first turns as lines: speaker, colon, and how the words begin."""
    from coder.text.speaker_counts import beginning

    return [
        f"{turn.speaker}: {words}" if turn.speaker else words
        for turn in transcript.turns[:most]
        for words in [beginning(transcript.text[turn.start : turn.end])]
    ]


def _preview_lines(plan: Preview) -> list[str]:
    from coder.exchange.decisions import describe
    from coder.exchange.transcript import format_clock

    reading, transcript = plan.reading, plan.reading.transcript
    times = reading.times
    encoding = transcript.encoding
    if encoding:
        others = f"; or: {', '.join(reading.other_encodings)}" if reading.other_encodings else ""
        encoding = f"{encoding} ({reading.encoding_reason}){others}"
    day = "" if plan.day is None else f"day {plan.day}"
    wave = f"{plan.wave} (new wave)" if plan.new_wave else plan.wave
    facts = {
        "format": ", ".join(filter(None, (transcript.format, encoding))),
        "language": plan.language,
        "interview": ", ".join(filter(None, (plan.participant, wave, day))) or "not in the file's name",
        "length": f"{format_count(reading.words, 'word')}, {format_count(len(transcript.turns), 'turn')}",
        "times": f"{format_clock(times[0])} to {format_clock(times[1])}" if times else "none",
    }
    lines = [f"{plan.name}", *(f"  {name + ':':<11}{text}" for name, text in facts.items())]
    table = speaker_options.lines(reading.speakers, reading.asking) or ["no speakers were found"]
    lines += [f"  {line}" for line in table]
    notes = [*plan.warnings, *describe(reading.followed), *map(speaker_options.alike_note, reading.alike)]
    if transcript.unexplained:
        notes.append(unexplained(transcript.unexplained, LINES_SHOWN))
    lines += [f"  note: {note}" for note in notes]
    return [*lines, "  begins:", *(f"    {line}" for line in first_lines(transcript)), ""]


# Decisions on earlier files


def _number_or_all(text: str) -> int:
    """Return the number of a decision; 0 for all."""
    if text != "all" and not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError("must be the number of a decision, or all")
    return 0 if text == "all" else int(text)


@verb(
    "decisions",
    "List or forget the decisions on imports that are applied to later files of the same format. What was\n"
    "imported stays as it is.",
    parameters.argument(
        "--forget", type=_number_or_all, metavar="N", help="forget the decision with this number, or all"
    ),
    examples=["decisions friends", "decisions friends --forget 2", "decisions friends --forget all"],
    access=WRITE,
    dry=lambda args: args.forget is None,
)
def decisions(project: Project, forget: int | None) -> Result:
    """List the decisions on imports, or forget one or all."""
    from coder.exchange.decisions import WORDS
    from coder.project.operations.imports import forget_decisions

    forgotten = 0 if forget is None else forget_decisions(project, forget)
    rows = [decision._asdict() | {"number": number} for number, decision in enumerate(project.info.imports, 1)]
    table = output.aligned(
        [
            (str(number), decision.format, WORDS[decision.kind].format(**decision._asdict()), decision.file)
            for number, decision in enumerate(project.info.imports, 1)
        ],
        right=(0,),
    )
    lines = table if rows else ["No decisions on imports are remembered."]
    return Result(rows, [*([f"Forgot {format_count(forgotten, 'decision')}."] if forgotten else []), *lines])
