"""What invariants need: the view of a study, a broken rule, and the rules of names and dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple, Protocol

from coder.model.codebook import LONGEST_NAME
from coder.model.record import Record
from coder.model.source import SourceText

LINE_BREAKS = re.compile(r"[\r\n\t\x00-\x1f]")


class View(Protocol):
    """The study as it would be after the change, for the invariants."""

    def get(self, table: str, id: str) -> Record | None: ...
    def text_of(self, source: str, revision: int) -> SourceText | None: ...
    def children_of(self, code: str | None) -> Collection[str]: ...
    def codings_of_segment(self, segment: str) -> Collection[str]: ...
    def codings_of_code(self, code: str) -> Collection[str]: ...
    def segments_of_source(self, source: str) -> Collection[str]: ...
    def memos_about(self, target: str) -> Collection[str]: ...
    def referrers_of(self, table: str, id: str) -> Iterable[tuple[str, str]]:
        """Return table and id of each record that refers to this one, also as its coder."""
        ...

    def named(self, table: str, name: str) -> Iterable[str]:
        """Return the ids of the records of a small table with this name (case-insensitive)."""
        ...


class Broken(NamedTuple):
    """A broken rule and its record."""

    table: str
    id: str
    rule: str


def name_problem(name: str, longest: int = LONGEST_NAME) -> str:
    """Return what is wrong with a name; "" if it is valid."""
    if not name.strip():
        return "a name cannot be empty"
    if name != name.strip():
        return "a name cannot begin or end with a blank"
    if LINE_BREAKS.search(name):
        return "a name cannot contain line breaks, tabs or control characters"
    if len(name) > longest:
        return f"a name cannot be longer than {longest} characters (this one has {len(name)})"
    return ""


def named(view: View, table: str, record: Record, name: str) -> Iterator[str]:
    problem = name_problem(name)
    if problem:
        yield problem
    elif any(other != record.id for other in view.named(table, name)):
        yield "another record has the same name"


def is_date(text: str) -> bool:
    """Return whether a text is an ISO 8601 date (2024-09-30) or empty."""
    try:
        return not text or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
