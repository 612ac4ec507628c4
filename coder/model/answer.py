"""Answers to report forms."""

from __future__ import annotations

from coder.model.record import Record


class Answer(Record, frozen=True, kw_only=True):
    """The answer to one question of a form: `form` and `item` name it (such as coreq, 10)."""

    form: str
    item: str
    text: str
    coder: str
    modified: str = ""
