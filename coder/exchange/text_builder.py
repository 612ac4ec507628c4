"""Build the text of a transcript from paragraphs and tables, tracking positions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise

from coder.exchange.transcript import Utterance, compose
from coder.text.dialogue import Dialogue
from coder.text.names import is_role, name_kind
from coder.text.span import Span, Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.speakers import NOT_SPEAKERS, speaker_key
from coder.text.stamps import parse_seconds

_TIME = re.compile(r"[\[(#]?((?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)[\])#]?(?:\s*(?:-->|-|–)\s*[\d:.,]+)?\Z")
_NUMBER = re.compile(r"\d{1,5}[.)]?\Z")
_MOST = 0.7  # share of rows that must fit

Row = Sequence[str]


@dataclass
class Passage:
    """A paragraph or table cell to add; `marks` are named offsets into `text` to be tracked.

    `bold` is the number of characters at the beginning that are set off by typography. `number` is the number or
    bullet of a list, written before the text; a label may follow it.
    """

    text: str = ""
    bold: int = 0
    heading: bool = False
    number: str = ""
    marks: list[tuple[str, int]] = field(default_factory=list)


class TextBuilder:
    """A growing text; turns are detected in the paragraphs between tables."""

    def __init__(self, rules: SpeakerRules = NO_RULES) -> None:
        self._rules = rules
        self._unexplained: list[str] = []
        self._warnings: list[str] = []
        self.marks: dict[str, int] = {}
        self.turns: list[Turn] = []
        self._parts: list[str] = []
        self._size = 0
        self._from = 0  # start of the paragraphs after the last table
        self._bold: list[Span] = []
        self._headings: list[Span] = []
        self._numbers: list[tuple[int, str]] = []

    def add_paragraph(self, passage: Passage, gap: str = "\n\n") -> None:
        """Add a paragraph; of an empty one only the marks are placed."""
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
        if passage.number:
            self._numbers.append((start, passage.number))
        self._add(words)

    def add_table(self, rows: Sequence[Sequence[Passage]]) -> None:
        """Add a table: a conversation as turns, any other table as lines with tabs."""
        rows = [row for row in rows if any(cell.text.strip() for cell in row)]
        utterances = conversation([[cell.text for cell in row] for row in rows])
        if utterances:
            self._add_conversation(rows[len(rows) - len(utterances) :], utterances)
            return
        for index, row in enumerate(rows):
            self.add_paragraph(_tabbed(row), gap="\n" if index else "\n\n")

    def finish(self) -> str:
        """Return the text, and complete `turns` and `marks`."""
        self._find_turns()
        return "".join(self._parts)

    @property
    def dialogue(self) -> Dialogue:
        """The turns, and what is uncertain about them; complete after `finish`."""
        return Dialogue(tuple(self.turns), tuple(self._unexplained), tuple(dict.fromkeys(self._warnings)))

    def _add_conversation(
        self, rows: Sequence[Sequence[Passage]], utterances: Sequence[tuple[Utterance, int]]
    ) -> None:
        if self._size:
            self._add("\n\n")
        self._find_turns()
        joined: list[Utterance] = []
        places: list[tuple[list[tuple[str, int]], int, int, int, int]] = []  # marks, turn, offset, lead, size
        for row, (utterance, column) in zip(rows, utterances, strict=True):
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

    def _find_turns(self) -> None:
        """Find the turns since the last table; then write list numbers, and colons after names set off."""
        from coder.text.turns import find_dialogue  # compiles the tables of labels

        base, whole = self._from, "".join(self._parts)
        text = whole[base:]
        bold, headings = (
            [Span(s.start - base, s.end - base) for s in spans] for spans in (self._bold, self._headings)
        )
        dialogue = find_dialogue(text, bold=bold, headings=headings, rules=self._rules)
        turns = dialogue.turns
        self._unexplained += dialogue.unexplained
        self._warnings += dialogue.warnings
        colons = [(place, ":") for turn in turns if (place := _colon_place(text, turn)) is not None]
        inserted = sorted([*colons, *((at - base, number) for at, number in self._numbers)])
        places = [place for place, _ in inserted]
        lengths = [0, *accumulate(len(piece) for _, piece in inserted)]

        def shift(offset: int, bisect: Callable[[list[int], int], int] = bisect_left) -> int:
            return base + offset + lengths[bisect(places, offset)]

        self.turns += [
            turn._replace(start=shift(turn.start), end=shift(turn.end), label=shift(turn.label)) for turn in turns
        ]
        for key, at in self.marks.items():
            if at >= base:
                # A mark that starts at an inserted colon or number starts after it.
                self.marks[key] = shift(at - base, bisect_right if key.startswith("start") else bisect_left)
        pieces = [text[start:end] for start, end in pairwise([0, *places, len(text)])]
        between = [piece for _, piece in inserted]
        self._parts = [whole[:base], "".join(chain.from_iterable(zip(pieces, [*between, ""], strict=True)))]
        self._size = base + len(self._parts[1])
        self._bold, self._headings, self._numbers, self._from = [], [], [], self._size


def _colon_place(text: str, turn: Turn) -> int | None:
    """Return where a colon makes a name set off by typography a label in plain text; None if it is one already."""
    label = text[turn.label : turn.start].rstrip()
    if not turn.speaker or turn.seconds is not None or turn.start == turn.end or ":" in label or "：" in label:
        return None
    return turn.label + len(label) if speaker_key(label).endswith(speaker_key(turn.speaker)) else None


def distinct_length(formats: Sequence[tuple[int, str]]) -> int:
    """Return the length of the beginning of a paragraph that differs from plain text.

    `formats` holds the offset at which each run begins and its formatting, "" for plain text.
    """
    if not formats or not formats[0][1]:
        return 0
    first = formats[0][1]
    return next((offset for offset, format in formats if format != first), 10**9)


def locate_comment(marks: Mapping[str, int], key: str, text: str) -> Span:
    """Return the passage of a comment by its marks `start KEY`, `end KEY` or `at KEY`.

    A comment without a passage is on the line of its mark.
    """
    start, end = marks.get(f"start {key}"), marks.get(f"end {key}")
    if start is None or end is None or end <= start:
        at = next((place for place in (start, end, marks.get(f"at {key}")) if place is not None), 0)
        start = text.rfind("\n", 0, at) + 1
        newline = text.find("\n", at)
        end = len(text) if newline < 0 else newline
    passage = text[start:end]
    start, end = end - len(passage.lstrip()), start + len(passage.rstrip())
    return Span(min(start, end), end)


def _tabbed(row: Sequence[Passage]) -> Passage:
    line = Passage()
    for index, cell in enumerate(row):
        if index:
            line.text += "\t"
        line.text += cell.number
        line.marks += [(key, offset + len(line.text)) for key, offset in cell.marks]
        line.text += cell.text.strip().replace("\n", " ")
    return line


# Conversations typed as tables


def conversation(rows: Sequence[Row]) -> list[tuple[Utterance, int]] | None:
    """Return the utterances of a table, each with the column of its words; None if it is not a conversation.

    A row without a speaker continues the row above. A heading row is skipped.
    """
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= 5 or any(len(row) != width for row in rows):
        return None
    body = rows[1:] if _is_head(rows[0]) and len(rows) > 1 else rows
    roles = _columns(body, width)
    if roles is None:
        return None
    speaker, words, time = roles
    return [
        (
            Utterance(
                row[speaker].strip().rstrip(":：").strip(), row[words], _time(row[time]) if time >= 0 else None
            ),
            words,
        )
        for row in body
    ]


def _is_head(row: Row) -> bool:
    """Return whether a row is a heading: short cells, one of them such as "Time" or "Speaker"."""
    cells = [cell.casefold().strip() for cell in row]
    heads = any(
        cell in NOT_SPEAKERS or cell in ("speaker", "text", "turn", "taler", "tekst", "sprecher") for cell in cells
    )
    return heads and all(len(cell) <= 30 for cell in cells)


def _columns(rows: Sequence[Row], width: int) -> tuple[int, int, int] | None:
    """Return the columns of speaker, words and time (-1 if none); columns of numbers are ignored."""
    cells = [[row[column].strip() for row in rows] for column in range(width)]
    time = next((column for column in range(width) if _share(cells[column], _TIME) >= _MOST), -1)
    rest = [c for c in range(width) if c != time and _share(cells[c], _NUMBER) < _MOST and any(cells[c])]
    if len(rest) != 2:
        return None
    speaker, words = rest
    names = [cell.rstrip(":：").strip() for cell in cells[speaker] if cell]
    named = sum(bool(name_kind(name)) for name in names)
    distinct = len({name.casefold() for name in names})
    repeated = distinct < len(names) or any(is_role(name.casefold()) for name in names)
    longer = sum(map(len, cells[words])) > sum(map(len, cells[speaker]))
    return (speaker, words, time) if named >= _MOST * max(len(names), 1) and repeated and longer else None


def _share(cells: Sequence[str], pattern: re.Pattern[str]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(bool(pattern.match(cell)) for cell in filled) / len(filled) if filled else 0.0


def _time(cell: str) -> float | None:
    match = _TIME.match(cell.strip())
    return parse_seconds(match[1]) if match else None
