"""The tables of a project."""

from __future__ import annotations

from coder.model.answer import Answer
from coder.model.codebook import Code
from coder.model.coder import Coder
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Reading, Theme, Verdict
from coder.model.framework import ChangeNote, Framework, Level, LevelCell
from coder.model.info import Info
from coder.model.memo import Memo
from coder.model.participant import Attrition, Participant, Wave
from coder.model.query import CodeSet, Query
from coder.model.record import Record
from coder.model.segment import Coding, Segment
from coder.model.source import Source, SourceText

#: Table name → type of its records, in the order written.
TABLES: dict[str, type[Record]] = {
    "project": Info,
    "coders": Coder,
    "participants": Participant,
    "waves": Wave,
    "attrition": Attrition,
    "sets": CodeSet,
    "queries": Query,
    "answers": Answer,
    "readings": Reading,
    "themes": Theme,
    "groups": CodeGroup,
    "condensates": Condensate,
    "analytic_texts": AnalyticText,
    "verdicts": Verdict,
    "frameworks": Framework,
    "levels": Level,
    "cells": LevelCell,
    "change_notes": ChangeNote,
    "sources": Source,
    "texts": SourceText,
    "codes": Code,
    "segments": Segment,
    "codings": Coding,
    "memos": Memo,
}
