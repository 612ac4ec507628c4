"""Codebooks as csv: one row for each code."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from coder.errors import UnreadableFile
from coder.exchange.csv_table import DELIMITERS, GUARDED, checked_name, decode_csv, encode_csv, guard_row, unguard_row
from coder.exchange.registry import CODEBOOK, reader, writer
from coder.model.codebook import SEPARATOR
from coder.project.operations.codebook_text import Entry
from coder.project.project import Project
from coder.project.study import Study, codes_in_order, path_of

COLUMNS = ("path", "id", "color", "definition", "include", "exclude", "aliases", "codable", "archived")
#: Column names of other programs → column.
ALIASES = {"code": "name", "colour": "color", "description": "definition", "memo": "definition", "code name": "name"}
YES, NO = ("yes", "true", "1"), ("no", "false", "0")


@writer(CODEBOOK, "csv", "Codebook, table (CSV)", ".csv")
def write(study: Project) -> bytes:
    """Return one row for each code, with cells guarded as in the table of segments."""
    return encode_csv(_rows(study))


def _rows(study: Study) -> Iterator[Sequence[object]]:
    yield (*COLUMNS, GUARDED)
    for code in codes_in_order(study):
        texts = (code.definition, code.include, code.exclude, join_names(code.aliases))
        flags = ("yes" if code.codable else "no", "yes" if code.archived else "no")
        yield guard_row(COLUMNS, (path_of(study, code), code.id, code.color, *texts, *flags))


def join_names(names: Sequence[str]) -> str:
    """Return names as one cell, separated by semicolons; a name that contains one is quoted."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow([" ".join(name.split()) for name in names])
    return out.getvalue()


def split_names(cell: str) -> tuple[str, ...]:
    """Return the names in one cell."""
    rows = csv.reader([" ".join(cell.split())], delimiter=";", skipinitialspace=True)
    return tuple(name.strip() for row in rows for name in row if name.strip())


@reader(CODEBOOK, "csv", "Codebook, table (CSV)", ".csv")
def read(data: bytes, file: str) -> list[Entry]:
    """Return the codes in a table with a column `path`, or `name` and optionally `parent`.

    Cells are separated by comma, semicolon or tab; UTF-8, or UTF-16 with a byte order mark. Raises UnreadableFile.
    """
    lines = decode_csv(data, file).splitlines(keepends=True)
    if not lines or not lines[0].strip():
        raise UnreadableFile(f"{file} is empty", hint=f"The first line must name the columns: {', '.join(COLUMNS)}")
    delimiter = max(DELIMITERS, key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        columns = [_column(cell) for cell in next(reader)]
        _check_columns(columns, file)
        return list(_entries(reader, columns, file))
    except csv.Error as error:
        raise UnreadableFile("The table cannot be read", f"{file}, line {reader.line_num}: {error}") from None


def _column(cell: str) -> str:
    name = cell.strip().casefold()
    return ALIASES.get(name, name)


def _check_columns(columns: Sequence[str], file: str) -> None:
    if "path" not in columns and "name" not in columns:
        raise UnreadableFile(
            "A column is missing",
            f"{file}, line 1: neither “path” nor “name”; found: {', '.join(filter(None, columns)) or 'nothing'}",
            f"The first line must name the columns: {', '.join(COLUMNS)}",
        )
    duplicate = next((name for name in columns if name and columns.count(name) > 1), "")
    if duplicate:
        raise UnreadableFile(f"The column “{duplicate}” occurs twice", f"{file}, line 1")


def _entries(reader: Iterator[list[str]], columns: Sequence[str], file: str) -> Iterator[Entry]:
    for cells in reader:
        where = f"{file}, line {reader.line_num}"  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            raise UnreadableFile("A row has more cells than there are columns", where)
        row = dict(zip(columns, (*cells, *[""] * (len(columns) - len(cells))), strict=True))
        if GUARDED in row:
            row = unguard_row(row)
        yield entry(row, where)


def entry(row: dict[str, str], where: str) -> Entry:
    """Return an entry from its named cells. Raises UnreadableFile if one of them is invalid."""
    parent, name = row.get("parent", ""), row.get("name", "")
    if row.get("path", "").strip():
        parent, _, name = row["path"].rpartition(SEPARATOR)
    levels = (*(parent.split(SEPARATOR) if parent.strip() else ()), name)
    names = [checked_name(level, where) for level in levels]
    if not all(names):
        raise UnreadableFile("A code has no name", where, "Every row needs one.")
    color = row.get("color", "").strip().lower()
    if color and not _is_color(color):
        raise UnreadableFile("Invalid colour", f"{where}: “{color}”", "Colours are written as #rrggbb.")
    aliases = split_names(row["aliases"]) if "aliases" in row else None
    return Entry(
        where=where,
        name=names[-1],
        parent=SEPARATOR.join(names[:-1]),
        id=row.get("id", "").strip(),
        color=color or None,
        definition=_text(row.get("definition")),
        include=_text(row.get("include")),
        exclude=_text(row.get("exclude")),
        aliases=None if aliases is None else tuple(checked_name(alias, where) for alias in aliases),
        codable=_yes(row.get("codable", ""), where),
        archived=_yes(row.get("archived", ""), where),
        loose=not row.get("path", "").strip(),
    )


def _text(cell: str | None) -> str | None:
    return None if cell is None else cell.strip().replace("\r\n", "\n")


def _is_color(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(char in "0123456789abcdef" for char in text[1:])


def _yes(cell: str, where: str) -> bool | None:
    value = cell.strip().casefold()
    if value in ("", *YES, *NO):
        return None if not value else value in YES
    raise UnreadableFile("Expected yes or no", f"{where}: “{value[:40]}”")
