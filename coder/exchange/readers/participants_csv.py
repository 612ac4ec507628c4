"""Participants, interviews and the attrition register from csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from coder.errors import UnreadableFile
from coder.exchange.csv_table import DELIMITERS, GUARD, GUARDED, checked_name, decode_csv, is_formula
from coder.exchange.registry import PARTICIPANTS, reader
from coder.project.operations.roster import COLUMNS, INTERVIEWS, PEOPLE, REGISTER, Row

#: Columns that hold names, besides the attributes themselves.
NAMES = ("name", "participant", "wave", "service", "interviewer", "mode", "guide")
#: Sheet → alternative column names → column.
ALIASES: dict[str, dict[str, str]] = {
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
    """Return the kind of sheet and its rows. Raises UnreadableFile with file and line.

    A sheet with a column `outcome` is the register, one with a column `participant` lists interviews, and one with a
    column `name` participants, whose other columns are attributes.
    """
    text = decode_csv(data, file)
    first = text.partition("\n")[0]
    if not first.strip():
        raise UnreadableFile(f"{file} is empty", hint="The first line must name the columns.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    try:
        header = next(reader)
        sheet = _sheet(header, file)
        names = _names(header, sheet, file)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(cells, names, f"{file}, line {reader.line_num}"))
    except csv.Error as error:
        raise UnreadableFile("The table cannot be read", f"{file}, line {reader.line_num}: {error}") from None
    return sheet, rows


def _sheet(header: Sequence[str], file: str) -> str:
    known = {cell.strip().casefold() for cell in header}
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


def _names(header: Sequence[str], sheet: str, file: str) -> list[str]:
    names = []
    for heading in header:
        cell = checked_name(heading, f"{file}, line 1")
        if cell.startswith(GUARD) and is_formula(cell[1:]):
            cell = cell[1:]
        folded = cell.casefold()
        name = ALIASES[sheet].get(folded, folded)
        names.append(name if name in COLUMNS[sheet] or name == GUARDED else cell)
    unknown = [name for name in names if sheet != PEOPLE and name and name not in (*COLUMNS[sheet], GUARDED)]
    if unknown:
        hint = f"Columns: {', '.join(COLUMNS[sheet])}"
        raise UnreadableFile(f"Unknown column “{unknown[0]}” for {sheet}", f"{file}, line 1", hint)
    duplicate = next((name for name in names if name and names.count(name) > 1), "")
    if duplicate:
        raise UnreadableFile(f"The column “{duplicate}” occurs twice", f"{file}, line 1")
    return names


def _row(cells: Sequence[str], names: Sequence[str], where: str) -> Row:
    if len(cells) > len(names):
        raise UnreadableFile("A row has more cells than there are columns", where)
    full = [*cells, *[""] * (len(names) - len(cells))]
    if GUARDED in names:
        guarded = full[names.index(GUARDED)].split()
        full = [cell.removeprefix(GUARD) if str(at) in guarded else cell for at, cell in enumerate(full)]
    values = {name: cell for name, cell in zip(names, full, strict=True) if name and name != GUARDED}
    for name, cell in values.items():
        values[name] = cell.replace("\r\n", "\n") if name == "note" else " ".join(cell.split())
        if name in NAMES:
            values[name] = checked_name(values[name], where)
    return Row(where, values)
