"""Building a transcript from paragraphs and tables, keeping track of where everything ends up."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coder.exchange.transcript import Utterance, compose
from coder.text.labels import is_role, name_kind, parse_seconds
from coder.text.span import Span
from coder.text.speakers import NOT_SPEAKERS
from coder.text.turn import Turn
from coder.text.turns import find_turns

_TIME = re.compile(r"[\[(#]?((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])#]?(?:\s*(?:-->|-|–)\s*[\d:.,]+)?\Z")
_NUMBER = re.compile(r"\d{1,5}[.)]?\Z")
_MOST = 0.7  # share of rows that must look the part

Row = Sequence[str]


@dataclass
class Passage:
    """A paragraph or table cell on its way into a text; `marks` are offsets into `text` that shall be found again.

    `bold` is how many characters at its beginning are set off by typography, 0 if none.
    """

    text: str = ""
    bold: int = 0
    heading: bool = False
    marks: list[tuple[str, int]] = field(default_factory=list)


class TextBuilder:
    """A text that grows by paragraphs and tables; turns are found in each stretch between tables."""

    def __init__(self) -> None:
        self.marks: dict[str, int] = {}
        self.turns: list[Turn] = []
        self._parts: list[str] = []
        self._size = 0
        self._from = 0  # where the present stretch of paragraphs begins
        self._bold: list[Span] = []
        self._headings: list[Span] = []

    def add_paragraph(self, passage: Passage, gap: str = "\n\n") -> None:
        """Adds a paragraph; one without words only passes its marks on."""
        words = passage.text.strip()
        lead = len(passage.text) - len(passage.text.lstrip())
        if words and self._size:
            self._add(gap)
        start = self._size
        self._place(passage.marks, start, lead, len(words))
        if not words:
            return
        if passage.heading:
            self._headings.append(Span(start, start + len(words)))
        elif passage.bold > lead:
            self._bold.append(Span(start, start + min(passage.bold - lead, len(words))))
        self._add(words)

    def add_table(self, rows: Sequence[Sequence[Passage]]) -> None:
        """Adds a table: a conversation as its turns, another as one line per row with tabs."""
        rows = [row for row in rows if any(cell.text.strip() for cell in row)]
        spoken = conversation([[cell.text for cell in row] for row in rows])
        if spoken:
            self._conversation(rows[len(rows) - len(spoken) :], spoken)
            return
        for index, row in enumerate(rows):
            self.add_paragraph(_tabbed(row), gap="\n" if index else "\n\n")

    def finish(self) -> str:
        """The text; `turns` and `marks` are complete then."""
        self._find()
        return "".join(self._parts)

    def _conversation(self, rows: Sequence[Sequence[Passage]], spoken: Sequence[tuple[Utterance, int]]) -> None:
        if self._size:
            self._add("\n\n")
        self._find()
        joined: list[Utterance] = []
        places: list[tuple[list[tuple[str, int]], int, int, int, int]] = []  # marks, turn, offset, lead, size
        for row, (utterance, column) in zip(rows, spoken, strict=True):
            words = utterance.words.strip()
            lead = len(utterance.words) - len(utterance.words.lstrip())
            if joined and not utterance.speaker:
                before = joined[-1].words
                offset = len(before) + 2
                joined[-1] = joined[-1]._replace(words=f"{before}\n\n{words}" if words else before)
            else:
                offset = 0
                joined.append(utterance._replace(words=words))
            places.append((row[column].marks, len(joined) - 1, offset, lead, len(words)))
        text, turns = compose(joined)
        base = self._size
        self.turns += [Turn(t.start + base, t.end + base, t.speaker, t.seconds, t.label + base) for t in turns]
        for marks, turn, offset, lead, size in places:
            self._place(marks, base + turns[turn].start + offset, lead, size)
        self._add(text)
        self._from = self._size

    def _place(self, marks: list[tuple[str, int]], start: int, lead: int, size: int) -> None:
        for key, offset in marks:
            self.marks.setdefault(key, start + max(0, min(offset - lead, size)))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def _find(self) -> None:
        """Finds the turns of the paragraphs since the last table, and writes a colon where typography was one."""
        base, whole = self._from, "".join(self._parts)
        text = whole[base:]
        bold, headings = (
            [Span(s.start - base, s.end - base) for s in spans] for spans in (self._bold, self._headings)
        )
        turns = find_turns(text, bold=bold, headings=headings)
        colons = [place for turn in turns if (place := _colon_place(text, turn)) is not None]

        def moved(offset: int, bisect: Callable[[list[int], int], int] = bisect_left) -> int:
            return base + offset + bisect(colons, offset)

        self.turns += [
            turn._replace(start=moved(turn.start), end=moved(turn.end), label=moved(turn.label)) for turn in turns
        ]
        for key, at in self.marks.items():
            if at >= base:
                # What begins at a colon's place begins behind it.
                self.marks[key] = moved(at - base, bisect_right if key.startswith("start") else bisect_left)
        pieces = [text[start:end] for start, end in pairwise([0, *colons, len(text)])]
        self._parts = [whole[:base], ":".join(pieces)]
        self._size = base + len(self._parts[1])
        self._bold, self._headings, self._from = [], [], self._size


def _colon_place(text: str, turn: Turn) -> int | None:
    """Where a colon makes a name that only typography tells a label in plain text, too; None where it is one."""
    if not turn.speaker or turn.seconds is not None or turn.start == turn.end:
        return None
    place = text.find(turn.speaker, turn.label, turn.start) + len(turn.speaker)
    return place if not text[place : turn.start].strip() else None


def _tabbed(row: Sequence[Passage]) -> Passage:
    line = Passage()
    for index, cell in enumerate(row):
        if index:
            line.text += "\t"
        line.marks += [(key, offset + len(line.text)) for key, offset in cell.marks]
        line.text += cell.text.strip().replace("\n", " ")
    return line


# Tables in which a conversation was typed


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
    heads = any(
        cell in NOT_SPEAKERS or cell in ("speaker", "text", "turn", "taler", "tekst", "sprecher") for cell in cells
    )
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
    return parse_seconds(match[1]) if match else None
