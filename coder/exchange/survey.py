"""Answers of a survey in a table, a row a participant: which columns hold what, and the answers in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.tables import Table
from coder.project.operations.survey import Answer
from coder.text.controls import clean_name, misplaced
from coder.text.fold import name_key
from coder.text.language import guess_language
from coder.text.phrases import format_count, format_list
from coder.text.words import count_words

#: Mean number of words in the filled cells of a column that is taken for answers in words, and share that differ.
WORDS, DISTINCT = 5.0, 0.5
LONGEST_ID = 40
LONGEST_QUESTION = 60  # characters of a question in the name of a source; the whole is in a memo

#: Headings of the column that names the participant, the likeliest first.
ID_HEADINGS = (
    "participant id", "participant", "participant code", "pseudonym", "respondent id", "respondent", "response id",
    "responseid", "respondent_id", "id", "record id", "record_id", "case id", "case", "code", "subject", "number",
    "no", "nr", "nr.", "deltaker", "deltakernummer", "deltakerid", "deltaker-id", "deltager", "deltagare",
    "informant", "løpenummer", "teilnehmer", "teilnehmernummer", "befragte", "répondant", "participante",
    "participant_id", "pid", "uid", "token", "lfdn", "kode",
)  # fmt: skip
#: Headings of a column that says in which wave a row was answered.
WAVE_HEADINGS = (
    "wave",
    "wave of interviews",
    "timepoint",
    "time point",
    "bølge",
    "tidspunkt",
    "welle",
    "vague",
    "ola",
)
#: Headings of columns with what may identify a person: left out, and named.
IDENTIFYING = (
    "email", "e-mail", "mail", "epost", "e-post", "ipaddress", "ip address", "ip-address", "ip", "recipientemail",
    "recipientfirstname", "recipientlastname", "locationlatitude", "locationlongitude", "phone", "telephone",
    "telefon", "fødselsnummer", "personnummer", "ssn",
)  # fmt: skip
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}\Z|\d{1,3}(?:\.\d{1,3}){3}\Z")
_IMPORT_ID = re.compile(r'\{"ImportId"')  # third row of Qualtrics


class Columns(NamedTuple):
    """What the columns of a survey hold, by index; `id` and `wave` are None if no column does.

    `headings` name the columns, `questions` are their whole texts, and `first` is the row of the first participant.
    """

    headings: tuple[str, ...]
    questions: tuple[str, ...]
    first: int
    texts: tuple[int, ...]
    id: int | None
    wave: int | None
    identifying: tuple[int, ...] = ()

    @property
    def attributes(self) -> list[int]:
        """The columns that become attributes of the participants."""
        taken = {*self.texts, self.id, self.wave, *self.identifying}
        return [at for at, heading in enumerate(self.headings) if at not in taken and heading]

    def description(self) -> str:
        """What is taken for what, in words."""
        texts = format_list(f"“{self.headings[at]}”" for at in self.texts)
        parts = [f"answers: {texts}"]
        parts.append(f"participants: “{self.headings[self.id]}”" if self.id is not None else "participants: numbered")
        if self.wave is not None:
            parts.append(f"wave: “{self.headings[self.wave]}”")
        names = [f"“{self.headings[at]}”" for at in self.attributes]
        return "; ".join([*parts, f"attributes: {format_list(names)}"] if names else parts)


def columns_of(table: Table, file: str, text_columns: str = "", id_column: str = "") -> Columns:
    """Return what the columns hold: as chosen (headings or letters, separated by commas), the rest guessed.

    Raises UnreadableFile if a chosen column does not exist, or no column holds answers in words.
    """
    headings, questions, first = _head(table)
    headings = tuple(map(clean_name, headings))
    body = table.rows[first:]
    cells = [[row[at].strip() for row in body] for at in range(len(headings))]
    id = _chosen(id_column, headings, file)[0] if id_column else _guess_id(headings, cells)
    identifying = tuple(at for at, heading in enumerate(headings) if at != id and _is_identifying(heading, cells[at]))
    wave = next((at for at, heading in enumerate(headings) if heading.casefold() in WAVE_HEADINGS), None)
    if text_columns:
        texts = tuple(_chosen(text_columns, headings, file))
    else:
        texts = tuple(
            at for at in range(len(headings)) if at not in (id, wave, *identifying) and _is_prose(cells[at])
        )
    if not texts:
        raise UnreadableFile(
            f"{file} has no column of answers in words",
            f"Columns: {', '.join(filter(None, headings))}",
            "Choose them: coder import PROJECT FILE --text-columns “HEADING,HEADING”. "
            "A list of participants is imported with: coder participants import",
        )
    identifying = tuple(at for at in identifying if at not in texts)
    return Columns(headings, questions, first, texts, id, None if wave in texts else wave, identifying)


def answers_of(table: Table, columns: Columns, wave: str = "") -> tuple[list[Answer], dict[str, dict[str, str]]]:
    """Return the answers row by row, and the attributes of each participant."""
    rows = table.rows[columns.first :]
    languages = {at: guess_language("\n".join(row[at] for row in rows)) for at in columns.texts}
    notes = {
        at: f"Question: {columns.questions[at]}"
        for at in columns.texts
        if columns.questions[at] != _short(columns.headings[at])
    }
    answers: list[Answer] = []
    attributes: dict[str, dict[str, str]] = {}
    width = len(str(len(rows)))
    for number, row in enumerate(rows, 1):
        name = clean_name(" ".join(row[columns.id].split()))[:LONGEST_ID] if columns.id is not None else ""
        name = name or f"R{number:0{max(width, 2)}}"
        when = wave or (clean_name(" ".join(row[columns.wave].split())) if columns.wave is not None else "")
        fields = {columns.headings[at]: " ".join(row[at].split()) for at in columns.attributes if row[at].strip()}
        attributes.setdefault(name, {}).update(fields)
        answers += [
            Answer(name, _short(columns.headings[at]), when, row[at].strip(), languages[at], notes.get(at, ""))
            for at in columns.texts
            if row[at].strip()
        ]
    return answers, attributes


def notices(table: Table, columns: Columns, answers: Sequence[Answer]) -> list[str]:
    """Return what a researcher should know about the columns: empty answers, repeated names, what was left out."""
    rows = len(table.rows) - columns.first
    empty = rows * len(columns.texts) - len(answers)
    result = [f"{format_count(empty, 'empty answer')} left out"] if empty else []
    if columns.identifying:
        names = format_list(f"“{columns.headings[at]}”" for at in columns.identifying)
        result.append(f"{names} left out: may identify a person")
    if columns.id is not None and columns.wave is None:
        names_of_rows = [row[columns.id].strip().casefold() for row in table.rows[columns.first :]]
        repeated = {name for name in names_of_rows if name and names_of_rows.count(name) > 1}
        if repeated:
            result.append(f"{format_count(len(repeated), 'participant')} with more than one row")
    return [*result, *_notice_of_names(table, columns)]


def _notice_of_names(table: Table, columns: Columns) -> list[str]:
    """Return what was left out of headings, participants and waves, because names cannot hold it."""
    names_at = [at for at in (columns.id, columns.wave) if at is not None]
    names = [*table.rows[0], *(row[at] for row in table.rows[columns.first :] for at in names_at)]
    characters = sorted(set(filter(None, (misplaced(" ".join(name.split())) for name in names))))
    if not characters:
        return []
    codes = format_list(f"U+{ord(character):04X}" for character in characters)
    return [f"control or invisible characters left out of names: {codes}"]


# Headings


def _head(table: Table) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return the headings, the whole questions and the index of the first row of answers."""
    rows = table.rows
    headings = _distinct([" ".join(cell.split()) for cell in rows[0]])
    if len(rows) > 2 and any(_IMPORT_ID.match(cell) for cell in rows[2]):
        return headings, tuple(" ".join(cell.split()) for cell in rows[1]), 3
    return headings, headings, 1


