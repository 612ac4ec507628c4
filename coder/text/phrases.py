"""Counts, lists and dates in words, and the order of names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

#: The words for a count of zero units, where a 0 would read as a finding.
NO_UNIT = "no unit"


def format_count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `0 codes`, `1 code`, `1,200 codes`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def format_artefacts(number: int, noun: str) -> str:
    """Return a number of records of the method, which is coverage and never 0: `no theme`, `1 theme`, `12 themes`."""
    return format_count(number, noun) if number else f"no {noun}"


def format_units(number: int) -> str:
    """Return a number of coded units: `no unit`, `1 unit`, `1,200 units`."""
    return format_artefacts(number, "unit")


def format_share(part: int, whole: int) -> str:
    """Return a share as a rounded percentage: `9 %`; only nothing is `0 %`, and only all of it `100 %`."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 1:
        return "<1 %"
    return ">99 %" if 99 < percent < 100 else f"{percent:.0f} %"


def format_list(items: Iterable[str]) -> str:
    """Return a list in words: `A`, `A and B`, `A, B and C`."""
    *head, last = [*items] or [""]
    return f"{', '.join(head)} and {last}" if head else last


def format_day(moment: str) -> str:
    """Return the day of a moment in ISO 8601 as people write it: `5 February 2024`; what is no moment as it is."""
    try:
        day = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{day.day} {day:%B %Y}"


def natural_key(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return a sort key that places P2 before P10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], name


EXCERPT = 40


def excerpt(quote: str, longest: int = EXCERPT) -> str:
    """Return the beginning of a quotation on one line."""
    flat = " ".join(quote.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"
