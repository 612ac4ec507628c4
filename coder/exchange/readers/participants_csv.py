"""Participants, interviews and the attrition register from csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from coder.errors import UnreadableFile
from coder.exchange.csv_table import DELIMITERS, GUARD, GUARDED, decode_csv
from coder.exchange.registry import PARTICIPANTS, reader
from coder.project.operations.roster import COLUMNS, INTERVIEWS, PEOPLE, REGISTER, Row

#: Sheet → other names of its columns → ours.
KNOWN_AS: dict[str, dict[str, str]] = {
    PEOPLE: {"participant": "name", "participant id": "name", "cohort": "service"},
    INTERVIEWS: {
        "interview": "name",
        "source": "name",
        "transcript": "name",
        "interview date": "date",
        "duration": "minutes",
        "guide version": "guide",
    },
    REGISTER: {},
}


@reader(PARTICIPANTS, "csv", "Participants, interviews or register (CSV)", ".csv", ".tsv", ".txt")
def read(data: bytes, file: str) -> tuple[str, list[Row]]:
    """Which sheet a file is, and its rows. UnreadableFile, with file and line, for anything else.

    A sheet with a column `outcome` is the register, one with a column `participant` that of the interviews, one
    with a column `name` that of the participants, whose other columns are attributes.
    """
    text = decode_csv(data, file)
    first = text.partition("\n")[0]
    if not first.strip():
        raise UnreadableFile(f"{file} is empty", hint="The first line names the columns.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    try:
        head = next(reader)
        sheet = _sheet(head, file)
        names = _names(head, sheet, file)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(cells, names, f"{file}, line {reader.line_num}"))
    except csv.Error as error:
        raise UnreadableFile("The table cannot be read", f"{file}, line {reader.line_num}: {error}") from None
    return sheet, rows


def _sheet(head: Sequence[str], file: str) -> str:
    known = {cell.strip().casefold() for cell in head}
    if {"outcome", "participant"} <= known:
        return REGISTER
    if "participant" in known and known & {"name", "id", "interview", "source", "transcript"}:
        return INTERVIEWS
    if known & {"name", "id", "participant", "participant id"}:
        return PEOPLE
    raise UnreadableFile(
        "A column is missing",
        f"{file}, line 1: neither “name” nor “participant”",
        f"Participants: {', '.join(COLUMNS[PEOPLE])} and attributes. Interviews: {', '.join(COLUMNS[INTERVIEWS])}.",
    )


def _names(head: Sequence[str], sheet: str, file: str) -> list[str]:
    names = []
    for cell in head:
        folded = cell.strip().casefold()
        name = KNOWN_AS[sheet].get(folded, folded)
        names.append(name if name in COLUMNS[sheet] or name == GUARDED else cell.strip())
    unknown = [name for name in names if sheet != PEOPLE and name and name not in (*COLUMNS[sheet], GUARDED)]
    if unknown:
        hint = f"There is: {', '.join(COLUMNS[sheet])}"
        raise UnreadableFile(f"The {sheet} have no column “{unknown[0]}”", f"{file}, line 1", hint)
    twice = next((name for name in names if name and names.count(name) > 1), "")
    if twice:
        raise UnreadableFile(f"The column “{twice}” stands twice", f"{file}, line 1")
    return names


def _row(cells: Sequence[str], names: Sequence[str], where: str) -> Row:
    if len(cells) > len(names):
        raise UnreadableFile("A row has more cells than there are columns", where)
    full = [*cells, *[""] * (len(names) - len(cells))]
    if GUARDED in names:
        marked = full[names.index(GUARDED)].split()
        full = [cell.removeprefix(GUARD) if str(at) in marked else cell for at, cell in enumerate(full)]
    told = {name: " ".join(cell.split()) if name != "note" else cell for name, cell in zip(names, full, strict=True)}
    return Row(where, {name: cell.replace("\r\n", "\n") for name, cell in told.items() if name and name != GUARDED})
