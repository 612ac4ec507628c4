"""Import of transcript files: read them, guess what their names say, add them to a project; one report per file."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coder.errors import CoderError, Invalid, NotFound, UnreadableFile
from coder.exchange import sandbox
from coder.exchange.advice import reason_to_skip
from coder.exchange.decisions import decisions_of, describe, is_voice, updated
from coder.exchange.filenames import Guess, guess_from_name
from coder.exchange.reading import NOTHING, Chosen, Detected, Reading, Survey, format_of
from coder.exchange.registry import file_bytes
from coder.exchange.sandbox import MOST_PROCESSES, Stop
from coder.exchange.tables import is_table
from coder.exchange.transcript import DETECT, Comment, ReadOptions, Transcript
from coder.model.codebook import LONGEST_NAME
from coder.model.project import ImportDecision
from coder.model.source import Source
from coder.project import interviews
from coder.project.operations import memos, participants, sources, waves
from coder.project.operations.survey import add_answers
from coder.project.project import Pending, Project
from coder.project.study import Study
from coder.text.controls import clean_name, misplaced
from coder.text.phrases import format_count, format_list
from coder.text.speakers import speaker_key

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

FIELD_NOTE = "field note"
#: Characters of a source name taken from a file name; leaves room for a number.
LONGEST_SOURCE_NAME = LONGEST_NAME - 10
#: Words of a text from which on a language that is not recognised is worth a warning.
FEWEST_WORDS = 100


@dataclass(frozen=True)
class Preview:
    """What importing a file would do; `problem` says why it would be refused.

    `new_wave`: whether the wave is not one of the project yet.
    """

    reading: Reading
    name: str
    participant: str
    wave: str
    day: int | None
    language: str
    warnings: tuple[str, ...]
    problem: Invalid | None = None
    new_wave: bool = False


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
    language: str = ""
    participant: str = ""
    wave: str = ""
    warnings: tuple[str, ...] = ()
    #: What earlier decisions did to the file, in words.
    followed: tuple[str, ...] = ()
    reading: Reading | None = None
    skipped: str = ""
    parts: tuple[Report, ...] = ()


# Reading


def read_transcript(path: Path, options: ReadOptions = DETECT, stop: Stop | None = None) -> Transcript:
    """Return the transcript in a file. Raises UnreadableFile with the cause and, where there is one, the remedy."""
    _refuse_companion(path)
    transcript: Transcript = sandbox.run("transcript", file_bytes(path), path.name, (options,), Transcript, stop)
    return transcript


def read_file(
    path: Path, chosen: Chosen = NOTHING, before: Iterable[ImportDecision] = (), stop: Stop | None = None
) -> Reading | Survey:
    """Return a file as it would be imported, a transcript or a table of answers.

    `before` was decided for earlier files. The project is not needed: this may run in a thread. Raises
    UnreadableFile; NotFound for an interviewer who does not speak in it; Invalid for a name that cannot be that of a
    speaker; Stopped.
    """
    if not is_table(path.name):
        _refuse_companion(path)
    arguments = (chosen, tuple(before))
    content: Reading | Survey = sandbox.run("file", file_bytes(path), path.name, arguments, Reading | Survey, stop)
    if isinstance(content, Survey):
        return content._replace(path=path)
    return replace(content, path=path, chosen=chosen)


def with_encoding(reading: Reading | Survey, stop: Stop | None = None) -> Reading | Survey:
    """Return a transcript as read with the encoding that its file has by its bytes; others as they are."""
    if isinstance(reading, Survey) or not reading.transcript.encoding:
        return reading
    path = reading.path
    detected = sandbox.run("encoding", file_bytes(path), path.name, (), Detected, stop)
    return replace(reading, detected=detected)


def _refuse_companion(path: Path) -> None:
    reason = reason_to_skip(path)
    if reason:
        raise UnreadableFile(f"{path.name} is not a transcript", f"It is {reason}", "Import the file it belongs to")


class Readings:
    """Files on their way in: read ahead in processes side by side, handed out in their order.

    `before` returns what was decided for earlier files; a file that was read before something else was decided is
    read again, so that the result is that of reading them one after the other.
    """

    def __init__(
        self,
        files: Sequence[tuple[Path, Chosen]],
        before: Callable[[Path], tuple[ImportDecision, ...]],
        detail: bool = False,
    ) -> None:
        """With `detail`, the encoding is detected too, and what a screen shows is worked out."""
        self._files, self._before, self._detail = files, before, detail
        self._stop = Stop()
        self._taken = self._begun = 0
        self._ahead: deque[tuple[tuple[ImportDecision, ...], Future[Reading | Survey]]] = deque()
        number = min(MOST_PROCESSES, len(files))
        self._threads: ThreadPoolExecutor | None = None
        self._window = 2 * number
        if number > 1:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(number, thread_name_prefix="reading")

    def __enter__(self) -> Readings:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop reading immediately; may be called from any thread."""
        self._stop.request()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)

    def take(self) -> Reading | Survey:
        """Return the next file. Raises what `read_file` raises."""
        path, chosen = self._files[self._taken]
        self._taken += 1
        before = self._before(path)
        if self._threads is None:
            return self._read(path, chosen, before)
        self._begin()
        assumed, future = self._ahead.popleft()
        if assumed != before:
            future.cancel()
            future = self._threads.submit(self._read, path, chosen, before)
        self._begin()
        return future.result()

    def _begin(self) -> None:
        """Begin to read the next files."""
        assert self._threads is not None
        while self._begun < min(len(self._files), self._taken + self._window):
            path, chosen = self._files[self._begun]
            before = self._before(path)
            self._ahead.append((before, self._threads.submit(self._read, path, chosen, before)))
            self._begun += 1

    def _read(self, path: Path, chosen: Chosen, before: tuple[ImportDecision, ...]) -> Reading | Survey:
        reading = read_file(path, chosen, before, self._stop)
        if self._detail:
            reading = with_encoding(reading, self._stop)
            if isinstance(reading, Reading):
                _ = reading.speakers
        return reading


