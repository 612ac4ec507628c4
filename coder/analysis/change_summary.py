"""What a transaction changed, in words: each record before and after; words of an interview only as excerpts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from coder.model.answer import Answer
from coder.model.change import Change, Transaction
from coder.model.coder import Coder
from coder.model.condensation import CLAIM_CHECK, AnalyticText, Condensate, Sentence, Verdict, prose
from coder.model.framework import ChangeNote, LevelCell
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import OUTCOMES, Attrition
from coder.model.record import Record
from coder.model.references import REFERENCES
from coder.model.segment import Coding, Segment
from coder.model.source import SourceText
from coder.project.segments import excerpt
from coder.project.study import Study

MOST = 100
LONGEST = 90

_NOUNS = {
    "project": "the project",
    "coders": "coder",
    "participants": "participant",
    "waves": "wave",
    "sets": "set of codes",
    "queries": "saved query",
    "sources": "source",
    "codes": "code",
    "segments": "segment",
    "memos": "memo",
    "readings": "reading",
    "themes": "theme",
    "groups": "code group",
    "condensates": "condensate",
    "analytic_texts": "analytic text",
    "verdicts": "verdict",
    "frameworks": "framework",
    "levels": "level",
    "cells": "cell",
    "change_notes": "note of change",
    "attrition": "entry of the attrition register",
    "answers": "answer",
}
_FIELDS = {
    "parent": "group",
    "order": "place among its siblings",
    "color": "colour",
    "quick": "quick key",
    "aliases": "other names",
    "codable": "can be put on a unit",
    "reasons": "a reason is obligatory",
    "first_day": "first day",
    "last_day": "last day",
    "kind": "kind",
    "fate": "what became of it",
    "into": "taken up into",
    "why": "reason",
    "decided_by": "decided by",
    "themes": "comes from theme",
    "residual": "for what fits no other",
    "heading": "category heading",
    "counter": "counter-examples searched for",
    "against": "against it",
}
#: Tables whose records have no name of their own: they are called as what a field of theirs names.
_NAMED_BY = {
    "readings": ("sources", "source"),
    "groups": ("codes", "code"),
    "condensates": ("codes", "code"),
    "analytic_texts": ("groups", "group"),
}
#: Fields that hold ids → the table of what they name ("text" is a text more often than an id).
_TABLES = {
    **{
        one.field: one.table for each in REFERENCES.values() for one in each if one.field not in ("sentences", "text")
    },
    "parent": "codes",
    "segment": "segments",
    "decided_by": "coders",
}
#: What says nothing to a person, or is told by something else.
_SILENT = frozenset(
    {
        "id",
        "before",
        "after",
        "quote",
        "digest",
        "modified",
        "created",
        "imported",
        "coder",
        "decided",
        "seen",
        "led_to",
    }
)


def told(study: Study, transaction: Transaction, most: int = MOST) -> list[str]:
    """A line for each thing that was changed, at most `most`, and how many more there were."""
    teller = _Teller(study, transaction)
    lines = list(islice(teller.lines(), most + 1))
    if len(lines) > most:
        total = sum(1 for _ in teller.lines())
        lines[most:] = [f"… and {total - most:,} more"]
    return lines or ["nothing that is not said above"]


class _Teller:
    """Knows the names of what a transaction speaks of, also of what is gone by now."""

    def __init__(self, study: Study, transaction: Transaction) -> None:
        self._study = study
        self._transaction = transaction
        self._records: dict[tuple[str, str], Record] = {}
        for change in transaction.changes:
            record = change.after or change.before
            if record is not None:
                self._records[change.table, change.id] = record
        #: Segments that a coding or a memo of the same transaction speaks of.
        self._spoken_of = {one.segment for one in self._records.values() if isinstance(one, Coding)}
        self._spoken_of |= {one.target for one in self._records.values() if isinstance(one, Memo)}

    def lines(self) -> Iterator[str]:
        for change in self._transaction.changes:
            yield from self._told(change)

    def _told(self, change: Change) -> Iterator[str]:
        before, after = change.before, change.after
        record = after or before
        if isinstance(record, Coding):
            yield from self._coding(change)
        elif isinstance(record, SourceText):
            done = "put in" if before is None else "taken out" if after is None else "changed"
            yield f"text of {self._name('sources', record.source)}, revision {record.revision}: {done}"
        elif isinstance(record, Segment) and (before is None or after is None) and record.id in self._spoken_of:
            return
        elif before is None or after is None:
            done = "added" if before is None else "removed"
            yield f"{self._subject(change)}: {done}{self._words(record)}"
        else:
            subject = self._subject(change)
            if isinstance(after, Verdict) and after.led_to == self._transaction.id:
                yield f"{subject}: “{after.verdict}” by {self._name('coders', after.coder)} led to this"
            for field, old, new in _differences(before, after):
                yield f"{subject}: {self._difference(after, field, old, new)}"

    def _coding(self, change: Change) -> Iterator[str]:
        before, after = change.before, change.after
        record = after or before
        if not isinstance(record, Coding):
            return
        code, where = self._name("codes", record.code), self._name("segments", record.segment)
        if before is None or after is None:
            yield f"“{code}” {'put on' if before is None else 'taken off'} {where}"
            return
        for field, old, new in _differences(before, after):
            yield f"{where}: {self._difference(record, field, old, new)}"

    def _subject(self, change: Change) -> str:
        noun = _NOUNS.get(change.table, change.table)
        if change.table == "project":
            return noun
        name = self._name(change.table, change.id, old=change.before)
        return f"{noun} {name}" if change.table in ("memos", "segments", "verdicts") else f"{noun} “{name}”"

    def _name(self, table: str, id: str, old: Record | None = None) -> str:
        record = old or self._records.get((table, id)) or self._study.tables[table].get(id)
        if isinstance(record, Segment):
            return f"“{excerpt(record.quote)}” ({self._name('sources', record.source)})"
        if isinstance(record, Memo):
            return f"({MEMO_KINDS[record.kind].label}) on {self._target(record)}"
        if isinstance(record, Coder):
            return record.initials
        if isinstance(record, Verdict):
            return self._checked(record)
        if isinstance(record, Answer):
            return f"{record.form}, {record.item}"
        if isinstance(record, LevelCell):
            return ", ".join((self._name("levels", record.level), *self._whose(record.participant, record.wave)))
        if isinstance(record, ChangeNote):
            about = ("codes", record.code) if record.code else ("levels", record.level) if record.level else None
            whose = self._whose(record.participant, record.first, record.then)
            return ", ".join((*whose, *([self._name(*about)] if about else [])))
        if isinstance(record, Attrition):
            return ", ".join(self._whose(record.participant, record.wave))
        named_by = _NAMED_BY.get(table)
        if named_by is not None and record is not None and record[named_by[1]]:
            return self._name(named_by[0], str(record[named_by[1]]))
        return str(getattr(record, "name", "")) or "something that is gone"

    def _whose(self, participant: str, *waves: str | None) -> list[str]:
        """A participant and waves, by their names."""
        return [self._name("participants", participant), *(self._name("waves", wave) for wave in waves if wave)]

    def _target(self, memo: Memo) -> str:
        return "the project" if memo.about == "project" else self._name(memo.about, memo.target)

    def _checked(self, verdict: Verdict) -> str:
        """What a verdict is on: the unit or the claim, and the group."""
        group = self._name("groups", verdict.group)
        if verdict.segment is None:
            return f"on the claim “{excerpt(verdict.claim)}” ({group})"
        return f"on the unit {self._name('segments', verdict.segment)} in {group}"

    def _words(self, record: Record | None) -> str:
        """What a record that came or went says, where its name does not tell it."""
        if isinstance(record, Memo):
            return self._memo_words(record)
        if isinstance(record, Condensate):  # nobody said it: no quotation marks
            return f": ≈ {excerpt(prose(record.sentences), LONGEST)}"
        if not isinstance(record, Verdict):
            said = _said(record)
            return f": {_short(said)}" if said else ""
        parts = [f"{record.verdict}, by {self._name('coders', record.coder)}"]
        if record.kind == CLAIM_CHECK:
            parts.append(f"counter-examples searched for: {'yes' if record.counter else 'no'}")
        if record.against:
            parts.append(f"against it: {self._value('against', record.against)}")
        if record.note:
            parts.append(_short(record.note))
        return ": " + " · ".join(parts)

    def _memo_words(self, memo: Memo) -> str:
        return "" if self._hidden(memo) else f": {_short(memo.title or memo.text)}"

    def _hidden(self, memo: Memo) -> bool:
        """A private memo's words are for its author."""
        author = self._study.coders.get(memo.coder)
        mine = getattr(self._study, "initials", "")
        return memo.private and (author is None or author.initials != mine)

    def _difference(self, record: Record, field: str, old: Any, new: Any) -> str:
        name = _FIELDS.get(field, field.replace("_", " "))
        if field == "order":
            return f"another {name}"
        if isinstance(record, Memo) and field in ("text", "title") and self._hidden(record):
            return f"{name} changed (private)"
        if field == "sentences":
            return _sentences_told(old, new)
        if isinstance(record, Memo) and field == "target":
            return f"on {self._name(record.about, old)} → on {self._name(record.about, new)}"
        return f"{name}: {self._value(field, old)} → {self._value(field, new)}"

    def _value(self, field: str, value: Any) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value is None or value in ("", (), {}):
            return "at the top" if field == "parent" else "none"
        if field in _TABLES:
            ids = value if isinstance(value, tuple) else (value,)
            return ", ".join(self._name(_TABLES[field], id) for id in ids[:5]) + (", …" if len(ids) > 5 else "")
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if isinstance(value, dict):
            return ", ".join(f"{key} {one}" for key, one in value.items())
        return _short(value) if isinstance(value, str) else str(value)


