"""Finding words in the texts: a phrase, several words, a regular expression, or words spelt otherwise."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coder.analysis.scope import Scope, Where, turn_at
from coder.errors import CoderError
from coder.model.source import Source
from coder.project.study import Study
from coder.text.fold import fold_variants, searchable
from coder.text.span import Span
from coder.text.words import is_whole

if TYPE_CHECKING:
    import regex

CONTEXT = 40
#: Seconds after which a regular expression is given up, on one text and on all of them together.
TOO_LONG = 5.0
PHRASE, WORDS, REGEX, FUZZY = WAYS = ("phrase", "words", "regex", "fuzzy")


class How(NamedTuple):
    """How the words of a query are meant.

    `way`: a phrase as it stands; all of the words, in any order, in one turn; a regular expression; words that may be
    spelt otherwise. `word`: whole words only. `case`: capitals count.
    """

    way: str = PHRASE
    word: bool = False
    case: bool = False


class Hit(NamedTuple):
    """A place in a source's text, with what stands on either side of it."""

    source: Source
    start: int
    end: int
    text: str
    before: str
    after: str


class Step(NamedTuple):
    """How far a search has come: sources done, of how many, and what the last of them holds."""

    done: int
    total: int
    hits: list[Hit]


Finder = Callable[[Source], Sequence[Span]]
Check = Callable[[str, Span], bool]


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
    return _apart(sorted(found))


def _apart(spans: list[Span]) -> list[Span]:
    """Sorted stretches, those that overlap one before them left out."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def compiled(pattern: str, case: bool = False) -> regex.Pattern[str]:
    """A regular expression; CoderError that points at the place where it is wrong."""
    import regex

    try:
        return regex.compile(pattern, regex.MULTILINE | (0 if case else regex.IGNORECASE))
    except regex.error as error:
        where = "" if error.pos is None else f"{pattern}\n{' ' * error.pos}^ "
        raise CoderError("The regular expression is not right", f"{where}{error.msg}") from None


def matches(text: str, pattern: regex.Pattern[str], seconds: float | None = None) -> list[Span]:
    """Where a regular expression matches at least one character; CoderError when it takes too long."""
    limit = TOO_LONG if seconds is None else seconds
    try:
        spans = [Span(*match.span()) for match in pattern.finditer(text, timeout=limit)]
    except TimeoutError:
        raise _too_long(limit) from None
    return [span for span in spans if span.end > span.start]


def _too_long(seconds: float) -> CoderError:
    return CoderError(
        "The regular expression takes too long",
        f"It was given up after {max(seconds, 0.1):.1g} seconds.",
        "Make it simpler: nested repetitions such as (a+)+ are the usual cause.",
    )


def search(
    study: Study,
    query: str,
    how: How = How(),  # noqa: B008  # a tuple
    where: Where = Where(),  # noqa: B008  # a tuple
    *,
    context: int = CONTEXT,
) -> Iterator[Hit]:
    """Every place, sources in their order. CoderError for a bad expression or an empty query."""
    for step in steps(study, query, how, where, context=context):
        yield from step.hits


def steps(
    study: Study,
    query: str,
    how: How = How(),  # noqa: B008  # a tuple
    where: Where = Where(),  # noqa: B008  # a tuple
    *,
    context: int = CONTEXT,
    seconds: float | None = None,
) -> Iterator[Step]:
    """As `search`, a step for each source, so that whoever asks can show how far it is, and stop.

    `seconds`: how long a regular expression may take in all.
    """
    if not query.strip():
        raise CoderError("There is nothing to search for")
    scope = Scope(study, where)
    total, read = len(scope.sources), 0
    if how.way == FUZZY:
        from coder.analysis.fuzzy import FuzzyFinder

        fuzzy = FuzzyFinder(study, query)
        for read in fuzzy.prepare(scope.sources):
            yield Step(read, read + total, [])
        find = _fuzzily(study, fuzzy, "" if how.word else query)
    else:
        find = _finder(study, query, how, TOO_LONG if seconds is None else seconds)
    fits = _checked(query, how)
    for done, source in enumerate(scope.sources, read + 1):
        text = study.text_of(source).text
        spans = [span for span in find(source) if fits(text, span) and scope.lets(source, span)]
        yield Step(done, read + total, [_hit(source, text, span, context) for span in spans])


def _hit(source: Source, text: str, span: Span, context: int) -> Hit:
    start, end = span
    return Hit(source, start, end, text[start:end], text[max(0, start - context) : start], text[end : end + context])


def _finder(study: Study, query: str, how: How, seconds: float) -> Finder:
    if how.way == REGEX:
        return _by_regex(study, compiled(query, how.case), seconds)
    if how.way == WORDS:
        fits = {word: _checked(word, how._replace(way=PHRASE)) for word in query.split()}
        return lambda source: _together(study, source, fits)
    return lambda source: occurrences(study.searchable(source), query)


def _by_regex(study: Study, pattern: regex.Pattern[str], seconds: float) -> Finder:
    spent = 0.0

    def find(source: Source) -> list[Span]:
        nonlocal spent
        left = seconds - spent
        if left <= 0:
            raise _too_long(seconds)
        began = time.monotonic()
        try:
            return matches(study.text_of(source).text, pattern, left)
        except CoderError:
            raise _too_long(seconds) from None
        finally:
            spent += time.monotonic() - began

    return find


def _fuzzily(study: Study, fuzzy: Finder, query: str) -> Finder:
    """Words that are like those asked for, and what holds the query itself."""

    def find(source: Source) -> list[Span]:
        there = occurrences(study.searchable(source), query) if query else []
        return _apart(sorted({*fuzzy(source), *there}, key=lambda span: (span.start, -span.end)))

    return find


def _together(study: Study, source: Source, asked: Mapping[str, Check]) -> list[Span]:
    """In each turn that has all of the words, the first stretch that holds them."""
    words = study.text_of(source)
    ready = study.searchable(source)
    by_turn: dict[int, dict[str, Span]] = {}
    for one, fits in asked.items():
        for span in occurrences(ready, one):
            if fits(words.text, span):
                turn = turn_at(words.turns, span.start)
                by_turn.setdefault(turn.start if turn else -1, {}).setdefault(one, span)
    found = [list(spans.values()) for spans in by_turn.values() if len(spans) == len(asked)]
    return sorted(Span(min(spans).start, max(span.end for span in spans)) for spans in found)


def _checked(query: str, how: How) -> Check:
    """What a stretch that was found must be besides: whole words, written with the same capitals."""
    whole = how.word and how.way in (PHRASE, REGEX)
    wanted = _capitals(query) if how.case and how.way in (PHRASE, FUZZY) else None
    if how.way == FUZZY and wanted is not None:
        return lambda text, span: text[span.start].isupper() == wanted[:1].isupper()
    if not whole and wanted is None:
        return lambda text, span: True

    def fits(text: str, span: Span) -> bool:
        if whole and not is_whole(text, *span):
            return False
        return wanted is None or _capitals(text[span.start : span.end]) == wanted

    return fits


_LETTERS = str.maketrans({"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ß": "ss", "þ": "th"})


def _capitals(text: str) -> str:
    """The text without diacritics, its capitals kept."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(bare.translate(_LETTERS).replace("’", "'").split())
