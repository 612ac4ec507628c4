"""Time stamps in transcripts: their notations, and the seconds they stand for."""

from __future__ import annotations

import re

# A blank within a line: white space, zero-width characters, marks of direction, soft hyphens.
BLANK = r"[ \t\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]"

_HOURS = r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,6}|[:;]\d{2}(?![\d:]))?"  # also with frames: `00:00:03:12`
_MINUTES = r"\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_HALF = r"(?:[^\S\n]?[AaPp]\.?[Mm]\b\.?)?"
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?[^\S\n]+)?"
# `00h01m04s`, `1m 4s`, `0'04"`
_UNITS = r"(?:\d{1,2} ?h ?)?\d{1,3} ?m ?\d{1,2} ?s\b|\d{1,3}['′’] ?\d{1,2}(?:[\"″”]|'')"
_CLOCK = rf"(?:(?:{_HOURS}|{_MINUTES}){_HALF}|{_UNITS})"
_TO = rf"(?:{BLANK}{{0,3}}(?:-->|->|→|-|–|—){BLANK}{{0,3}}(?:{_HOURS}|{_MINUTES}))?"
_SECONDS = rf"\d{{1,6}}\.\d{{1,6}}s?{BLANK}{{0,3}}(?:-->|->|→|-|–|—){BLANK}{{0,3}}\d{{1,6}}\.\d{{1,6}}s?"

#: A stamp between brackets or hashes: `[00:00:03]`, `(0:03)`, `#00:00:03-5#`, `[0.00 - 3.20]`.
FENCED = (
    rf"(?:\\?\[{_DATE}(?:{_CLOCK}{_TO}|{_SECONDS})\\?\]|\((?:{_CLOCK}{_TO}|{_SECONDS})\)"
    rf"|\#{_CLOCK}(?:-\d)?\#|\{{{_CLOCK}\}}|<{_CLOCK}>)"
)
#: Any stamp, also `0:03`, `0:0:3.120 --> 0:0:5.0` and `03/05/2021, 10:02`.
STAMP = rf"(?:{FENCED}|{_DATE}{_CLOCK}{_TO}(?!\d|:\d))"
#: A stamp behind a colon or a name, where a bare `10:30` may be speech, but hardly `00:10:30`.
CLEAR = rf"(?:{FENCED}|{_HOURS}(?!\S))"

#: Minutes and seconds with a full stop, `(1.04)`: elsewhere than before a name, a pause.
DOTTED = r"[\[(]\d{1,3}\.[0-5]\d[\])]"

_DOTTED = re.compile(r"[\[(](\d{1,3})\.([0-5]\d)[\])]\Z")
_VALUE = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,6})?)(-\d)?|(\d{1,6}\.\d{1,6})")
_IN_UNITS = re.compile(r"(?:(\d{1,2}) ?h ?)?(\d{1,3}) ?[m'′’] ?(\d{1,2})")
_WALL = re.compile(r"\d[./-]\d{1,2}[./-]|[AaPp]\.?[Mm]\b")
_AT_END = re.compile(rf"{BLANK}*({FENCED})\s*\Z")
_LONGEST = 40  # characters of a stamp with the blanks around it


def parse_seconds(stamp: str | None) -> float | None:
    """Return the seconds of a stamp such as `[00:01:02]` or `#00:00:03-5#`; None without one or for a time of day."""
    dotted = _DOTTED.match(stamp) if stamp else None
    if dotted:
        return float(int(dotted[1]) * 60 + int(dotted[2]))
    match = _VALUE.search(stamp) if stamp and not _WALL.search(stamp) else None
    if not match:
        units = _IN_UNITS.search(stamp) if stamp else None
        return float(int(units[1] or 0) * 3600 + int(units[2]) * 60 + int(units[3])) if units else None
    hours, minutes, seconds, tenths, plain = match.groups()
    if plain:
        return float(plain)
    value = int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    return value + (int(tenths[1:]) / 10 if tenths else 0.0)


def end_stamp(words: str) -> tuple[int, float] | None:
    """Return where the stamp that ends a paragraph begins, and its seconds; None without one.

    f4, MAXQDA and easytranscript write `words #00:00:03-5#`, others `words (0:03)`.
    """
    match = _AT_END.search(words, max(0, len(words) - _LONGEST))
    seconds = parse_seconds(match[1]) if match else None
    return None if match is None or seconds is None else (match.start(), seconds)
