"""Sources: documents of the study, here interview transcripts."""

from __future__ import annotations

from coder.model.record import Record
from coder.text.turn import Turn


class Source(Record, frozen=True, kw_only=True):
    """A source without its text, which is in the `SourceText` of its current `revision`.

    `participant` and `wave` are ids; `day` is the offset in days from the study's anchor; `digest` is the
    SHA-256 of the current text in UTF-8, to recognise a second import. Of an interview:
    its `date` (ISO 8601, "" once replaced by `day`), interviewer, `mode`, version of the
    interview `guide`, and length in `minutes`.
    """

    name: str
    participant: str | None = None
    wave: str | None = None
    day: int | None = None
    language: str = ""
    revision: int = 1
    words: int = 0
    characters: int = 0
    turns: int = 0
    format: str = ""
    encoding: str = ""
    digest: str = ""
    imported: str = ""
    order: int = 0
    date: str = ""
    interviewer: str = ""
    mode: str = ""
    guide: str = ""
    minutes: int | None = None
    interviewers: tuple[str, ...] = ()
    attributes: dict[str, str] = {}


class SourceText(Record, frozen=True, kw_only=True):
    """The immutable text of a revision of a source: LF newlines, otherwise as imported."""

    source: str
    revision: int = 1
    text: str
    turns: tuple[Turn, ...] = ()