def decisions_for(study: Study, path: Path) -> tuple[ImportDecision, ...]:
    """Return what was decided for earlier files of the same format."""
    if not study.info.imports:
        return ()
    format = format_of(path)
    return tuple(decision for decision in study.info.imports if decision.format == format)


def preview(project: Study, reading: Reading) -> Preview:
    """Return what importing a file as read would do in a project."""
    chosen, transcript, path = reading.chosen, reading.transcript, reading.path
    guessed = guess_from_name(path.name) if chosen.guess else Guess("", "", None)
    participant, wave = chosen.participant or guessed.participant, chosen.wave or guessed.wave
    day = guessed.day if chosen.day is None else chosen.day
    person, when = participants.find(project, participant), waves.find(project, wave)
    source = Source(
        id="",
        name=path.name,
        participant=person.id if person else None,
        wave=when.id if when else None,
        day=day,
        date="",
    )
    return Preview(
        reading,
        sources.free_name(project, chosen.name or source_name(path)),
        participant,
        wave,
        day,
        chosen.language or transcript.language or project.info.language,
        (
            *transcript.warnings,
            *_memo_warnings(transcript),
            *_file_name_warnings(path),
            *_voice_warnings(reading),
            *_unmet_choices(reading),
            *_name_warnings(guessed, participant),
            *_language_warnings(project, reading),
            *interviews.warnings(project, source),
        ),
        sources.problem_with_text(project, transcript.text),
        new_wave=bool(wave) and when is None,
    )


def _memo_warnings(transcript: Transcript) -> list[str]:
    """Say which parts of a file become memos, where its reader has not named them."""
    comments = sum(bool(comment.text.strip()) for comment in transcript.comments)
    notes = sum(bool(note.strip()) for note in transcript.notes)
    said = any("memo" in warning for warning in transcript.warnings)
    return [
        *([f"{format_count(comments, 'comment')}: kept as memos"] if comments else []),
        *(
            [f"{format_count(notes, 'note')} beside the text: kept as memos on the transcript"]
            if notes and not said
            else []
        ),
    ]


def _file_name_warnings(path: Path) -> list[str]:
    if not misplaced(path.stem):
        return []
    return ["The file name contains control or invisible characters: they are left out of the name of the source"]


def _name_warnings(guessed: Guess, participant: str) -> list[str]:
    if participant or not guessed.several:
        return []
    return [f"The file name mentions {format_list(guessed.several)}: no participant was set"]


def _is_short(text: str) -> bool:
    return len(text.split(maxsplit=FEWEST_WORDS)) < FEWEST_WORDS


def _language_warnings(project: Study, reading: Reading) -> list[str]:
    if reading.chosen.language or reading.transcript.language or _is_short(reading.transcript.text):
        return []
    return [f"The language was not recognised: “{project.info.language}” was set, as for the project"]


def _unmet_choices(reading: Reading) -> list[str]:
    """Return what was chosen for labels and interviewers that are not in the file."""
    rules, keys = reading.chosen.options.rules, set(map(speaker_key, reading.labels))
    labels = dict.fromkeys((*rules.names, *sorted(rules.speakers)))
    unmet = [f"No turn begins with the label “{label}”" for label in labels if speaker_key(label) not in keys]
    asking = set(map(speaker_key, reading.interviewers))
    absent = [name for name in reading.chosen.interviewers or () if speaker_key(name) not in asking]
    return [*unmet, *(f"No speaker is called “{name}” in this file" for name in absent)]


