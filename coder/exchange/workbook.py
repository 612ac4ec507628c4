"""Excel workbooks: text stays text, however a cell begins, and nothing is lost in silence."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from coder.errors import CoderError
from coder.exchange.progress import EXTRACTED, tracked
from coder.text import controls
from coder.text.clean import clean

#: What a sheet of Excel holds.
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 1_048_576, 16_384, 32_767
#: End of a cell that is longer than Excel takes.
CUT = " […]"
#: Widths of columns in characters: of most, and of those that hold sentences.
NARROW, WIDE = 14, 60


def encode_xlsx(
    name: str, head: Sequence[str], rows: Sequence[Sequence[object]], wide: Iterable[str] = (), day: str = ""
) -> bytes:
    """Return one sheet; its head, if it has one, stays in sight and can be filtered.

    `wide`: columns that hold sentences; `day`: when it was made, ISO 8601.
    Numbers are numbers; all else is text, never a formula, a link or a date. A text that Excel cannot hold is cut,
    marked by `CUT`. Raises CoderError for a table larger than a sheet.
    """
    import xlsxwriter

    if len(rows) >= MOST_ROWS or len(head) > MOST_COLUMNS:
        size = f"{len(rows) + 1:,} rows and {len(head):,} columns; Excel takes {MOST_ROWS:,} and {MOST_COLUMNS:,}"
        raise CoderError("The table is too large for Excel", size, "Export it as csv.")
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"author": "", "comments": "", **_created(day)})
    sheet = book.add_worksheet(name)
    top = book.add_format({"valign": "top"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    titles = {*wide}
    for place, title in enumerate(head):
        sheet.set_column(place, place, WIDE if title in titles else NARROW, wrapped if title in titles else top)
    bold = book.add_format({"bold": True, "valign": "top"})
    first = 1 if head else 0
    for place, title in enumerate(head):
        sheet.write_string(0, place, _text(title), bold)
    known: dict[str, str] = {}
    for number, row in enumerate(tracked(rows, EXTRACTED), first):
        for place, cell in enumerate(row):
            if isinstance(cell, (int, float)):
                sheet.write_number(number, place, cell)
            elif cell:
                text = str(cell)
                sheet.write_string(number, place, known.get(text) or known.setdefault(text, _text(text)))
    if head:
        sheet.freeze_panes(1, 0)
    if rows and head:
        sheet.autofilter(0, 0, len(rows), len(head) - 1)
    book.close()
    return stream.getvalue()


def _created(day: str) -> Mapping[str, object]:
    from datetime import datetime

    return {"created": datetime.fromisoformat(day)} if day else {}


def _text(text: str) -> str:
    """Return a text that a cell can hold, with a sign for each control and bidi override."""
    text = controls.with_signs(clean(text).text)
    if len(text) * 2 > LONGEST_CELL and _units(text) > LONGEST_CELL:
        text = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT
    return text


def _units(text: str) -> int:
    """Return the length of a text as Excel counts it."""
    return len(text.encode("utf-16-le")) // 2
