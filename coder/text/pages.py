"""Pages: Markdown as passages, and their lines in a given number of terminal cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from coder.text.characters import widths
from coder.text.wrap import wrap

if TYPE_CHECKING:
    from markdown_it.token import Token

HEADING, TEXT, ITEM, ROW, HEAD, CODE = "heading", "text", "item", "row", "head", "code"
#: Cells between the columns of a table.
GAP = 2
#: Cells that the last column of a listing has at least; with fewer it goes below.
LEAST = 30
#: Characters of an option with its value from which it may be broken.
HOLD = 48
#: The blanks between two columns of a listing.
_COLUMNS = re.compile(r"(?<=\S) {2,}(?=\S)")
#: What stays on one line of a command: an option with its value, and what is quoted. Meanwhile its blanks are others.
_TOGETHER = re.compile(r"--[\w-]+ (?!-)(?:'[^']*'|\"[^\"]*\"|\S+)|'[^']*'|\"[^\"]*\"")
_HELD = "\u00a0"
_MARKS = {"strong": "**", "em": "*", "code": "`"}


class Run(NamedTuple):
    """Text in one style: "", "strong", "em" or "code"."""

    text: str
    style: str = ""


class Passage(NamedTuple):
    """A heading, a paragraph, an item of a list, a row of a table, or a line of code.

    Only a row has several cells. `level` is that of a heading, or the indent of an item; `table` numbers the tables;
    `apart`: a blank line comes before it.
    """

    kind: str
    cells: tuple[tuple[Run, ...], ...]
    heading: str
    level: int = 0
    marker: str = ""
    table: int = 0
    apart: bool = False

    @property
    def text(self) -> str:
        """The words without marks; columns are two blanks apart."""
        return _COLUMNS.sub("  ", "  ".join(map(plain, self.cells)).strip())


class Line(NamedTuple):
    """A line as it is shown, and the index of its passage."""

    runs: tuple[Run, ...]
    passage: int
    kind: str = ""

    @property
    def text(self) -> str:
        return plain(self.runs)


def plain(runs: Sequence[Run]) -> str:
    """Return the text of some runs."""
    return "".join(run.text for run in runs)


def passages(markdown: str) -> list[Passage]:
    """Return the passages of a page, in order. Known: headings, paragraphs, lists, tables, code."""
    from markdown_it import MarkdownIt

    reader = _Reader()
    for token in MarkdownIt().enable("table").parse(markdown):
        read = getattr(reader, token.type, None)
        if read is not None:
            read(token)
    return reader.passages


class _Reader:
    """Reads the tokens of a page; each method takes those of its name."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self._heading = self._marker = ""
        self._level = self._table = 0
        self._apart = False
        #: The number of the next item of each open list, 0 where items have none.
        self._lists: list[int] = []
        self._cells: list[tuple[Run, ...]] = []

    def _add(self, kind: str, cells: Sequence[tuple[Run, ...]], level: int = 0, marker: str = "") -> None:
        table = self._table if kind in (HEAD, ROW) else 0
        self.passages.append(Passage(kind, tuple(cells), self._heading, level, marker, table, self._apart))
        self._cells, self._apart = [], False

    def inline(self, token: Token) -> None:
        self._cells.append(tuple(_runs(token.children or ())))

    def heading_open(self, token: Token) -> None:
        self._apart = True

    def heading_close(self, token: Token) -> None:
        level = int(token.tag[1])
        if level > 1:
            self._heading = plain(self._cells[-1])
        self._add(HEADING, self._cells, level)

    def paragraph_close(self, token: Token) -> None:
        if self._lists:
            self._add(ITEM, self._cells, len(self._lists) - 1, self._marker)
            self._marker = " " * len(self._marker)
        else:
            self._apart = True
            self._add(TEXT, self._cells)

    def bullet_list_open(self, token: Token) -> None:
        self._apart = self._apart or not self._lists
        self._lists.append(0)

    def ordered_list_open(self, token: Token) -> None:
        self._apart = self._apart or not self._lists
        self._lists.append(int(token.attrs.get("start", 1)))

    def bullet_list_close(self, token: Token) -> None:
        self._lists.pop()

    ordered_list_close = bullet_list_close

    def list_item_open(self, token: Token) -> None:
        self._marker = f"{self._lists[-1]}. " if self._lists[-1] else "- "
        self._lists[-1] += bool(self._lists[-1])

    def table_open(self, token: Token) -> None:
        self._table += 1
        self._apart = True

    def tr_close(self, token: Token) -> None:
        if any(self._cells):
            self._add(HEAD if self._apart else ROW, self._cells)
        self._cells = []

    def code_block(self, token: Token) -> None:
        self._apart = True
        for line in token.content.rstrip("\n").split("\n"):
            self._add(CODE, [(Run(line, "code"),)], len(self._lists))

    fence = code_block


def _runs(tokens: Sequence[Token], style: str = "") -> Iterator[Run]:
    for token in tokens:
        if token.type in ("strong_open", "em_open"):
            style = token.type.removesuffix("_open")
        elif token.type in ("strong_close", "em_close"):
            style = ""
        elif token.type == "code_inline":
            yield Run(token.content, "code")
        elif token.type == "softbreak":
            yield Run(" ", style)
        elif token.content:
            yield Run(token.content, style)


