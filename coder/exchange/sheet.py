"""A table of any kind as comma-separated values, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from coder.exchange.writers.csv import FORMULA, GUARD


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """RFC 4180, UTF-8 with a byte order mark; a cell of text that would run as a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _guarded(cell: object) -> object:
    return GUARD + cell if isinstance(cell, str) and cell.startswith(FORMULA) else cell
