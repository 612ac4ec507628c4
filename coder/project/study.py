"""Studies: records by id and in their indexes, in order, and by what a person types."""

from __future__ import annotations

import string
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, cast

from coder.errors import Ambiguous, Invalid, NotFound
from coder.model.codebook import SEPARATOR, Code
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Reading, Theme, Verdict
from coder.model.framework import ChangeNote, Framework, Level, LevelCell
from coder.model.memo import Memo
from coder.model.participant import Attrition, Participant, Wave
from coder.model.project import Answer, Coder, CodeSet, Info, Query
from coder.model.pseudonym import PseudonymDecision
from coder.model.record import Change, Record
from coder.model.schema import CODERS, REFERENCES, references
from coder.model.source import Coding, Segment, Source, SourceText
from coder.store import files
from coder.store.checkpoint import Tables
from coder.text.fold import FoldedText, name_key, searchable
from coder.text.phrases import excerpt

#: Segments longer than this (in characters) form a tier of their own, to bound how far a search looks back.
LONG = 2000

_Key = tuple[int, int, str]


class Positions:
    """The segments of one source by position: sorted starts, in two tiers (short and long segments)."""

    __slots__ = ("_long", "_short")

    def __init__(self, keys: Iterable[_Key] = ()) -> None:
        """Build from the start, end and id of each segment."""
        ordered = sorted(keys)
        self._short = [key for key in ordered if key[1] - key[0] <= LONG]
        self._long = [key for key in ordered if key[1] - key[0] > LONG] if len(self._short) < len(ordered) else []

    def _tier(self, segment: Segment) -> list[_Key]:
        return self._long if segment.end - segment.start > LONG else self._short

    def add(self, segment: Segment) -> None:
        insort(self._tier(segment), (segment.start, segment.end, segment.id))

    def remove(self, segment: Segment) -> None:
        tier = self._tier(segment)
        key = (segment.start, segment.end, segment.id)
        place = bisect_left(tier, key)
        if tier[place : place + 1] != [key]:
            raise KeyError(segment.id)
        del tier[place]

    def __iter__(self) -> Iterator[str]:
        """Yield all ids, by start."""
        return (id for _, _, id in sorted(self._short + self._long))

    def __len__(self) -> int:
        return len(self._short) + len(self._long)

    def between(self, start: int, end: int) -> list[str]:
        """Return the ids of the segments that share a character with `start..end`, by start."""
        low = bisect_left(self._short, (start - LONG, -1, ""))
        high = bisect_left(self._short, (end, -1, ""))
        keys = [key for key in self._short[low:high] if key[1] > start]
        if self._long:
            upper = bisect_left(self._long, (end, -1, ""))
            long = [key for key in self._long[:upper] if key[1] > start]
            if long:
                keys = sorted(keys + long)
        return [id for _, _, id in keys]

    def exactly(self, start: int, end: int) -> list[str]:
        """Return the ids of the segments with exactly these boundaries."""
        tier = self._long if end - start > LONG else self._short
        low = bisect_left(tier, (start, end, ""))
        ids = []
        while low < len(tier) and tier[low][:2] == (start, end):
            ids.append(tier[low][2])
            low += 1
        return ids

    def after(self, position: int) -> str | None:
        """Return the first segment that begins after `position`."""
        best: _Key | None = None
        for tier in (self._short, self._long):
            low = bisect_left(tier, (position + 1, -1, ""))
            if low < len(tier) and (best is None or tier[low] < best):
                best = tier[low]
        return best[2] if best else None

    def before(self, position: int) -> str | None:
        """Return the last segment that begins before `position`."""
        best: _Key | None = None
        for tier in (self._short, self._long):
            low = bisect_left(tier, (position, -1, ""))
            if low > 0 and (best is None or tier[low - 1] > best):
                best = tier[low - 1]
        return best[2] if best else None


def _without(items: tuple[str, ...], item: str) -> tuple[str, ...]:
    return tuple(other for other in items if other != item)


