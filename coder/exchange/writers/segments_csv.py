"""Coded segments as csv: one row for each coding, for spreadsheets and statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coder.exchange.csv_table import GUARDED, encode_csv, guard, guard_row
from coder.exchange.extract import Row, rows
from coder.exchange.registry import SEGMENTS, writer
from coder.project.project import Project

#: Prefix of the column of a participant's attribute.
ATTRIBUTE = "attribute: "


@writer(SEGMENTS, "csv", "Coded units, table (CSV)", ".csv")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return one row for each coding: RFC 4180, UTF-8 with a byte order mark, so that Excel recognises the encoding.

    A cell of text that a spreadsheet would run as a formula (it begins with = + - @ or a tab) gets an apostrophe in
    front, and the column `guarded` names the columns of that row that got one: `unguard_row` restores the text.
    Numbers are unchanged.
    """
    return encode_csv(_guarded_rows(project, segments))


def table(project: Project, segments: Sequence[str] | None = None) -> tuple[list[str], list[tuple[object, ...]]]:
    """Return the names of the columns, those of the attributes last, and a row for each coding."""
    participants = project.participants.values()
    names = list(dict.fromkeys(name for participant in participants for name in participant.attributes))
    attributes = {
        participant.name: [participant.attributes.get(name, "") for name in names] for participant in participants
    }
    blank = [""] * len(names)
    head = [*Row._fields, *(ATTRIBUTE + name for name in names)]
    return head, [(*row, *attributes.get(row.participant, blank)) for row in rows(project, segments)]


def _guarded_rows(project: Project, segments: Sequence[str] | None) -> Iterator[Sequence[object]]:
    head, cells = table(project, segments)
    fixed = len(Row._fields)
    yield (*head, GUARDED)
    for row in cells:
        *guarded, formulas = guard_row(Row._fields, row[:fixed])
        # attributes are reported, not quoted: their apostrophe stays
        yield (*guarded, *map(guard, row[fixed:]), formulas)