def with_marks(passage: Passage) -> Passage:
    """Return a passage with the marks of Markdown in its text, for a terminal that shows no styles."""
    if passage.kind == CODE:
        return passage
    marked = tuple(
        tuple(Run(f"{_MARKS.get(run.style, '')}{run.text}{_MARKS.get(run.style, '')}") for run in cell)
        for cell in passage.cells
    )
    if passage.kind == HEADING:
        marked = ((Run("#" * passage.level + " "), *marked[0]),)
    return passage._replace(cells=marked)


def layout(page: Sequence[Passage], width: int) -> list[Line]:
    """Return the lines of a page in `width` cells (at least 20); only a word without a break is wider."""
    lines: list[Line] = []
    columns: list[int] = []
    table = 0
    for index, passage in enumerate(page):
        if passage.apart and lines:
            lines.append(Line((), index))
        if passage.kind in (ROW, HEAD):
            if passage.table != table:
                table = passage.table
                columns = _columns([row.cells for row in page if row.table == table], width)
            rows = _row(passage.cells, columns)
            if passage.kind == HEAD:
                rows = [*rows, (Run("─" * (sum(columns) + GAP * (len(columns) - 1))),)]
        else:
            rows = _block(passage, width)
        lines += [Line(runs, index, passage.kind) for runs in rows]
    return lines


def _block(passage: Passage, width: int) -> list[tuple[Run, ...]]:
    runs = passage.cells[0]
    if passage.kind == CODE:
        return _code(plain(runs), "    " + "   " * passage.level, width)
    first = "   " * passage.level + passage.marker if passage.kind == ITEM else ""
    return _hanging(runs, first, " " * len(first), width)


def _hanging(runs: Sequence[Run], first: str, rest: str, width: int) -> list[tuple[Run, ...]]:
    """Wrap runs; the first line begins with `first`, the others with `rest`."""
    return [
        (Run(rest if number else first), *line) if first or rest else line
        for number, line in enumerate(_wrapped(runs, width - len(first)))
    ]


def _wrapped(runs: Sequence[Run], width: int) -> list[tuple[Run, ...]]:
    text = plain(runs)
    starts = wrap(text, 0, len(text), max(1, width))
    return [_cut(runs, start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _cut(runs: Sequence[Run], start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of a part of their text, without blanks at its end."""
    end = start + len(plain(runs)[start:end].rstrip())
    parts, at = [], 0
    for run in runs:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            parts.append(Run(part, run.style))
        at += len(run.text)
    return tuple(parts)


def _code(text: str, indent: str, width: int) -> list[tuple[Run, ...]]:
    """Return a line of code. The last column of one that is too long continues below itself, or begins a line."""
    if cells(indent + text) <= width:
        return [(Run(indent), Run(text, "code"))]
    begin = len(text) - len(text.lstrip())
    further = indent + " " * (begin + 4)
    *_, gap = [None, *_COLUMNS.finditer(text)]
    if gap is None:
        held = _TOGETHER.sub(
            lambda words: words[0].replace(" ", _HELD) if len(words[0]) < HOLD else words[0], text.lstrip()
        )
        wrapped = _hanging([Run(held, "code")], indent + " " * begin, further, width)
        return [tuple(run._replace(text=run.text.replace(_HELD, " ")) for run in line) for line in wrapped]
    first, last = Run(text[: gap.start()], "code"), [Run(text[gap.end() :], "code")]
    if width - len(indent) - gap.end() >= LEAST:
        before = indent + first.text + " " * (gap.end() - gap.start())
        return _hanging(last, before, " " * len(before), width)
    remark = further + ("# " if text.startswith("coder ") else "")
    return [*_code(first.text, indent, width), *_hanging(last, remark, remark, width)]


def cells(text: str) -> int:
    """Return the width of a text in cells."""
    return sum(widths(text))


def _columns(rows: Sequence[Sequence[Sequence[Run]]], width: int) -> list[int]:
    """Return the width of each column: what it needs, or where that is too much, a fair share."""
    needed = [max(cells(plain(row[n])) for row in rows if n < len(row)) for n in range(max(map(len, rows)))]
    left, open_columns = width - GAP * (len(needed) - 1), list(range(len(needed)))
    result = needed[:]
    while open_columns:
        share = left // len(open_columns)
        small = [n for n in open_columns if needed[n] <= share]
        if not small:
            for n in open_columns:
                result[n] = max(1, share)
            break
        left -= sum(needed[n] for n in small)
        open_columns = [n for n in open_columns if n not in small]
    return result


def _row(row: Sequence[Sequence[Run]], columns: Sequence[int]) -> list[tuple[Run, ...]]:
    wrapped = [_wrapped(cell, width) for cell, width in zip(row, columns, strict=False)]
    result = []
    for number in range(max(map(len, wrapped))):
        runs: list[Run] = []
        for width, lines in zip(columns, wrapped, strict=False):
            line = lines[number] if number < len(lines) else ()
            runs += [*line, Run(" " * (width - cells(plain(line)) + GAP))]
        result.append(_cut(runs, 0, len(plain(runs))))
    return result
