"""Import of transcript files: read them, guess what their names say, add them to a project; one report per file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from coder.errors import CoderError, Invalid, UnreadableFile
from coder.exchange import survey
from coder.exchange.advice import reason_to_skip
from coder.exchange.file_signatures import suffix_by_content
from coder.exchange.filenames import Guess, guess_from_name
from coder.exchange.readers.table import utterances_in
from coder.exchange.registry import TRANSCRIPT, Reader, file_bytes, reader_for
from coder.exchange.tables import Table, is_table, read_table
from coder.exchange.transcript import DETECT, Comment, ReadOptions, Transcript
from coder.model.codebook import LONGEST_NAME
from coder.model.source import Source
from coder.project import interviews
from coder.project.operations import memos, sources
from coder.project.operations.survey import add_answers
from coder.project.project import Project
from coder.text.phrases import format_count

FIELD_NOTE = "field note"
#: Characters of a source name taken from a file name; leaves room for a number.
LONGEST_SOURCE_NAME = LONGEST_NAME - 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Report:
    """The result for one file: its source, or an error with a hint, or why it was skipped.

    A table of answers has several sources: `parts` reports each, and `source` is the first.
    """

    file: str
    source: str = ""
    source_id: str = ""
    error: str = ""
    hint: str = ""
    format: str = ""
    words: int = 0
    turns: int = 0
    encoding: str = ""
    participant: str = ""
    wave: str = ""
    warnings: tuple[str, ...] = ()
    skipped: str = ""
    parts: tuple[Report, ...] = ()


def read_transcript(path: Path, options: ReadOptions = DETECT) -> Transcript:
    """Return the transcript in a file. Raises UnreadableFile with the cause and, where there is one, the remedy."""
    reason = reason_to_skip(path)
    if reason:
        raise UnreadableFile(f"{path.name} is not a transcript", f"It is {reason}", "Import the file it belongs to")
    data = file_bytes(path)
    if not data.strip():
        raise UnreadableFile(
            f"{path.name} is empty",
            "The file has no content",
            "Was it saved or copied completely? If it lies in a cloud folder, let it be downloaded first",
        )
    reader, warnings = _reader(path.name, data)
    transcript = reader.read(data, path.name, options)
    if warnings:
        transcript = replace(transcript, warnings=(*warnings, *transcript.warnings))
    if not transcript.text.strip():
        raise UnreadableFile(f"{path.name} contains no text", "The file can be read, but there are no words in it")
    return transcript


def _reader(name: str, data: bytes) -> tuple[Reader[Transcript], tuple[str, ...]]:
    """Return the reader for a file, and a warning if its content rather than its suffix decided on it."""
    try:
        return reader_for(TRANSCRIPT, name), ()
    except UnreadableFile:
        actual = suffix_by_content(data)
        if not actual:
            raise
    reader = reader_for(TRANSCRIPT, f"transcript{actual}")
    return reader, (f"By its content the file is a {actual} file, and was read as such",)


def import_file(
    project: Project,
    path: Path,
    *,
    participant: str = "",
    wave: str = "",
    day: int | None = None,
    language: str = "",
    name: str = "",
    guess: bool = True,
    options: ReadOptions = DETECT,
    text_columns: str = "",
    id_column: str = "",
) -> Report:
    """Import one transcript in one transaction; with `guess`, the file name supplies what is not given.

    Comments become memos on the passage, footnotes and front matter memos on the source. Of a table of answers each
    answer becomes a source; the columns are guessed unless they are given. A file that cannot be read, or is in the
    project already, is reported; StoreError is raised if the disk refuses.
    """
    try:
        if is_table(path.name):
            table = read_table(file_bytes(path), path.name, options.encoding)
            if text_columns or utterances_in(table.rows) is None:
                columns = survey.columns_of(table, path.name, text_columns, id_column)
                return _import_answers(project, path, table, columns, wave, language)
        transcript = read_transcript(path, options)
        guessed = guess_from_name(path.name) if guess else Guess("", "", None)
        with project.transaction("sources.import", f"imported {source_name(path)}"):
            source = sources.add(
                project,
                name=sources.free_name(project, name or source_name(path)),
                text=transcript.text,
                turns=transcript.turns,
                format=transcript.format,
                encoding=transcript.encoding,
                language=language or transcript.language,
                participant=participant or guessed.participant,
                wave=wave or guessed.wave,
                day=guessed.day if day is None else day,
            )
            _add_memos(project, source, transcript)
    except (UnreadableFile, Invalid) as error:
        return _failed(path, error)
    return _report(project, path, source, transcript)


def import_files(
    project: Project,
    paths: Iterable[Path],
    *,
    participant: str = "",
    wave: str = "",
    day: int | None = None,
    language: str = "",
    guess: bool = True,
) -> Iterator[Report]:
    """Import several transcripts; a file that fails does not stop the others, and one that is none is skipped."""
    for path in paths:
        yield skipped(path) or import_file(
            project, path, participant=participant, wave=wave, day=day, language=language, guess=guess
        )


def skipped(path: Path) -> Report | None:
    """Return the report on a file of a folder that is no transcript, such as a lock file; None if it may be one."""
    reason = reason_to_skip(path)
    return Report(file=str(path), skipped=reason) if reason else None


def _import_answers(
    project: Project, path: Path, table: Table, columns: survey.Columns, wave: str, language: str
) -> Report:
    """Import the answers in a table as one change."""
    answers, attributes = survey.answers_of(table, columns, wave)
    answers = [answer._replace(language=language or answer.language) for answer in answers]
    added = add_answers(project, answers, attributes, file=path.name, format=table.format, encoding=table.encoding)
    people = format_count(len(attributes), "participant")
    warnings = [
        f"{format_count(len(added.sources), 'answer')} of {people}, each a source ({columns.description()})",
        *table.warnings,
        *survey.notices(table, columns, answers),
        *added.conflicts,
    ]
    if added.present:
        warnings.append(f"{format_count(len(added.present), 'answer')} in the project already: not imported again")
    if not added.sources:
        title = "These answers are in the project already" if added.present else f"{path.name} holds no answers"
        raise Invalid(title, columns.description(), "Nothing was imported.")
    parts = [_report_of(project, path, project.sources[id]) for id in added.sources]
    return replace(
        parts[0],
        words=sum(part.words for part in parts),
        turns=sum(part.turns for part in parts),
        participant="",
        warnings=tuple(warnings),
        parts=(replace(parts[0], warnings=tuple(warnings)), *parts[1:]),
    )


def source_name(path: Path) -> str:
    """Return a source name for a file: one line, limited in length, “Transcript” if the file name gives none."""
    stem = path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(_CONTROL.sub(" ", stem).split())[:LONGEST_SOURCE_NAME].strip() or "Transcript"


def _failed(path: Path, error: CoderError) -> Report:
    message = ". ".join(part.rstrip(".") for part in (error.title, error.detail) if part)
    return Report(file=str(path), error=message, hint=error.hint)


def _report(project: Project, path: Path, source: Source, transcript: Transcript) -> Report:
    report = _report_of(project, path, source)
    return replace(report, warnings=(*transcript.warnings, *report.warnings))


def _report_of(project: Project, path: Path, source: Source) -> Report:
    wave = project.waves[source.wave] if source.wave else None
    return Report(
        file=str(path),
        source=source.name,
        source_id=source.id,
        format=source.format,
        words=source.words,
        turns=source.turns,
        encoding=source.encoding,
        participant=project.participants[source.participant].name if source.participant else "",
        wave=wave.name if wave else "",
        warnings=tuple(interviews.warnings(project, source)),
    )


def _add_memos(project: Project, source: Source, transcript: Transcript) -> None:
    for comment in transcript.comments:
        text = format_comment(comment)
        if not comment.text.strip():
            continue
        if transcript.text[comment.start : comment.end].strip():
            memos.write_on_span(project, source, comment.start, comment.end, text, kind=FIELD_NOTE)
        else:
            memos.write(project, text, about="sources", target=source.id, kind=FIELD_NOTE)
    for note in filter(str.strip, transcript.notes):
        memos.write(project, note, about="sources", target=source.id, kind=FIELD_NOTE)


def format_comment(comment: Comment) -> str:
    """Return the text of a comment, signed with author and date."""
    signature = ", ".join(filter(None, (comment.author, comment.when[:10])))
    return f"{comment.text}\n\n— {signature}" if signature else comment.text
