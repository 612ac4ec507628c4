"""Coded segments as an Excel workbook: one row for each coding."""

from __future__ import annotations

from collections.abc import Sequence

from coder.exchange.registry import SEGMENTS, writer
from coder.exchange.workbook import encode_xlsx
from coder.exchange.writers.segments_csv import table
from coder.project.project import Project

#: Columns that hold sentences.
_SENTENCES = ("quote", "memos")


@writer(SEGMENTS, "xlsx", "Coded units, Excel workbook (XLSX)", ".xlsx")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return the columns of the csv; cells are text or numbers, so none needs a guard."""
    head, rows = table(project, segments)
    return encode_xlsx("Coded units", head, rows, _SENTENCES, project.now())
