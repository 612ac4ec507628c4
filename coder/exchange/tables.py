"""Tables in which a transcript was typed: a column of speakers, one of words, perhaps times or numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coder.exchange.transcript import Utterance
from coder.text.labels import is_role, name_kind, seconds
from coder.text.speakers import NOBODY

_TIME = re.compile(r"[\[(#]?((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])#]?(?:\s*(?:-->|-|–)\s*[\d:.,]+)?\Z")
_NUMBER = re.compile(r"\d{1,5}[.)]?\Z")
_MOST = 0.7  # share of rows that must look the part

Row = Sequence[str]


def conversation(rows: Sequence[Row]) -> list[tuple[Utterance, int]] | None:
    """The utterances of a table and the column of their words; None if it is no conversation.

    A row without a speaker belongs to the one above. A first row of headings is left out.
    """
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= 5 or any(len(row) != width for row in rows):
        return None
    body = rows[1:] if _is_head(rows[0]) and len(rows) > 1 else rows
    roles = _columns(body, width)
    if roles is None:
        return None
    who, what, when = roles
    return [
        (Utterance(row[who].strip().rstrip(":：").strip(), row[what], _time(row[when]) if when >= 0 else None), what)
        for row in body
    ]


def _is_head(row: Row) -> bool:
    """Whether no cell is longer than a heading, and one is such as "Time", "Speaker", "Name"."""
    cells = [cell.casefold().strip() for cell in row]
    heads = any(cell in NOBODY or cell in ("speaker", "text", "turn", "taler", "tekst", "sprecher") for cell in cells)
    return heads and all(len(cell) <= 30 for cell in cells)


def _columns(rows: Sequence[Row], width: int) -> tuple[int, int, int] | None:
    """Which column says who, what and (or -1) when; columns of numbers are nobody's."""
    cells = [[row[column].strip() for row in rows] for column in range(width)]
    when = next((column for column in range(width) if _share(cells[column], _TIME) >= _MOST), -1)
    rest = [c for c in range(width) if c != when and _share(cells[c], _NUMBER) < _MOST and any(cells[c])]
    if len(rest) != 2:
        return None
    who, what = rest
    names = [cell.rstrip(":：").strip() for cell in cells[who] if cell]
    named = sum(bool(name_kind(name)) for name in names)
    distinct = len({name.casefold() for name in names})
    again = distinct < len(names) or any(is_role(name.casefold()) for name in names)
    longer = sum(map(len, cells[what])) > sum(map(len, cells[who]))
    return (who, what, when) if named >= _MOST * max(len(names), 1) and again and longer else None


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(bool(pattern.match(cell)) for cell in filled) / len(filled) if filled else 0.0


def _time(cell: str) -> float | None:
    match = _TIME.match(cell.strip())
    return seconds(match[1]) if match else None
