"""Transcripts in tables (csv, Excel, OpenDocument): a row an utterance, with columns for speaker, words and time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript, Utterance

_SPEAKER = (
    "speaker", "speakers", "speaker name", "speaker_name", "who", "voice", "user", "actor", "taler", "talere",
    "snakker", "hvem", "talare", "sprecher", "sprecherin", "person", "locuteur", "intervenant", "hablante", "orador",
    "parlante", "spreker", "puhuja",
)  # fmt: skip
_WORDS = (
    "text", "content", "transcript", "transcription", "utterance", "words", "speech", "caption", "sentence",
    "message", "said", "dialogue", "dialog", "tekst", "innhold", "ytring", "utsagn", "replikk", "yttrande", "inhalt",
    "äußerung", "texte", "contenu", "propos", "texto", "testo", "inhoud", "teksti",
)  # fmt: skip
_TIME = (
    "start", "start time", "start_time", "starttime", "begin", "begin time", "time", "timestamp", "time stamp",
    "timecode", "time code", "timespan", "in", "from", "offset", "tid", "starttid", "tidspunkt", "fra", "zeit", "von",
    "zeitmarke", "temps", "début", "tiempo", "inicio", "tempo", "tijd", "aika", "alku",
)  # fmt: skip
_CLOCK = re.compile(r"[\[(#]?((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?)")
_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d+)?\Z")
_MOST_SPEAKERS = 0.5  # distinct names to rows, in a conversation


@reader(TRANSCRIPT, "csv", "Table (transcript, or answers of a survey)", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the transcript in a table. Raises UnreadableFile if it holds something else."""
    from coder.exchange.tables import read_table
    from coder.exchange.transcript import compose, transcript

    table = read_table(data, name, options.encoding)
    utterances = utterances_in(table.rows)
    if utterances is None:
        raise UnreadableFile(
            f"{name} is a table, but not a transcript",
            "It has no columns of speakers and words",
            "Answers of a survey are imported with: coder import PROJECT FILE --text-columns “HEADING,HEADING”",
        )
    text, turns = compose(
        utterance._replace(speaker=options.rules.speaker(utterance.speaker) if utterance.speaker else "")
        for utterance in utterances
    )
    return transcript(text, table.format, turns=turns, encoding=table.encoding, warnings=table.warnings)


def utterances_in(rows: Sequence[Sequence[str]]) -> list[Utterance] | None:
    """Return the utterances of a table, by its headings or else by what the columns hold; None if it has none."""
    from coder.exchange.text_builder import conversation

    by_heading = _by_heading(rows)
    if by_heading is not None:
        return by_heading
    found = conversation(rows)
    if found is None or not _is_conversation(rows, found):
        return None
    utterances: list[Utterance] = []
    for utterance, _ in found:
        if utterances and not utterance.speaker:
            utterances[-1] = _longer(utterances[-1], utterance.words)
        else:
            utterances.append(utterance)
    return utterances


def _by_heading(rows: Sequence[Sequence[str]]) -> list[Utterance] | None:
    from coder.exchange.survey import ID_HEADINGS

    headings = [" ".join(cell.casefold().split()).strip(":") for cell in rows[0]]
    speaker, words, time = (_place(headings, names) for names in (_SPEAKER, _WORDS, _TIME))
    if words is None or len(rows) < 2:
        return None
    if speaker is None and (time is None or any(heading in ID_HEADINGS for heading in headings)):
        return None  # without a speaker: answers of participants, unless it is captions
    utterances: list[Utterance] = []
    for row in rows[1:]:
        name = row[speaker].strip().rstrip(":：").strip() if speaker is not None else ""
        seconds = _seconds(row[time]) if time is not None else None
        if not row[words].strip():
            continue
        if utterances and speaker is not None and not name:
            utterances[-1] = _longer(utterances[-1], row[words])
        else:
            utterances.append(Utterance(name, row[words].strip(), seconds))
    return utterances or None


def _place(headings: Sequence[str], names: Sequence[str]) -> int | None:
    """Return the column whose heading is one of the names, the first name first."""
    return next((headings.index(name) for name in names if name in headings), None)


def _longer(utterance: Utterance, words: str) -> Utterance:
    return utterance._replace(words="\n\n".join(filter(None, (utterance.words.strip(), words.strip()))))


def _seconds(cell: str) -> float | None:
    from coder.text.stamps import parse_seconds

    cell = cell.strip()
    clock = _CLOCK.match(cell)
    if clock:
        return parse_seconds(clock[1])
    return float(cell.replace(",", ".")) if _NUMBER.match(cell) else None


def _is_conversation(rows: Sequence[Sequence[str]], found: Sequence[tuple[Utterance, int]]) -> bool:
    """Return whether the first column of names holds speakers, and not a property of participants.

    Speakers recur from the first row on, and there are few; in a survey the first row is a heading, and a column
    names each row.
    """
    names = [utterance.speaker.casefold() for utterance, _ in found if utterance.speaker]
    first = names[0] if names else ""
    recurs = len(found) == len(rows) and names.count(first) > 1
    few = len(set(names)) <= max(2, _MOST_SPEAKERS * len(names))
    body = rows[len(rows) - len(found) :]
    columns = zip(*body, strict=True)
    numbered = any(
        len({cell.strip() for cell in column}) == len(body) and all(column) for column in list(columns)[:1]
    )
    return few and (recurs or not numbered or len(rows[0]) == 2)
