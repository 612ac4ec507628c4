"""The tables of a project, and the references between their records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from coder.model.codebook import Code
from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Reading, Sentence, Theme, Verdict
from coder.model.framework import ChangeNote, Framework, Level, LevelCell, explained
from coder.model.memo import Memo
from coder.model.participant import Attrition, Participant, Wave
from coder.model.project import Answer, Coder, CodeSet, Info, Query
from coder.model.pseudonym import PseudonymDecision
from coder.model.record import Record
from coder.model.source import Coding, Segment, Source, SourceText

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
    "pseudonym_decisions": PseudonymDecision,
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


class Reference(NamedTuple):
    """A field and its target table: one id (or None), a tuple of ids, or sentences with their units.

    A record is removed with the target of a `needed` reference.
    """

    field: str
    table: str
    needed: bool = False


REFERENCES: dict[str, tuple[Reference, ...]] = {
    "sources": (Reference("participant", "participants"), Reference("wave", "waves")),
    "attrition": (Reference("participant", "participants", True), Reference("wave", "waves", True)),
    "sets": (Reference("codes", "codes"),),
    "codes": (Reference("examples", "segments"),),
    "readings": (Reference("source", "sources", True),),
    "themes": (Reference("into", "themes"),),
    "groups": (Reference("code", "codes", True), Reference("themes", "themes")),
    "condensates": (Reference("code", "codes", True), Reference("sentences", "segments")),
    "analytic_texts": (Reference("group", "groups", True), Reference("sentences", "segments")),
    "verdicts": (
        Reference("group", "groups", True),
        Reference("segment", "segments", True),
        Reference("text", "analytic_texts", True),
        Reference("against", "segments"),
    ),
    "levels": (Reference("framework", "frameworks", True),),
    "cells": (
        Reference("level", "levels", True),
        Reference("participant", "participants", True),
        Reference("wave", "waves", True),
        Reference("evidence", "segments"),
        Reference("cites", "cells"),
    ),
    "change_notes": (
        Reference("participant", "participants", True),
        Reference("first", "waves", True),
        Reference("then", "waves", True),
        Reference("level", "levels", True),
        Reference("code", "codes", True),
        Reference("evidence_first", "segments"),
        Reference("evidence_then", "segments"),
    ),
}

#: Tables and fields that hold a coder's id; not indexed, since coders are hardly ever removed.
CODERS: dict[str, tuple[str, ...]] = {
    "codings": ("coder",),
    "memos": ("coder",),
    "answers": ("coder",),
    "pseudonym_decisions": ("coder",),
    "readings": ("coder",),
    "themes": ("coder", "decided_by"),
    "condensates": ("coder",),
    "analytic_texts": ("coder",),
    "verdicts": ("coder",),
    "cells": ("coder",),
    "change_notes": ("coder",),
}

#: The target tables of the references above.
NAMED = frozenset(reference.table for fields in REFERENCES.values() for reference in fields)


def ids_in(value: object) -> Iterator[str]:
    """Yield the ids in the field of a reference, duplicates included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, Sentence):
                yield from item.units
            else:
                yield item


def references(table: str, record: Record) -> Iterator[tuple[Reference, str]]:
    """Yield each reference of a record with each of its ids."""
    for reference in REFERENCES.get(table, ()):
        for id in dict.fromkeys(ids_in(getattr(record, reference.field))):
            yield reference, id


def repointed(table: str, record: Record, old: str, new: str | None) -> Record | None:
    """Return the record with an id replaced; None if a needed one has no replacement.

    Tuples of ids stay free of duplicates. A change note that loses its last evidence gets a reason.
    """
    changed: dict[str, object] = {}
    for reference in REFERENCES.get(table, ()):
        value = getattr(record, reference.field)
        if old not in ids_in(value):
            continue
        if new is None and reference.needed:
            return None
        changed[reference.field] = _replaced(value, old, new)
    if not changed:
        return record
    replaced = msgspec.structs.replace(record, **changed)
    return explained(replaced) if isinstance(replaced, ChangeNote) else replaced


def _replaced(value: object, old: str, new: str | None) -> object:
    if not isinstance(value, tuple):
        return new
    if value and isinstance(value[0], Sentence):
        return tuple(item._replace(units=_replaced(item.units, old, new)) for item in value)
    return tuple(dict.fromkeys(filter(None, (new if item == old else item for item in value))))
