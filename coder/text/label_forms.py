"""Forms of speaker labels: a table of notations, each with its pattern and an example."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from coder.text.names import LONGEST_NAME
from coder.text.stamps import BLANK as _B
from coder.text.stamps import CLEAR, DOTTED, FENCED, STAMP

# Blanks are limited, so that a line of nothing but blanks is soon done.
_O = rf"{_B}{{0,24}}"
_S = rf"{_B}{{1,24}}"
_EM = r"(?:\*{1,3}|__?)?"
_COLON = r"[:：︰﹕]"
_GAP = rf"(?:{_O}[-–—|,·•]{_O}|{_S})"  # between a stamp and a name
# Numbers of turns (`1. I:`, `1 I:`, `[1] I:`) or bullets.
_NUMBER = (
    rf"(?:\d{{1,4}}(?:[.)]{_O}|\t|{_B}(?=[^\W\d_]{{1,3}}\d{{0,3}}{_O}{_COLON}))|[\[(]\d{{1,4}}[\])]{_S}"
    rf"|[-*•·–—]{_O}|>{{1,2}}{_O})?"
)
_FIRST = r"[^\s:：\[\](){}<>*\#@|=>\u200b-\u200f\ufeff]"
_IN_NAME = r"\n\t:：\[\]<>*|={}"
_LAST = rf"[^\s\u200b-\u200f\ufeff{_IN_NAME}]"
_NAME = rf"(?P<name>{_FIRST}(?:[^{_IN_NAME}]{{0,{LONGEST_NAME - 2}}}?{_LAST})??)"
# With a remark in square brackets.
_WORDY = rf"(?P<name>{_FIRST}[^\n\t:：<>*|={{}}\]]{{0,{LONGEST_NAME - 2}}}?\])"
# One to three words before a sign that prose has as well.
_SHORT = r"(?P<name>[^\W\d_][\w'’.-]{0,20}?(?:[ \u00a0][\w'’#-]{1,20}){0,2})"
_SIGNS = (
    (";", ";", ";"), ("=", "=", "="), ("/", "//?", "/"), ("...", r"(?:\.{3,4}|…)", ".…"), (")", r"\)", ")"),
    ("->", "(?:->|→)", ">→"), ("~", "~", "~"), ("·", "·", "·"),
)  # fmt: skip
#: The forms of a name and one of these signs.
SIGNED_FORMS = frozenset(f"name{sign}" for sign, _, _ in _SIGNS)
_BEFORE = rf"(?:T?(?P<before>{STAMP}|{DOTTED}){_GAP})?"
_MID = rf"(?:(?:[,|·–—@-]|at\b)?{_O}(?P<mid>{STAMP})(?:{_B}?min\b\.?)?)?"
_AFTER = rf"(?:{_O}(?P<after>{CLEAR}){_COLON}?{_EM})?"
_SECONDS = r"\d{1,6}\.\d{1,6}"
_DURATION = r"\d{1,3} [^\W\d_]{3,9}(?: \d{1,2} [^\W\d_]{3,9}){0,2}"  # in any language
_END = rf"{_O}(?=\n|\Z)"

SURE = "sure"  # a notation of labels: a few names in it are speakers
SET_OFF = "set off"  # a notation of other things too: must be regular
BARE = "bare"  # a name without any sign: must be regular, or known


class Form(NamedTuple):
    """A notation of labels.

    `pattern` matches at the first visible character of a line, with the groups `name` and `before`, `mid` or `after`
    for the time stamp. `trust` tells how much evidence is needed. `starts` holds the characters of which one must be
    the first, `needs` those of which one must be in the line ("": any).
    """

    id: str
    example: str
    pattern: re.Pattern[str]
    trust: str = SURE
    starts: str = ""
    needs: str = ""
    weak: bool = False  # whether weak names (`kari`, `003`) are possible
    below: bool = False  # whether the words are on the lines below


_DIGITS = "0123456789"
_STAMP_STARTS = _DIGITS + "[(#{<\\"


def _form(
    id: str,
    example: str,
    pattern: str,
    trust: str = SURE,
    *,
    starts: str = "",
    needs: str = "",
    weak: bool = False,
    below: bool = False,
) -> Form:
    return Form(id, example, re.compile(pattern), trust, starts, needs, weak, below)


#: The notations, those that say most first: the first that matches a line, and whose names hold, is taken.
FORMS = (
    _form(
        "chat",
        "10:02:03 From Kari Nes to Everyone: words",
        rf"(?P<before>{STAMP}){_S}(?:From|Von|Fra|Från|De|Da|Van){_S}{_NAME}"
        rf"(?:{_S}(?:to|an|til|till|à|para|a|aan){_S}[^\n:]{{1,60}}?)?{_O}{_COLON}{_O}",
        starts=_STAMP_STARTS,
        needs=":",
        weak=True,
    ),
    _form(
        "name:",
        "Kari: words",
        rf"{_NUMBER}{_EM}{_BEFORE}{_EM}(?!\d{{1,3}}:\d){_NAME}{_O}{_EM}{_O}{_MID}{_O}{_EM}{_O}{_COLON}{{1,2}}{_EM}{_AFTER}{_O}",
        needs=":：︰﹕",
        weak=True,
    ),
    _form("name[]:", "P3 [F, 54]: words", rf"{_NUMBER}{_EM}{_WORDY}{_O}{_EM}{_COLON}{_EM}{_O}", needs=":："),
    _form("#name:", "#Kari: words", rf"#{_NAME}{_O}{_COLON}{_O}", starts="#", needs=":：", weak=True),
    _form("@name:", "@Kari: words", rf"@{_NAME}{_O}{_COLON}{_O}", starts="@", needs=":：", weak=True),
    _form(
        "[name]:",
        "[Kari]: words",
        rf"{_EM}{_BEFORE}{_EM}\\?[\[({{<«]{_NAME}(?:{_GAP}(?P<mid>{STAMP}))?\\?[\])}}>»]{_EM}{_O}{_COLON}{_EM}{_O}",
        starts="[({<«\\*_" + _DIGITS,
        needs=":：",
        weak=True,
    ),
    _form(
        "0:12 name",
        "00:00:03 Kari Nes",
        rf"{_EM}(?P<before>{STAMP}){_GAP}{_EM}\\?\[?{_NAME}\\?\]?{_O}{_COLON}?{_EM}{_END}",
        starts=_STAMP_STARTS + "*_",
        needs=":.m'′’",
        below=True,
    ),
    _form(
        "0:12 / name:",
        "[00:00:03] / Kari: words",
        rf"(?P<before>{STAMP}){_O}\n(?:{_O}\n)?{_O}{_EM}{_NAME}{_O}{_EM}{_COLON}{_EM}{_O}",
        starts=_STAMP_STARTS,
        needs=":",
        below=True,
    ),
    _form(
        "0:12 / name",
        "0:0:0.0 --> 0:0:1.510 / Kari Nes / words",
        rf"(?P<before>{STAMP}){_O}\n(?P<gap>{_O}\n)?{_O}{_NAME}{_O}{_COLON}?{_O}(?=\n)",
        starts=_STAMP_STARTS,
        needs=":.",
        below=True,
    ),
    _form("0:12", "[00:00:03] words", rf"(?P<mid>{FENCED}){_O}", SET_OFF, starts="[(#{<\\", needs=":."),
    _form("0:12 /", "0:03 / words", rf"(?P<mid>{STAMP}){_O}(?=\n)", SET_OFF, starts=_DIGITS, needs=":", below=True),
    _form(
        "1.2\t3.4\tname:",
        "1.250000\t3.400000\tKari: words",
        rf"(?P<before>{_SECONDS})\t{_SECONDS}\t{_O}{_NAME}{_O}{_COLON}{_O}",
        starts=_DIGITS,
        needs="\t",
    ),
    _form(
        "name\t0:12\t",
        "Kari\t\t00:00:03.1\t3.1\t00:00:05.2\t5.2\twords",
        rf"(?P<name>[^\s:][^\n\t:]{{0,{LONGEST_NAME - 1}}})\t(?:[^\n\t]{{0,{LONGEST_NAME}}}\t)?"
        rf"(?P<mid>{STAMP}|{_SECONDS}(?=\t{_SECONDS}\t))"
        r"\t(?:[\d:.,]{1,15}\t){1,5}(?=\S)",
        SET_OFF,
        needs="\t",
    ),
    _form(
        "0:12\t",
        "00:00:03.1\t00:00:05.2\tKari\twords",
        rf"(?P<before>{STAMP})\t{_O}(?:{STAMP}\t{_O})?{_NAME}\t{_O}(?=\S)",
        SET_OFF,
        starts=_STAMP_STARTS,
        needs="\t",
    ),
    _form(
        "[name]",
        "[Kari] words",
        rf"{_NUMBER}{_EM}{_BEFORE}\\?\[{_O}{_NAME}{_O}(?:{_GAP}(?P<mid>{STAMP}))?{_COLON}?\\?\]{_EM}(?:{_O}(?P<after>{STAMP}))?{_O}",
        SET_OFF,
        starts="[\\-*" + _DIGITS,
        needs="]",
    ),
    _form("(name)", "(Kari) words", rf"{_BEFORE}\({_NAME}(?:{_GAP}(?P<mid>{STAMP}))?\){_O}", SET_OFF, starts="("),
    _form("<name>", "<Kari> words", rf"{_BEFORE}<{_NAME}>{_O}", SET_OFF, starts="<" + _DIGITS, needs=">", weak=True),
    _form("{name}", "{Kari} words", rf"[{{«]{_NAME}[}}»]{_O}", SET_OFF, starts="{«"),
    _form("#name", "#Kari words", rf"[#@](?P<name>{_FIRST}[^\s:]{{0,30}}){_S}(?=\S)", SET_OFF, starts="#@"),
    _form(
        "heading",
        "### Kari Nes",
        rf"#{{1,6}}{_S}{_EM}{_BEFORE}{_EM}{_NAME}{_O}{_MID}{_COLON}?{_EM}{_END}",
        SET_OFF,
        starts="#",
        below=True,
    ),
    _form(
        "marked",
        "**Kari** words",
        rf"(?:\*\*|__){_BEFORE}{_NAME}{_O}{_MID}(?:\*\*|__){_O}",
        SET_OFF,
        starts="*_",
    ),
    _form(
        "name 0:12",
        "Kari Nes  0:12",
        rf"{_NAME}(?:{_O}[|–—•·@-]{_O}|{_S}(?:at{_S})?)(?:(?P<mid>{STAMP}){_EM}{_END}|(?P<after>{CLEAR}){_COLON}?{_O})",
        needs=":.",
    ),
    _form(
        "name 0:12 -",
        "Kari Nes 0:12 - words",
        rf"{_NAME}{_S}(?P<mid>{STAMP})(?:{_S}[-–—]{_S}|{_B}{{2,24}})(?=\S)",
        SET_OFF,
        needs=":",
    ),
    _form("name   ", "KN     words", rf"(?P<name>[^\W_][\w.-]{{0,19}}){_B}{{3,24}}(?=\S)", SET_OFF),
    _form(
        "name\t", "I\twords", rf"(?P<name>[^\s:][^\n\t:]{{0,{LONGEST_NAME - 1}}}?)\t{_O}(?=\S)", SET_OFF, needs="\t"
    ),
    _form("Q.", "Q. words", rf"{_EM}(?P<name>[^\W\d_]{{1,5}}\d?)\.{_EM}{_S}(?=\S)", SET_OFF, needs="."),
    _form("name.-", "P.- words", rf"{_NAME}\.[-–—]{_O}(?=\S)", SET_OFF, needs="-–—"),
    _form(
        "name -",
        "Kari – words",
        rf"{_BEFORE}{_NAME}(?:{_S}(?:--|[-–—]){_S}|(?:--|[-–—]){_S})(?=\S)",
        SET_OFF,
        needs="-–—",
    ),
    _form("name |", "Kari | words", rf"{_BEFORE}{_NAME}{_O}\|{_O}(?=[^|\n]+(?:\n|\Z))", SET_OFF, needs="|"),
    _form(">> name.", ">> Kari. words", rf">>{_O}{_NAME}\.{_S}(?=\S)", SET_OFF, starts=">", needs="."),
    *(
        _form(f"name{sign}", f"Kari{sign} words", rf"{_SHORT}{_O}{pattern}{_S}(?=\S)", SET_OFF, needs=needs)
        for sign, pattern, needs in _SIGNS
    ),
    _form("name>", "Kari> words", rf"{_NAME}>{{1,2}}{_O}(?=\S)", SET_OFF, needs=">"),
    _form(
        "name / duration / 0:12",
        "Kari Nes / 0 minutes 4 seconds / 0:04 / words",
        rf"{_NAME}{_O}\n(?:{_O}\n)?{_O}{_DURATION}{_O}\n(?:{_O}\n)?{_O}(?P<mid>{STAMP}){_O}(?=\n)",
        below=True,
    ),
    _form(
        "name / 0:12",
        "Kari Nes / 0:12 / words",
        rf"{_NAME}{_O}\n(?P<gap>{_O}\n)?{_O}(?:(?P<mid>{STAMP}){_O}(?=\n)|(?P<after>{FENCED}){_O}(?:[-–—]{_O})?(?=\S))",
        needs="",
        below=True,
    ),
    _form("name /", "Kari / words", rf"{_NAME}{_O}(?=\n)", BARE, below=True),
)

STAMP_FORMS = frozenset({"0:12", "0:12 /"})  # those that name nobody


@lru_cache(1024)
def forms_at(first: str) -> tuple[Form, ...]:
    """Return the forms that may begin with this character."""
    return tuple(form for form in FORMS if not form.starts or first in form.starts)


@lru_cache(64)
def own_form(example: str) -> Form:
    """Return the form of which a researcher gave an example, with NAME for the name: `«NAME»`, `NAME -- 0:12`.

    Blanks in it may be many or none, 0:12 is any time stamp. Raises ValueError if NAME or any sign is missing.
    """
    before, name, after = " ".join(example.split()).partition("NAME")
    if not name or not (before + after).strip():
        raise ValueError(f"not an example of a label: {example}")
    stamped = "0:12" in before
    end = rf"{_O}" if after.strip() else _END
    pattern = f"{_literal(before, 'before')}(?P<name>[^\\n]{{1,{LONGEST_NAME}}}?){_literal(after, 'mid')}{end}"
    return Form(f"own {example}", example, re.compile(pattern), weak=True, below=not after.strip() and not stamped)


def _literal(text: str, group: str) -> str:
    pieces = re.split(r"(0:12|\s+)", text)
    stamps = iter([rf"(?P<{group}>{STAMP})", *[STAMP] * len(pieces)])
    return "".join(
        next(stamps) if piece == "0:12" else rf"{_O}" if piece.isspace() else re.escape(piece)
        for piece in pieces
        if piece
    )
