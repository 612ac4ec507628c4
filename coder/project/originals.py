"""Originals: superseded texts of sources, and what becomes of them in history and backups when they are erased."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

import msgspec

from coder.model.memo import Memo, seal_of
from coder.model.record import Change, Record, Transaction
from coder.model.schema import TABLES, repointed
from coder.model.source import Segment, Source, SourceText
from coder.project.segments import anchor_segment
from coder.store.checkpoint import Tables
from coder.text.alignment import Alignment
from coder.text.runs import keys
from coder.text.span import Span

R = TypeVar("R", bound=Record)


def versions(transactions: Iterable[Transaction]) -> Iterator[tuple[str, Record]]:
    """Yield every record that a history holds, in every version."""
    for transaction in transactions:
        for change in transaction.changes:
            for record in (change.before, change.after):
                if record is not None:
                    yield change.table, record


class Originals:
    """A cleaner of superseded texts: as if each source had had its present text from the beginning.

    Units keep their places, as the alignment of both texts gives them; one that is nowhere in the present text is
    gone. `terms` are what was replaced, such as names, with the replacements: they are replaced in all that the
    history and the drafts hold besides, but not in the records as they are now.
    """

    def __init__(
        self,
        sources: Collection[str],
        transactions: Sequence[Transaction],
        tables: Tables,
        terms: Mapping[str, str],
    ) -> None:
        self._present = tables
        self._sources: dict[str, Source] = {
            id: source for id in sources if isinstance(source := tables["sources"].get(id), Source)
        }
        self._texts: dict[str, SourceText] = {}
        self._old: dict[tuple[str, int], str] = {}
        known = [record for table, record in versions(transactions) if table == "texts"]
        for text in (*known, *tables["texts"].values()):
            if isinstance(text, SourceText) and text.source in self._sources:
                if text.revision == self._sources[text.source].revision:
                    self._texts[text.source] = text
                else:
                    self._old[text.source, text.revision] = text.text
        self._alignments: dict[tuple[str, int], Alignment] = {}
        self._terms = {term.casefold(): replacement for term, replacement in terms.items() if term.strip()}
        self._gone = {
            record.id
            for table, record in versions(transactions)
            if table == "segments" and isinstance(record, Segment) and self._placed(record) is None
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        longest = sorted(self._terms, key=len, reverse=True)
        words = "|".join(re.escape(term) for term in longest)
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def is_superseded(self, table: str, record: Record) -> bool:
        """Return whether a record is a text that was replaced by a later one."""
        return table == "texts" and isinstance(record, SourceText) and self._is_old(record.source, record.revision)

    def _is_old(self, source: str, revision: int) -> bool:
        return source in self._texts and revision < self._sources[source].revision

    @property
    def runs(self) -> set[str]:
        """The runs of words of the superseded texts that no text of the project has any more."""
        texts = self._present["texts"].values()
        now = (text.text for text in texts if isinstance(text, SourceText) and not self.is_superseded("texts", text))
        return keys(self._old.values()) - keys(now)

    # The cleaner

    def record(self, table: str, record: Record) -> Record | None:
        """Return a record as it would be if the source had had its present text."""
        if self._present[table].get(record.id) == record and not self.is_superseded(table, record):
            return record
        if isinstance(record, SourceText) and self._is_old(record.source, record.revision):
            text = self._texts[record.source]
            return msgspec.structs.replace(record, text=text.text, turns=text.turns)
        if isinstance(record, SourceText):  # of another source, or of one that was deleted
            return record
        if isinstance(record, Segment):
            return None if record.id in self._gone else self._placed(record)
        if isinstance(record, Source) and self._is_old(record.id, record.revision):
            now = self._sources[record.id]
            record = msgspec.structs.replace(
                record, words=now.words, characters=now.characters, turns=now.turns, digest=now.digest
            )
        if self._gone and _names(record) & self._gone:
            return self._without_gone(table, record)
        return self._replaced(table, record)

    def _without_gone(self, table: str, record: Record) -> Record | None:
        if not {getattr(record, "segment", ""), getattr(record, "target", "")}.isdisjoint(self._gone):
            return None
        cleaned: Record | None = record
        for id in self._gone:
            cleaned = cleaned and repointed(table, cleaned, id, None)
        return cleaned and self._replaced(table, cleaned)

    def transaction(self, transaction: Transaction) -> Transaction:
        """Return a transaction without the originals."""
        changes = []
        for change in transaction.changes:
            before = change.before and self.record(change.table, change.before)
            after = change.after and self.record(change.table, change.after)
            if before != after:
                changes.append(Change(change.table, change.id, before, after))
        label, reason = self.text(transaction.label), self.text(transaction.reason)
        return msgspec.structs.replace(transaction, changes=tuple(changes), label=label, reason=reason)

    def draft(self, name: str, data: bytes) -> bytes | None:
        """Return a draft file without the originals; None for the draft of a correction of an original."""
        if name.endswith(".text") and any(name.startswith(id) for id in self._sources):
            return None
        return msgspec.json.encode(mapped(msgspec.json.decode(data), self.text))

    def text(self, text: str) -> str:
        """Return a text with the terms replaced."""
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(lambda match: self._terms[match[0].casefold()], text)

    # Places of units

    def _placed(self, segment: Segment) -> Segment | None:
        """Return a unit on its place in the present text; None if it has none."""
        if not self._is_old(segment.source, segment.revision):
            return segment
        text = self._texts[segment.source].text
        old = self._old.get((segment.source, segment.revision))
        if old is not None and segment.end <= len(old):
            key = (segment.source, segment.revision)
            if key not in self._alignments:
                self._alignments[key] = Alignment(old, text)
            place = self._alignments[key].place(segment.start, segment.end)
            if place.how != "lost":
                return anchor_segment(segment, segment.revision, text, Span(place.start, place.end))
        now = self._present["segments"].get(segment.id)
        if isinstance(now, Segment) and not self._is_old(now.source, now.revision):
            return msgspec.structs.replace(now, revision=segment.revision)
        return None

    def _replaced(self, table: str, record: R) -> R:
        """Return a record with the terms replaced in all its texts."""
        if self._pattern is None:
            return record
        plain = mapped(msgspec.to_builtins(record), str)
        changed = mapped(plain, self.text)
        if changed == plain:
            return record
        cleaned: Any = msgspec.convert(changed, TABLES[table])
        if isinstance(cleaned, Memo) and cleaned.seal:
            cleaned = msgspec.structs.replace(cleaned, seal=seal_of(cleaned))
        result: R = cleaned
        return result


def _names(record: Record) -> set[str]:
    """Return the ids that a record names besides its own."""
    names: set[str] = set()
    for field in record.__struct_fields__:
        names |= _strings(getattr(record, field)) if field != "id" else set()
    return names


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return {text for item in value for text in _strings(item)}
    return set()


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return a plain value with all strings in it changed, apart from keys."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [mapped(item, change) for item in value]
    if isinstance(value, dict):
        return {key: mapped(item, change) for key, item in value.items()}
    return value
