"""Upgrades of the file format: one step per version, each tested with a stored old file.

The checkpoint is upgraded when the project is opened for writing, after a backup. The history is never rewritten:
each line records its version, and its records are upgraded when read, so that
changes made before an upgrade can be undone after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from coder.model.memo import Memo, seal_of

#: The version this program writes.
VERSION = 5

Row = dict[str, Any]
Raw = dict[str, dict[str, Row]]


class Step(NamedTuple):
    """A step from one version to the next: what happens to each record of a table.

    `whole` handles what is not record by record (a new table, a record split in two). It follows `row`,
    and nothing done before such an upgrade can be undone after it.
    """

    row: Callable[[str, Row], Row]
    whole: Callable[[Raw], Raw] | None = None


def _same(table: str, row: Row) -> Row:
    """Return the record unchanged: new fields have a default, new tables begin empty."""
    return row


def _sealed(table: str, row: Row) -> Row:
    """Return a locked memo with its seal."""
    if table != "memos" or not row.get("locked"):
        return row
    return {**row, "seal": seal_of(msgspec.convert(row, Memo))}


#: Version found → the step to the next version.
#: 2: the records of the method; 3: decisions on imports, interviewers of sources; 4: the hash chain of the history,
#: whose first entry, written at the opening, seals all before it, and the seals of locked memos;
#: 5: decisions on candidates for pseudonyms.
STEPS: dict[int, Step] = {1: Step(_same), 2: Step(_same), 3: Step(_sealed), 4: Step(_same)}


def upgrade(data: bytes, version: int) -> bytes:
    """Return the project in the format of this version; the file is not touched."""
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
    """Return a record from an older history line in the format of this version."""
    for number in range(version, VERSION):
        row = STEPS[number].row(table, row)
    return row


def by_rows(version: int) -> bool:
    """Return whether all steps from `version` on work record by record."""
    return all(STEPS[number].whole is None for number in range(version, VERSION))
