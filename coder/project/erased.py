"""What belongs to an erased participant, source or memo, and what is left of other records without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from coder.model.invariants import NAMES
from coder.model.memo import Memo, seal_of
from coder.model.participant import Participant
from coder.model.project import Info
from coder.model.record import Change, Record, Transaction
from coder.model.schema import REFERENCES, TABLES, ids_in, repointed
from coder.model.source import Source, SourceText
from coder.project.originals import mapped, versions
from coder.store.checkpoint import Tables
from coder.text.runs import keys, passages, texts_in, without
from coder.text.span import Span

PARTICIPANT, SOURCE, MEMO = "participant", "source", "memo"
#: Table of the records that are erased, by kind.
TABLE = {PARTICIPANT: "participants", SOURCE: "sources", MEMO: "memos"}
#: Label of history entries whose content is erased; they keep who, when and which operation.
LABEL = "content erased"
#: What stands in place of erased words.
CUT = "[erased]"
#: Fields that name a record without which there is none, besides the needed references.
_OWNERS = {"texts": "source", "segments": "source", "codings": "segment", "memos": "target"}
#: Tables whose records belong to a participant.
_OF_PARTICIPANT = ("attrition", "cells", "change_notes")
#: Tables in the order in which records depend on each other.
_ORDER = (
    *("participants", "sources", "texts", "segments", "attrition", "readings", "cells", "change_notes", "codings"),
    *("verdicts", "memos"),
)
#: Tables without free texts of researchers: other transcripts, and what is cut from them.
_NO_FREE_TEXT = ("texts", "segments", "codings", "readings", "pseudonym_decisions")
_QUOTED = re.compile("“([^”]+)”")
_FEW = 20  # characters of a quotation in a label that are not there by chance


class Quotation(NamedTuple):
    """Words of an erased text in a record that stays."""

    table: str
    id: str
    passages: tuple[str, ...]


class Erased:
    """A cleaner of what belongs to participants, sources or memos, given by ids.

    A participant stays as a bare name, with one entry of the register. `kept` are ids of records whose quotations of
    erased texts stay, as they are now; elsewhere these words are cut. `transaction` is the id of the erasure itself.
    """

    def __init__(
        self,
        kind: str,
        ids: Collection[str],
        transactions: Sequence[Transaction],
        tables: Tables,
        kept: Collection[str] = (),
        transaction: str = "",
    ) -> None:
        self._present = tables
        self._kept = frozenset(kept)
        self._transaction = transaction
        self._transactions = transactions
        last: dict[str, dict[str, Record]] = {table: {} for table in TABLES}
        self._new: set[str] = set()
        for act in transactions:
            for change in act.changes:
                record = change.after or change.before
                if record is not None:
                    last[change.table][change.id] = record
                if act.id == transaction and change.before is None:
                    self._new.add(change.id)
        for table, rows in tables.items():
            last[table].update(rows)
        self.people = _with_merged(ids, transactions) if kind == PARTICIPANT else frozenset[str]()
        self._bare = {id: person for id in self.people if (person := tables["participants"].get(id)) is not None}
        self.gone: dict[str, set[str]] = {table: set() for table in TABLES}
        self.gone[TABLE[kind]] |= set(ids) | set(self.people)
        self.gone["participants"] -= self._bare.keys()
        self._ids = {id for rows in self.gone.values() for id in rows}
        for table in _ORDER:
            for id, record in last[table].items():
                if id not in self._new and self._belongs(table, record):
                    self.gone[table].add(id)
                    self._ids.add(id)
        self._last = last
        self._texts: dict[str, str] = {}

    def _belongs(self, table: str, record: Record) -> bool:
        """Return whether a record, in this version, is about something that is gone."""
        owner = getattr(record, _OWNERS.get(table, ""), None)
        if owner in self._ids:
            return True
        if isinstance(record, Memo):
            return record.target in self.people
        if isinstance(record, Source):
            return record.participant in self.people
        if table in _OF_PARTICIPANT and record["participant"] in self.people:
            return True
        needed = [reference for reference in REFERENCES.get(table, ()) if reference.needed]
        return any(not self.gone[ref.table].isdisjoint(ids_in(record[ref.field])) for ref in needed)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all records that are erased, and of participants of whom a name stays."""
        return frozenset(self._ids | self.people)

    # What was in them

    @cached_property
    def _contents(self) -> list[tuple[str, Record]]:
        """All versions of the records that are gone, and of participants that are bare."""
        rows = [*versions(self._transactions), *((t, r) for t, rows in self._present.items() for r in rows.values())]
        return [(table, record) for table, record in rows if record.id in self._ids or record.id in self._bare]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that are erased: transcripts in all revisions, memos, notes and summaries."""
        texts: dict[str, None] = {}
        for table, record in self._contents:
            if table not in ("segments", "codings"):
                texts.update(dict.fromkeys(texts_in(msgspec.to_builtins(record))))
        return tuple(texts)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles of erased memos, and the speakers who speak in erased transcripts alone."""
        titles = {record.title.strip() for _, record in self._contents if isinstance(record, Memo)}
        return frozenset(titles | self.speakers) - {""}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that are erased: of sources, and of participants before they were renamed."""
        names = {name for _, record in self._contents if (name := str(getattr(record, "name", "")).strip())}
        others = {
            str(getattr(record, "name", ""))
            for rows in self._last.values()
            for record in rows.values()
            if record.id not in self._ids
        }
        return frozenset(names - others)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The speakers of erased transcripts who do not speak in any other."""
        ours = {turn.speaker for _, text in self._contents if isinstance(text, SourceText) for turn in text.turns}
        others = {turn.speaker for text in self._other_texts for turn in text.turns}
        return frozenset(ours - others - {""})

    @cached_property
    def _other_texts(self) -> list[SourceText]:
        rows = self._last["texts"].values()
        return [text for text in rows if isinstance(text, SourceText) and text.id not in self._ids]

    @cached_property
    def shared(self) -> frozenset[str]:
        """The runs of words that other transcripts have, too: they prove nothing."""
        return frozenset(self._all_runs & keys(text.text for text in self._other_texts))

    @cached_property
    def _all_runs(self) -> set[str]:
        return keys(self.texts)

    @cached_property
    def runs(self) -> set[str]:
        """The runs of words of the erased texts that no other transcript has."""
        return self._all_runs - self.shared

    @cached_property
    def _flat(self) -> str:
        return "\n".join(" ".join(text.split()) for text in self.texts)

    # Quotations elsewhere

    def quotations(self) -> Iterator[Quotation]:
        """Yield the words of erased texts in records that stay."""
        for table, rows in self._present.items():
            for id, record in rows.items():
                if table in _NO_FREE_TEXT or id in self._ids or id in self._bare or id in self._new:
                    continue
                found = [
                    text[span.start : span.end]
                    for text in texts_in(msgspec.to_builtins(record))
                    for span in self._passages(text)
                ]
                if found:
                    yield Quotation(table, id, tuple(found))

    def _passages(self, text: str) -> list[Span]:
        return passages(text, self.runs)

    def text(self, text: str) -> str:
        """Return a text with the words of erased texts cut."""
        if " " not in text and "\n" not in text:
            return text
        if text not in self._texts:
            self._texts[text] = without(text, self._passages(text), CUT)
        return self._texts[text]

    # The cleaner

    def record(self, table: str, record: Record) -> Record | None:
        """Return a record without what is erased; None if it belongs to that."""
        if record.id in self._new:
            return record
        if record.id in self.gone[table]:
            return None
        if record.id in self._bare and isinstance(record, Participant):
            now = self._bare[record.id]
            return Participant(id=record.id, name=str(now["name"]))
        if not isinstance(record, Source) and self._belongs(table, record):
            return None
        cleaned: Record | None = record
        for reference in REFERENCES.get(table, ()):
            for id in self.gone[reference.table].intersection(ids_in(record[reference.field])):
                cleaned = cleaned and repointed(table, cleaned, id, None)
        if cleaned is None:
            return None
        if isinstance(cleaned, Info):
            cleaned = self._without_imports(cleaned)
        return cleaned if table in _NO_FREE_TEXT or self._is_kept(table, cleaned) else self._cut(table, cleaned)

    def _is_kept(self, table: str, record: Record) -> bool:
        """Return whether a record has the words it has now, and these were to stay."""
        now = self._present[table].get(record.id) if record.id in self._kept else None
        return now is not None and _all_strings(now) == _all_strings(record)

    def _without_imports(self, info: Info) -> Info:
        """Return the project without the decisions that name a speaker or the file of an erased transcript."""
        kept = tuple(
            decision
            for decision in info.imports
            if not {decision.label, decision.value} & self.speakers
            and not {decision.file, decision.file.rpartition(".")[0]} & self.names
        )
        return msgspec.structs.replace(info, imports=kept) if kept != info.imports else info

    def _cut(self, table: str, record: Record) -> Record:
        plain = mapped(msgspec.to_builtins(record), str)
        changed = mapped(plain, self.text)
        if changed == plain:
            return record
        for field in NAMES.get(table, ()):
            if isinstance(plain.get(field), str) and plain[field] != changed[field]:
                changed[field] = f"{changed[field]} {record.id[:4]}"  # names are told apart
        cleaned: Record = msgspec.convert(changed, TABLES[table])
        if isinstance(cleaned, Memo) and cleaned.seal:
            cleaned = msgspec.structs.replace(cleaned, seal=seal_of(cleaned))
        return cleaned

    def transaction(self, transaction: Transaction) -> Transaction:
        """Return a transaction without what is erased; its label too, where that tells of it."""
        changes = []
        touched = False
        for change in transaction.changes:
            before = change.before and self.record(change.table, change.before)
            after = change.after and self.record(change.table, change.after)
            touched = touched or (before, after) != (change.before, change.after)
            if before != after:
                changes.append(Change(change.table, change.id, before, after))
        if transaction.id == self._transaction:
            return msgspec.structs.replace(transaction, changes=tuple(changes))
        label, reason = transaction.label, transaction.reason
        if touched and not changes:
            label, reason = LABEL, ""
        return msgspec.structs.replace(
            transaction,
            changes=tuple(changes),
            label=LABEL if self._tells(label, touched) else label,
            reason="" if self._tells(reason, touched) else reason,
        )

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Patterns of what names something erased: wherever it stands, and in an entry about that."""
        return _pattern(self.names), _pattern(self.names | self.titles)

    def _tells(self, text: str, touched: bool) -> bool:
        """Return whether a label or reason names or quotes what is erased."""
        if not text:
            return False
        if self._patterns[touched].search(text):
            return True
        for match in _QUOTED.finditer(text):
            quote = match[1].rstrip("…").strip()
            if (touched or len(quote) >= _FEW) and quote and quote in self._flat:
                return True
        return bool(self._passages(text))

    def quoted_in_draft(self, name: str, data: bytes) -> tuple[str, ...]:
        """Return the words of erased texts in a draft that stays."""
        plain = msgspec.json.decode(data)
        texts = () if self._is_about(plain) else tuple(texts_in(plain))
        return tuple(text[span.start : span.end] for text in texts for span in self._passages(text))

    def _is_about(self, draft: dict[str, Any]) -> bool:
        about = (draft.get(field, "") for field in ("memo", "target", "source"))
        return bool({part for value in about for part in str(value).split(".")} & (self._ids | self.people))

    def draft(self, name: str, data: bytes) -> bytes | None:
        """Return the content of a draft file without what is erased; None if it is about that."""
        plain = msgspec.json.decode(data)
        if self._is_about(plain):
            return None
        if name in self._kept:
            return data
        changed = mapped(plain, self.text)
        return data if changed == plain else msgspec.json.encode(changed)


def _with_merged(ids: Collection[str], transactions: Sequence[Transaction]) -> frozenset[str]:
    """Return participants with those that were merged into them."""
    people = set(ids)
    for act in reversed(transactions):
        if act.operation != "participants.merge":
            continue
        removed = {change.id for change in act.changes if change.table == "participants" and change.after is None}
        into = {change.id for change in act.changes if change.table == "participants" and change.after is not None}
        into |= {str(getattr(change.after, "participant", "")) for change in act.changes}
        if into & people:
            people |= removed
    return frozenset(people)


def _pattern(words: Collection[str]) -> re.Pattern[str]:
    """Return a pattern of these words; it matches nothing where there are none."""
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)")


def _all_strings(record: Record) -> list[str]:
    return list(texts_in(msgspec.to_builtins(record)))
