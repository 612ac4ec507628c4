"""Coded segments by a query: code paths with wildcards, filters, and/or/not; documented in `coder help queries`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from coder.analysis import patterns
from coder.analysis.search import occurrences
from coder.errors import Ambiguous, CoderError, NotFound
from coder.model.segment import Segment
from coder.model.source import Source
from coder.project.paths import path_of, source_named
from coder.project.study import Study
from coder.text.fold import searchable

if TYPE_CHECKING:
    from lark import Lark

GRAMMAR = r"""
    ?start: either
    ?either: both (_OR both)*
    ?both: term (_AND term)*
    ?term: _NOT term -> without
         | "(" either ")"
         | FILTER -> filter
         | WORD -> code
    _AND.3: /and(?![^\s()])/i
    _OR.3: /or(?![^\s()])/i
    _NOT.3: /not(?![^\s()])/i
    FILTER.2: /(source|participant|wave|by|text|memo):(?:"(?:[^"\\]|\\.)*"|[^\s()"])+/i
    WORD: /(?:"(?:[^"\\]|\\.)*"|[^\s()"])+/
    %ignore /\s+/
"""
LONGEST = 1500
_SIMPLE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s()":])+')
_OPERATORS = frozenset(("and", "or", "not"))

_LABEL = attrgetter("label")

Segments = set[str]


class Unit(NamedTuple):
    """A coded segment as it is shown: with its source's and speaker's names, paths of its codes, its memos."""

    segment: Segment
    source: Source
    participant: str | None
    wave: str | None
    speaker: str
    codes: tuple[str, ...]
    memos: tuple[str, ...]


def retrieve(study: Study, query: str) -> list[str]:
    """Ids of the coded segments that a query asks for, by source and place.

    Raises CoderError, with a caret under the place, when the query cannot be read or names what is not there.
    """
    return in_order(study, _Evaluation(study, query).result())


def coded(study: Study) -> Segments:
    """Every segment that has a coding."""
    return set(study.index.segment_codings)


def in_order(study: Study, segments: Iterable[str]) -> list[str]:
    """Segments by the order of their sources, then by place."""

    def key(id: str) -> tuple[int, str, int, int, str]:
        segment = study.segments[id]
        source = study.sources[segment.source]
        return source.order, source.name, segment.start, segment.end, id

    return sorted(segments, key=key)


def unit(study: Study, id: str) -> Unit:
    """What is shown of a segment; memos that are private to their author are left out."""
    segment = study.segments[id]
    source = study.sources[segment.source]
    return Unit(
        segment,
        source,
        study.participants[source.participant].name if source.participant else None,
        study.waves[source.wave].name if source.wave else None,
        speaker_at(study, segment),
        codes_on(study, id),
        tuple(memo.text for memo in study.memos_on(id) if not memo.private),
    )


def codes_on(study: Study, segment: str) -> tuple[str, ...]:
    """The paths of the codes on a segment, each once, sorted."""
    ids = {coding.code for coding in study.codings_of(segment)}
    return tuple(sorted(path_of(study, study.codes[id]) for id in ids))


def speaker_at(study: Study, segment: Segment) -> str:
    """Who speaks where a segment begins; "" where nobody is named."""
    text = study.rules.text_of(segment.source, segment.revision)
    if text is None or not text.turns:
        return ""
    at = bisect_right(text.turns, segment.start, key=_LABEL) - 1
    return text.turns[at].speaker if at >= 0 and segment.start < text.turns[at].end else ""


class _Evaluation:
    """One query over one study; every part of it is a set of segments."""

    def __init__(self, study: Study, query: str) -> None:
        self.study = study
        self.query = query
        self.filters: dict[str, Callable[[str], Segments]] = {
            "source": self.of_source,
            "participant": self.of_participant,
            "wave": self.of_wave,
            "by": self.by_coder,
            "text": self.with_text,
            "memo": self.with_memo,
        }

    def result(self) -> Segments:
        query = self.query.strip()
        if not query:
            raise CoderError("The query is empty", hint="Name a code, such as Group/Code or Group/**")
        if _SIMPLE.fullmatch(query) and query.casefold() not in _OPERATORS:
            return self.coded_with(query, self.query.index(query))
        return self.evaluate(self.parsed())

    def parsed(self) -> Any:
        from lark import exceptions

        if len(self.query) > LONGEST:
            raise CoderError("The query is too long", f"{len(self.query):,} characters; {LONGEST:,} are possible.")
        try:
            return _parser().parse(self.query)
        except exceptions.UnexpectedCharacters as error:
            stop = error.pos_in_stream or 0
            unclosed = self.query[stop : stop + 1] == '"'
            raise self.wrong("a quotation mark is not closed" if unclosed else "this is not expected", stop) from None
        except exceptions.UnexpectedToken as error:
            if error.token.type == "$END":
                raise self.wrong("something is missing here", len(self.query)) from None
            raise self.wrong(_unexpected(error.token.type), error.token.start_pos or 0) from None

    def wrong(self, what: str, position: int) -> CoderError:
        return CoderError("The query cannot be read", self.pointing(what, position), "See: coder help queries")

    def pointing(self, what: str, position: int) -> str:
        from coder.text.cells import width

        flat = " ".join(self.query.splitlines()) if "\n" in self.query else self.query
        return f"{flat}\n{' ' * width(flat[:position])}^ {what}"

    def evaluate(self, tree: Any) -> Segments:
        if tree.data in ("code", "filter"):
            token = tree.children[0]
            find = self.coded_with if tree.data == "code" else self.filtered
            return find(str(token), token.start_pos)
        parts = [self.evaluate(child) for child in tree.children]
        if tree.data == "without":
            return coded(self.study) - parts[0]
        return set.intersection(*parts) if tree.data == "both" else set.union(*parts)

    def coded_with(self, pattern: str, position: int) -> Segments:
        try:
            codes = patterns.codes_like(self.study, pattern)
        except (NotFound, Ambiguous) as error:
            raise self.unresolved(error, position) from None
        codings = self.study.codings
        return {codings[id].segment for code in codes for id in self.study.codings_with(code.id)}

    def filtered(self, token: str, position: int) -> Segments:
        name, _, value = token.partition(":")
        try:
            return self.filters[name.casefold()](value)
        except (NotFound, Ambiguous) as error:
            raise self.unresolved(error, position + len(name) + 1) from None

    def unresolved(self, error: CoderError, position: int) -> CoderError:
        detail = self.pointing("this", position) + (f"\n{error.detail}" if error.detail else "")
        return type(error)(error.title, detail, error.hint)

    # Filters

    def of_source(self, value: str) -> Segments:
        if patterns.has_wildcard(value):
            chosen = [source for source in self.study.sources.values() if patterns.named(value, source.name)]
        else:
            chosen = [source_named(self.study, patterns.unquoted(value))]
        return self.in_sources(source.id for source in chosen)

    def of_participant(self, value: str) -> Segments:
        return self.in_described("participants", "participant", value)

    def of_wave(self, value: str) -> Segments:
        return self.in_described("waves", "wave", value)

    def in_described(self, table: str, field: str, value: str) -> Segments:
        known = self.study.tables[table].values()
        ids = {record.id for record in known if patterns.named(value, record["name"])}
        if not ids:
            raise _missing(field, value, [record["name"] for record in known])
        return self.in_sources(source.id for source in self.study.sources.values() if source[field] in ids)

    def in_sources(self, sources: Iterable[str]) -> Segments:
        return {id for source in sources for id in self.study.positions(source)} & coded(self.study)

    def by_coder(self, value: str) -> Segments:
        ids = {coder.id for coder in self.study.coders.values() if patterns.named(value, coder.initials)}
        if not ids:
            raise _missing("coder", value, [coder.initials for coder in self.study.coders.values()])
        return {coding.segment for coding in self.study.codings.values() if coding.coder in ids}

    def with_text(self, value: str) -> Segments:
        words = patterns.unquoted(value)
        segments = self.study.segments
        return {id for id in coded(self.study) if occurrences(searchable(segments[id].quote), words)}

    def with_memo(self, value: str) -> Segments:
        words = None if value == "*" else patterns.unquoted(value)
        return {
            id
            for id in coded(self.study)
            for memo in self.study.memos_on(id)
            if not memo.private
            if words is None or occurrences(searchable(f"{memo.title}\n{memo.text}"), words)
        }


def _missing(noun: str, value: str, known: list[str]) -> NotFound:
    hint = f"There is: {', '.join(known)}" if known else ""
    return NotFound(f"There is no {noun} “{patterns.unquoted(value)}”", hint=hint)


def _unexpected(kind: str) -> str:
    if kind in ("WORD", "FILTER", "LPAR", "_NOT"):
        return "“and” or “or” is missing before this; names with blanks need quotation marks"
    return {"RPAR": "this bracket closes nothing", "_AND": "something is missing before “and”"}.get(
        kind, "something is missing before this"
    )


_PARSER: list[Lark] = []


def _parser() -> Lark:
    if not _PARSER:
        from lark import Lark

        _PARSER.append(
            Lark(GRAMMAR, parser="lalr", lexer="basic", propagate_positions=True, maybe_placeholders=False)
        )
    return _PARSER[0]
