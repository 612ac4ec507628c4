"""What a file of others says, as bytes: a transcript with its speakers, or a table of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from coder.errors import NotFound, UnreadableFile
from coder.exchange import survey
from coder.exchange.decisions import ENCODING, INTERVIEWER, NO_INTERVIEWER, effective, with_decisions
from coder.exchange.encoding import decode
from coder.exchange.file_signatures import suffix_by_content
from coder.exchange.readers.table import choose_sheet, utterances_in
from coder.exchange.registry import TRANSCRIPT, Reader, reader_for, suffix_of
from coder.exchange.tables import Table, is_table, read_table
from coder.exchange.transcript import DETECT, ReadOptions, Transcript
from coder.model.project import ImportDecision
from coder.project.operations.speakers import check_names
from coder.project.operations.survey import Answer
from coder.text.settle import label_in, settle_turns
from coder.text.speaker_counts import SpeakerCount, count_speakers
from coder.text.speaker_rules import SpeakerRules
from coder.text.speakers import alike, speaker_key
from coder.text.speakers import interviewers as guess_interviewers
from coder.text.words import count_words_in


@dataclass(frozen=True)
class Chosen:
    """What a researcher chose for a file; what is "" or None is recognised, or was decided for an earlier file.

    With `guess`, the file name supplies participant, wave and day where they are not given. `interviewers` are names
    of speakers, () for none; with `lenient`, one who does not speak in the file is a warning.
    `fresh`: what was decided for earlier files is not followed. `text_columns` and `id_column` are the
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
    lenient: bool = False
    fresh: bool = False
    text_columns: str = ""
    id_column: str = ""


NOTHING = Chosen()


class Detected(NamedTuple):
    """The codec of a text file, what speaks for it, and other codecs, the likeliest first; "" for other formats."""

    encoding: str
    evidence: str
    alternatives: tuple[str, ...]


UNKNOWN = Detected("", "", ())


@dataclass(frozen=True)
class Reading:
    """A file as read with what was chosen and decided before: `labels` are those of the turns, before renaming.

    `interviewers` are those chosen or decided earlier, or whom only the labels suggest; `followed` are the earlier
    decisions that mattered, `words` is the number of words in the turns. `detected` is known once it was asked for
    (`importing.with_encoding`).
    """

    path: Path
    chosen: Chosen
    transcript: Transcript
    labels: tuple[str, ...]
    interviewers: tuple[str, ...]
    followed: tuple[ImportDecision, ...]
    words: int
    detected: Detected = UNKNOWN

    @cached_property
    def speakers(self) -> tuple[SpeakerCount, ...]:
        """The speakers in the order in which they speak."""
        return count_speakers(self.transcript.text, self.transcript.turns)

    @property
    def asking(self) -> tuple[str, ...]:
        """The interviewers: as chosen or decided, else as their labels suggest."""
        if self.no_interviewer:
            return ()
        return self.interviewers or guess_interviewers(turn.speaker for turn in self.transcript.turns)

    @property
    def no_interviewer(self) -> bool:
        """Whether no speaker is an interviewer, as chosen or decided earlier, whatever the labels suggest."""
        if self.chosen.interviewers is not None:
            return self.chosen.interviewers == ()
        return any(decision.kind == NO_INTERVIEWER for decision in self.followed)

    @property
    def alike(self) -> tuple[tuple[str, ...], ...]:
        """The groups of speakers whose names look alike."""
        return alike(turn.speaker for turn in self.transcript.turns)

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