class Indexes:
    """All indexes of a project, over its live tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.texts: dict[tuple[str, int], str] = {}
        self.positions: dict[str, Positions] = {}
        self.segment_codings: dict[str, tuple[str, ...]] = {}
        self.code_codings: dict[str, dict[str, None]] = {}
        self.children: dict[str | None, list[str]] = {}
        self.code_names: dict[tuple[str | None, str], set[str]] = {}  # by parent and key of the name
        self.memos: dict[str, tuple[str, ...]] = {}
        self.referrers: dict[
            str, tuple[tuple[str, str], ...]
        ] = {}  # id → table and id of each record that refers to it
        self.paths: dict[str, str] = {}  # of codes with children, filled on demand
        self.searchable: dict[str, FoldedText] = {}  # folded texts by id, filled on demand
        with files.gc_paused():
            self._build()

    def _build(self) -> None:
        for text in self._tables["texts"].values():
            assert isinstance(text, SourceText)
            self.texts[text.source, text.revision] = text.id
        segments: dict[str, Any] = self._tables["segments"]
        by_source: defaultdict[str, list[_Key]] = defaultdict(list)
        for id, segment in segments.items():
            by_source[segment.source].append((segment.start, segment.end, id))
        self.positions = {source: Positions(keys) for source, keys in by_source.items()}
        codings: dict[str, Any] = self._tables["codings"]
        of_segment = self.segment_codings
        of_code: defaultdict[str, list[str]] = defaultdict(list)
        for id, coding in codings.items():
            segment_id = coding.segment
            others = of_segment.get(segment_id)
            of_segment[segment_id] = (id,) if others is None else (*others, id)
            of_code[coding.code].append(id)
        self.code_codings = {code: dict.fromkeys(ids) for code, ids in of_code.items()}
        for record in self._tables["memos"].values():
            self._add("memos", record)
        for code in self._tables["codes"].values():
            assert isinstance(code, Code)
            self.children.setdefault(code.parent, []).append(code.id)
            self.code_names.setdefault((code.parent, name_key(code.name)), set()).add(code.id)
        for siblings in self.children.values():
            siblings.sort(key=self._sibling_key)
        referrers: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for table in REFERENCES:
            for id, record in self._tables[table].items():
                for target in self._targets(table, record):
                    referrers[target].append((table, id))
        self.referrers = {id: tuple(records) for id, records in referrers.items()}

    @staticmethod
    def _targets(table: str, record: Record) -> Collection[str]:
        """Return the ids that a record refers to, each once."""
        return dict.fromkeys(id for _, id in references(table, record))

    def apply(self, change: Change) -> None:
        """Update the indexes for one change."""
        if change.table == "codes":
            self.paths.clear()
        elif change.table == "texts":
            self.searchable.pop(change.id, None)
        if change.before is not None:
            self._remove(change.table, change.before)
        if change.after is not None:
            self._add(change.table, change.after)

    def _add(self, table: str, record: Record) -> None:
        if table in REFERENCES:
            for id in self._targets(table, record):
                self.referrers[id] = (*self.referrers.get(id, ()), (table, record.id))
        if isinstance(record, Segment):
            self.positions.setdefault(record.source, Positions()).add(record)
        elif isinstance(record, Coding):
            self.segment_codings[record.segment] = (*self.segment_codings.get(record.segment, ()), record.id)
            self.code_codings.setdefault(record.code, {})[record.id] = None
        elif isinstance(record, Memo):
            self.memos[record.target] = (*self.memos.get(record.target, ()), record.id)
        elif isinstance(record, Code):
            insort(self.children.setdefault(record.parent, []), record.id, key=self._sibling_key)
            self.code_names.setdefault((record.parent, name_key(record.name)), set()).add(record.id)
        elif isinstance(record, SourceText):
            self.texts.setdefault((record.source, record.revision), record.id)

    def _remove(self, table: str, record: Record) -> None:
        if table in REFERENCES:
            for id in self._targets(table, record):
                others = tuple(other for other in self.referrers[id] if other != (table, record.id))
                if others:
                    self.referrers[id] = others
                else:
                    del self.referrers[id]
        if isinstance(record, Segment):
            self.positions[record.source].remove(record)
        elif isinstance(record, Coding):
            remaining = _without(self.segment_codings[record.segment], record.id)
            if remaining:
                self.segment_codings[record.segment] = remaining
            else:
                del self.segment_codings[record.segment]
            del self.code_codings[record.code][record.id]
        elif isinstance(record, Memo):
            remaining = _without(self.memos[record.target], record.id)
            if remaining:
                self.memos[record.target] = remaining
            else:
                del self.memos[record.target]
        elif isinstance(record, Code):
            self.children[record.parent].remove(record.id)
            self.code_names[record.parent, name_key(record.name)].remove(record.id)
        elif isinstance(record, SourceText) and self.texts.get((record.source, record.revision)) == record.id:
            del self.texts[record.source, record.revision]

    def _sibling_key(self, id: str) -> tuple[int, str, str]:
        code = self._tables["codes"].get(id)
        return (code.order, code.name.casefold(), id) if isinstance(code, Code) else (0, "", id)


class Rules:
    """The study as `model.invariants` needs to see it."""

    def __init__(self, tables: Tables, indexes: Indexes) -> None:
        self._tables = tables
        self._indexes = indexes

    def get(self, table: str, id: str) -> Record | None:
        return self._tables[table].get(id)

    def text_of(self, source: str, revision: int) -> SourceText | None:
        text = self._tables["texts"].get(self._indexes.texts.get((source, revision), ""))
        return text if isinstance(text, SourceText) else None

    def children_of(self, code: str | None) -> Collection[str]:
        return self._indexes.children.get(code, ())

    def codes_named(self, parent: str | None, name: str) -> Collection[str]:
        return self._indexes.code_names.get((parent, name_key(name)), ())

    def codings_of_segment(self, segment: str) -> Collection[str]:
        return self._indexes.segment_codings.get(segment, ())

    def codings_of_code(self, code: str) -> Collection[str]:
        return self._indexes.code_codings.get(code, ())

    def segments_of_source(self, source: str) -> Collection[str]:
        positions = self._indexes.positions.get(source)
        return list(positions) if positions else ()

    def memos_about(self, target: str) -> Collection[str]:
        return self._indexes.memos.get(target, ())

    def referrers_of(self, table: str, id: str) -> Iterable[tuple[str, str]]:
        return self._named_coder(id) if table == "coders" else self._indexes.referrers.get(id, ())

    def _named_coder(self, id: str) -> Iterator[tuple[str, str]]:
        for table, fields in CODERS.items():
            for record in self._tables[table].values():
                if any(record[field] == id for field in fields):
                    yield table, record.id

    def named(self, table: str, name: str) -> Iterator[str]:
        field = "initials" if table == "coders" else "name"
        folded = name_key(name)
        return (other.id for other in self._tables[table].values() if name_key(other[field]) == folded)


NO_POSITIONS = Positions()


class Study:
    """The readable side of a project; its mappings are live views, id → record."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.index = Indexes(tables)
        self.rules = Rules(tables, self.index)
        views: dict[str, Mapping[str, Any]] = {name: MappingProxyType(rows) for name, rows in tables.items()}
        self.sources: Mapping[str, Source] = views["sources"]
        self.codes: Mapping[str, Code] = views["codes"]
        self.segments: Mapping[str, Segment] = views["segments"]
        self.codings: Mapping[str, Coding] = views["codings"]
        self.memos: Mapping[str, Memo] = views["memos"]
        self.participants: Mapping[str, Participant] = views["participants"]
        self.waves: Mapping[str, Wave] = views["waves"]
        self.coders: Mapping[str, Coder] = views["coders"]
        self.sets: Mapping[str, CodeSet] = views["sets"]
        self.queries: Mapping[str, Query] = views["queries"]
        self.attrition: Mapping[str, Attrition] = views["attrition"]
        self.answers: Mapping[str, Answer] = views["answers"]
        self.pseudonym_decisions: Mapping[str, PseudonymDecision] = views["pseudonym_decisions"]
        self.readings: Mapping[str, Reading] = views["readings"]
        self.themes: Mapping[str, Theme] = views["themes"]
        self.groups: Mapping[str, CodeGroup] = views["groups"]
        self.condensates: Mapping[str, Condensate] = views["condensates"]
        self.analytic_texts: Mapping[str, AnalyticText] = views["analytic_texts"]
        self.verdicts: Mapping[str, Verdict] = views["verdicts"]
        self.frameworks: Mapping[str, Framework] = views["frameworks"]
        self.levels: Mapping[str, Level] = views["levels"]
        self.cells: Mapping[str, LevelCell] = views["cells"]
        self.change_notes: Mapping[str, ChangeNote] = views["change_notes"]

    @property
    def info(self) -> Info:
        return cast(Info, next(iter(self.tables["project"].values())))

    def text_of(self, source: Source) -> SourceText:
        """Return the text of a source in its current revision."""
        text = self.rules.text_of(source.id, source.revision)
        if text is None:
            raise Invalid("The text of a source is missing", source.name, "Run: coder doctor PROJECT")
        return text

    def searchable(self, source: Source) -> FoldedText:
        """Return the current text of a source as `coder.text.fold.searchable` folds it; cached."""
        text = self.text_of(source)
        folded = self.index.searchable.get(text.id)
        if folded is None:
            folded = self.index.searchable[text.id] = searchable(text.text)
        return folded

    def positions(self, source: str) -> Positions:
        """Return the segments of a source by position."""
        return self.index.positions.get(source, NO_POSITIONS)

    def codings_of(self, segment: str) -> list[Coding]:
        """Return the codings of a segment, the oldest first."""
        codings = [self.codings[id] for id in self.index.segment_codings.get(segment, ())]
        return codings if len(codings) < 2 else sorted(codings, key=lambda coding: (coding.created, coding.id))

    def codings_with(self, code: str) -> Collection[str]:
        """Return the ids of the codings with a code."""
        return self.index.code_codings.get(code, {}).keys()

    def children(self, code: str | None) -> list[Code]:
        """Return the children of a code (None: the top level), in their order."""
        return [self.codes[id] for id in self.index.children.get(code, ())]

    def referrers(self, id: str, table: str) -> list[Any]:
        """Return the records of a table that refer to a record (except codings, memos and segments)."""
        return [
            self.tables[table][referrer] for where, referrer in self.index.referrers.get(id, ()) if where == table
        ]

    def memos_on(self, target: str) -> list[Memo]:
        """Return the memos on a record, the oldest first."""
        memos = [self.memos[id] for id in self.index.memos.get(target, ())]
        return memos if len(memos) < 2 else sorted(memos, key=lambda memo: (memo.created, memo.id))