def _differences(before: Record, after: Record) -> Iterator[tuple[str, Any, Any]]:
    for field in msgspec.structs.fields(type(after)):
        old, new = getattr(before, field.name, None), getattr(after, field.name)
        if old != new and field.name not in _SILENT:
            yield field.name, old, new


def _sentences_told(old: Sequence[Sentence], new: Sequence[Sentence]) -> str:
    """What became of the sentences of a text: how many came, went, read otherwise, have other units behind them."""
    before, after = {one.key: one for one in old}, {one.key: one for one in new}
    both = before.keys() & after.keys()
    counts = {
        "added": len(after.keys() - both),
        "removed": len(before.keys() - both),
        "reworded": sum(before[key].text != after[key].text for key in both),
        "with other units": sum(before[key].units != after[key].units for key in both),
    }
    told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    return f"sentences: {told or 'in another order'}"


def _said(record: Record | None) -> str:
    """The words of a record of the method that came or went."""
    if isinstance(record, Answer):
        return record.text
    if isinstance(record, AnalyticText):
        return prose(record.sentences)
    if isinstance(record, LevelCell):
        return record.summary
    if isinstance(record, ChangeNote):
        return ": ".join(filter(None, (record.tag, record.sentence)))
    if isinstance(record, Attrition):
        return ": ".join(filter(None, (OUTCOMES[record.outcome], record.reason)))
    return ""


def _short(text: str) -> str:
    return f"“{excerpt(text, LONGEST)}”"
