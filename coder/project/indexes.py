"""Indexes: derived from the tables and updated with each change."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from coder.model.codebook import Code
from coder.model.memo import Memo
from coder.model.record import Change, Record
from coder.model.schema import CODERS, REFERENCES, references
from coder.model.source import Coding, Segment, SourceText
from coder.store import files
from coder.store.checkpoint import Tables

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
        self.memos: dict[str, tuple[str, ...]] = {}
        self.referrers: dict[
            str, tuple[tuple[str, str], ...]
        ] = {}  # id → table and id of each record that refers to it
        self.paths: dict[str, str] = {}  # of codes with children, filled on demand
        self.searchable: dict[str, str] = {}  # folded texts by id, filled on demand
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
        folded = name.casefold()
        return (other.id for other in self._tables[table].values() if other[field].casefold() == folded)
