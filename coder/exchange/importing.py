"""Import of transcript files: read them, guess what their names say, add them to a project; one report per file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import CoderError, Invalid, NotFound, UnreadableFile
from coder.exchange import survey
from coder.exchange.advice import reason_to_skip
from coder.exchange.decisions import (
    ENCODING,
    INTERVIEWER,
    decisions_of,
    describe,
    effective,
    is_voice,
    updated,
    with_decisions,
)
from coder.exchange.encoding import decode
from coder.exchange.file_signatures import suffix_by_content
from coder.exchange.filenames import Guess, guess_from_name
from coder.exchange.readers.table import utterances_in
from coder.exchange.registry import TRANSCRIPT, Reader, file_bytes, reader_for, suffix_of
from coder.exchange.tables import Table, is_table, read_table
from coder.exchange.transcript import DETECT, Comment, ReadOptions, Transcript
from coder.model.codebook import LONGEST_NAME
from coder.model.project import ImportDecision
from coder.model.source import Source
from coder.project import interviews
from coder.project.operations import memos, participants, sources, waves
from coder.project.operations.speakers import check_names
from coder.project.operations.survey import Answer, add_answers
from coder.project.project import Pending, Project
from coder.project.study import Study
from coder.text.phrases import format_count, format_list
from coder.text.settle import label_in, settle_turns
from coder.text.speaker_counts import SpeakerCount, count_speakers
from coder.text.speaker_rules import SpeakerRules
from coder.text.speakers import alike, speaker_key
from coder.text.speakers import interviewers as guess_interviewers
from coder.text.words import count_words_in

FIELD_NOTE = "field note"
#: Characters of a source name taken from a file name; leaves room for a number.
LONGEST_SOURCE_NAME = LONGEST_NAME - 10
#: Words of a text from which on a language that is not recognised is worth a warning.
FEWEST_WORDS = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Chosen:
    """What a researcher chose for a file; what is "" or None is recognised, or was decided for an earlier file.

    With `guess`, the file name supplies participant, wave and day where they are not given. `interviewers` are names
    of speakers. `fresh`: what was decided for earlier files is not followed. `text_columns` and `id_column` are the
    columns of a table of answers.
    """

    participant: str = ""
    wave: str = ""
    day: int | None = None
    language: str = ""
    name: str = ""
    guess: bool = True
    options: ReadOptions = DETECT
    interviewers: tuple[str, ...] | None = None
    fresh: bool = False
    text_columns: str = ""
    id_column: str = ""


NOTHING = Chosen()


class Detected(NamedTuple):
    """The codec of a text file, what speaks for it, and other codecs, the likeliest first; "" for other formats."""

    encoding: str
    evidence: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """A file as read with what was chosen and decided before: `labels` are those of the turns, before renaming.

    `interviewers` are those chosen or decided earlier, or whom only the labels suggest; `followed` are the earlier
    decisions that mattered.
    """

    path: Path
    chosen: Chosen
    transcript: Transcript
    labels: tuple[str, ...]
    interviewers: tuple[str, ...]
    followed: tuple[ImportDecision, ...]

    @cached_property
    def speakers(self) -> tuple[SpeakerCount, ...]:
        """The speakers in the order in which they speak."""
        return count_speakers(self.transcript.text, self.transcript.turns)

    @property
    def asking(self) -> tuple[str, ...]:
        """The interviewers: as chosen or decided, else as their labels suggest."""
        return self.interviewers or guess_interviewers(turn.speaker for turn in self.transcript.turns)

    @property
    def alike(self) -> tuple[tuple[str, ...], ...]:
        """The groups of speakers whose names look alike."""
        return alike(turn.speaker for turn in self.transcript.turns)

    @cached_property
    def detected(self) -> Detected:
        """The encoding of a text file as it is detected, what speaks for it, and others it may have."""
        if not self.transcript.encoding:
            return Detected("", "", ())
        decoded = decode(file_bytes(self.path), self.path.name)
        return Detected(decoded.encoding, decoded.evidence, decoded.alternatives)

    @property
    def encoding_reason(self) -> str:
        """What speaks for the encoding in which the file was read; "" for other formats."""
        detected = self.detected
        return detected.evidence if self.transcript.encoding == detected.encoding else "chosen"

    @property
    def other_encodings(self) -> tuple[str, ...]:
        """The encodings the file may have instead, the likeliest first."""
        codecs = (self.detected.encoding, *self.detected.alternatives)
        return tuple(codec for codec in codecs if codec != self.transcript.encoding)

    @cached_property
    def words(self) -> int:
        """The number of words in the turns."""
        text, turns = self.transcript.text, self.transcript.turns
        return count_words_in(text, turns)

    @property
    def times(self) -> tuple[float, float] | None:
        """The first and the last time stamp in seconds; None without any."""
        seconds = [turn.seconds for turn in self.transcript.turns if turn.seconds is not None]
        return (seconds[0], seconds[-1]) if seconds else None

    def labels_of(self, speaker: str) -> tuple[str, ...]:
        """Return the labels under which a speaker speaks in the file."""
        pairs = zip(self.labels, self.transcript.turns, strict=True)
        return tuple(dict.fromkeys(label for label, turn in pairs if turn.speaker == speaker))


class Survey(NamedTuple):
    """A table of answers as read: each answer becomes a source of its participant."""

    path: Path
    table: Table
    columns: survey.Columns
    answers: list[Answer]
    attributes: dict[str, dict[str, str]]

    @property
    def notices(self) -> tuple[str, ...]:
        """What a researcher should know about the table."""
        return (*self.table.warnings, *survey.notices(self.table, self.columns, self.answers))


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


# Reading with decisions


def format_of(path: Path) -> str:
    """Return the name of a file's format, for which decisions are remembered; its suffix if it is not known."""
    try:
        return reader_for(TRANSCRIPT, path.name).name
    except UnreadableFile:
        return suffix_of(path.name)


