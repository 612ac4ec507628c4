"""Studies: records by id, and lookups in the indexes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, cast

from coder.errors import Invalid
from coder.model.answer import Answer
from coder.model.codebook import Code
from coder.model.coder import Coder
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Reading, Theme, Verdict
from coder.model.framework import ChangeNote, Framework, Level, LevelCell
from coder.model.info import Info
from coder.model.memo import Memo
from coder.model.participant import Attrition, Participant, Wave
from coder.model.query import CodeSet, Query
from coder.model.segment import Coding, Segment
from coder.model.source import Source, SourceText
from coder.project.indexes import Indexes, Positions, Rules
from coder.store.checkpoint import Tables
from coder.text.fold import searchable

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

    def searchable(self, source: Source) -> str:
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
