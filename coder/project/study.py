"""What there is to read in a study: records by id, and the quick questions over the indexes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, cast

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.coder import Coder
from coder.model.info import Info
from coder.model.memo import Memo
from coder.model.participant import Participant, Wave
from coder.model.segment import Coding, Segment
from coder.model.source import Source, SourceText
from coder.project.indexes import Indexes, Positions, Rules
from coder.store.checkpoint import Tables

NO_POSITIONS = Positions()


class Study:
    """The reading half of a project; its mappings are live views, id → record."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.index = Indexes(tables)
        self.rules = Rules(tables, self.index)

    @property
    def info(self) -> Info:
        return cast(Info, next(iter(self.tables["project"].values())))

    def _view(self, table: str) -> Mapping[str, Any]:
        return MappingProxyType(self.tables[table])

    @property
    def sources(self) -> Mapping[str, Source]:
        return self._view("sources")

    @property
    def codes(self) -> Mapping[str, Code]:
        return self._view("codes")

    @property
    def segments(self) -> Mapping[str, Segment]:
        return self._view("segments")

    @property
    def codings(self) -> Mapping[str, Coding]:
        return self._view("codings")

    @property
    def memos(self) -> Mapping[str, Memo]:
        return self._view("memos")

    @property
    def participants(self) -> Mapping[str, Participant]:
        return self._view("participants")

    @property
    def waves(self) -> Mapping[str, Wave]:
        return self._view("waves")

    @property
    def coders(self) -> Mapping[str, Coder]:
        return self._view("coders")

    def text_of(self, source: Source) -> SourceText:
        """The words of a source, in its current revision."""
        text = self.rules.text_of(source.id, source.revision)
        if text is None:
            raise Invalid("The text of a source is missing", source.name, "Run: coder doctor PROJECT")
        return text

    def positions(self, source: str) -> Positions:
        """The segments of a source by position."""
        return self.index.positions.get(source, NO_POSITIONS)

    def codings_of(self, segment: str) -> list[Coding]:
        """The codings on a segment, by when they were made."""
        found = [self.codings[id] for id in self.index.segment_codings.get(segment, ())]
        return found if len(found) < 2 else sorted(found, key=lambda coding: (coding.created, coding.id))

    def codings_with(self, code: str) -> Collection[str]:
        """Ids of the codings with a code."""
        return self.index.code_codings.get(code, {}).keys()

    def children(self, code: str | None) -> list[Code]:
        """The codes right below a code (None: at the top), in their order."""
        return [self.codes[id] for id in self.index.children.get(code, ())]

    def memos_on(self, target: str) -> list[Memo]:
        """The memos on any record, by when they were made."""
        found = [self.memos[id] for id in self.index.memos.get(target, ())]
        return sorted(found, key=lambda memo: (memo.created, memo.id))
