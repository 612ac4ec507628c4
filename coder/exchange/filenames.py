"""Guess participant, wave and day of an interview from a file name such as `P07 T2 day 352.vtt`."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Words for waves, case-folded and without hyphens.
WAVES = {
    "baseline": "baseline",
    "base": "baseline",
    "bl": "baseline",
    "pre": "baseline",
    "t0": "baseline",
    "førstegang": "baseline",
    "start": "baseline",
    "followup": "follow-up",
    "fup": "follow-up",
    "fu": "follow-up",
    "oppfølging": "follow-up",
    "oppfølgning": "follow-up",
    "oppfolging": "follow-up",
    "oppfoelging": "follow-up",
    "opfølgning": "follow-up",
    "uppföljning": "follow-up",
    "nachbefragung": "follow-up",
    "suivi": "follow-up",
    "post": "post",
    "midway": "midway",
    "midterm": "midway",
}
_PARTICIPANT = re.compile(
    r"(?<![^\W_])(?:(?P<code>P|ID|R|S|D|IP|INF|K|M|F|L)(?P<sep>[ _-]?)(?P<number>\d{1,4})"
    r"|(?:participant|informant|interview|intervju|deltaker|deltager|patient|pasient|person|respondent|case|doctor|lege)"
    r"[ _-]*(?:no|nr)?[ _.-]*(?P<long>[A-Z]{0,3}\d{1,4}))(?![^\W_])",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?<![^\W_])(?:day|dag|tag|jour|d)[ _.-]?(?P<day>-?\d{1,5})(?![^\W_])", re.IGNORECASE)
_NUMBERED_WAVE = re.compile(
    r"(?<![^\W_])(?:t|tid|wave|bølge|welle|w|runde|round)[ _-]?(?P<number>\d)(?![^\W_])", re.IGNORECASE
)
_MONTHS = re.compile(
    r"(?<![^\W_])(?P<number>\d{1,2})[ _-]?(?:m|mo|mnd|mth|months?|måneder|monate?|mois)(?![^\W_])", re.IGNORECASE
)
_YEARS = re.compile(r"(?<![^\W_])(?P<number>\d)[ _-]?(?:y|yr|years?|år|aar|jahre?|ans?)(?![^\W_])", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"follow[ _-]up", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


class Guess(NamedTuple):
    """Participant, wave and day suggested by a name; "" or None if it suggests none."""

    participant: str
    wave: str
    day: int | None


def guess_from_name(name: str) -> Guess:
    """Return the participant, wave and day in a file name or path such as `P01_baseline.docx`.

    Participant codes become upper case (`p1` → `P1`); `baseline`, `T1`, `0m` → baseline; `follow-up`, `oppfølging`,
    `T2`, `12m`, `1 year` → follow-up; later waves keep their names (`T3`).
    """
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = re.sub(r"\.[A-Za-z]\w{0,8}\Z", "", stem)
    day = _DAY.search(stem)
    rest = stem.replace(day[0], " ") if day and not day[0][:2].isdigit() else stem
    return Guess(_participant(rest), _wave(rest), int(day["day"]) if day else None)


def _participant(stem: str) -> str:
    match = _PARTICIPANT.search(stem)
    if not match:
        return ""
    if match["code"]:
        return match["code"].upper() + match["number"]
    return match["long"].upper()


def _wave(stem: str) -> str:
    for word in _WORD.findall(_FOLLOW_UP.sub("followup", stem)):
        if word.casefold() in WAVES:
            return WAVES[word.casefold()]
    numbered = _NUMBERED_WAVE.search(stem)
    if numbered:
        return {"0": "baseline", "1": "baseline", "2": "follow-up"}.get(numbered["number"], f"T{numbered['number']}")
    later = _MONTHS.search(stem) or _YEARS.search(stem)
    if later:
        return "follow-up" if int(later["number"]) else "baseline"
    return ""
