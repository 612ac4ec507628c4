"""Fingerprints of verdicts: digests of their basis, part by part; a later difference makes a verdict stale."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from operator import attrgetter
from typing import NamedTuple
from weakref import WeakKeyDictionary

from coder.model.condensation import CLAIM_CHECK, AnalyticText, CodeGroup, Sentence, Verdict
from coder.model.source import Segment, SourceText
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.study import Study, subtree
from coder.text.span import Span, Turn

#: Turns of context on either side of a unit (the method requires at least three).
TURNS = 3
#: Maximum turns before a unit when all are by its speaker, to include the question.
FARTHEST = 12
IN, OUT = "in", "out"
#: Parts of a basis. Those ending in a slash are followed by the id of a code or a segment.
UNIT, CONTEXT, GROUP, SENTENCE = "unit", "context", "group", "sentence"
CONDENSATE, SUPPORT, AGAINST = "condensate/", "unit/", "against/"

_START = attrgetter("start")


class _Look(NamedTuple):
    """The cached digests of a unit, valid for these records."""

    segment: Segment
    words: SourceText | None
    unit: str
    context: str


#: Cached digests: 30,000 units take half a second, and only changed ones are computed again.
_LOOKED: WeakKeyDictionary[Study, dict[str, _Look]] = WeakKeyDictionary()


class VerdictBasis:
    """The present basis of verdicts in a code group; short-lived, since it caches results."""

    def __init__(self, study: Study, group: CodeGroup) -> None:
        self._study = study
        self._codes = dict.fromkeys(code.id for code in subtree(study, study.codes[group.code]))
        self._group = group.id
        self._upstream: dict[str, str] | None = None

    @cached_property
    def _text(self) -> AnalyticText | None:
        return analytic_text_of(self._study, self._group)

    def now(self, verdict: Verdict) -> dict[str, str] | None:
        """Return the present basis of a verdict; None if its sentence is gone."""
        if verdict.kind != CLAIM_CHECK:
            return self.unit(verdict.segment or "")
        text = self._text
        if text is None or text.id != verdict.text:
            return None
        sentence = next((sentence for sentence in text.sentences if sentence.key == verdict.sentence), None)
        return None if sentence is None else self.claim(sentence, verdict.against)

    def holds(self, segment: str) -> bool:
        """Return whether a segment is a unit of the group."""
        study = self._study
        return any(study.codings[id].code in self._codes for id in study.index.segment_codings.get(segment, ()))

    def unit(self, segment: str) -> dict[str, str]:
        """Return the basis of a unit check: the unit, its context, and its membership in the group.

        A correction elsewhere that only moves the unit changes nothing.
        """
        seen = _look(self._study, segment)
        return {UNIT: seen.unit, CONTEXT: seen.context, GROUP: IN if self.holds(segment) else OUT}

    def claim(self, sentence: Sentence, against: Iterable[str] = ()) -> dict[str, str]:
        """Return the basis of a claim check: the sentence, its units, the condensates, and contradictions."""
        if self._upstream is None:
            self._upstream = self._condensates()
        parts = {SENTENCE: digest(sentence.text), **self._upstream}
        parts |= {SUPPORT + unit: self._words(unit) for unit in sentence.units}
        parts |= {AGAINST + unit: quote for unit, quote in self.quotes(self._study, against).items()}
        return parts

    @staticmethod
    def quotes(study: Study, segments: Iterable[str]) -> dict[str, str]:
        """Return the digests of the quotes of segments of any group."""
        return {id: digest(study.segments[id].quote) for id in segments}

    def _condensates(self) -> dict[str, str]:
        """Return the condensates of the group, in the order of its codes, and their supporting units."""
        parts: dict[str, str] = {}
        condensates = [
            condensate for code in self._codes if (condensate := condensate_of(self._study, code)) is not None
        ]
        for condensate in condensates:
            parts[CONDENSATE + condensate.code] = digest(*(sentence.text for sentence in condensate.sentences))
            units = (unit for sentence in condensate.sentences for unit in sentence.units)
            parts |= {SUPPORT + unit: self._words(unit) for unit in units}
        return parts

    def _words(self, segment: str) -> str:
        unit = self._study.segments[segment]
        return f"{IN if self.holds(segment) else OUT} {digest(unit.source, unit.quote)}"


def digest(*parts: str) -> str:
    """Return sixteen hexadecimal digits of the SHA-256 of texts, including their boundaries."""
    pieces: list[bytes] = []
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        pieces += (b"%d:" % len(raw), raw)
    return sha256(b"".join(pieces)).hexdigest()[:16]


def look(study: Study, segments: Iterable[str]) -> Iterator[None]:
    """Compute the digests of units one by one, for fast access later."""
    for segment in segments:
        if segment in study.segments:
            _look(study, segment)
        yield


def _look(study: Study, id: str) -> _Look:
    segment = study.segments[id]
    words = study.rules.text_of(segment.source, segment.revision)
    looks = _LOOKED.setdefault(study, {})
    cached = looks.get(id)
    if cached is None or cached.segment is not segment or cached.words is not words:
        around = _around(words, segment)
        occurrence = str(around[0].count(segment.quote))  # which one it is, where the same words stand there twice
        unit = digest(segment.source, segment.quote, occurrence)
        cached = looks[id] = _Look(segment, words, unit, digest(*around))
    return cached


def _around(words: SourceText | None, segment: Segment) -> tuple[str, str]:
    """Return the text before and after a unit, three turns on either side, with the speakers."""
    if words is None or not words.turns:
        return segment.before, segment.after
    turns, text = words.turns, words.text
    shown, touched = turns_around(turns, segment.span)
    before, after = [], []
    for turn in turns[shown.start : touched.stop]:
        before.append(f"{turn.speaker}\n{text[turn.start : min(turn.end, segment.start)]}")
    for turn in turns[touched.start : shown.stop]:
        after.append(f"{turn.speaker}\n{text[max(turn.start, segment.end) : turn.end]}")
    return "\n".join(before), "\n".join(after)


def turns_around(turns: Sequence[Turn], span: Span) -> tuple[range, range]:
    """Return the numbers (from 0) of the context turns of a passage, and of those it touches."""
    first = max(0, bisect_right(turns, span.start, key=_START) - 1)
    last = max(first, bisect_right(turns, span.end - 1, key=_START) - 1)
    begin = max(0, first - TURNS)
    while begin > max(0, first - FARTHEST) and all(
        turn.speaker == turns[first].speaker for turn in turns[begin:first]
    ):
        begin -= 1
    return range(begin, min(len(turns), last + 1 + TURNS)), range(first, last + 1)
