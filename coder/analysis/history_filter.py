"""Which changes of the history are asked for: by whom, which operation, which code, when, with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from coder.errors import Invalid
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.segment import Coding
from coder.project.paths import path_of
from coder.project.study import Study

_TERM = re.compile(r'(\w+):(?:"([^"]*)"|(\S*))|"([^"]*)"|(\S+)')
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


class HistoryFilter(NamedTuple):
    """What a change must be, to be shown; what is empty asks nothing. Dates are ISO 8601, or the beginning of one."""

    by: str = ""
    operation: str = ""
    code: str = ""
    since: str = ""
    until: str = ""
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = {"by": self.by, "op": self.operation, "code": self.code, "since": self.since, "until": self.until}
        said = [f"{name}:{_quoted(value)}" for name, value in named.items() if value]
        return " ".join([*said, *map(_quoted, self.words)])


_NAMES = {"by": "by", "coder": "by", "op": "operation", "operation": "operation", "code": "code"}
_NAMES |= {"since": "since", "until": "until"}


def parse(text: str) -> HistoryFilter:
    """A line such as `by:KG op:merge code:"Patient first" since:2026-03 shame`; Invalid says what is wrong."""
    asked = HistoryFilter()
    for name, quoted, bare, phrase, word in _TERM.findall(text):
        value = (quoted or bare).strip()
        if not name:
            asked = asked._replace(words=(*asked.words, phrase or word))
            continue
        field = _NAMES.get(name.casefold())
        if field is None:
            raise Invalid(f"The history has no “{name}:”", hint="There is: by: op: code: since: until:, and words.")
        if field in ("since", "until"):
            a_date(value)
        asked = asked._replace(**{field: value})
    return asked


def a_date(text: str) -> str:
    """A date, or the beginning of one (2026, 2026-03), without blanks around it; "" for none. Invalid for others."""
    date = text.strip()
    if date and not _DATE.fullmatch(date):
        raise Invalid(f"“{date}” is no date", hint="Write 2026, 2026-03 or 2026-03-14.")
    return date


def is_between(day: str, since: str, until: str) -> bool:
    """Whether a day (ISO 8601) lies from one date to another, both included; an empty one asks nothing."""
    return day[: len(since)] >= since and (not until or day[: len(until)] <= until)


def matching(study: Study, transactions: Iterator[Transaction], asked: HistoryFilter) -> Iterator[Transaction | None]:
    """The transactions that are asked for, in their order, the latest first; None for each that is not.

    So whoever reads can show progress, and stop. Ends at the first that is older than what is asked for.
    """
    wanted = Matcher(study, asked)
    for one in transactions:
        day = local_day(one.when)
        if asked.since and day[: len(asked.since)] < asked.since:
            return
        yield one if wanted.takes(one, day) else None


class Matcher:
    """Says of one transaction after the other, the latest first, whether it is asked for.

    Codes that are gone are known by the name they had when they were removed.
    """

    def __init__(self, study: Study, asked: HistoryFilter) -> None:
        self._asked = asked
        self._code = asked.code.casefold()
        self._codes = {code.id for code in study.codes.values() if self._named(code.name, path_of(study, code))}
        self._words = [word.casefold() for word in asked.words]

    def takes(self, one: Transaction, day: str) -> bool:
        """Whether this transaction, of that local day, is asked for."""
        asked = self._asked
        if asked.until and day[: len(asked.until)] > asked.until:
            self._touches(one)
            return False
        if self._code and not self._touches(one):
            return False
        if asked.by and one.coder.casefold() != asked.by.casefold():
            return False
        if asked.operation and asked.operation.casefold() not in one.operation.casefold():
            return False
        said = f"{one.label} {one.reason}".casefold()
        return all(word in said for word in self._words)

    def _named(self, name: str, path: str = "") -> bool:
        return bool(self._code) and self._code in (name.casefold(), path.casefold())

    def _touches(self, one: Transaction) -> bool:
        found = False
        for change in one.changes:
            for record in (change.before, change.after):
                if isinstance(record, Code) and self._named(record.name):
                    self._codes.add(record.id)
        for change in one.changes:
            for record in (change.before, change.after):
                found = found or change.id in self._codes
                found = found or (isinstance(record, Coding) and record.code in self._codes)
        return found


def local_day(when: str) -> str:
    """The day of a moment, where the reader is (ISO 8601)."""
    return datetime.fromisoformat(when).astimezone().date().isoformat()


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
