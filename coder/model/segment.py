"""Segments and codings."""

from __future__ import annotations

from coder.model.record import Record
from coder.text.span import Span

GOLD = "gold"
DOUBTFUL = "doubtful"
MARKS: dict[str, str] = {"": "", GOLD: "★", DOUBTFUL: "?"}


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
