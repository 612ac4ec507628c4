"""The content of an export of coded segments, in the same order for every format."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from coder.errors import NotFound
from coder.exchange.progress import EXTRACTED, tracked
from coder.model.codebook import Code
from coder.model.condensation import Sentence
from coder.model.memo import MEMO_KINDS, PRECONCEPTION, Memo
from coder.model.participant import Participant, Wave
from coder.model.project import Coder
from coder.model.source import MARKS, Coding, Segment, Source, SourceText
from coder.project.memo_links import Resolver, highlight_links, plain_links
from coder.project.merge_artifacts import condensate_of
from coder.project.study import Study, codes_in_order, path_of, sources_in_order, walk
from coder.text.phrases import format_count

JOINT = " · "

N = TypeVar("N", Participant, Wave)


class Placed(NamedTuple):
    """A code on a unit; `coder` holds the initials of the coder who applied it."""

    coding: Coding
    code: Code
    path: str
    coder: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment with its codes, memos and reference.

    `turn` and `speaker` are those in which it begins, turns counted from 1 (0: the text has none); `reference` says
    where to find it (`P01 · baseline · turn 34`); `placed` follows the code tree, then the coders.
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

    `start` and `end` are code points, end exclusive; `created` is ISO 8601; `code` is a path; `memos` holds the texts
    of the memos on the segment, separated by an empty line; `outside` is the number of days by which the interview
    misses the window of its wave.
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
    """A source and the label by which its units refer to it."""

    source: Source
    participant: str
    wave: str
    label: str


class Extract:
    """The part of a study to export: all of it, or what some segments touch.

    `segments` are ids, None for everything. With ids, only their sources, participants, waves, coders and codes (with
    the groups above them) are included. Private memos never are. Sources come in their order, units by position;
    `in_source` and `with_code` group the units by source and code id. Raises NotFound for an unknown segment id.
    """

    def __init__(self, study: Study, segments: Sequence[str] | None = None) -> None:
        self.study = study
        self.whole = segments is None
        ids = None if segments is None else set(segments)
        for id in ids or ():
            if id not in study.segments:
                raise NotFound("There is no such unit", id)
        self._resolver = Resolver(study)
        self._paths = {code.id: path_of(study, code) for code in codes_in_order(study)}
        self._rank = {id: rank for rank, id in enumerate(self._paths)}
        self._codes = study.codes
        self._initials = {coder.id: coder.initials for coder in study.coders.values()}
        self._texts: dict[tuple[str, int], tuple[SourceText, list[int]]] = {}
        ordered = sources_in_order(study)
        places = self._places(ordered)
        records = study.segments
        units = (
            self._unit(records[id], places[source.id])
            for source in tracked(ordered, end=EXTRACTED)
            for id in study.positions(source.id)
            if ids is None or id in ids
        )
        # a segment that has only a private memo is left out
        self.units = [unit for unit in units if unit.placed or unit.memos]
        self.in_source: dict[str, list[Unit]] = {}
        self.with_code: dict[str, list[Unit]] = {}
        for unit in self.units:
            self.in_source.setdefault(unit.source.id, []).append(unit)
            for code in {placed.code.id for placed in unit.placed}:
                self.with_code.setdefault(code, []).append(unit)
        self.sources = [source for source in ordered if self.whole or source.id in self.in_source]
        self.labels = {source.id: places[source.id].label for source in self.sources}
        codes = self._code_ids()
        self.codes: list[tuple[int, Code]] = [(depth, code) for depth, code in walk(study) if code.id in codes]
        self.participants: list[Participant] = self._referenced("participant", study.participants)
        self.waves: list[Wave] = self._referenced("wave", study.waves)
        self.coders = self._active_coders()

    def path(self, code: str) -> str:
        """Return the path of a code, by its id."""
        return self._paths[code]

    def initials(self, coder: str) -> str:
        """Return the initials of a coder, by their id."""
        return self._initials[coder]

    def memo_markdown(self, memo: Memo) -> str:
        """Return the text of a memo as Markdown, with its links as words."""
        return highlight_links(memo.text, self._resolver)

    def plain_memo(self, memo: Memo) -> str:
        """Return the text of a memo below its title if it has one, with its links as words."""
        return "\n\n".join(filter(None, (memo.title, plain_links(memo.text, self._resolver))))

    def memos(self, target: str) -> tuple[Memo, ...]:
        """Return the memos on a record that are not private, the oldest first."""
        if target not in self.study.index.memos:
            return ()
        memos = (memo for memo in self.study.memos_on(target) if not memo.private)
        return tuple(sorted(memos, key=lambda memo: (memo.created, memo.title, memo.id)))

    def study_memos(self) -> tuple[Memo, ...]:
        """Return the memos on the project for a reader of its units: without preconceptions; none in an extract."""
        return tuple(memo for memo in self.memos(self.study.info.id) if self.whole and memo.kind != PRECONCEPTION)

    def counted(self) -> tuple[str, ...]:
        """Return the numbers of sources, coded units and codings in words, and of units that have only a memo."""
        loose = sum(not unit.placed for unit in self.units)
        return (
            format_count(len(self.sources), "source"),
            format_count(len(self.units) - loose, "coded unit"),
            format_count(sum(len(unit.placed) for unit in self.units), "coding"),
            *([f"{format_count(loose, 'unit')} with a memo and no code"] if loose else []),
        )

    def condensate(self, code: str) -> tuple[Sentence, ...]:
        """Return the sentences of a code's condensate; none in an extract, which lacks some of its units."""
        condensate = condensate_of(self.study, code) if self.whole else None
        return condensate.sentences if condensate is not None else ()

    def _places(self, ordered: Sequence[Source]) -> dict[str, _Place]:
        """Label each source by participant and wave, or by its name if these are unknown or shared."""
        people, waves = self.study.participants, self.study.waves
        seen = Counter((source.participant, source.wave) for source in ordered)
        places = {}
        for source in ordered:
            person = people[source.participant].name if source.participant else ""
            wave = waves[source.wave].name if source.wave else ""
            unique = person and seen[source.participant, source.wave] == 1
            label = JOINT.join(filter(None, (person, wave))) if unique else source.name
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
        text_and_ends = self._texts.get(key)
        if text_and_ends is None:
            text = self.study.rules.text_of(*key)
            if text is None:
                raise NotFound("The text of a unit is missing", segment.id, "Run: coder doctor PROJECT")
            text_and_ends = self._texts[key] = text, [turn.end for turn in text.turns]
        text, ends = text_and_ends
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
            placed.sort(key=lambda item: (self._rank[item.code.id], item.coder))
        return tuple(placed)

    def _code_ids(self) -> set[str]:
        if self.whole:
            return set(self._paths)
        codes: set[str] = set()
        for id in self.with_code:
            above: Code | None = self.study.codes[id]
            while above is not None and above.id not in codes:
                codes.add(above.id)
                above = self.study.codes[above.parent] if above.parent else None
        return codes

    def _referenced(self, field: str, records: Mapping[str, N]) -> list[N]:
        if self.whole:
            return list(records.values())
        used = {source[field] for source in self.sources}
        return [record for record in records.values() if record.id in used]

    def _active_coders(self) -> list[Coder]:
        coders = self.study.coders.values()
        if self.whole:
            return list(coders)
        used = {placed.coding.coder for unit in self.units for placed in unit.placed}
        used.update(memo.coder for memo in self.all_memos())
        return [coder for coder in coders if coder.id in used]

    def all_memos(self) -> Iterator[Memo]:
        """Yield every memo in the export; those on the project itself only if it is whole."""
        if self.whole:
            yield from self.memos(self.study.info.id)
        records: list[Source | Participant | Code] = [*self.sources, *self.participants]
        records += [code for _, code in self.codes]
        for record in records:
            yield from self.memos(record.id)
        for unit in self.units:
            yield from unit.memos