class Named(Protocol):
    """A record with a name."""

    @property
    def name(self) -> str: ...


class Ordered(Protocol):
    """A record with a place among its like."""

    @property
    def order(self) -> int: ...

    @property
    def name(self) -> str: ...


def by_order(record: Ordered) -> tuple[int, str]:
    """Sort key: the place of a record, then its name."""
    return record.order, record.name


def by_name(record: Named) -> str:
    """Sort key: the name of a record, whatever its case."""
    return record.name.casefold()


def sources_in_order(study: Study) -> list[Source]:
    """Return all sources in their order."""
    return sorted(study.sources.values(), key=by_order)


def waves_in_order(study: Study) -> list[Wave]:
    """Return all waves in their order."""
    return sorted(study.waves.values(), key=by_order)


def walk(study: Study, top: str | None = None, depth: int = 0) -> Iterator[tuple[int, Code]]:
    """Yield the codes below `top` in the order of the code tree, each with its depth."""
    for code in study.children(top):
        yield depth, code
        yield from walk(study, code.id, depth + 1)


def codes_in_order(study: Study, top: str | None = None) -> Iterator[Code]:
    """Yield the codes below `top` in the order of the code tree."""
    return (code for _, code in walk(study, top))


def subtree(study: Study, code: Code) -> Iterator[Code]:
    """Yield a code and all codes below it."""
    yield code
    yield from codes_in_order(study, code.id)


