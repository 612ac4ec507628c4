"""The history of a study: filtered, of one code, and what was undone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

import msgspec

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.model.document import AnyBlock, Cell, Document, Heading, Table
from coder.model.memo import Memo
from coder.model.record import Change, Transaction
from coder.model.source import Coding
from coder.project.project import Project
from coder.project.study import Study, path_of
from coder.text.fold import name_key
from coder.text.phrases import format_count


class Step(NamedTuple):
    """An act of the trail; `undone` if it was undone and not redone; `id` is its transaction."""

    when: str
    coder: str
    operation: str
    label: str
    reason: str
    undone: bool
    id: str = ""


def steps(project: Project) -> list[Step]:
    """Return all acts, oldest first; undo and redo only mark the act concerned; private memos are left out."""
    transactions = list(reversed(list(project.history())))
    undone = undone_ids(transactions)
    return [
        Step(act.when, act.coder, act.operation, act.label, act.reason, act.id in undone, act.id)
        for act in transactions
        if act.undoes is None and not _is_private(act)
    ]


def undone_ids(transactions: Iterable[Transaction]) -> set[str]:
    """Return the ids of the acts that were undone and not redone; the oldest transaction comes first."""
    undone: set[str] = set()
    targets: dict[str, str] = {}
    for transaction in transactions:
        if transaction.undoes is not None:
            act = targets[transaction.id] = targets.get(transaction.undoes, transaction.undoes)
            (undone.add if transaction.operation == "undo" else undone.discard)(act)
    return undone


def _is_private(transaction: Transaction) -> bool:
    records = [record for change in transaction.changes for record in (change.before, change.after)]
    return any(record.private for record in records if isinstance(record, Memo))


def exported(project: Project) -> tuple[list[dict[str, object]], Callable[[], Document]]:
    """Return what a writer of the trail takes: the steps as records, and the document made from them."""
    trail = steps(project)
    return [step._asdict() for step in trail], lambda: as_document(project, trail)


def as_document(project: Project, trail: Sequence[Step]) -> Document:
    """Return the trail as a document with a table for each day."""
    blocks: list[AnyBlock] = []
    for day, acts in groupby(trail, key=lambda step: step.when[:10]):
        rows = _rows(acts)
        n = format_count(len(rows), "act")
        blocks += [Heading(2, day), Table(f"n = {n} (UTC)", ("When", "Who", "What", "Why"), rows)]
    return Document("Decision trail", project.info.name, project.now(), (), tuple(blocks))


def _rows(steps: Iterable[Step]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(step.when[11:16]),
            Cell(step.coder),
            Cell(step.label + (" (undone)" if step.undone else "")),
            Cell(step.reason),
        )
        for step in steps
    )


_TERM = re.compile(r'(\w+):(?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+)')
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
#: Characters of a filter: each of its words is looked for in every change.
LONGEST_FILTER = 1_000


class HistoryFilter(NamedTuple):
    """Criteria for changes; empty fields do not restrict. Dates are ISO 8601 or the beginning of one."""

    by: str = ""
    operation: str = ""
    code: str = ""
    since: str = ""
    until: str = ""
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = {"by": self.by, "op": self.operation, "code": self.code, "since": self.since, "until": self.until}
        terms = [f"{name}:{_quoted(value)}" for name, value in named.items() if value]
        return " ".join([*terms, *map(_quoted, self.words)])


_NAMES = {"by": "by", "coder": "by", "op": "operation", "operation": "operation", "code": "code"}
_NAMES |= {"since": "since", "until": "until"}


def parse(text: str) -> HistoryFilter:
    """Parse a line such as `by:KG op:merge code:"Patient first" since:2026-03 shame`; Invalid for mistakes."""
    if len(text) > LONGEST_FILTER:
        raise Invalid("The filter is too long", f"It has {len(text):,} characters, and may have {LONGEST_FILTER:,}.")
    criteria = HistoryFilter()
    for name, quoted, bare, phrase, word in _TERM.findall(text):
        value = (quoted or bare).strip()
        if not name:
            criteria = criteria._replace(words=(*criteria.words, phrase or word))
            continue
        field = _NAMES.get(name.casefold())
        if field is None:
            raise Invalid(
                f"The history has no filter “{name}:”", hint="Filters are by: op: code: since: until:, and words."
            )
        if field in ("since", "until"):
            parse_date(value)
        criteria = criteria._replace(**{field: value})
    return criteria


def parse_date(text: str) -> str:
    """Return a date, or the beginning of one (2026, 2026-03), without blanks; "" for none. Invalid for others."""
    date = text.strip()
    if date and not _DATE.fullmatch(date):
        raise Invalid(f"“{date}” is not a date", hint="Write 2026, 2026-03 or 2026-03-14.")
    return date


def is_between(day: str, since: str, until: str) -> bool:
    """Return whether a day (ISO 8601) is between two dates, both inclusive; empty dates do not restrict."""
    return day[: len(since)] >= since and (not until or day[: len(until)] <= until)


def filter_history(
    study: Study, transactions: Iterator[Transaction], criteria: HistoryFilter
) -> Iterator[Transaction | None]:
    """Yield each matching transaction, latest first, and None for each other one, so that a caller can show progress.

    Ends at the first transaction older than `since`.
    """
    matcher = Matcher(study, criteria)
    for transaction in transactions:
        day = local_day(transaction.when)
        if criteria.since and day[: len(criteria.since)] < criteria.since:
            return
        yield transaction if matcher.matches(transaction, day) else None


class Matcher:
    """Tests transactions in order, latest first.

    Deleted codes are known by their name at deletion.
    """

    def __init__(self, study: Study, criteria: HistoryFilter) -> None:
        self._criteria = criteria
        self._code = name_key(criteria.code)
        self._codes = {code.id for code in study.codes.values() if self._is_code(code.name, path_of(study, code))}
        self._words = [word.casefold() for word in criteria.words]

    def matches(self, transaction: Transaction, day: str) -> bool:
        """Return whether a transaction of that local day matches."""
        criteria = self._criteria
        if criteria.until and day[: len(criteria.until)] > criteria.until:
            self._touches_code(transaction)
            return False
        if self._code and not self._touches_code(transaction):
            return False
        if criteria.by and name_key(transaction.coder) != name_key(criteria.by):
            return False
        if criteria.operation and criteria.operation.casefold() not in transaction.operation.casefold():
            return False
        text = f"{transaction.label} {transaction.reason}".casefold()
        return all(word in text for word in self._words)

    def _is_code(self, name: str, path: str = "") -> bool:
        return bool(self._code) and self._code in (name_key(name), name_key(path))

    def _touches_code(self, transaction: Transaction) -> bool:
        records = [(change.id, record) for change in transaction.changes for record in (change.before, change.after)]
        for _, record in records:
            if isinstance(record, Code) and self._is_code(record.name):
                self._codes.add(record.id)
        return any(
            id in self._codes or (isinstance(record, Coding) and record.code in self._codes) for id, record in records
        )


def local_day(when: str) -> str:
    """Return the local day of a moment (ISO 8601)."""
    return datetime.fromisoformat(when).astimezone().date().isoformat()


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


#: Fields whose changes are not part of the history: position and key.
IGNORED: dict[str, object] = {"order": 0, "quick": None}


class Event(NamedTuple):
    """A change; `times`: how often it was repeated in a row."""

    when: str
    coder: str
    what: str
    reason: str
    undone: bool
    times: int = 1


def events(project: Project, code: str) -> list[Event]:
    """Return the changes of a code, oldest first; reads the whole history from disk."""
    transactions = list(reversed(list(project.history())))
    undone = undone_ids(transactions)
    history: list[Event] = []
    for act in transactions:
        if act.undoes is not None or not _concerns(act, code):
            continue
        event = Event(act.when, act.coder, act.label, act.reason, act.id in undone)
        last = history[-1] if history else None
        if last is not None and last[1:5] == event[1:5]:
            history[-1] = event._replace(times=last.times + 1)
        else:
            history.append(event)
    return history


def _concerns(transaction: Transaction, code: str) -> bool:
    split = transaction.operation == "codebook.split"
    return any(
        _changes_code(change, code) or (split and _moves_coding(change, code)) for change in transaction.changes
    )


def _changes_code(change: Change, code: str) -> bool:
    if change.table != "codes" or change.id != code:
        return False
    before, after = change.before, change.after
    if isinstance(before, Code) and isinstance(after, Code):
        return msgspec.structs.replace(before, **IGNORED) != msgspec.structs.replace(after, **IGNORED)
    return True


def _moves_coding(change: Change, code: str) -> bool:
    """Return whether a coding was moved from or to the code."""
    return any(isinstance(record, Coding) and record.code == code for record in (change.before, change.after))
