"""Tables and the decision trail: sheets as csv, documents, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from coder.exchange.csv_table import encode_csv, guard
from coder.exchange.registry import DOCUMENT, FIGURE, PICTURE, SHEET, TABLES, TRAIL, Rows, adapter, writer
from coder.exchange.workbook import encode_xlsx
from coder.model.document import Document, Picture


@writer(SHEET, "csv", "Table (CSV)", ".csv")
def sheet_csv(rows: Rows) -> bytes:
    """Return rows as csv; a cell of text that would run as a formula gets an apostrophe in front."""
    return encode_csv([guard(cell) for cell in row] for row in rows)


@writer(SHEET, "xlsx", "Excel workbook (XLSX)", ".xlsx")
def sheet_xlsx(rows: Rows) -> bytes:
    """Return rows as a sheet; cells are text or numbers."""
    return encode_xlsx("Table", (), list(rows))


@adapter(FIGURE, SHEET)
def figure_rows(rows: Callable[[], Rows], _document: object, _picture: object) -> Rows:
    """Return the numbers of a figure."""
    return rows()


@adapter(FIGURE, DOCUMENT)
def figure_document(_rows: object, document: Callable[[], Document], _picture: object) -> Document:
    """Return a figure in a document of its own."""
    return document()


@adapter(FIGURE, PICTURE)
def figure_picture(_rows: object, _document: object, picture: Callable[[], Picture]) -> Picture:
    """Return a figure as a picture."""
    return picture()


@adapter(TABLES, SHEET)
def table_rows(rows: Callable[[], Rows], _document: Callable[[], Document]) -> Rows:
    """Return the rows of the tables as one sheet."""
    return rows()


@adapter(TABLES, DOCUMENT)
def table_document(_rows: Callable[[], Rows], document: Callable[[], Document]) -> Document:
    """Return the tables as a document."""
    return document()


@writer(TRAIL, "json", "Decision trail (JSON)", ".json")
def trail_json(steps: Sequence[Mapping[str, object]], _document: Callable[[], Document]) -> bytes:
    """Return the steps as a list of objects."""
    return msgspec.json.format(msgspec.json.encode(steps)) + b"\n"


@adapter(TRAIL, DOCUMENT)
def trail_document(_steps: Sequence[Mapping[str, object]], document: Callable[[], Document]) -> Document:
    """Return the trail as a document."""
    return document()
