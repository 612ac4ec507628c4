"""Comma-separated values: one row for each coding, for spreadsheets and statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from coder.exchange.registry import writer
from coder.exchange.rows import Row, rows
from coder.project.project import Project

#: What a spreadsheet takes for the beginning of a formula (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"
GUARDED = "guarded"
#: Before the name of an attribute of the participants, each of which has a column.
ATTRIBUTE = "attribute: "


@writer("csv", "Coded segments, table (CSV)", ".csv")
def write(project: Project, stream: BinaryIO, segments: Sequence[str] | None = None) -> None:
    """One row for each coding: RFC 4180, UTF-8 with a byte order mark, so that Excel reads the letters right.

    A cell of text that a spreadsheet would run as a formula (it begins with = + - @ or a tab) gets an
    apostrophe in front, and the column `guarded` names the columns of that row that got one: without it
    the cell is verbatim again (`unguarded` does that). Numbers are never touched.
    """
    import csv
    import io

    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        table = csv.writer(text)
        names = list(dict.fromkeys(name for one in project.participants.values() for name in one.attributes))
        table.writerow((*Row._fields, *(ATTRIBUTE + name for name in names), GUARDED))
        table.writerows(_cells(project, segments, names))
    finally:
        text.detach()


def _cells(project: Project, segments: Sequence[str] | None, attributes: Sequence[str]) -> Iterator[Sequence[object]]:
    people = {one.name: one.attributes for one in project.participants.values()}
    told = {name: [_safe(held.get(each, "")) for each in attributes] for name, held in people.items()}
    nobody = [""] * len(attributes)
    for row in rows(project, segments):
        dangerous = [
            field
            for field, cell in zip(row._fields, row, strict=True)
            if isinstance(cell, str) and cell.startswith(FORMULA)
        ]
        if dangerous:
            row = row._replace(**{field: GUARD + getattr(row, field) for field in dangerous})
        yield (*row, *told.get(row.participant, nobody), " ".join(dangerous))


def _safe(cell: str) -> str:
    """The value of an attribute, which is told and not quoted: nothing gives the apostrophe back."""
    return GUARD + cell if cell.startswith(FORMULA) else cell


def unguarded(row: Mapping[str, str]) -> dict[str, str]:
    """A row as `csv.DictReader` reads it, its text verbatim again and without the column `guarded`."""
    guarded = row[GUARDED].split()
    return {
        name: cell.removeprefix(GUARD) if name in guarded else cell for name, cell in row.items() if name != GUARDED
    }
