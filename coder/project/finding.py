"""Findings of the doctor."""

from __future__ import annotations

from typing import Any, NamedTuple


class Finding(NamedTuple):
    """A problem: its kind, its record or file, and whether `repair` fixes it.

    `entry` describes the entry of the history that it is about: line, number, id, when, coder, operation, label.
    """

    kind: str
    record: str
    detail: str
    repairable: bool
    entry: dict[str, Any] | None = None
