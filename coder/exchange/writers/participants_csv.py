"""Participants, interviews and the attrition register as csv and as an Excel workbook."""

from __future__ import annotations

from coder.exchange.csv_table import GUARD, GUARDED, encode_csv, guard, is_formula
from coder.exchange.registry import PARTICIPANTS, writer
from coder.exchange.workbook import encode_xlsx
from coder.project.operations.roster import cells_of, columns, records
from coder.project.study import Study


@writer(PARTICIPANTS, "csv", "Table (CSV)", ".csv")
def write(study: Study, sheet: str) -> bytes:
    """Return one sheet as csv; the column `guarded` numbers the cells that got an apostrophe in front."""
    names, cells = _table(study, sheet)
    rows: list[list[str]] = [[*(str(guard(name)) for name in names), GUARDED]]
    for row in cells:
        formulas = [at for at, cell in enumerate(row) if is_formula(cell) and not _is_number(cell)]
        row = [GUARD + cell if at in formulas else cell for at, cell in enumerate(row)]
        rows.append([*row, " ".join(map(str, formulas))])
    return encode_csv(rows)


@writer(PARTICIPANTS, "xlsx", "Excel workbook (XLSX)", ".xlsx")
def write_xlsx(study: Study, sheet: str) -> bytes:
    """Return one sheet as a workbook: all cells are text."""
    return encode_xlsx(sheet.capitalize(), *_table(study, sheet))


def _table(study: Study, sheet: str) -> tuple[list[str], list[list[str]]]:
    names = list(columns(study, sheet))
    cells = (cells_of(study, sheet, record) for record in records(study, sheet))
    return names, [[row.get(column, "") for column in names] for row in cells]


def _is_number(cell: str) -> bool:
    """Return whether a cell is an integer: a negative day is no formula."""
    return cell.removeprefix("-").isdigit()
