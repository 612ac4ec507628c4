"""Speaker labels: find candidates at the beginning of lines, and classify names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from coder.text.speakers import NOT_SPEAKERS, PARTICLES, ROLES

LONGEST_NAME = 60  # characters; a longer one is prose
_HEAD = 140  # longest label with its time stamps, in characters
_MOST_WORDS = 5
_LONGEST_SHORT = 6  # longest abbreviated name, such as `Resp.`

_B = r"[^\S\n]"  # a blank other than a newline
_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TO = rf"(?:{_B}*(?:-->|-|–){_B}*{_CLOCK})?"
_FENCED = rf"(?:\\?\[{_CLOCK}{_TO}\\?\]|\({_CLOCK}\)|\#{_CLOCK}(?:-\d+)?\#)"
# After the colon, a bare "10:30" may be speech; "00:10:30" is a time stamp.
_AFTER = rf"(?:{_FENCED}|\d{{1,3}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?(?!\S))"
_STAMP = rf"(?:{_FENCED}|{_CLOCK})"
_EM = r"(?:\*{1,3}|__?)?"
# Numbers of turns (`1. I:`, `1 I:`) or bullets.
_NUMBER = rf"(?:\d{{1,4}}(?:[.)]{_B}*|\t|{_B}(?=[^\W\d_]{{1,3}}\d{{0,3}}{_B}*:))|[-*•–—]{_B}+|>>{_B}*)?"
_NAME = rf"(?P<name>[^\s:：\[\]<>*\#|=][^\n:：\[\]<>*\#|=]{{0,{LONGEST_NAME}}}?)"

_COLON = re.compile(
    rf"{_NUMBER}{_EM}(?:(?P<before>{_STAMP}){_B}+)?{_EM}{_NAME}{_B}*(?P<mid>{_STAMP})?{_B}*{_EM}{_B}*[:：]{_EM}"
    rf"(?:{_B}*(?P<after>{_AFTER}):?{_EM})?{_B}*"
)
_EMPHASISED = re.compile(rf"\*\*{_NAME}{_B}*(?P<mid>{_STAMP})?\*\*{_B}*")
_BRACKETED = re.compile(rf"\\?\[{_NAME}\\?\]:?{_B}*")
_HEADING = re.compile(rf"\#{{1,6}}{_B}+{_EM}{_NAME}{_B}*(?P<mid>{_STAMP})?:?{_EM}{_B}*(?=\n|\Z)")
_STAMPED = re.compile(rf"{_NAME}{_B}+(?:(?P<mid>{_STAMP}){_B}*(?=\n|\Z)|(?P<after>{_FENCED}):?{_B}*)")
_STAMP_FIRST = re.compile(rf"(?P<before>{_STAMP}){_B}+{_NAME}{_B}*(?=\n|\Z)")
_STAMP_ONLY = re.compile(rf"(?P<mid>{_FENCED}){_B}*")
_LEGAL = re.compile(rf"(?P<name>[QA])\.{_B}+")
_TABBED = re.compile(rf"(?P<name>[^\s:][^\n\t:]{{0,{LONGEST_NAME}}}?)\t{_B}*(?=\S)")
_ALONE = re.compile(rf"(?P<name>[^\n]{{3,30}}?){_B}*(?:\n{_B}*(?P<mid>{_STAMP}){_B}*)?(?=\n)")
_MARKED = re.compile(rf"{_NAME}{_B}*(?P<mid>{_STAMP})?{_B}*\Z")

_CODE = re.compile(r"[^\W\d_]{1,3}\d{0,3}\Z")
_NUMBERED = re.compile(r"(?P<role>.*?)[ \u00a0_-]?(?:\d{1,3}|\b[A-Za-z])\Z")
_WITH_REMARK = re.compile(rf"(?P<name>\S.*?){_B}*\([^()\n]{{1,20}}\)\Z")
_UNFIT = re.compile(r"[!?;\"“”„«»/\\{}…&@]|\.(?=\S)|\(.*\(")


class Candidate(NamedTuple):
    """A possible label `text[at:end]`; words on the same line begin at `end`.

    `form` describes its notation; `kind` its name: role, code, id, full, single, lower, nobody (`Break: [48:33]`), or
    "" for a bare time stamp. `alone` is true if nothing follows on the line.
    """

    at: int
    end: int
    name: str
    form: str
    kind: str
    seconds: float | None
    alone: bool

    @property
    def key(self) -> str:
        """The name by which labels of one speaker are counted."""
        return _key(self.name)


@lru_cache(1024)
def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def parse_seconds(stamp: str | None) -> float | None:
    """Return the seconds of a time stamp such as `[00:01:02]`, `07:59` or `#00:00:03-5#`; None for no stamp."""
    if not stamp:
        return None
    clock, _, tenths = stamp.strip("[]()#\\").replace("–", "-").partition("-")
    tenths = tenths if tenths.isdigit() else ""  # else the end of a range: [00:01.000 --> 00:03.000]
    value = 0.0
    for part in clock.replace(",", ".").split(":"):
        value = value * 60 + float(part)
    return value + (float(f"0.{tenths}") if tenths else 0.0)


@lru_cache(1024)  # a transcript repeats few names
def name_kind(name: str) -> str:
    """Return the kind of a name: role, code, id, full, single or lower; "" if it cannot be a name."""
    key = name.casefold().strip()
    if "/" in name or "&" in name:
        kinds = [name_kind(part) for part in re.split("[/&]", name)]
        return kinds[0] if all(kinds) else ""
    words = name.replace("(", " ").replace(")", " ").replace(",", " ").split()
    if not words or len(words) > _MOST_WORDS or _UNFIT.search(name) or key in NOT_SPEAKERS:
        return ""
    if is_role(key):
        return "role"
    remark = _WITH_REMARK.match(name)  # `P3 (male)`
    if remark:
        return name_kind(remark["name"])
    if not any(character.isalpha() for character in key) or words[0].casefold() in NOT_SPEAKERS:
        return ""
    if len(words) == 1:
        return _single(words[0])
    if name.rstrip().endswith((",", ".")) or not all(_capital(w) or w.casefold() in PARTICLES for w in words):
        return ""
    return "full" if _capital(words[0]) or words[0].casefold() in PARTICLES else ""


def is_role(key: str) -> bool:
    """Return whether a case-folded name is a role in an interview, with or without a number."""
    if key in ROLES:
        return True
    numbered = _NUMBERED.match(key)
    return bool(numbered and numbered["role"] in ROLES)


def _single(word: str) -> str:
    if word.isupper() and _CODE.match(word):
        return "code"
    if any(character.isdigit() or character == "_" for character in word):
        return "id" if word[0].isalpha() and "." not in word else ""
    if word.endswith((",", ".")):
        return ""
    return "single" if _capital(word) else "lower"


def _capital(word: str) -> bool:
    first = word.lstrip("'’-")[:1]
    return first.isdigit() or (first.isalpha() and not first.islower())


def candidates(text: str, start: int, marked: Mapping[int, int], headings: Mapping[int, int]) -> Iterator[Candidate]:
    """Yield the possible labels from `start` on, at most one per line.

    `marked` and `headings` map the start of bold or heading text to its end.
    """
    at, size = start, len(text)
    while at < size:
        newline = text.find("\n", at)
        end = size if newline < 0 else newline
        first = _first_visible(text, at, end)
        if first < end:
            candidate = _at_line(text, first, end, marked.get(first), headings.get(first))
            if candidate:
                yield candidate
        at = end + 1


def _first_visible(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _at_line(text: str, at: int, end: int, marked: int | None, heading: int | None) -> Candidate | None:
    stop = min(end, at + _HEAD)
    colon = _with_colon(text, at, stop, end, "bold" if marked else "")
    if colon and heading is None:
        return colon
    if heading is not None:
        return _styled(text, at, min(heading, end), end, "heading")
    if marked:
        stamped = _matched(_STAMPED, text, at, stop, end, "name 0:12")
        return stamped or _styled(text, at, min(marked, end), end, "marked")
    first = text[at]
    if first in "[\\":
        return (
            _stamp_first(text, at, stop, end)
            or _matched(_STAMP_ONLY, text, at, stop, end, "0:12")
            or _bracketed(text, at, stop, end)
        )
    if first in "(#*":
        patterns = ((_HEADING, "heading"), (_EMPHASISED, "marked"), (_STAMP_ONLY, "0:12"))
        matches = (_matched(pattern, text, at, stop, end, form) for pattern, form in patterns)
        return next((candidate for candidate in matches if candidate), None)
    if first.isdigit():
        return _stamp_first(text, at, stop, end)
    tabbed = _tabbed(text, at, stop, end)
    if tabbed:
        return tabbed
    if text.find(":", at, stop) > 0:
        return _matched(_STAMPED, text, at, stop, end, "name 0:12")
    if end - at <= 30:
        return _role_alone(text, at, end)
    return _matched(_LEGAL, text, at, stop, end, "Q.") if first in "QA" else None


def _with_colon(text: str, at: int, stop: int, end: int, style: str) -> Candidate | None:
    if text.find(":", at, stop) < 0 and text.find("：", at, stop) < 0:
        return None
    match = _COLON.match(text, at, stop)
    if not match:
        return None
    after = match.end()
    short = match["name"].removesuffix(".") if len(match["name"]) <= _LONGEST_SHORT else match["name"]
    kind = name_kind(short)
    if match["name"].casefold().strip() in NOT_SPEAKERS and after >= end and (match["mid"] or match["after"]):
        kind = "nobody"
    tight = after < end and text[after - 1] in ":："
    if not kind or (tight and (kind not in ("role", "code") or not text[after].isalpha())):
        return None
    form = ("0:12 " if match["before"] else "") + "name:" + ("\n" if after >= end else "") + style
    return _candidate(match, at, end, form, kind)


def _styled(text: str, at: int, stop: int, end: int, form: str) -> Candidate | None:
    """Return a name set off by typography, with or without a colon and a time stamp."""
    inside = text[at:stop].rstrip().rstrip(":：").rstrip()
    match = _MARKED.match(inside) if len(inside) <= _HEAD else None
    kind = name_kind(match["name"]) if match else ""
    if not match or kind in ("", "lower"):
        return None
    after = _first_visible(text, stop, end)
    if after < end and after == stop and not text[stop - 1].isspace() and text[stop - 1] not in ":：":
        return None  # bold ends inside a word
    return Candidate(at, after, match["name"].strip(), form, kind, parse_seconds(match["mid"]), after >= end)


def _stamp_first(text: str, at: int, stop: int, end: int) -> Candidate | None:
    """Return `[00:00:03] Name` if words follow on the next line; otherwise it is speech (`[00:00:03] Yes`)."""
    below = text[end + 1 : end + 2]
    if not below or below in "\n[(" or below.isdigit():
        return None
    return _matched(_STAMP_FIRST, text, at, stop, end, "0:12 name")


def _role_alone(text: str, at: int, end: int) -> Candidate | None:
    """Return a line consisting of a role (`INTERVIEWER`), possibly with a time stamp on the next line."""
    if text[at] in "QA" and (legal := _matched(_LEGAL, text, at, end, end, "Q.")):
        return legal
    match = _ALONE.match(text, at) if is_role(text[at:end].strip().casefold()) else None
    # Kind "single", not "role", because only repetition makes it a label.
    return (
        Candidate(at, match.end(), match["name"], "role", "single", parse_seconds(match["mid"]), True)
        if match
        else None
    )


def _tabbed(text: str, at: int, stop: int, end: int) -> Candidate | None:
    """Return `I`, a tab, the words; of kind "code", not "role", because rows of other tables look the same."""
    if text.find("\t", at, stop) < 0:
        return None
    candidate = _matched(_TABBED, text, at, stop, end, "name\t")
    return candidate._replace(kind="code") if candidate and candidate.kind in ("role", "code", "id") else None


def _bracketed(text: str, at: int, stop: int, end: int) -> Candidate | None:
    candidate = _matched(_BRACKETED, text, at, stop, end, "[name]")
    return candidate if candidate and candidate.kind in ("role", "code", "id") else None


def _matched(pattern: re.Pattern[str], text: str, at: int, stop: int, end: int, form: str) -> Candidate | None:
    match = pattern.match(text, at, stop)
    # A match up to `stop` may go on beyond it.
    if not match or (match.end() == stop and stop < end):
        return None
    name = match.groupdict().get("name") or ""
    kind = name_kind(name) if name else ""
    if name and kind in ("", "lower"):
        return None
    return _candidate(match, at, end, form, kind)


def _candidate(match: re.Match[str], at: int, end: int, form: str, kind: str) -> Candidate:
    groups = match.groupdict()
    stamp = groups.get("before") or groups.get("mid") or groups.get("after")
    name = (groups.get("name") or "").strip()
    return Candidate(at, match.end(), name, form, kind, parse_seconds(stamp), match.end() >= end)