def decisions_for(study: Study, path: Path) -> tuple[ImportDecision, ...]:
    """Return what was decided for earlier files of the same format."""
    if not study.info.imports:
        return ()
    format = format_of(path)
    return tuple(decision for decision in study.info.imports if decision.format == format)


def read_file(path: Path, chosen: Chosen = NOTHING, before: Iterable[ImportDecision] = ()) -> Reading | Survey:
    """Return a file as it would be imported, a transcript or a table of answers.

    `before` was decided for earlier files. The project is not needed: this may run in a thread.
    Raises UnreadableFile; NotFound for an interviewer who does not speak in it; Invalid for a name that cannot be
    that of a speaker.
    """
    answers = _read_answers(path, chosen)
    if answers is not None:
        return answers
    before = () if chosen.fresh else tuple(before)
    options, followed = with_decisions(chosen.options, before)
    transcript = _read(path, options, before)
    # The labels stay as they are in the text, and names are given to turns: the same in every format.
    rules = options.rules
    check_names(rules.names.values())
    unnamed = settle_turns(transcript.text, transcript.turns, replace(rules, names={}))
    turns = settle_turns(transcript.text, unnamed, SpeakerRules(names=rules.names))
    labels = tuple(turn.speaker for turn in unnamed)
    speakers = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    asking = _interviewers(path, chosen, followed, speakers) or _renamed_interviewers(rules, labels, speakers)
    mattered = effective(followed, transcript.text, labels, speakers, transcript.encoding)
    unexplained = tuple(line for line in transcript.unexplained if rules.speaker(label_in(line)))
    settled = replace(transcript, turns=turns, unexplained=unexplained)
    return Reading(path, chosen, settled, labels, asking, tuple(mattered))


def _read_answers(path: Path, chosen: Chosen) -> Survey | None:
    """Return a table of answers; None if the file is a transcript."""
    if not is_table(path.name):
        return None
    table = read_table(file_bytes(path), path.name, chosen.options.encoding)
    if not chosen.text_columns and utterances_in(table.rows) is not None:
        return None
    columns = survey.columns_of(table, path.name, chosen.text_columns, chosen.id_column)
    answers, attributes = survey.answers_of(table, columns, chosen.wave)
    answers = [answer._replace(language=chosen.language or answer.language) for answer in answers]
    return Survey(path, table, columns, answers, attributes)


def _read(path: Path, options: ReadOptions, before: Iterable[ImportDecision]) -> Transcript:
    """Return the transcript; an earlier decision on the encoding is followed unless the file is Unicode."""
    unnamed = replace(options, rules=replace(options.rules, names={}))
    transcript = read_transcript(path, unnamed)
    earlier = next((decision.value for decision in before if decision.kind == ENCODING), "")
    if options.encoding or not earlier or transcript.encoding.startswith("utf") or transcript.encoding == earlier:
        return transcript
    try:
        return read_transcript(path, replace(unnamed, encoding=earlier))
    except UnreadableFile:
        return transcript


