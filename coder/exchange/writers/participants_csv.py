"""Participants, interviews and the attrition register as csv."""

from __future__ import annotations

from coder.exchange.csv_table import GUARD, GUARDED, encode_csv, guard, is_formula
from coder.exchange.registry import PARTICIPANTS, writer
from coder.project.operations.roster import cells_of, columns, records
from coder.project.study import Study


@writer(PARTICIPANTS, "csv", "Participants, interviews or register (CSV)", ".csv")
def write(study: Study, sheet: str) -> bytes:
    """Return one sheet as csv; the column `guarded` numbers the cells that got an apostrophe in front."""
    names = columns(study, sheet)
    rows: list[list[str]] = [[*(str(guard(name)) for name in names), GUARDED]]
    for record in records(study, sheet):
        cells = cells_of(study, sheet, record)
        row = [cells.get(column, "") for column in names]
        formulas = [at for at, cell in enumerate(row) if is_formula(cell) and not _is_number(cell)]
        row = [GUARD + cell if at in formulas else cell for at, cell in enumerate(row)]
        rows.append([*row, " ".join(map(str, formulas))])
    return encode_csv(rows)


def _is_number(cell: str) -> bool:
    """Return whether a cell is an integer: a negative day is no formula."""
    return cell.removeprefix("-").isdigit()