def rows(study: Study, segments: Sequence[str] | None = None) -> Iterator[Row]:
    """Yield the codings of a study, or of some segments, as rows of a table."""
    extract = Extract(study, segments)
    for unit in extract.units:
        segment = unit.segment
        memos = "\n\n".join(map(extract.plain_memo, unit.memos))
        head = (segment.id, unit.source.name, unit.participant, unit.wave, unit.source.day, unit.speaker, unit.turn)
        body = (segment.start, segment.end, segment.quote)
        person = study.participants.get(unit.source.participant or "")
        wave = study.waves.get(unit.source.wave or "")
        tail = (memos, person.service if person else "", wave.misses(unit.source.day) if wave else 0)
        for path, coder, coding in ((placed.path, placed.coder, placed.coding) for placed in unit.placed):
            yield Row(*head, *body, path, coder, coding.mark, coding.created, *tail)
        if not unit.placed:
            yield Row(*head, *body, "", "", "", "", *tail)


def describe_codings(unit: Unit, code: Code | None) -> list[str]:
    """Return who coded a unit with a code, and the paths of its other codes, in words."""
    shown = [placed for placed in unit.placed if code is not None and placed.code.id == code.id]
    coders = [" ".join(filter(None, (placed.coder, MARKS[placed.coding.mark]))) for placed in shown]
    also = dict.fromkeys(placed.path for placed in unit.placed if placed not in shown)
    words = [f"coded by {', '.join(coders)}"] if coders else []
    return [*words, f"also: {', '.join(also)}"] if also else words


def kind_label(memo: Memo) -> str:
    """Return the kind of a memo, in words."""
    return MEMO_KINDS[memo.kind].label
