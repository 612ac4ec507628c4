"""Comma-separated values: delimiters and encodings when reading, protection from formulas when writing."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from coder.errors import UnreadableFile
from coder.text.controls import MARKS, SIGNS, misplaced

#: First characters of a cell that a spreadsheet would run as a formula (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
#: What a spreadsheet may drop from the beginning of a cell.
_SKIPPED = " \xa0\u3000\xad\ufeff" + "".join(map(chr, (*range(0x200B, 0x2010), 0x2060, *MARKS, *SIGNS)))
GUARD = "'"
#: The last column of a table: names the columns of the row whose cells were given the guard.
GUARDED = "guarded"
DELIMITERS = ",;\t"


def encode_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as RFC 4180, UTF-8 with a byte order mark, so that Excel recognises the encoding."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def guard(cell: object) -> object:
    """Return a cell with an apostrophe in front if it is text that would run as a formula."""
    return f"{GUARD}{cell}" if _is_formula(cell) else cell


def _is_formula(cell: object) -> bool:
    return isinstance(cell, str) and is_formula(cell)


def is_formula(cell: str) -> bool:
    """Return whether a spreadsheet would run a text as a formula, also behind blanks and invisible characters."""
    return cell.startswith(FORMULA) or cell.lstrip(_SKIPPED).startswith(FORMULA)


def guard_row(columns: Sequence[str], cells: Sequence[object]) -> list[object]:
    """Return a row with its cells guarded, and the names of the columns where they were as its last cell."""
    guarded = [name for name, cell in zip(columns, cells, strict=True) if _is_formula(cell)]
    return [*(map(guard, cells) if guarded else cells), " ".join(guarded)]


def unguard_row(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row of `csv.DictReader` with its original text and without the column `guarded`."""
    names = row[GUARDED].split()
    return {
        name: cell.removeprefix(GUARD) if name in names else cell for name, cell in row.items() if name != GUARDED
    }


def checked_name(name: str, where: str) -> str:
    """Return a name from a file, without direction marks at no cost to the eye, and without blanks at its edges.

    Raises UnreadableFile, with `where`, if it holds a control or a bidi override.
    """
    name = name.translate(dict.fromkeys(MARKS)).strip()
    unsafe = misplaced(name)
    if unsafe:
        raise UnreadableFile(
            "A name contains a control character",
            f"{where}: U+{ord(unsafe):04X} in “{name[:40]}”",
            "Remove the character from the file; it is invisible in most programs.",
        )
    return name


def decode_csv(data: bytes, file: str) -> str:
    """Return the text of a table in UTF-8, or in UTF-16 with a byte order mark. Raises UnreadableFile."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            "The file is not in UTF-8", f"{file}, line {line}", "Save it as CSV UTF-8 and try again."
        ) from None
