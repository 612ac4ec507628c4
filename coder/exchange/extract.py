"""What an export holds, in one order for every format: sources as listed, units as they stand in the text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from coder.errors import NotFound
from coder.model.codebook import Code
from coder.model.coder import Coder
from coder.model.condensation import Sentence
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import Participant, Wave
from coder.model.segment import Coding, Segment
from coder.model.source import Source, SourceText
from coder.project.merge_artifacts import condensate_of
from coder.project.ordering import codes_in_order, sources_in_order, walk
from coder.project.paths import path_of
from coder.project.study import Study

JOINT = " · "

N = TypeVar("N", Participant, Wave)


class Placed(NamedTuple):
    """A code on a unit; `coder` is the initials of who put it there."""

    coding: Coding
    code: Code
    path: str
    coder: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment with all that is said of it.

    `turn` and `speaker` are those in which it begins, turns counted from 1 (0: the text has none); `reference`
    is where a reader finds it (`P01 · baseline · turn 34`); `placed` follows the code tree, then the coders.
    """

    segment: Segment
    source: Source
    participant: str
    wave: str
    speaker: str
    turn: int
    reference: str
    placed: tuple[Placed, ...]
    memos: tuple[Memo, ...]


class Row(NamedTuple):
    """One coding of one segment (or a segment that has only memos), for tables.

    `start` and `end` are code points, end exclusive; `created` is ISO 8601; `code` is a path; `memos` are the
    texts of those on the segment, apart by an empty line. `outside` is how many days the interview lies outside
    the window of its wave.
    """

    segment: str
    source: str
    participant: str
    wave: str
    day: int | None
    speaker: str
    turn: int
    start: int
    end: int
    quote: str
    code: str
    coder: str
    mark: str
    created: str
    memos: str
    service: str
    outside: int


class _Place(NamedTuple):
    """A source, as its units refer to it."""

    source: Source
    participant: str
    wave: str
    label: str


