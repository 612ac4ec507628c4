"""Sources, their segments and codings."""

from __future__ import annotations

from coder.model.record import Record
from coder.text.span import Span, Turn


class Source(Record, frozen=True, kw_only=True):
    """A source without its text, which is in the `SourceText` of its current `revision`.

    `participant` and `wave` are ids; `day` is the offset in days from the study's anchor; `digest` is the
    SHA-256 of the current text in UTF-8, to recognise a second import. Of an interview:
    its `date` (ISO 8601, "" once replaced by `day`), interviewer, `mode`, version of the
    interview `guide`, and length in `minutes`. With `no_interviewer`, no speaker is one, whatever the labels suggest.
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
    no_interviewer: bool = False
    attributes: dict[str, str] = {}


class SourceText(Record, frozen=True, kw_only=True):
    """The immutable text of a revision of a source: LF newlines, otherwise as imported."""

    source: str
    revision: int = 1
    text: str
    turns: tuple[Turn, ...] = ()


GOLD = "gold"
DOUBTFUL = "doubtful"
MARKS: dict[str, str] = {"": "", GOLD: "★", DOUBTFUL: "?"}
#: The same before a text, with a blank.
PREFIXES: dict[str, str] = {mark: f"{sign} " if sign else "" for mark, sign in MARKS.items()}


class Segment(Record, frozen=True, kw_only=True, gc=False):
    """A passage of a revision of a source (STC: meaning unit; REFI-QDA: PlainTextSelection).

    `start` and `end` are code points; `quote` is the exact text, `before` and `after` some of the text
    around it, to verify the anchor and find it again.
    """

    source: str
    revision: int = 1
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Coding(Record, frozen=True, kw_only=True, gc=False):
    """A code on a segment by a coder; `mark` is one of `MARKS` (gold quotation, doubtful)."""

    segment: str
    code: str
    coder: str
    created: str = ""
    mark: str = ""