def _interviewers(
    path: Path, chosen: Chosen, followed: Iterable[ImportDecision], speakers: Iterable[str]
) -> tuple[str, ...]:
    """Return the interviewers that were chosen, else those decided earlier who speak here. Raises Invalid."""
    by_key = {speaker_key(speaker): speaker for speaker in speakers}
    if chosen.interviewers is None:
        names = [decision.label for decision in followed if decision.kind == INTERVIEWER]
        return tuple(name for name in names if name in by_key.values())
    for name in chosen.interviewers:
        if speaker_key(name) not in by_key:
            hint = f"Speakers: {', '.join(by_key.values())}" if by_key else "No speakers were found."
            raise NotFound(f"Nobody speaks as “{name}” in {path.name}", hint=hint)
    return tuple(by_key[speaker_key(name)] for name in chosen.interviewers)


def _renamed_interviewers(rules: SpeakerRules, labels: Iterable[str], speakers: Iterable[str]) -> tuple[str, ...]:
    """Return the interviewers whom only their labels in the file suggest, not their new names."""
    names = dict.fromkeys(map(rules.speaker, guess_interviewers(labels)))
    return () if not names.keys() - guess_interviewers(speakers) else tuple(names)


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
            *_voice_warnings(reading),
            *_unmet_choices(reading),
            *_name_warnings(guessed, participant),
            *_language_warnings(project, reading),
            *interviews.warnings(project, source),
        ),
        sources.problem_with_text(project, transcript.text),
        new_wave=bool(wave) and when is None,
    )


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
    """Return what was chosen for labels that are not in the file."""
    rules, keys = reading.chosen.options.rules, set(map(speaker_key, reading.labels))
    labels = dict.fromkeys((*rules.names, *sorted(rules.speakers)))
    return [f"No turn begins with the label “{label}”" for label in labels if speaker_key(label) not in keys]


def _voice_warnings(reading: Reading) -> list[str]:
    voices = [label for label in reading.chosen.options.rules.names if is_voice(label)]
    said = "is" if len(voices) == 1 else "are"
    names = format_list(f"“{label}”" for label in voices)
    return [f"{names} {said} numbered anew in each file: the name is not kept for the next"] if voices else []


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
                format=transcript.format,
                encoding=transcript.encoding,
                language=plan.language,
                participant=plan.participant,
                wave=plan.wave,
                day=plan.day,
            )
            if reading.interviewers:
                source = sources.describe(project, source, interviewers=reading.interviewers)
            _add_memos(project, source, transcript)
            _remember(project, tx, reading)
    except Invalid as error:
        return failed(reading.path, error)
    return _report(project, source, plan)


def _remember(project: Project, tx: Pending, reading: Reading) -> None:
    """Put what was chosen for a file among the decisions of the project."""
    chosen, format = reading.chosen, format_of(reading.path)
    new = decisions_of(format, reading.path.name, chosen.options, chosen.interviewers or ())
    speakers = {turn.speaker for turn in reading.transcript.turns} if chosen.interviewers else set()
    old = project.info.imports
    decisions = updated(old, new, speakers.difference(reading.interviewers))
    if decisions != old:
        tx.put("project", msgspec.structs.replace(project.info, imports=decisions))


def import_file(project: Project, path: Path, chosen: Chosen = NOTHING) -> Report:
    """Import one transcript, or the answers in a table, in one transaction.

    A file that cannot be read, or is in the project already, is reported; StoreError is raised if the disk refuses.
    """
    try:
        reading = read_file(path, chosen, decisions_for(project, path))
        if isinstance(reading, Survey):
            return add_survey(project, reading)
    except (UnreadableFile, NotFound, Invalid) as error:
        return failed(path, error)
    return add(project, preview(project, reading))


def import_files(project: Project, paths: Iterable[Path], chosen: Chosen = NOTHING) -> Iterator[Report]:
    """Import several transcripts; a file that fails does not stop the others, and one that is none is skipped."""
    for path in paths:
        yield skipped(path) or import_file(project, path, chosen)


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
