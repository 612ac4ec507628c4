"""Saved queries and sets of codes."""

from __future__ import annotations

from coder.model.record import Record


class Query(Record, frozen=True, kw_only=True):
    """A saved query; `text` is in the query language."""

    name: str
    text: str
    coder: str = ""
    created: str = ""


class CodeSet(Record, frozen=True, kw_only=True):
    """A set of codes from anywhere in the tree (REFI-QDA: Set); a code can be in several."""

    name: str
    codes: tuple[str, ...] = ()
    note: str = ""
