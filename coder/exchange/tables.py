"""Tables in files: csv, tsv, Excel workbooks and OpenDocument tables, as rows of text."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from coder.errors import UnreadableFile
from coder.exchange.archive import damaged, open_archive
from coder.exchange.csv_table import DELIMITERS
from coder.exchange.file_signatures import is_ole, refuse, refuse_known, refuse_ole
from coder.text.clean import clean

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".ods")
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
_SAMPLE = 200  # records by which the delimiter of a csv is recognised
_KIND = "Excel workbook"
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?\Z")


#: Returns which of the sheets of a workbook is read.
Choose = Callable[[list[list[list[str]]]], int]


class Table(NamedTuple):
    """The rows of a table, all of the same width, as the program that wrote it shows them; dates in ISO 8601.

    `format` is csv, xlsx or ods; `encoding` the codec of a csv, else "".
    """

    rows: list[list[str]]
    format: str
    encoding: str = ""
    warnings: tuple[str, ...] = ()


def is_table(name: str) -> bool:
    """Return whether a file name is that of a table."""
    return name.casefold().endswith(SUFFIXES)


def read_table(data: bytes, name: str, encoding: str = "", choose: Choose | None = None) -> Table:
    """Return the table in a file: of the sheets that are not empty the chosen one, else the first.

    Raises UnreadableFile.
    """
    if is_ole(data):
        raise refuse_ole(data, name)
    if name.casefold().endswith((".xlsx", ".xlsm")):
        table = _read_workbook(data, name, choose)
    elif name.casefold().endswith(".ods"):
        table = _read_ods(data, name, choose)
    else:
        table = _read_csv(data, name, encoding)
    rows = _trimmed(table.rows)
    if not rows:
        raise UnreadableFile(f"{name} is empty", "There are no filled cells in it")
    return table._replace(rows=rows)


def _trimmed(rows: Iterable[list[str]]) -> list[list[str]]:
    """Return the rows without blank ones and blank columns at the end, filled to the same width."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((1 + max(at for at, cell in enumerate(row) if cell.strip()) for row in filled), default=0)
    return [[*row, *[""] * (width - len(row))][:width] for row in filled]


# csv


def _read_csv(data: bytes, name: str, encoding: str) -> Table:
    from coder.exchange.encoding import decode

    text, codec, warnings, *_ = decode(data, name, encoding)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # holds for the whole process
    delimiter = max(
        DELIMITERS, key=lambda mark: (_regularity(text, mark, strict=True), _regularity(text, mark, strict=False))
    )
    return Table(list(_records(text, delimiter, name)), "csv", codec, warnings)


def _records(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for at, row in enumerate(reader):
            if at >= MOST_ROWS:
                raise UnreadableFile(f"{name} is too large", f"Tables of up to {MOST_ROWS:,} rows can be imported")
            yield row[:MOST_COLUMNS]
    except csv.Error as error:
        raise UnreadableFile("The table cannot be read", f"{name}, line {reader.line_num}: {error}") from None


def _regularity(text: str, delimiter: str, *, strict: bool) -> float:
    """Return how regularly a delimiter divides the records: the share that have the usual number of cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    widths: Counter[int] = Counter()
    try:
        for _, row in zip(range(_SAMPLE), reader, strict=False):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
    except csv.Error:
        return 0.0
    usual, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return times / sum(widths.values()) + min(usual, 50) / 1000 if usual > 1 else 0.0


# Excel workbooks


def _read_workbook(data: bytes, name: str, choose: Choose | None) -> Table:
    import warnings
    import zipfile
    import zlib
    from xml.etree.ElementTree import ParseError

    import openpyxl

    if not data.startswith(b"PK"):
        refuse_known(data, name)
        raise refuse(name, "not an Excel workbook", "If it is a csv file, give it the suffix .csv")
    with open_archive(data, name, _KIND) as archive:
        if not any(part.startswith("xl/") for part in archive.namelist()):
            refuse_known(data, name)
    package = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, MemoryError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that only matter for writing
            with contextlib.redirect_stdout(None):  # it prints what is wrong with styles
                book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [
                (sheet.title, rows)
                for sheet in book.worksheets
                if sheet.sheet_state == "visible" and (rows := list(_sheet_rows(sheet, name)))
            ]
            book.close()
    except UnreadableFile:
        raise
    except (*package, ParseError, SyntaxError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise damaged(name, _KIND) from error
    return _one(sheets, "xlsx", choose)


def _sheet_rows(sheet: Any, name: str) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # which a file may state wrongly
    filled = 0
    for row in sheet.iter_rows(values_only=True):
        cells = [_cell_text(value) for value in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        filled += 1
        if filled > MOST_ROWS:
            raise UnreadableFile(f"{name} is too large", f"Tables of up to {MOST_ROWS:,} rows can be imported")
        yield cells


def _cell_text(value: object) -> str:
    """Return the value of a cell as text: whole numbers without decimals, dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return _iso(value.isoformat(sep=" ", timespec="seconds"))
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.timedelta):
        return _clock(int(value.total_seconds()))
    return clean(str(value)).text


def _iso(moment: str) -> str:
    return moment.replace("T", " ").removesuffix(" 00:00:00")


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _one(sheets: list[tuple[str, list[list[str]]]], format: str, choose: Choose | None) -> Table:
    """Return the table of one sheet; the others are named in a warning."""
    if not sheets:
        return Table([], format)
    place = choose([_trimmed(rows) for _, rows in sheets]) if choose and len(sheets) > 1 else 0
    title, rows = sheets[place]
    others = ", ".join(f"“{other}”" for at, (other, _) in enumerate(sheets) if at != place)
    warning = f"Only the sheet “{title}” was read, not {others}: save a sheet as a separate file to import it"
    return Table(rows, format, "", (warning,) if others else ())


# OpenDocument tables


def _read_ods(data: bytes, name: str, choose: Choose | None) -> Table:
    from coder.exchange.opendocument import OFFICE, TABLE, open_document, table_rows

    content, _ = open_document(data, name)
    body = content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise refuse(name, "not an OpenDocument table", "If it is a text, give it the suffix .odt")
    sheets = []
    for table in body.iter(f"{TABLE}table"):
        rows: list[list[str]] = []
        for row, times in table_rows(table):
            cells = _ods_cells(row)
            if not any(cells):
                continue
            if len(rows) + times > MOST_ROWS:
                raise UnreadableFile(f"{name} is too large", f"Tables of up to {MOST_ROWS:,} rows can be imported")
            rows += [cells] * times
        if rows:
            sheets.append((table.get(f"{TABLE}name", ""), rows))
    return _one(sheets, "ods", choose)


def _ods_cells(row: Any) -> list[str]:
    from coder.exchange.opendocument import repeated_cells

    return [_ods_text(cell) for _, cell in zip(range(MOST_COLUMNS), repeated_cells(row), strict=False)]


def _ods_text(cell: Any) -> str:
    from coder.exchange.opendocument import OFFICE, TEXT, plain_text

    kind = cell.get(f"{OFFICE}value-type", "string")
    if kind == "date":
        return _iso(cell.get(f"{OFFICE}date-value", ""))
    if kind == "time":
        match = _DURATION.match(cell.get(f"{OFFICE}time-value", ""))
        if match:
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            return _clock(hours * 3600 + minutes * 60 + seconds)
    if kind in ("float", "currency"):
        value = cell.get(f"{OFFICE}value", "")
        try:
            return _cell_text(float(value))
        except (ValueError, OverflowError):
            return str(value)
    return "\n".join(clean(plain_text(paragraph)).text for paragraph in cell.findall(f"{TEXT}p"))
