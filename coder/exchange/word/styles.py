"""Styles and list numbers of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from coder.exchange.word.package import Package, W

_LEVELS = 9
_HEADINGS = ("heading", "title", "overskrift", "tittel", "berschrift", "titre", "rubrik")
_OFF = ("0", "false", "none", "off")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def is_on(element: Any) -> bool:
    """Return whether a toggle such as `<w:vanish/>` is on."""
    return element is not None and element.get(f"{W}val") not in _OFF


class Styles:
    """The styles of a document, by id."""

    def __init__(self, package: Package) -> None:
        self._styles = {
            style.get(f"{W}styleId"): style for style in package.part("styles") if style.tag == f"{W}style"
        }

    def is_heading(self, paragraph: Any) -> bool:
        """Return whether a paragraph is a heading or title."""
        id = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        names = [id, *(_value(style.find(f"{W}name")) for style in self._chain(id))]
        return any(name.casefold().startswith(_HEADINGS) for name in names)

    def is_hidden(self, properties: Any) -> bool:
        """Return whether a run with these properties (rPr) is hidden text."""
        own = properties.find(f"{W}vanish")
        if own is not None:
            return is_on(own)
        style = properties.find(f"{W}rStyle")
        return style is not None and any(is_on(s.find(f"{W}rPr/{W}vanish")) for s in self._chain(_value(style)))

    def list_level(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list (numId) and level of a paragraph, its own or that of its style."""
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        list_id, level = "", ""
        for properties in (
            paragraph.find(f"{W}pPr/{W}numPr"),
            *(s.find(f"{W}pPr/{W}numPr") for s in self._chain(style)),
        ):
            if properties is not None:
                list_id = list_id or _value(properties.find(f"{W}numId"))
                level = level or _value(properties.find(f"{W}ilvl"))
        return (list_id, min(_number(level, 0), _LEVELS - 1)) if list_id not in ("", "0") else None

    def _chain(self, id: str) -> Iterator[Any]:
        """Yield a style and those it is based on."""
        seen = set()
        while id in self._styles and id not in seen:
            seen.add(id)
            yield self._styles[id]
            id = _value(self._styles[id].find(f"{W}basedOn"))


@dataclass
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = " "
    arabic: bool = False


@dataclass
class _List:
    levels: Sequence[_Level]
    counts: list[int] = field(default_factory=lambda: [0] * _LEVELS)


class Numbering:
    """The numbers of list paragraphs, counted in the order of the document."""

    def __init__(self, package: Package) -> None:
        root = package.part("numbering")
        self._abstract = {
            element.get(f"{W}abstractNumId"): _List(_levels(element))
            for element in root
            if element.tag == f"{W}abstractNum"
        }
        self._numbers = {element.get(f"{W}numId"): element for element in root if element.tag == f"{W}num"}
        self._lists: dict[str, _List] = {}

    def next_number(self, list_id: str, level: int) -> str:
        """Count a paragraph; return its number with the gap behind it, `3. `; "" for a bullet."""
        numbered = self._list(list_id)
        if numbered is None:
            return ""
        counts = numbered.counts
        for above in range(level):
            counts[above] = counts[above] or numbered.levels[above].start
        counts[level] = counts[level] + 1 if counts[level] else numbered.levels[level].start
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return _format(numbered.levels, counts, level)

    def _list(self, list_id: str) -> _List | None:
        if list_id in self._lists:
            return self._lists[list_id]
        element = self._numbers.get(list_id)
        shared = self._abstract.get(_value(element.find(f"{W}abstractNumId"))) if element is not None else None
        if element is None or shared is None:
            return None
        overrides = element.findall(f"{W}lvlOverride")
        # Lists of one abstract list continue counting, unless they restart.
        result = _List([*shared.levels], [0] * _LEVELS if overrides else shared.counts)
        for override in overrides:
            at = min(_number(override.get(f"{W}ilvl") or "", 0), _LEVELS - 1)
            own = override.find(f"{W}lvl")
            level = _level(own) if own is not None else shared.levels[at]
            start = _number(_value(override.find(f"{W}startOverride")), level.start)
            result.levels = [
                *result.levels[:at],
                _Level(start, level.format, level.text, level.gap),
                *result.levels[at + 1 :],
            ]
        self._lists[list_id] = result
        return result


def _levels(abstract: Any) -> list[_Level]:
    levels = [_Level() for _ in range(_LEVELS)]
    for element in abstract.findall(f"{W}lvl"):
        levels[min(_number(element.get(f"{W}ilvl") or "", 0), _LEVELS - 1)] = _level(element)
    return levels


def _level(element: Any) -> _Level:
    text, format = element.find(f"{W}lvlText"), element.find(f"{W}numFmt")
    return _Level(
        _number(_value(element.find(f"{W}start")), 1),
        "decimal" if format is None else _value(format),
        _value(text),
        "" if _value(element.find(f"{W}suff")) == "nothing" else " ",
        is_on(element.find(f"{W}isLgl")),
    )


def _format(levels: Sequence[_Level], counts: Sequence[int], level: int) -> str:
    own = levels[level]
    text = own.text
    for at in range(_LEVELS):
        if f"%{at + 1}" in text:
            format = "decimal" if own.arabic else levels[at].format
            text = text.replace(f"%{at + 1}", format_number(counts[at], format))
    text = text.strip()
    letters = sum(letter.isalnum() for letter in text)
    # A bullet may be a letter of a symbol font; typed as a bullet, `I:` and `Question` are words.
    kept = letters > 1 or text.endswith(":") if own.format == "bullet" else letters > 0
    return text + own.gap if kept else ""


def format_number(number: int, format: str) -> str:
    """Return a list number in a format of Word (numFmt); decimal if the format is not known here."""
    if format in ("none", "bullet"):
        return ""
    if format in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 30:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman") and 0 < number < 5000:
        roman = ""
        for value, letters in _ROMAN:
            roman, number = roman + letters * (number // value), number % value
        return roman.upper() if format == "upperRoman" else roman
    return f"{number:02}" if format == "decimalZero" else str(number)


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val") or ""


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default
