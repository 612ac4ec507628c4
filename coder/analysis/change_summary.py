"""Description of a transaction's changes; text of interviews only as excerpts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec

from coder.model.condensation import CLAIM_CHECK, AnalyticText, Condensate, Sentence, Verdict, prose
from coder.model.framework import ChangeNote, LevelCell
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.participant import OUTCOMES, Attrition
from coder.model.project import Answer, Coder
from coder.model.record import Change, Record, Transaction
from coder.model.schema import REFERENCES
from coder.model.source import Coding, Segment, SourceText
from coder.project.study import Study
from coder.text.phrases import excerpt

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
    "change_notes": "change note",
    "attrition": "entry of the attrition register",
    "answers": "answer",
    "pseudonym_decisions": "decision on pseudonyms",
}
_FIELDS = {
    "parent": "group",
    "order": "position",
    "color": "colour",
    "quick": "quick key",
    "aliases": "other names",
    "codable": "can be applied to units",
    "reasons": "reason required",
    "imports": "decisions on imports",
    "first_day": "first day",
    "last_day": "last day",
    "kind": "kind",
    "fate": "decision",
    "into": "taken up into",
    "why": "reason",
    "decided_by": "decided by",
    "themes": "from theme",
    "residual": "residual group",
    "heading": "category heading",
    "counter": "searched for counter-examples",
    "against": "contradicting units",
}
#: Tables of records without a name → the table and field of the record that names them.
_NAMED_BY = {
    "readings": ("sources", "source"),
    "groups": ("codes", "code"),
    "condensates": ("codes", "code"),
    "analytic_texts": ("groups", "group"),
}
#: Fields that hold ids → their table (“text” is usually a text, not an id).
_TABLES = {
    **{
        reference.field: reference.table
        for references in REFERENCES.values()
        for reference in references
        if reference.field not in ("sentences", "text")
    },
    "parent": "codes",
    "segment": "segments",
    "decided_by": "coders",
}
#: Fields that are not shown.
_HIDDEN = frozenset(
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


def describe_changes(study: Study, transaction: Transaction, most: int = MOST) -> list[str]:
    """Return a line for each change, at most `most`, then the number of further ones."""
    description = _Description(study, transaction)
    lines = list(islice(description.lines(), most + 1))
    if len(lines) > most:
        total = sum(1 for _ in description.lines())
        lines[most:] = [f"… and {total - most:,} more"]
    return lines or ["no further details"]


class _Description:
    """Describes a transaction, with the names of its records, including deleted ones."""

    def __init__(self, study: Study, transaction: Transaction) -> None:
        self._study = study
        self._transaction = transaction
        self._records: dict[tuple[str, str], Record] = {}
        for change in transaction.changes:
            record = change.after or change.before
            if record is not None:
                self._records[change.table, change.id] = record
        #: Segments of codings and memos in the same transaction.
        self._described = {record.segment for record in self._records.values() if isinstance(record, Coding)}
        self._described |= {record.target for record in self._records.values() if isinstance(record, Memo)}

    def lines(self) -> Iterator[str]:
        for change in self._transaction.changes:
            yield from self._change(change)

    def _change(self, change: Change) -> Iterator[str]:
        before, after = change.before, change.after
        record = after or before
        if isinstance(record, Coding):
            yield from self._coding(change)
        elif isinstance(record, SourceText):
            done = "added" if before is None else "removed" if after is None else "changed"
            yield f"text of {self._name('sources', record.source)}, revision {record.revision}: {done}"
        elif isinstance(record, Segment) and (before is None or after is None) and record.id in self._described:
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
            yield f"“{code}” {'added to' if before is None else 'removed from'} {where}"
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
            return self._verdict(record)
        if isinstance(record, Answer):
            return f"{record.form}, {record.item}"
        if isinstance(record, LevelCell):
            return ", ".join(
                (self._name("levels", record.level), *self._participant_and_waves(record.participant, record.wave))
            )
        if isinstance(record, ChangeNote):
            about = ("codes", record.code) if record.code else ("levels", record.level) if record.level else None
            position = self._participant_and_waves(record.participant, record.first, record.then)
            return ", ".join((*position, *([self._name(*about)] if about else [])))
        if isinstance(record, Attrition):
            return ", ".join(self._participant_and_waves(record.participant, record.wave))
        named_by = _NAMED_BY.get(table)
        if named_by is not None and record is not None and record[named_by[1]]:
            return self._name(named_by[0], str(record[named_by[1]]))
        return str(getattr(record, "name", "")) or "a deleted record"

    def _participant_and_waves(self, participant: str, *waves: str | None) -> list[str]:
        """Return the names of a participant and waves."""
        return [self._name("participants", participant), *(self._name("waves", wave) for wave in waves if wave)]

    def _target(self, memo: Memo) -> str:
        return "the project" if memo.about == "project" else self._name(memo.about, memo.target)

    def _verdict(self, verdict: Verdict) -> str:
        """Return the unit or claim of a verdict, and its group."""
        group = self._name("groups", verdict.group)
        if verdict.segment is None:
            return f"on the claim “{excerpt(verdict.claim)}” ({group})"
        return f"on the unit {self._name('segments', verdict.segment)} in {group}"

    def _words(self, record: Record | None) -> str:
        """Return the content of an added or removed record, if its name does not say it."""
        if isinstance(record, Memo):
            return self._memo_words(record)
        if isinstance(record, Condensate):  # not a quotation: no quotation marks
            return f": ≈ {excerpt(prose(record.sentences), LONGEST)}"
        if not isinstance(record, Verdict):
            content = _content(record)
            return f": {_short(content)}" if content else ""
        parts = [f"{record.verdict}, by {self._name('coders', record.coder)}"]
        if record.kind == CLAIM_CHECK:
            parts.append(f"searched for counter-examples: {'yes' if record.counter else 'no'}")
        if record.against:
            parts.append(f"contradicting units: {self._value('against', record.against)}")
        if record.note:
            parts.append(_short(record.note))
        return ": " + " · ".join(parts)

    def _memo_words(self, memo: Memo) -> str:
        return "" if self._hidden(memo) else f": {_short(memo.title or memo.text)}"

    def _hidden(self, memo: Memo) -> bool:
        """Return whether the text of a memo is hidden from this coder."""
        author = self._study.coders.get(memo.coder)
        mine = getattr(self._study, "initials", "")
        return memo.private and (author is None or author.initials != mine)

    def _difference(self, record: Record, field: str, old: Any, new: Any) -> str:
        name = _FIELDS.get(field, field.replace("_", " "))
        if field == "order":
            return f"{name} changed"
        if isinstance(record, Memo) and field in ("text", "title") and self._hidden(record):
            return f"{name} changed (private)"
        if field == "sentences":
            return _describe_sentences(old, new)
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
        if field == "imports":
            return ", ".join(" ".join(filter(None, (it.kind, it.label, it.value))) for it in value)
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if isinstance(value, dict):
            return ", ".join(f"{key} {text}" for key, text in value.items())
        return _short(value) if isinstance(value, str) else str(value)


def _differences(before: Record, after: Record) -> Iterator[tuple[str, Any, Any]]:
    for field in msgspec.structs.fields(type(after)):
        old, new = getattr(before, field.name, None), getattr(after, field.name)
        if old != new and field.name not in _HIDDEN:
            yield field.name, old, new


def _describe_sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> str:
    """Count the sentences that were added, removed, reworded, or have other units."""
    before, after = {sentence.key: sentence for sentence in old}, {sentence.key: sentence for sentence in new}
    both = before.keys() & after.keys()
    counts = {
        "added": len(after.keys() - both),
        "removed": len(before.keys() - both),
        "reworded": sum(before[key].text != after[key].text for key in both),
        "with other units": sum(before[key].units != after[key].units for key in both),
    }
    text = ", ".join(f"{number} {change}" for change, number in counts.items() if number)
    return f"sentences: {text or 'reordered'}"


def _content(record: Record | None) -> str:
    """Return the text of a record of the method."""
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