def _distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """Return headings with numbers behind those that occur twice, and letters for empty ones."""
    seen: dict[str, int] = {}
    result = []
    for at, heading in enumerate(headings):
        name = heading or f"Column {_letter(at)}"
        seen[name_key(name)] = seen.get(name_key(name), 0) + 1
        number = seen[name_key(name)]
        result.append(name if number == 1 else f"{name} ({number})")
    return tuple(result)


def _letter(at: int) -> str:
    """Return the letters of a column as spreadsheets count them: A, B, … Z, AA."""
    return (chr(ord("A") + at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _chosen(names: str, headings: Sequence[str], file: str) -> list[int]:
    """Return the columns of a list of headings, letters, or beginnings of headings that are unique."""
    whole = _column(names, headings)
    if whole is not None:
        return [whole]
    separator = ";" if ";" in names else ","
    places = []
    for name in filter(None, (part.strip() for part in names.split(separator))):
        place = _column(name, headings)
        if place is None:
            raise UnreadableFile(f"{file} has no column “{name}”", f"Columns: {', '.join(headings)}")
        places.append(place)
    return list(dict.fromkeys(places))


def _column(name: str, headings: Sequence[str]) -> int | None:
    name = " ".join(name.casefold().split())
    folded = [heading.casefold() for heading in headings]
    if name in folded:
        return folded.index(name)
    letters = [_letter(at).casefold() for at in range(len(headings))]
    if name in letters:
        return letters.index(name)
    beginnings = [at for at, heading in enumerate(folded) if name and heading.startswith(name)]
    return beginnings[0] if len(beginnings) == 1 else None


def _short(heading: str) -> str:
    """Return a question cut to fit into the name of a source."""
    heading = heading.replace("/", "∕")
    if len(heading) <= LONGEST_QUESTION:
        return heading
    return heading[: LONGEST_QUESTION - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


# Guesses


def _guess_id(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> int | None:
    """Return the column that names the participants: by its heading, else the first with short, unique values."""
    places: Mapping[str, int] = {heading.casefold(): at for at, heading in reversed(list(enumerate(headings)))}
    named = [places[heading] for heading in ID_HEADINGS if heading in places]
    for at in named:
        if all(0 < len(cell) <= LONGEST_ID for cell in cells[at]) and len(set(cells[at])) == len(cells[at]):
            return at
    if named:
        return named[0]
    for at, column in enumerate(cells):
        unique = len({cell.casefold() for cell in column}) == len(column) > 1
        if unique and all(0 < len(cell) <= 20 and " " not in cell for cell in column) and not _is_moment(column):
            return at if not _is_identifying(headings[at], column) else None
    return None


def _is_moment(column: Sequence[str]) -> bool:
    return all(re.match(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}", cell) for cell in column)


def _is_identifying(heading: str, column: Sequence[str]) -> bool:
    filled = [cell for cell in column if cell]
    addresses = sum(bool(_ADDRESS.match(cell)) for cell in filled)
    return heading.casefold() in IDENTIFYING or (bool(filled) and addresses > len(filled) / 2)


def _is_prose(column: Sequence[str]) -> bool:
    """Return whether a column holds answers in words, each different."""
    filled = [cell for cell in column if cell]
    if not filled:
        return False
    words = sum(map(count_words, filled)) / len(filled)
    return words >= WORDS and len({cell.casefold() for cell in filled}) >= DISTINCT * len(filled)