def transcript_in(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the transcript in a file. Raises UnreadableFile with the cause and, where there is one, the remedy."""
    if not data.strip():
        raise UnreadableFile(
            f"{name} is empty",
            "The file has no content",
            "Was it saved or copied completely? If it is in a cloud folder, download it first",
        )
    reader, warnings = _reader(name, data)
    transcript = reader.read(data, name, options)
    if warnings:
        transcript = replace(transcript, warnings=(*warnings, *transcript.warnings))
    if not transcript.text.strip():
        raise UnreadableFile(f"{name} contains no text", "The file can be read, but there are no words in it")
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
    return reader, (f"The content is that of a {actual} file; it was read as such",)


def encoding_of(data: bytes, name: str) -> Detected:
    """Return the encoding of a text file as it is detected, what speaks for it, and others it may have."""
    decoded = decode(data, name)
    return Detected(decoded.encoding, decoded.evidence, decoded.alternatives)


def format_of(path: Path) -> str:
    """Return the name of a file's format, for which decisions are remembered; its suffix if it is not known."""
    try:
        return reader_for(TRANSCRIPT, path.name).name
    except UnreadableFile:
        return suffix_of(path.name)


def content_of(
    data: bytes, name: str, chosen: Chosen = NOTHING, before: Iterable[ImportDecision] = ()
) -> Reading | Survey:
    """Return a file as it would be imported, a transcript or a table of answers.

    `before` was decided for earlier files. Raises UnreadableFile; NotFound for an interviewer who does not speak in
    it; Invalid for a name that cannot be that of a speaker.
    """
    answers = _read_answers(data, name, chosen)
    if answers is not None:
        return answers
    before = () if chosen.fresh else tuple(before)
    options, followed = with_decisions(chosen.options, before)
    transcript = _read(data, name, options, before)
    # The labels stay as they are in the text, and names are given to turns: the same in every format.
    rules = options.rules
    check_names(rules.names.values())
    unnamed = settle_turns(transcript.text, transcript.turns, replace(rules, names={}))
    turns = settle_turns(transcript.text, unnamed, SpeakerRules(names=rules.names))
    labels = tuple(turn.speaker for turn in unnamed)
    speakers = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    asking = _interviewers(name, chosen, followed, speakers)
    none = chosen.interviewers is None and any(decision.kind == NO_INTERVIEWER for decision in followed)
    if not asking and chosen.interviewers != () and not none:
        asking = _renamed_interviewers(rules, labels, speakers)
    if chosen.interviewers is not None:
        followed = tuple(decision for decision in followed if decision.kind != NO_INTERVIEWER)
    mattered = effective(followed, transcript.text, labels, speakers, transcript.encoding)
    unexplained = tuple(line for line in transcript.unexplained if rules.speaker(label_in(line)))
    settled = replace(transcript, turns=turns, unexplained=unexplained)
    words = count_words_in(settled.text, settled.turns)
    return Reading(Path(name), chosen, settled, labels, asking, tuple(mattered), words)


def _read_answers(data: bytes, name: str, chosen: Chosen) -> Survey | None:
    """Return a table of answers; None if the file is a transcript."""
    if not is_table(name):
        return None
    table = read_table(data, name, chosen.options.encoding, None if chosen.text_columns else choose_sheet)
    if not chosen.text_columns and utterances_in(table.rows) is not None:
        return None
    columns = survey.columns_of(table, name, chosen.text_columns, chosen.id_column)
    answers, attributes = survey.answers_of(table, columns, chosen.wave)
    answers = [answer._replace(language=chosen.language or answer.language) for answer in answers]
    return Survey(Path(name), table, columns, answers, attributes)


def _read(data: bytes, name: str, options: ReadOptions, before: Iterable[ImportDecision]) -> Transcript:
    """Return the transcript; an earlier decision on the encoding is followed unless the file is Unicode."""
    unnamed = replace(options, rules=replace(options.rules, names={}))
    transcript = transcript_in(data, name, unnamed)
    earlier = next((decision.value for decision in before if decision.kind == ENCODING), "")
    if options.encoding or not earlier or transcript.encoding.startswith("utf") or transcript.encoding == earlier:
        return transcript
    try:
        return transcript_in(data, name, replace(unnamed, encoding=earlier))
    except UnreadableFile:
        return transcript


def _interviewers(
    file: str, chosen: Chosen, followed: Iterable[ImportDecision], speakers: Iterable[str]
) -> tuple[str, ...]:
    """Return the interviewers that were chosen, else those decided earlier who speak here. Raises Invalid."""
    by_key = {speaker_key(speaker): speaker for speaker in speakers}
    if chosen.interviewers is None:
        names = [decision.label for decision in followed if decision.kind == INTERVIEWER]
        return tuple(name for name in names if name in by_key.values())
    for name in chosen.interviewers:
        if speaker_key(name) not in by_key and not chosen.lenient:
            hint = f"Speakers: {', '.join(by_key.values())}" if by_key else "No speakers were found."
            raise NotFound(f"No speaker is called “{name}” in {file}", hint=hint)
    return tuple(by_key[speaker_key(name)] for name in chosen.interviewers if speaker_key(name) in by_key)


def _renamed_interviewers(rules: SpeakerRules, labels: Iterable[str], speakers: Iterable[str]) -> tuple[str, ...]:
    """Return the interviewers whom only their labels in the file suggest, not their new names."""
    names = dict.fromkeys(map(rules.speaker, guess_interviewers(labels)))
    return () if not names.keys() - guess_interviewers(speakers) else tuple(names)