class Extract:
    """The part of a study that an export holds: all of it, or what some segments touch.

    `segments` are ids; None is everything. With ids, only their sources, participants, waves, coders and codes
    (with the groups above them) are in it. Private memos never are. `in_source` and `with_code` sort the units
    by source and code id. Raises NotFound for an id that is no
    segment.
    """

    def __init__(self, study: Study, segments: Sequence[str] | None = None) -> None:
        self.study = study
        self.whole = segments is None
        wanted = None if segments is None else set(segments)
        for id in wanted or ():
            if id not in study.segments:
                raise NotFound("There is no such segment", id)
        self._paths = {code.id: path_of(study, code) for code in codes_in_order(study)}
        self._rank = {id: rank for rank, id in enumerate(self._paths)}
        self._codes = study.codes
        self._initials = {coder.id: coder.initials for coder in study.coders.values()}
        self._texts: dict[tuple[str, int], tuple[SourceText, list[int]]] = {}
        ordered = sources_in_order(study)
        places = self._places(ordered)
        records = study.segments
        found = (
            self._unit(records[id], places[source.id])
            for source in ordered
            for id in study.positions(source.id)
            if wanted is None or id in wanted
        )
        # one that exists only for a private memo leaves no trace
        self.units = [unit for unit in found if unit.placed or unit.memos]
        self.in_source: dict[str, list[Unit]] = {}
        self.with_code: dict[str, list[Unit]] = {}
        for unit in self.units:
            self.in_source.setdefault(unit.source.id, []).append(unit)
            for code in {one.code.id for one in unit.placed}:
                self.with_code.setdefault(code, []).append(unit)
        self.sources = [source for source in ordered if self.whole or source.id in self.in_source]
        self.labels = {source.id: places[source.id].label for source in self.sources}
        held = self._held_codes()
        self.codes: list[tuple[int, Code]] = [(depth, code) for depth, code in walk(study) if code.id in held]
        self.participants: list[Participant] = self._named_by("participant", study.participants)
        self.waves: list[Wave] = self._named_by("wave", study.waves)
        self.coders = self._acting()

    def path(self, code: str) -> str:
        """The path of a code, by its id."""
        return self._paths[code]

    def initials(self, coder: str) -> str:
        """The initials of a coder, by their id."""
        return self._initials[coder]

    def memos(self, target: str) -> tuple[Memo, ...]:
        """The memos on a record that others may see, the oldest first."""
        if target not in self.study.index.memos:
            return ()
        shown = (memo for memo in self.study.memos_on(target) if not memo.private)
        return tuple(sorted(shown, key=lambda memo: (memo.created, memo.title, memo.id)))

    def condensate(self, code: str) -> tuple[Sentence, ...]:
        """The sentences of the condensate of a code; none in an extract: it is made of all units of a code."""
        found = condensate_of(self.study, code) if self.whole else None
        return found.sentences if found is not None else ()

    def _places(self, ordered: Sequence[Source]) -> dict[str, _Place]:
        """Participant and wave tell a source, unless two share them or nobody said; then its name does."""
        people, waves = self.study.participants, self.study.waves
        seen = Counter((source.participant, source.wave) for source in ordered)
        places = {}
        for source in ordered:
            person = people[source.participant].name if source.participant else ""
            wave = waves[source.wave].name if source.wave else ""
            clear = person and seen[source.participant, source.wave] == 1
            label = JOINT.join(filter(None, (person, wave))) if clear else source.name
            places[source.id] = _Place(source, person, wave, label)
        return places

    def _unit(self, segment: Segment, place: _Place) -> Unit:
        turn, speaker = self._turn(segment)
        return Unit(
            segment,
            place.source,
            place.participant,
            place.wave,
            speaker,
            turn,
            f"{place.label}{JOINT}turn {turn}" if turn else place.label,
            self._placed(segment.id),
            self.memos(segment.id),
        )

    def _turn(self, segment: Segment) -> tuple[int, str]:
        key = (segment.source, segment.revision)
        found = self._texts.get(key)
        if found is None:
            text = self.study.rules.text_of(*key)
            if text is None:
                raise NotFound("The text of a segment is missing", segment.id, "Run: coder doctor PROJECT")
            found = self._texts[key] = text, [turn.end for turn in text.turns]
        text, ends = found
        if not ends:
            return 0, ""
        at = min(bisect_right(ends, segment.start), len(ends) - 1)
        return at + 1, text.turns[at].speaker

    def _placed(self, segment: str) -> tuple[Placed, ...]:
        codes = self._codes
        placed = [
            Placed(coding, codes[coding.code], self._paths[coding.code], self._initials[coding.coder])
            for coding in self.study.codings_of(segment)
        ]
        if len(placed) > 1:
            placed.sort(key=lambda one: (self._rank[one.code.id], one.coder))
        return tuple(placed)

    def _held_codes(self) -> set[str]:
        if self.whole:
            return set(self._paths)
        held: set[str] = set()
        for id in self.with_code:
            above: Code | None = self.study.codes[id]
            while above is not None and above.id not in held:
                held.add(above.id)
                above = self.study.codes[above.parent] if above.parent else None
        return held

    def _named_by(self, field: str, records: Mapping[str, N]) -> list[N]:
        if self.whole:
            return list(records.values())
        used = {source[field] for source in self.sources}
        return [record for record in records.values() if record.id in used]

    def _acting(self) -> list[Coder]:
        everybody = self.study.coders
        if self.whole:
            return list(everybody.values())
        used = {one.coding.coder for unit in self.units for one in unit.placed}
        used.update(memo.coder for memo in self.all_memos())
        return [coder for coder in everybody.values() if coder.id in used]

    def all_memos(self) -> Iterator[Memo]:
        """Every memo in the export; those on the project itself only when it is whole."""
        if self.whole:
            yield from self.memos(self.study.info.id)
        named: list[Source | Participant | Code] = [*self.sources, *self.participants]
        named += [code for _, code in self.codes]
        for record in named:
            yield from self.memos(record.id)
        for unit in self.units:
            yield from unit.memos


def rows(study: Study, segments: Sequence[str] | None = None) -> Iterator[Row]:
    """The codings of a study (or of some segments) one by one, as a table holds them."""
    for unit in Extract(study, segments).units:
        segment = unit.segment
        memos = "\n\n".join(text_with_title(memo) for memo in unit.memos)
        head = (segment.id, unit.source.name, unit.participant, unit.wave, unit.source.day, unit.speaker, unit.turn)
        body = (segment.start, segment.end, segment.quote)
        person = study.participants.get(unit.source.participant or "")
        wave = study.waves.get(unit.source.wave or "")
        tail = (memos, person.service if person else "", wave.misses(unit.source.day) if wave else 0)
        for one in unit.placed:
            yield Row(*head, *body, one.path, one.coder, one.coding.mark, one.coding.created, *tail)
        if not unit.placed:
            yield Row(*head, *body, "", "", "", "", *tail)


def text_with_title(memo: Memo) -> str:
    """A memo with its title, if it has one, on a line of its own."""
    return "\n\n".join(filter(None, (memo.title, memo.text)))


def kind_label(memo: Memo) -> str:
    """The kind of a memo, in words."""
    return MEMO_KINDS[memo.kind].label
