"""Transcripts in tables (csv, Excel, OpenDocument): a row an utterance, with columns for speaker, words and time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.registry import TRANSCRIPT, reader
from coder.exchange.transcript import DETECT, ReadOptions, Transcript, Utterance

_SPEAKER = (
    "speaker", "speakers", "speaker name", "speaker_name", "who", "voice", "user", "actor", "taler", "talere",
    "snakker", "hvem", "talare", "sprecher", "sprecherin", "person", "locuteur", "intervenant", "hablante", "orador",
    "parlante", "spreker", "puhuja", "interlocuteur", "interlocutora", "interlocutor", "interlocutore", "falante",
    "locutor", "quién", "quem", "chi", "qui", "wer", "vem", "hvem taler", "kuka", "konuşmacı", "konuşan", "kişi",
    "mówca", "mówiący", "rozmówca", "osoba", "kto", "mluvčí", "спикер", "говорящий", "кто", "ομιλητής",
    "话者", "說話人", "发言人", "話者", "발화자", "화자",
)  # fmt: skip
_WORDS = (
    "text", "content", "transcript", "transcription", "utterance", "words", "speech", "caption", "sentence",
    "message", "said", "dialogue", "dialog", "tekst", "innhold", "ytring", "utsagn", "replikk", "yttrande", "inhalt",
    "äußerung", "texte", "contenu", "propos", "texto", "testo", "inhoud", "teksti", "udsagn", "ytringer", "replik",
    "repliker", "aussage", "enunciado", "contenido", "fala", "conteúdo", "contenuto", "uitspraak", "puhe", "metin",
    "konuşma", "söz", "ifade", "tekst wypowiedzi", "wypowiedź", "wypowiedzi", "treść", "promluva", "текст", "реплика",
    "κείμενο", "文本", "内容", "発言", "본문", "발화",
)  # fmt: skip
_TIME = (
    "start", "start time", "start_time", "starttime", "begin", "begin time", "time", "timestamp", "time stamp",
    "timecode", "time code", "timespan", "in", "from", "offset", "tid", "starttid", "tidspunkt", "fra", "zeit", "von",
    "zeitmarke", "temps", "début", "tiempo", "inicio", "tempo", "tijd", "aika", "alku",
    "zaman", "süre", "başlangıç", "czas", "początek", "čas",
    "início", "hora", "время", "начало", "χρόνος", "时间", "時間", "시간",
)  # fmt: skip
_END = ("end", "end time", "end_time", "endtime", "out", "to", "stop", "slutt", "til", "ende", "bis", "fin")
_CLOCK = re.compile(r"[\[(#]?((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,:]\d{1,3})?)")
_NUMBER = re.compile(r"\d{1,7}(?:[.,]\d+)?\Z")
_HEAD_ROWS = 10  # rows in which the headings are looked for
_SLOWEST = 60.0  # seconds a word
_MOST_SPEAKERS = 0.5  # distinct names to rows, in a conversation


@reader(TRANSCRIPT, "csv", "Table (transcript, or answers of a survey)", ".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
def read(data: bytes, name: str, options: ReadOptions = DETECT) -> Transcript:
    """Return the transcript in a table. Raises UnreadableFile if it holds something else."""
    from coder.exchange.tables import read_table
    from coder.exchange.transcript import compose, transcript

    table = read_table(data, name, options.encoding, choose_sheet)
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


def choose_sheet(sheets: Sequence[Sequence[Sequence[str]]]) -> int:
    """Return which sheet of a workbook is read: the first, unless only a later one has columns of a transcript."""
    if utterances_in(sheets[0]) is not None:
        return 0
    heads = [_head(rows) for rows in sheets]
    return next((at for at, head in enumerate(heads) if head is not None and head.speaker is not None), 0)


class _Head(NamedTuple):
    """The row of headings, and the columns of words, speaker and times."""

    row: int
    words: int
    speaker: int | None
    start: int | None
    end: int | None


def _head(rows: Sequence[Sequence[str]]) -> _Head | None:
    """Return the headings of a transcript, in the first rows of a table; None if there are none."""
    from coder.exchange.survey import ID_HEADINGS

    for at, row in enumerate(rows[:_HEAD_ROWS]):
        headings = [" ".join(cell.casefold().split()).strip(":") for cell in row]
        speaker, words, start, end = (_place(headings, names) for names in (_SPEAKER, _WORDS, _TIME, _END))
        if words is None or at + 1 >= len(rows):
            continue
        # without a speaker: answers of participants, unless they are captions
        if speaker is not None or (start is not None and not any(heading in ID_HEADINGS for heading in headings)):
            return _Head(at, words, speaker, start, end)
    return None


def _by_heading(rows: Sequence[Sequence[str]]) -> list[Utterance] | None:
    head = _head(rows)
    if head is None:
        return None
    body = [row for row in rows[head.row + 1 :] if row[head.words].strip()]
    starts = _times(body, head)
    if head.speaker is None:
        return _with_preface(rows[: head.row], _joined(body, starts, head))
    utterances: list[Utterance] = []
    for row, seconds in zip(body, starts, strict=True):
        name = row[head.speaker].strip().rstrip(":：").strip()
        if utterances and not name:
            utterances[-1] = _longer(utterances[-1], row[head.words])
        else:
            utterances.append(Utterance(name, row[head.words].strip(), seconds))
    return _with_preface(rows[: head.row], utterances)


def _joined(rows: Sequence[Sequence[str]], starts: Sequence[float | None], head: _Head) -> list[Utterance]:
    """Return rows of words with times, but without speakers, joined as captions are."""
    from coder.exchange.cues import Cue, join, split_by_speaker

    unit = _unit(rows, head)
    cues = []
    for row, start in zip(rows, starts, strict=True):
        begin = start or 0.0
        end = _seconds(row[head.end]) if head.end is not None else None
        cues.append(Cue(begin, max(begin, (end or 0.0) * unit), row[head.words]))
    return join(split_by_speaker(cues)[0])


def _times(rows: Sequence[Sequence[str]], head: _Head) -> list[float | None]:
    """Return the time of each row in seconds."""
    if head.start is None:
        return [None] * len(rows)
    unit = _unit(rows, head)
    return [None if (time := _seconds(row[head.start])) is None else time * unit for row in rows]


def _unit(rows: Sequence[Sequence[str]], head: _Head) -> float:
    """Return the unit of the times: milliseconds if they are whole numbers that are too large for seconds."""
    cells = [row[head.start].strip() for row in rows] if head.start is not None else []
    known = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < 12]
    words = sum(len(row[head.words].split()) for row in rows)
    whole = bool(known) and len(known) == sum(map(bool, cells))
    return 0.001 if whole and max(known) - min(known) > _SLOWEST * words else 1.0


def _with_preface(above: Sequence[Sequence[str]], utterances: list[Utterance]) -> list[Utterance] | None:
    """Return utterances, after the rows above the headings."""
    lines = ["\t".join(filter(None, (cell.strip() for cell in row))) for row in above]
    preface = [Utterance("", line) for line in lines if line]
    return [*preface, *utterances] if utterances else None


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
