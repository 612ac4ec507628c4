"""Participants, interviews and the attrition register as comma-separated values, out and in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from coder.errors import UnreadableFile
from coder.exchange.codebook_csv import DELIMITERS, decoded
from coder.exchange.writers.csv import FORMULA, GUARD, GUARDED
from coder.project.operations.roster import COLUMNS, INTERVIEWS, PEOPLE, REGISTER, Row, cells_of, columns, records
from coder.project.study import Study

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


def write(study: Study, sheet: str) -> bytes:
    """One sheet: UTF-8 with a byte order mark; cells that a spreadsheet would run are guarded."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    head = columns(study, sheet)
    table.writerow([*head, GUARDED])
    for record in records(study, sheet):
        cells = cells_of(study, sheet, record)
        row = [cells.get(column, "") for column in head]
        guarded = [str(place) for place, cell in enumerate(row) if cell.startswith(FORMULA) and not _number(cell)]
        row = [GUARD + cell if str(place) in guarded else cell for place, cell in enumerate(row)]
        table.writerow([*row, " ".join(guarded)])
    return out.getvalue().encode("utf-8-sig")


def _number(cell: str) -> bool:
    """A day before the first one is no formula."""
    return cell.removeprefix("-").isdigit()


def read(path: Path) -> tuple[str, list[Row]]:
    """Which sheet a file is, and its rows. UnreadableFile, with file and line, for anything else.

    A sheet with a column `outcome` is the register, one with a column `participant` that of the interviews, one
    with a column `name` that of the participants, whose other columns are attributes.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path.name}", error.strerror or "") from None
    text = decoded(data, path.name)
    first = text.partition("\n")[0]
    if not first.strip():
        raise UnreadableFile(f"{path.name} is empty", hint="The first line names the columns.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count), strict=True)
    try:
        head = next(reader)
        sheet = _sheet(head, path.name)
        names = _names(head, sheet, path.name)
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(cells, names, f"{path.name}, line {reader.line_num}"))
    except csv.Error as error:
        raise UnreadableFile("The table cannot be read", f"{path.name}, line {reader.line_num}: {error}") from None
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
