"""The words of an exported file, in whatever format."""

from __future__ import annotations

import io

import docx
import openpyxl


def is_office(data: bytes) -> bool:
    """Return whether a file is one of Word or Excel."""
    return data.startswith(b"PK")


def words_of(data: bytes) -> str:
    """Return the text of a file: its paragraphs and cells if it is one of Word or Excel."""
    if not is_office(data):
        return data.decode()
    if b"xl/workbook.xml" in data:
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
        rows = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
        return "\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in rows)
    file = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in file.paragraphs), *cells])
