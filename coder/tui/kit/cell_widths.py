"""Cells of characters on which terminals differ: what the terminal answers, or what breaks nothing beside.

Rich, which cuts the lines that Textual draws, counts what `coder.text.characters` counts. Text on which terminals
differ is drawn so that what stands beside it stays in its column.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rich import cells
from rich._unicode_data import load

from coder.text import characters

#: Text with characters that some terminals draw wider or narrower than others: marks, joiners, emoji, symbols.
_UNCERTAIN = re.compile(
    "[\u0300-\u036f\u0590-\u10ff\u135d-\u135f\u1700-\u1cff\u1dc0-\u1dff\u200b-\u200f\u20d0-\u20ff"
    "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ua600-\uabff\ufe00-\ufe2f\U00010a00-\U00011fff\U0001f000-\U0001faff]"
)
_SAVE, _RESTORE = "\x1b7", "\x1b8"
#: What the terminal is asked to draw at its start: a letter with a spacing mark, and a character of ambiguous width.
SAMPLES = ("\u0915\u093e", "\u2026")
#: Draws each sample at the first column, asks for the column after it, and clears the row.
QUESTION = _SAVE + "".join(f"\x1b[1;1H{sample}\x1b[6n" for sample in SAMPLES) + f"\x1b[1;1H\x1b[2K{_RESTORE}"


def use(spacing_mark: int = 1) -> None:
    """Count so many cells for a spacing mark, here and in Rich."""
    characters.set_spacing_mark(spacing_mark)
    setattr(cells, "load_cell_table", _table if spacing_mark else load)  # noqa: B010  # mypy: imported there
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


@cache
def _table(unicode_version: str = "auto") -> cells.CellTable:
    """Return Rich's table with one cell for each spacing mark."""
    table = load(unicode_version)
    widths: list[tuple[int, int, int]] = []
    for start, end, width in table.widths:
        if width == 0 and end < 0x20000:
            marks = [code for code in range(start, end + 1) if unicodedata.category(chr(code)) == "Mc"]
            for mark in marks:
                if start < mark:
                    widths.append((start, mark - 1, 0))
                start = mark + 1
        if start <= end:
            widths.append((start, end, width))
    return table._replace(widths=widths)


def is_uncertain(text: str) -> bool:
    """Return whether terminals draw this text in different numbers of cells."""
    return not text.isascii() and _UNCERTAIN.search(text) is not None


def in_place(blank: str, drawn: str, width: int) -> str:
    """Return sequences that draw over as many blanks, and go on after them however wide that was.

    The place is saved for each return to it: some terminals forget it then.
    """
    return f"{_SAVE}{blank}{_RESTORE}{_SAVE}{drawn}{_RESTORE}\x1b[{width}C" if width else ""
