"""Guess participant, wave and day of an interview from a file name such as `P07 T2 day 352.vtt`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
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
    "oppstart": "baseline",
    "followup": "follow-up",
    "fup": "follow-up",
    "fu": "follow-up",
    "oppfølging": "follow-up",
    "oppfølgning": "follow-up",
    "oppfolging": "follow-up",
    "oppfoelging": "follow-up",
    "oppfølgingsintervju": "follow-up",
    "oppfylging": "follow-up",
    "opfølgning": "follow-up",
    "uppföljning": "follow-up",
    "nachbefragung": "follow-up",
    "folgeinterview": "follow-up",
    "seguimiento": "follow-up",
    "seguimento": "follow-up",
    "vervolg": "follow-up",
    "seuranta": "follow-up",
    "suivi": "follow-up",
    "post": "post",
    "midway": "midway",
    "midterm": "midway",
    "midtveis": "midway",
}

_MONTH_NAMES = (
    "jan feb mar mär maa maj mai may mei apr avr abr jun jui jul aug aou aoû ago sep set okt oct out nov dec dez dic "
    "des gen mag giu lug ott gennaio maggio fév fev févr mars märz mart juin juil mayo enero janeiro marzo março"
)
_MONTH = (
    rf"(?:{'|'.join(_MONTH_NAMES.split())}|janu|febru|janv|févri|avri|septem|setem|octo|okto|novem|decem|dezem|diciem)"
    r"[^\W\d_]{0,7}"
)
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_])"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BY_WORDS = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?[. _-]{{0,2}}(?:de )?{_MONTH}(?:[. _-]{{0,2}}(?:de )?\d{{2,4}})?{_END}"
    rf"|{_EDGE}{_MONTH}[. _-]{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?{_END}",
    re.IGNORECASE,
)
_PARTED = re.compile(r"(?<!\d)(\d{1,4})([-_./ ])(\d{1,2})\2(\d{1,4})(?!\d)")
_SHORT = re.compile(rf"{_EDGE}(\d{{1,2}})\.(\d{{1,2}})\.?(?!\d){_END}")
_PACKED = re.compile(r"(?<!\d)\d{6}(?:\d\d)?(?!\d)")
_CLOCK = re.compile(rf"{_EDGE}(?:kl|at|um|à)?[ .]?\d{{1,2}}[:.h]\d{{2}}(?::\d\d)?{_END}", re.IGNORECASE)
# "Intervju2210": day and month at the word for the interview
_AT_INTERVIEW = re.compile(r"(?<=[^\W\d_])[ _-]?(\d\d)(\d\d)(?!\d)")
_INTERVIEW = r"(?:interview|intervju|entrevista|entretien|intervista|haastattelu|wywiad|intervjuu|samtale)"

_DAY = re.compile(rf"{_EDGE}(?:day|dag|tag|jour|d)[ _.-]?(?P<day>-?\d{{1,5}}){_END}", re.IGNORECASE)
_NUMBERED_WAVE = re.compile(
    rf"{_EDGE}(?:t|tid|time|timepoint|wave|bølge|welle|våg|golf|vague|w|runde|round|ronde)[ _-]?(?P<number>\d){_END}",
    re.IGNORECASE,
)
_LATER = (
    re.compile(
        rf"{_EDGE}(?P<number>\d{{1,2}})[ _-]?(?:m|mo|mnd|mth|months?|måneder|månader|monate?|mois|meses){_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_EDGE}(?P<number>\d{{1,2}})[ _-]?(?:wks?|weeks?|uker|wochen|veckor|uger|weken){_END}", re.IGNORECASE
    ),
    re.compile(rf"{_EDGE}(?P<number>\d)[ _-]?(?:y|yr|years?|år|aar|jahre?|ans?){_END}", re.IGNORECASE),
)
_FOLLOW_UP = re.compile(r"follow[ _-]up", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")

_CODE = r"(?P<code>{})(?P<sep>[ _-]?)(?P<number>\d{{1,4}})(?P<part>[a-z]?)"
_LONG = r"(?:{})(?:s|e|er|en|ne)?[ _-]*(?:no|nr|nummer|number)?[ _.#-]*(?P<long>[A-Z]{{0,3}}\d{{1,4}}[a-z]?)"
_PERSON = (
    "participant|participante|partisipant|informant|deltaker|deltager|deltagare|teilnehmer(?:in)?|patient|pasient|pas|pat|"
    "pt|person|respondent|resp|befragter?|case|subject|subj|interviewee|intervjuperson|doctor|lege"
)
#: What names a participant, the surest first: of several, only the surest kind counts.
_PARTICIPANTS = tuple(
    re.compile(f"{_EDGE}(?:{pattern}){_END}", flags)
    for pattern, flags in (
        (_LONG.format(_PERSON), re.IGNORECASE),
        (_CODE.format("P|ID|IP|INF|TN|PP|PT"), re.IGNORECASE),
        (_CODE.format("R|D|K|M|F|L|B|S"), re.IGNORECASE),
        # the code of a study; longer words are headings, and these are no codes
        (
            r"(?!(?:FG|FGD|DEL|PART|REV|VER|REC|IMG|DSC|TAKE|FILE|PAGE|SIDE|COVID|GMT|ZOOM|DRAFT|COPY|KOPI|TEST|VOL|SITE|"
            r"TEAM|GR|GRP|TIL|MP|DS|WS|DM|VN|INT|CH|SEC|QU|UKE|WEEK|DAG|DAY|TAG|MND|KL|NO|NR)\d)"
            r"(?P<code>[A-Z]{2,5})(?P<sep>[_-]?)(?P<number>\d{1,4})(?P<part>[a-z]?)",
            0,
        ),
        (_CODE.format("INT"), re.IGNORECASE),
        (_LONG.format(_INTERVIEW), re.IGNORECASE),
    )
)
# "P01-04", "Participants 1 and 2"; "P1-2" may be the second interview
_RANGE = re.compile(
    rf"{_EDGE}(?:{_PERSON}|P|ID|IP|INF|TN|PP|PT|R)(?:s|e|er|en|ne)?[ _-]?(?P<first>\d{{1,4}})"
    rf"(?P<sep>[-–]| [-–] | ?[+&,] ?| (?:to|til|og|och|and|und|et|y|e|en) )(?P<last>\d{{1,4}}){_END}",
    re.IGNORECASE,
)


class Guess(NamedTuple):
    """Participant, wave and day suggested by a name; "" or None if it suggests none.

    `several` are the participants of a name that has more than one; none of them is taken.
    """

    participant: str
    wave: str
    day: int | None
    several: tuple[str, ...] = ()


def guess_from_name(name: str) -> Guess:
    """Return the participant, wave and day in a file name or path such as `P01_baseline.docx`.

    Participant codes become upper case (`p1` → `P1`); `baseline`, `T1`, `0m` → baseline; `follow-up`, `oppfølging`,
    `T2`, `12m`, `1 year` → follow-up; later waves keep their names (`T3`). Dates are neither of them.
    """
    stem = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = _without_dates(re.sub(r"\.[A-Za-z]\w{0,8}\Z", "", stem))
    day = _DAY.search(stem)
    rest = stem.replace(day[0], " ") if day and not day[0][:2].isdigit() else stem
    found = _participants(rest)
    several = tuple(found) if len(found) > 1 else ()
    return Guess(found[0] if len(found) == 1 else "", _wave(rest), int(day["day"]) if day else None, several)


def _without_dates(stem: str) -> str:
    """Return a name with a blank in the place of dates and times in any usual order."""
    stem = _BY_WORDS.sub(" ", stem)
    stem = _PARTED.sub(lambda match: " " if _is_date(match[1], match[3], match[4]) else match[0], stem)
    stem = _PACKED.sub(lambda match: " " if _is_packed(match[0]) else match[0], stem)
    stem = _SHORT.sub(lambda match: " " if _is_date("2024", match[2], match[1]) else match[0], stem)
    stem = _YEAR.sub(" ", _CLOCK.sub(" ", stem))
    interview = re.search(_INTERVIEW, stem, re.IGNORECASE)
    if interview is None:
        return stem
    match = _AT_INTERVIEW.match(stem, interview.end())
    if match is None or not (_is_date("2024", match[2], match[1]) or _is_date("2024", match[1], match[2])):
        return stem
    return f"{stem[: match.start()]} {stem[match.end() :]}"


def _is_date(first: str, second: str, third: str) -> bool:
    """Return whether three numbers are a date: year first or last, day and month in either order."""
    numbers = int(first), int(second), int(third)
    orders = ((0, 1, 2), (0, 2, 1)) if len(first) == 4 else ((2, 1, 0), (2, 0, 1), (0, 1, 2))
    for year, month, day in orders:
        try:
            date(numbers[year] if numbers[year] > 99 else 2000 + numbers[year], numbers[month], numbers[day])
        except ValueError:
            continue
        return 1900 <= numbers[year] <= 2099 or numbers[year] < 100
    return False


def _is_packed(digits: str) -> bool:
    if len(digits) == 8:
        ways = ((digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2]))
        return any(_is_date(*way) and 1900 <= int(way[0]) <= 2099 for way in ways)
    return _is_date(digits[:2], digits[2:4], digits[4:])


def _participants(stem: str) -> list[str]:
    """Return the different participants that a name mentions."""
    for pattern in _PARTICIPANTS:
        names = dict.fromkeys(_names(pattern, stem))
        if names:
            more = _RANGE.search(stem)
            if more and len(names) == 1 and _is_range(more):
                prefix = re.sub(r"\d.*", "", next(iter(names)))
                names[prefix + more["last"]] = None
            return list(names)
    return []


def _is_range(match: re.Match[str]) -> bool:
    first, last = match["first"], match["last"]
    plain_dash = match["sep"] in ("-", "–")
    return int(last) > int(first) and (not plain_dash or len(first) == len(last) > 1)


def _names(pattern: re.Pattern[str], stem: str) -> Iterator[str]:
    for match in pattern.finditer(stem):
        groups = match.groupdict()
        if groups.get("code"):
            yield f"{groups['code'].upper()}{groups['number']}{groups['part']}"
        else:
            long = groups["long"]
            yield long if long[-1:].isalpha() and len(long) < 2 else re.sub(r"\A\D+", lambda at: at[0].upper(), long)


def _wave(stem: str) -> str:
    for word in _WORD.findall(_FOLLOW_UP.sub("followup", stem)):
        if word.casefold() in WAVES:
            return WAVES[word.casefold()]
    numbered = _NUMBERED_WAVE.search(stem)
    if numbered:
        return {"0": "baseline", "1": "baseline", "2": "follow-up"}.get(numbered["number"], f"T{numbered['number']}")
    later = next((match for pattern in _LATER if (match := pattern.search(stem))), None)
    if later:
        return "follow-up" if int(later["number"]) else "baseline"
    return ""
