"""Coded segments as csv: one row for each coding, for spreadsheets and statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coder.exchange.csv_table import GUARDED, encode_csv, guard, guard_row
from coder.exchange.extract import Row, rows
from coder.exchange.registry import SEGMENTS, writer
from coder.project.project import Project

#: Prefix of the column of a participant's attribute.
ATTRIBUTE = "attribute: "


@writer(SEGMENTS, "csv", "Coded segments, table (CSV)", ".csv")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return one row for each coding: RFC 4180, UTF-8 with a byte order mark, so that Excel recognises the encoding.

    A cell of text that a spreadsheet would run as a formula (it begins with = + - @ or a tab) gets an apostrophe in
    front, and the column `guarded` names the columns of that row that got one: `unguard_row` restores the text.
    Numbers are unchanged.
    """
    return encode_csv(_rows(project, segments))


def _rows(project: Project, segments: Sequence[str] | None) -> Iterator[Sequence[object]]:
    participants = project.participants.values()
    names = list(dict.fromkeys(name for participant in participants for name in participant.attributes))
    yield (*Row._fields, *(ATTRIBUTE + name for name in names), GUARDED)
    attributes = {
        participant.name: [guard(participant.attributes.get(name, "")) for name in names]
        for participant in participants
    }
    blank = [""] * len(names)
    for row in rows(project, segments):
        *cells, formulas = guard_row(Row._fields, row)
        # attributes are reported, not quoted: their apostrophe stays
        yield (*cells, *attributes.get(row.participant, blank), formulas)
