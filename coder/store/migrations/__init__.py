"""Upgrades of the file format: one step a version, each with a stored old file as its test.

The checkpoint is upgraded when the project is opened for writing, after a backup. The history is never rewritten:
each of its lines says in which version it was written, and its records are upgraded when they are read, so that
what was done before an upgrade can be undone after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

#: The version this program writes.
VERSION = 2

Row = dict[str, Any]
Raw = dict[str, dict[str, Row]]


class Step(NamedTuple):
    """From one version to the next: what happens to each record, given its table.

    `whole` is for what cannot be said record by record (a new table, a record that becomes two). It follows `row`,
    and nothing that was done before such an upgrade can be undone after it.
    """

    row: Callable[[str, Row], Row]
    whole: Callable[[Raw], Raw] | None = None


def _same(table: str, row: Row) -> Row:
    """A record that stays as it is: new fields have a default, new tables begin empty."""
    return row


#: version found → the step that makes the next version. 2: the records of the method.
STEPS: dict[int, Step] = {1: Step(_same)}


def upgrade(data: bytes, version: int) -> bytes:
    """The same project in the format of this version; the file itself is not touched."""
    raw: Raw = msgspec.json.decode(data)
    while version < VERSION:
        step = STEPS[version]
        for table, rows in raw.items():
            if table != "meta":
                raw[table] = {key: step.row(table, row) for key, row in rows.items()}
        raw = step.whole(raw) if step.whole else raw
        version += 1
        raw["meta"]["1"]["version"] = version
    return msgspec.json.encode(raw)


def upgrade_row(table: str, row: Row, version: int) -> Row:
    """One record of an older version, as a line of the history holds it, in the format of this version."""
    for number in range(version, VERSION):
        row = STEPS[number].row(table, row)
    return row


def by_rows(version: int) -> bool:
    """Whether all steps from `version` on can be said record by record."""
    return all(STEPS[number].whole is None for number in range(version, VERSION))
