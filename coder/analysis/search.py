"""Full-text search: a phrase, several words, a regular expression, or fuzzy spelling."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coder.analysis.scope import ResolvedScope, Scope, turn_at
from coder.errors import CoderError
from coder.model.source import Source
from coder.project.study import Study
from coder.text.fold import FoldedText, fold_signs, fold_variants, searchable
from coder.text.span import Span
from coder.text.words import is_word_aligned

if TYPE_CHECKING:
    import regex

CONTEXT = 40
#: Time limit of a regular expression in seconds, on one text and on all of them together.
TIME_LIMIT = 5.0
#: Characters of a regular expression with its counted repetitions written out: the memory for compiling it.
LARGEST_PATTERN = 20_000
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<count>\{\s*\d*\s*(?:,\s*\d*\s*)?\})|.", re.DOTALL)
PHRASE, WORDS, REGEX, FUZZY = "phrase", "words", "regex", "fuzzy"


class MatchOptions(NamedTuple):
    """How a query is matched.

    `mode`: a phrase as typed; all of the words, in any order, in one turn; a regular expression; words spelt alike.
    `word`: whole words only. `case`: match capitals.
    """

    mode: str = PHRASE
    word: bool = False
    case: bool = False


class Hit(NamedTuple):
    """A match in a source, with the text before and after it."""

    source: Source
    start: int
    end: int
    text: str
    before: str
    after: str


class Step(NamedTuple):
    """Progress of a search: sources done, sources in all, and the matches in the last of them."""

    done: int
    total: int
    hits: list[Hit]


Finder = Callable[[Source], Sequence[Span]]
Check = Callable[[str, Span], bool]


@lru_cache(maxsize=16)
def _variants(query: str) -> tuple[str, ...]:
    """Return the forms that a query can have in a `searchable` text."""
    readings = (query, unicodedata.normalize("NFC", query))
    variants = [searchable(variant).text for reading in readings for variant in fold_variants(reading)]
    return tuple(filter(None, dict.fromkeys(variants)))


def occurrences(searched: FoldedText, query: str) -> list[Span]:
    """Return the matches of a query in a `searchable` text, in order, without overlaps, as spans of the original."""
    spans: set[Span] = set()
    folded = searched.text
    for variant in _variants(query):
        start = folded.find(variant)
        while start >= 0:
            end = start + len(variant)
            while end < len(folded) and unicodedata.combining(folded[end]):  # an accent belongs to its letter
                end += 1
            spans.add(searched.original(start, end))
            start = folded.find(variant, end)
    return _without_overlaps(sorted(spans))


def exact_occurrences(text: str, words: str) -> list[Span]:
    """Return the places of exact words; if there are none, those that differ only in signs that one does not type."""
    spans = list(_places(FoldedText(text), words))
    return spans or list(_places(fold_signs(text), fold_signs(words).text))


def _places(searched: FoldedText, words: str) -> Iterator[Span]:
    at = searched.text.find(words) if words.strip() else -1
    while at >= 0:
        yield searched.original(at, at + len(words))
        at = searched.text.find(words, at + 1)


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """Drop each of the sorted spans that overlaps an earlier one."""
    separate: list[Span] = []
    for span in spans:
        if not separate or span.start >= separate[-1].end:
            separate.append(span)
    return separate


def compile_pattern(pattern: str, case: bool = False) -> regex.Pattern[str]:
    """Compile a regular expression; CoderError that points at the position of a mistake."""
    import regex

    if _expanded_size(pattern) > LARGEST_PATTERN:
        raise CoderError(
            "The regular expression is too large",
            f"With its repetitions written out it has more than {LARGEST_PATTERN:,} characters.",
            "Use smaller numbers in { }, and no counted repetition inside another.",
        )
    try:
        return regex.compile(pattern, regex.MULTILINE | (0 if case else regex.IGNORECASE))
    except regex.error as error:
        position = "" if error.pos is None else f"{pattern}\n{' ' * error.pos}^ "
        raise CoderError("The regular expression is not valid", f"{position}{error.msg}") from None


def _expanded_size(pattern: str) -> int:
    """Return about how many characters a regular expression has with its counted repetitions written out."""
    groups, last = [0], 0  # sizes of the open groups, and of what a repetition would repeat
    for token in _TOKEN.finditer(pattern):
        if token["count"]:
            counts = [int(count[:9]) for count in re.findall(r"\d+", token["count"])]
            size = last * max([1, *counts])
            groups[-1] += size - last
            last = size
        elif token[0] == "(":
            groups.append(1)
        elif token[0] == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] += last
        else:
            last = 1
            groups[-1] += 1
    return sum(groups)


def pattern_matches(text: str, pattern: regex.Pattern[str], seconds: float | None = None) -> list[Span]:
    """Return the matches of a regular expression that are not empty; CoderError when the time limit is exceeded."""
    limit = TIME_LIMIT if seconds is None else seconds
    try:
        spans = [Span(*match.span()) for match in pattern.finditer(text, timeout=limit)]
    except TimeoutError:
        raise _time_exceeded(limit) from None
    return [span for span in spans if span.start < span.end]


def _time_exceeded(seconds: float) -> CoderError:
    return CoderError(
        "The regular expression takes too long",
        f"It was stopped after {max(seconds, 0.1):.1g} seconds.",
        "Simplify it: nested repetitions such as (a+)+ are the usual cause.",
    )


def search(
    study: Study,
    query: str,
    options: MatchOptions = MatchOptions(),  # noqa: B008  # a tuple
    scope: Scope = Scope(),  # noqa: B008  # a tuple
    *,
    context: int = CONTEXT,
) -> Iterator[Hit]:
    """Yield every match, source by source. CoderError for an invalid expression or an empty query."""
    for step in search_steps(study, query, options, scope, context=context):
        yield from step.hits


def search_steps(
    study: Study,
    query: str,
    options: MatchOptions = MatchOptions(),  # noqa: B008  # a tuple
    scope: Scope = Scope(),  # noqa: B008  # a tuple
    *,
    context: int = CONTEXT,
    seconds: float | None = None,
) -> Iterator[Step]:
    """Search as `search`, one step for each source, so that the caller can show progress and stop.

    `seconds` limits the time of a regular expression over all sources.
    """
    if not query.strip():
        raise CoderError("There is nothing to search for")
    resolved = ResolvedScope(study, scope)
    total, read = len(resolved.sources), 0
    if options.mode == FUZZY:
        from coder.analysis.fuzzy import FuzzyFinder

        fuzzy = FuzzyFinder(study, query)
        for read in fuzzy.prepare(resolved.sources):
            yield Step(read, read + total, [])
        find = _fuzzy_finder(study, fuzzy, "" if options.word else query)
    else:
        find = _finder(study, query, options, TIME_LIMIT if seconds is None else seconds)
    accepts = _check(query, options)
    for done, source in enumerate(resolved.sources, read + 1):
        text = study.text_of(source).text
        spans = [span for span in find(source) if accepts(text, span) and resolved.admits(source, span)]
        yield Step(done, read + total, [_hit(source, text, span, context) for span in spans])


def _hit(source: Source, text: str, span: Span, context: int) -> Hit:
    start, end = span
    return Hit(source, start, end, text[start:end], text[max(0, start - context) : start], text[end : end + context])


def _finder(study: Study, query: str, options: MatchOptions, seconds: float) -> Finder:
    if options.mode == REGEX:
        return _regex_finder(study, compile_pattern(query, options.case), seconds)
    if options.mode == WORDS:
        checks = {word: _check(word, options._replace(mode=PHRASE)) for word in query.split()}
        return lambda source: _turns_with_all(study, source, checks)
    return lambda source: occurrences(study.searchable(source), query)


def _regex_finder(study: Study, pattern: regex.Pattern[str], seconds: float) -> Finder:
    spent = 0.0

    def find(source: Source) -> list[Span]:
        nonlocal spent
        left = seconds - spent
        if left <= 0:
            raise _time_exceeded(seconds)
        start = time.monotonic()
        try:
            return pattern_matches(study.text_of(source).text, pattern, left)
        except CoderError:
            raise _time_exceeded(seconds) from None
        finally:
            spent += time.monotonic() - start

    return find


def _fuzzy_finder(study: Study, fuzzy: Finder, query: str) -> Finder:
    """Find words spelt like those of the query, and exact occurrences of the query."""

    def find(source: Source) -> list[Span]:
        exact = occurrences(study.searchable(source), query) if query else []
        return _without_overlaps(sorted({*fuzzy(source), *exact}, key=lambda span: (span.start, -span.end)))

    return find


def _turns_with_all(study: Study, source: Source, checks: Mapping[str, Check]) -> list[Span]:
    """Return, for each turn that has all of the words, the first passage that holds them."""
    text = study.text_of(source)
    folded = study.searchable(source)
    by_turn: dict[int, dict[str, Span]] = {}
    for word, accepts in checks.items():
        for span in occurrences(folded, word):
            if accepts(text.text, span):
                turn = turn_at(text.turns, span.start)
                by_turn.setdefault(turn.start if turn else -1, {}).setdefault(word, span)
    complete = [list(spans.values()) for spans in by_turn.values() if len(spans) == len(checks)]
    return sorted(Span(min(spans).start, max(span.end for span in spans)) for spans in complete)


def _check(query: str, options: MatchOptions) -> Check:
    """Return a test of a match: whole words, and the same capitals."""
    whole = options.word and options.mode in (PHRASE, REGEX)
    capitals = _capitals(query) if options.case and options.mode in (PHRASE, FUZZY) else None
    if options.mode == FUZZY and capitals is not None:
        return lambda text, span: text[span.start].isupper() == capitals[:1].isupper()
    if not whole and capitals is None:
        return lambda text, span: True

    def accepts(text: str, span: Span) -> bool:
        if whole and not is_word_aligned(text, *span):
            return False
        return capitals is None or _capitals(text[span.start : span.end]) == capitals

    return accepts


_LETTERS = str.maketrans({"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ß": "ss", "þ": "th"})


def _capitals(text: str) -> str:
    """Return the text without diacritics, with its capitals."""
    decomposed = unicodedata.normalize("NFD", fold_signs(text).text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.translate(_LETTERS).split())