def codings_below(study: Study, code: Code) -> int:
    """Return the number of codings with a code and the codes below it."""
    return sum(len(study.codings_with(below.id)) for below in subtree(study, code))


#: One cell wide in every terminal; reused after the last, where colour distinguishes the codes.
LETTERS = string.ascii_lowercase + string.ascii_uppercase + "αβγδεζηθκλμνξπρστφχψω"


def letters(study: Study) -> dict[str, str]:
    """Return code id → letter in the order of the tree; groups without codings get none."""
    ids = [
        code.id
        for code in codes_in_order(study)
        if code.codable and (not study.children(code.id) or study.codings_with(code.id))
    ]
    return {id: LETTERS[place % len(LETTERS)] for place, id in enumerate(ids)}


#: The initials of a coder who gave none.
NAMELESS = "me"


def author(study: Study, memo: Memo) -> str:
    """Return the initials of a memo's author."""
    return study.coders[memo.coder].initials


def is_mine(study: Study, memo: Memo, initials: str) -> bool:
    """Return whether this coder ("": without initials) wrote the memo."""
    return name_key(author(study, memo)) == name_key(initials or NAMELESS)


def readable(study: Study, memo: Memo, initials: str) -> bool:
    """Return whether this coder may read the memo."""
    return not memo.private or is_mine(study, memo, initials)


def memos_read_by(study: Study, target: str, initials: str) -> list[Memo]:
    """Return the memos on a record that this coder may read, the oldest first."""
    return [memo for memo in study.memos_on(target) if readable(study, memo, initials)]


SHORTEST_PREFIX = 4
#: The number of names listed when none or several match.
NAMED = 8

R = TypeVar("R", bound=Record)


def path_of(study: Study, code: Code) -> str:
    """Return the path of a code: `group/subgroup/code`."""
    if code.parent is None:
        return code.name
    above = study.index.paths.get(code.parent)
    if above is None:
        above = study.index.paths[code.parent] = path_of(study, study.codes[code.parent])
    return above + SEPARATOR + code.name