def _voice_warnings(reading: Reading) -> list[str]:
    voices = [label for label in reading.chosen.options.rules.names if is_voice(label)]
    said = "is" if len(voices) == 1 else "are"
    names = format_list(f"“{label}”" for label in voices)
    return [f"{names} {said} numbered anew in each file: the name is not applied to other files"] if voices else []


def add(project: Project, plan: Preview) -> Report:
    """Import a file as previewed, in one transaction.

    Comments become memos on the passage, footnotes and front matter memos on the source; what was chosen is
    remembered for the next files of the format. A text that is in the project already is reported; StoreError is
    raised if the disk refuses.
    """
    reading, transcript = plan.reading, plan.reading.transcript
    try:
        with project.transaction("sources.import", f"imported {source_name(reading.path)}") as tx:
            source = sources.add(
                project,
                name=sources.free_name(project, plan.name),
                text=transcript.text,
                turns=transcript.turns,
                words=reading.words,
                format=transcript.format,
                encoding=transcript.encoding,
                language=plan.language,
                participant=plan.participant,
                wave=plan.wave,
                day=plan.day,
            )
            if reading.interviewers:
                source = sources.describe(project, source, interviewers=reading.interviewers)
            elif reading.no_interviewer:
                source = sources.describe(project, source, no_interviewer=True)
            _add_memos(project, source, transcript)
            _remember(project, tx, reading)
    except Invalid as error:
        return failed(reading.path, error)
    return _report(project, source, plan)


def _remember(project: Project, tx: Pending, reading: Reading) -> None:
    """Put what was chosen for a file among the decisions of the project."""
    chosen, format = reading.chosen, format_of(reading.path)
    new = decisions_of(format, reading.path.name, chosen.options, chosen.interviewers)
    speakers = {turn.speaker for turn in reading.transcript.turns} if chosen.interviewers else set()
    old = project.info.imports
    decisions = updated(old, new, speakers.difference(reading.interviewers))
    if decisions != old:
        tx.put("project", msgspec.structs.replace(project.info, imports=decisions))


def import_file(project: Project, path: Path, chosen: Chosen = NOTHING) -> Report:
    """Import one transcript, or the answers in a table, in one transaction.

    A file that cannot be read, or is in the project already, is reported; StoreError is raised if the disk refuses.
    """
    return next(import_files(project, [path], chosen))


def import_files(project: Project, paths: Iterable[Path], chosen: Chosen = NOTHING) -> Iterator[Report]:
    """Import several transcripts; a file that fails does not stop the others, and one of several may be skipped."""
    paths = list(paths)
    reports = {path: skipped(path) for path in paths} if len(paths) > 1 else {}
    files = [(path, chosen) for path in paths if not reports.get(path)]
    with Readings(files, lambda path: decisions_for(project, path)) as readings:
        for path in paths:
            yield reports.get(path) or import_next(project, path, readings)


def import_next(project: Project, path: Path, readings: Readings) -> Report:
    """Import the next of the files that are read ahead."""
    try:
        reading = readings.take()
        if isinstance(reading, Survey):
            return add_survey(project, reading)
    except (UnreadableFile, NotFound, Invalid) as error:
        return failed(path, error)
    return add(project, preview(project, reading))


def skipped(path: Path) -> Report | None:
    """Return the report on a file of a folder that is no transcript, such as a lock file; None if it may be one."""
    reason = reason_to_skip(path)
    return Report(file=str(path), skipped=reason) if reason else None


def add_survey(project: Project, reading: Survey) -> Report:
    """Import the answers in a table as one change. Raises Invalid if there are no new ones."""
    path, table, columns, answers, attributes = reading
    added = add_answers(project, answers, attributes, file=path.name, format=table.format, encoding=table.encoding)
    people = format_count(len(attributes), "participant")
    warnings = [
        f"{format_count(len(added.sources), 'answer')} of {people}, each a source ({columns.description()})",
        *reading.notices,
        *added.conflicts,
    ]
    if added.present:
        warnings.append(f"{format_count(len(added.present), 'answer')} in the project already: not imported again")
    if not added.sources:
        title = "These answers are in the project already" if added.present else f"{path.name} contains no answers"
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
    """Return a source name for a file, “Transcript” if the file name gives none.

    It is one line, limited in length, without controls, bidi overrides and invisible marks.
    """
    stem = path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(clean_name(stem).split())[:LONGEST_SOURCE_NAME].strip() or "Transcript"


def failed(path: Path, error: CoderError) -> Report:
    """Return the report on a file that cannot be imported."""
    message = ". ".join(part.rstrip(".") for part in (error.title, error.detail) if part)
    return Report(file=str(path), error=message, hint=error.hint)


def _report(project: Project, source: Source, plan: Preview) -> Report:
    return replace(
        _report_of(project, plan.reading.path, source),
        warnings=plan.warnings,
        followed=describe(plan.reading.followed),
        reading=plan.reading,
    )


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
        language=source.language,
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
