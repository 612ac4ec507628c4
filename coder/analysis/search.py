"""Finding words in the texts: plain, where case and diacritics do not count, or by a regular expression."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coder.errors import CoderError
from coder.model.source import Source
from coder.project.study import Study
from coder.text.fold import fold_variants, searchable
from coder.text.span import Span

if TYPE_CHECKING:
    import regex

CONTEXT = 40
#: Seconds after which a regular expression is given up on one text.
TOO_LONG = 5.0


class Hit(NamedTuple):
    """A place in a source's text, with what stands on either side of it."""

    source: Source
    start: int
    end: int
    text: str
    before: str
    after: str


@lru_cache(maxsize=16)
def _wordings(query: str) -> tuple[str, ...]:
    """The ways in which a query may stand in a `searchable` text."""
    readings = (query, unicodedata.normalize("NFC", query))
    wanted = [searchable(variant) for reading in readings for variant in fold_variants(reading)]
    return tuple(filter(None, dict.fromkeys(wanted)))


def occurrences(ready: str, query: str) -> list[Span]:
    """Where a query stands in a `searchable` text, in order and without overlaps."""
    found: set[Span] = set()
    for one in _wordings(query):
        at = ready.find(one)
        while at >= 0:
            end = at + len(one)
            while end < len(ready) and unicodedata.combining(ready[end]):  # an accent belongs to its letter
                end += 1
            found.add(Span(at, end))
            at = ready.find(one, end)
    spans: list[Span] = []
    for span in sorted(found):
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return spans


def compiled(pattern: str) -> regex.Pattern[str]:
    """A regular expression, case aside; CoderError that points at the place where it is wrong."""
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE | regex.MULTILINE)
    except regex.error as error:
        where = "" if error.pos is None else f"{pattern}\n{' ' * error.pos}^ "
        raise CoderError("The regular expression is not right", f"{where}{error.msg}") from None


def matches(text: str, pattern: regex.Pattern[str]) -> list[Span]:
    """Where a regular expression matches at least one character; CoderError when it takes too long."""
    try:
        spans = [Span(*match.span()) for match in pattern.finditer(text, timeout=TOO_LONG)]
    except TimeoutError:
        raise CoderError(
            "The regular expression takes too long",
            f"More than {TOO_LONG:g} seconds on one text.",
            "Make it simpler: nested repetitions such as (a+)+ are the usual cause.",
        ) from None
    return [span for span in spans if span.end > span.start]


def search(study: Study, query: str, *, by_regex: bool = False, context: int = CONTEXT) -> Iterator[Hit]:
    """Every place in every source, sources in their order. CoderError for a bad expression or an empty query."""
    if not query.strip():
        raise CoderError("There is nothing to search for")
    pattern = compiled(query) if by_regex else None
    for source in sorted(study.sources.values(), key=lambda source: (source.order, source.name)):
        text = study.text_of(source).text
        spans = matches(text, pattern) if pattern else occurrences(study.searchable(source), query)
        for start, end in spans:
            yield Hit(
                source, start, end, text[start:end], text[max(0, start - context) : start], text[end : end + context]
            )
