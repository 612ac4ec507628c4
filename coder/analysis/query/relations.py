"""Relations between two segments, documented in `coder help queries`.

Each segment becomes a span, widened so that the relation is a simple one of spans: they overlap, or one contains the
other. Only segments of the same revision of a source are related.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from coder.model.source import Segment
from coder.project.study import Study
from coder.text.span import Span, Turn
from coder.text.units import Granularity, Units

FURTHEST = 1000
DEFAULT = "1t"
SENTENCES, TURNS, UNITS = "s", "t", "u"
LETTERS: dict[str, str] = {SENTENCES: "sentences", TURNS: "turns", UNITS: "coded units"}

_DISTANCE = re.compile(r"(\d{1,9})([a-z]?)", re.IGNORECASE)
_START, _END = attrgetter("start"), attrgetter("end")

Read = Callable[["Place", Segment], "Span | None"]
"""Converts a segment to the span by which it is compared; None if it has no relation."""
Test = Callable[[Span], bool]


class InvalidArgument(ValueError):
    """The argument of a relation is not valid; the message says what is."""


class Relation(NamedTuple):
    """The spans of left and right segments, and the test of a left span against all right ones."""

    left: Read
    right: Read
    test: Callable[[Sequence[Span]], Test]
    turns: int | None = None  # segments farther apart in turns are skipped


class Place:
    """A revision of a source: its turns, sentences, and the starts of its coded segments."""

    def __init__(self, study: Study, source: str, revision: int) -> None:
        self._study, self._source = study, source
        text = study.rules.text_of(source, revision)
        words = text.text if text is not None else ""
        self._has_turns = text is not None and bool(text.turns)
        turns = text.turns if text is not None and text.turns else (Turn(0, len(words), "", None, 0),)
        language = study.sources[source].language or study.info.language
        self._units = Units(words, turns, language)
        self._turns = self._units.turns  # those with words
        self._sentences: dict[int, list[Span]] = {}
        self._starts: list[int] | None = None

    def reach(self, segment: Segment, unit: str, before: int = 0, after: int = 0) -> Span | None:
        """Return the span of the sentences or turns that a segment overlaps, extended by `before` and `after`.

        None without any: a segment on a label only, or turns in a text without turns.
        """
        turns = self._turns
        first = bisect_right(turns, segment.start, key=_END)
        last = bisect_left(turns, segment.end, key=_START) - 1
        if first > last:
            return None
        if unit == TURNS:
            start, end = turns[max(0, first - before)].start, turns[min(len(turns) - 1, last + after)].end
            return Span(start, end) if self._has_turns else None
        head, tail = self._in_turn(first), self._in_turn(last)
        low = min(bisect_right(head, segment.start, key=_END), len(head) - 1)
        high = max(bisect_left(tail, segment.end, key=_START) - 1, 0)
        return Span(self._back(first, low, before), self._on(last, high, after))

    def after(self, segment: Segment, unit: str, count: int) -> Span | None:
        """Return the span in which a following segment can begin; None if there is none."""
        if unit == UNITS:
            starts = self._coded_starts()
            first = bisect_left(starts, segment.end)
            last = min(first + count, len(starts)) - 1
            return Span(segment.end, starts[last] + 1) if last >= first else None
        reach = self.reach(segment, unit, after=count)
        return None if reach is None else Span(segment.end, reach.end)

    def near(self, segments: Sequence[Segment], others: Sequence[Segment], count: int) -> list[Segment]:
        """Return the segments that are at most `count` turns from one of the others."""
        last = len(self._turns) - 1

        def turns(segment: Segment, more: int) -> Span:
            first = bisect_right(self._turns, segment.start, key=_END) - more
            return Span(max(0, first), min(last, bisect_left(self._turns, segment.end, key=_START) - 1 + more) + 1)

        test = _shares(sorted(turns(other, 0) for other in others))
        return [segment for segment in segments if test(turns(segment, count))]

    def _in_turn(self, number: int) -> list[Span]:
        if number not in self._sentences:
            turn = self._turns[number]
            self._sentences[number] = self._units.within(Granularity.SENTENCE, Span(turn.start, turn.end))
        return self._sentences[number]

    def _on(self, turn: int, sentence: int, more: int) -> int:
        while more >= len(self._in_turn(turn)) - sentence and turn + 1 < len(self._turns):
            more -= len(self._in_turn(turn)) - sentence
            turn, sentence = turn + 1, 0
        here = self._in_turn(turn)
        return here[min(sentence + more, len(here) - 1)].end

    def _back(self, turn: int, sentence: int, more: int) -> int:
        while more > sentence and turn > 0:
            more -= sentence + 1
            turn -= 1
            sentence = len(self._in_turn(turn)) - 1
        return self._in_turn(turn)[max(0, sentence - more)].start

    def _coded_starts(self) -> list[int]:
        if self._starts is None:
            study = self._study
            ids = (id for id in study.positions(self._source) if id in study.index.segment_codings)
            self._starts = [study.segments[id].start for id in ids]
        return self._starts


# Tests of spans. The right spans are sorted by start.


def _shares(spans: Sequence[Span]) -> Test:
    furthest = list(accumulate(map(_END, spans), max))

    def test(span: Span) -> bool:
        before_its_end = bisect_left(spans, span.end, key=_START)
        return before_its_end > 0 and furthest[before_its_end - 1] > span.start

    return test


def _lies_in(spans: Sequence[Span]) -> Test:
    furthest = list(accumulate(map(_END, spans), max))

    def test(span: Span) -> bool:
        not_after_its_start = bisect_right(spans, span.start, key=_START)
        return not_after_its_start > 0 and furthest[not_after_its_start - 1] >= span.end

    return test


def _holds(spans: Sequence[Span]) -> Test:
    nearest = list(accumulate(map(_END, reversed(spans)), min))[::-1]

    def test(span: Span) -> bool:
        not_before_its_start = bisect_left(spans, span.start, key=_START)
        return not_before_its_start < len(spans) and nearest[not_before_its_start] <= span.end

    return test


# Spans of segments


def _as_it_is(place: Place, segment: Segment) -> Span | None:
    return segment.span


def _its_start(place: Place, segment: Segment) -> Span | None:
    return Span(segment.start, segment.start + 1)


def _distance(text: str | None, units: str) -> tuple[int, str]:
    match = _DISTANCE.fullmatch(DEFAULT if text is None else text)
    unit = (match[2].casefold() or SENTENCES) if match else ""
    if match is None or unit not in units:
        raise InvalidArgument("write a number: " + ", ".join(f"2{letter} ({LETTERS[letter]})" for letter in units))
    if int(match[1]) > FURTHEST:
        raise InvalidArgument(f"{FURTHEST:,} is the maximum")
    return int(match[1]), unit


def _near(argument: str | None) -> Relation:
    count, unit = _distance(argument, SENTENCES + TURNS)
    return Relation(
        lambda place, segment: place.reach(segment, unit, count, count),
        lambda place, segment: place.reach(segment, unit),
        _shares,
        count if unit == SENTENCES else None,
    )


def _followed(argument: str | None) -> Relation:
    count, unit = _distance(argument, SENTENCES + TURNS + UNITS)
    return Relation(lambda place, segment: place.after(segment, unit, count), _its_start, _shares)


def _follows(argument: str | None) -> Relation:
    left, right, test, _ = _followed(argument)
    return Relation(right, left, test)


def _same_turn(argument: str | None) -> Relation:
    if (argument or "").casefold() != "turn":
        raise InvalidArgument("write same:turn; for the same unit write “and”")
    return _near("0t")


def _plain(test: Callable[[Sequence[Span]], Test]) -> Callable[[str | None], Relation]:
    def read(argument: str | None) -> Relation:
        if argument is not None:
            raise InvalidArgument("this takes no value")
        return Relation(_as_it_is, _as_it_is, test)

    return read


#: Name of a relation → the relation, made from its argument (None: no colon).
RELATIONS: dict[str, Callable[[str | None], Relation]] = {
    "overlaps": _plain(_shares),
    "within": _plain(_lies_in),
    "contains": _plain(_holds),
    "near": _near,
    "same": _same_turn,
    "followed by": _followed,
    "follows": _follows,
}


def related(
    study: Study, relation: Relation, lefts: Iterable[str], rights: Iterable[str], pause: Callable[[], None]
) -> Iterable[str]:
    """Yield the segments of `lefts` in the relation to one of `rights`; `pause` is called regularly."""
    rights_by_place = _by_place(study, rights)
    for where, segments in _by_place(study, lefts).items():
        if where not in rights_by_place:
            continue
        pause()
        place = Place(study, *where)
        others = rights_by_place[where]
        if relation.turns is not None:  # sentences are slow to find, and each turn has at least one
            segments, others = (
                place.near(segments, others, relation.turns),
                place.near(others, segments, relation.turns),
            )
        spans = sorted(filter(None, (relation.right(place, segment) for segment in others)))
        test = relation.test(spans)
        for segment in segments:
            span = relation.left(place, segment)
            if span is not None and test(span):
                yield segment.id


def _by_place(study: Study, ids: Iterable[str]) -> dict[tuple[str, int], list[Segment]]:
    by_place: defaultdict[tuple[str, int], list[Segment]] = defaultdict(list)
    for id in ids:
        segment = study.segments[id]
        by_place[segment.source, segment.revision].append(segment)
    return by_place