def code_named(study: Study, text: str) -> Code:
    """Return the code with this path, id or unique name; NotFound with similar names, or Ambiguous."""
    by_id = study.codes.get(text)
    if by_id is not None:
        return by_id
    parts = [name_key(part) for part in text.split(SEPARATOR)]
    exact: list[Code] = []
    ending: list[Code] = []
    for code in study.codes.values():
        if name_key(code.name) != parts[-1]:
            continue
        path = [name_key(part) for part in path_of(study, code).split(SEPARATOR)]
        if path == parts:
            exact.append(code)
        elif path[-len(parts) :] == parts:
            ending.append(code)
    matches = exact or ending or _by_prefix(study.codes.values(), text)
    if not matches:
        matches = [code for code in study.codes.values() if name_key(text) in map(name_key, code.aliases)]
    nearest = () if matches else _nearest_codes(study, text)
    return pick_one(matches, text, "code", [path_of(study, code) for code in matches], nearest)


def source_named(study: Study, text: str) -> Source:
    """Return the source with this id or name, or the only one that begins with it; NotFound or Ambiguous."""
    matches = match_name(study.sources.values(), text, begins=True)
    names = [source.name for source in matches]
    return pick_one(matches, text, "source", names, sorted(source.name for source in study.sources.values()))


def participant_named(study: Study, text: str) -> Participant:
    """Return the participant with this name, id or unique beginning of an id; NotFound or Ambiguous."""
    people = study.participants.values()
    return pick_one(match_name(people, text), text, "participant", (), [person.name for person in people])


def wave_named(study: Study, text: str) -> Wave:
    """Return the wave with this name, id or unique beginning of an id; NotFound or Ambiguous."""
    waves = study.waves.values()
    return pick_one(match_name(waves, text), text, "wave", (), [wave.name for wave in waves])


def segment_named(study: Study, text: str) -> Segment:
    """Return the segment with this id or unique beginning of an id; NotFound or Ambiguous."""
    segment = study.segments.get(text)
    return segment if segment is not None else pick_one(_by_prefix(study.segments.values(), text), text, "segment")


def memo_named(study: Study, text: str) -> Memo:
    """Return the memo with this id or unique beginning of an id; NotFound or Ambiguous."""
    memo = study.memos.get(text)
    return memo if memo is not None else pick_one(_by_prefix(study.memos.values(), text), text, "memo")


def match_name(records: Iterable[R], text: str, begins: bool = False) -> list[R]:
    """Return the records with this id or name, otherwise those whose name or id begins with it.

    Beginnings of names count only with `begins`; those of ids always.
    """
    candidates, folded = list(records), name_key(text)
    matches = [record for record in candidates if record.id == text] or [
        record for record in candidates if name_key(record["name"]) == folded
    ]
    if not matches and begins and folded:
        matches = [record for record in candidates if name_key(record["name"]).startswith(folded)]
    return matches or _by_prefix(candidates, text)


def pick_one(matches: Sequence[R], text: str, noun: str, names: Sequence[str] = (), others: Sequence[str] = ()) -> R:
    """Return the only match; Ambiguous lists the `names` of the matches, NotFound some `others`."""
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Ambiguous(
            f"“{text}” names more than one {noun}",
            ", ".join(names[:NAMED]) or f"{len(matches)} of them",
            "Write more of the name, the whole path, or the id.",
        )
    hint = f"Known: {', '.join(others[:NAMED])}" if others else ""
    raise NotFound(f"There is no {noun} “{text}”", hint=hint)


def _by_prefix(records: Iterable[R], text: str) -> list[R]:
    if len(text) < SHORTEST_PREFIX:
        return []
    return [record for record in records if record.id.startswith(text.lower())]


def _nearest_codes(study: Study, text: str) -> list[str]:
    from difflib import get_close_matches

    leaf = name_key(text.split(SEPARATOR)[-1])
    names = {name_key(code.name): path_of(study, code) for code in study.codes.values()}
    return [names[name] for name in get_close_matches(leaf, names, n=3, cutoff=0.5)]


def target_label(study: Study, about: str, target: str) -> str:
    """Return a label of the record that a memo is about."""
    if about == "segments" and target in study.segments:
        return f"unit “{excerpt(study.segments[target].quote, 32)}”"
    if about == "sources" and target in study.sources:
        return study.sources[target].name
    if about == "codes" and target in study.codes:
        return f"code {path_of(study, study.codes[target])}"
    if about == "participants" and target in study.participants:
        return f"participant {study.participants[target].name}"
    if about == "frameworks" and target in study.frameworks:
        return f"framework {study.frameworks[target].name}"
    return "the project"
