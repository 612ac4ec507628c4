"""From lines on pages to paragraphs: running heads, page and line numbers, columns, hyphens at line ends."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from coder.exchange.text_builder import Passage
from coder.text.names import name_kind
from coder.text.phrases import format_count

_PAGE_NUMBER = re.compile(
    r"(?:(?:page|p\.|side|s\.|seite|sida|sivu|pagina|página|blz\.?)\s*)?[-–—|(]?\s*(\d{1,4})\s*"
    r"(?:(?:of|/|av|von|de|sur|di|van|\|)\s*\d{1,4})?\s*[-–—|)]?",
    re.IGNORECASE,
)
_LINE_NUMBER = re.compile(r"(\d{1,5})(?:[^\S\n]+|\Z)")
_LABEL = re.compile(r"(?:[\[(#]?\d{1,2}:\d{2}(?::\d{2})?\S*\s+)?([^\s:：][^:：\n]{0,40}?)\s?[:：](?:\s|\Z)")
_STAMPED = re.compile(r"[\[(#]\d{1,2}:\d{2}")
_SENTENCE_END = re.compile(r"[.!?…:。？！][\"”’»)\]]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")
_CONJUNCTIONS = frozenset((
    "og", "eller", "samt", "og/eller", "och", "and", "or", "und", "oder", "bzw", "en", "of", "et", "ou", "y", "o",
    "e", "ja", "tai",
))  # fmt: skip

_BULLETS = "•‣◦▪●○■□–—"

_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads or feet
_OFTEN = 0.3  # share of pages on which a running head occurs; left and right pages may have their own
_FEWEST = 3  # pages with it
_SAME_PLACE = 4.0  # points
_APART = 1.25  # distance to the text, in usual distances between lines
_PARAGRAPH_GAP = 1.4  # distance between paragraphs, likewise
_INDENT = 0.8  # in sizes of the font
_NUMBERED = 0.15  # share of lines that have a number, in a text with line numbers


class PageLine(NamedTuple):
    """A line of a page in points from the left and the bottom; `bold` counts the characters set in bold at its start.

    `hyphen`: it ends with a hyphen, which is not in `text`. `gaps` are the wide spaces in it: offset into the text,
    and where the words after it begin.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: int = 0
    hyphen: bool = False
    gaps: tuple[tuple[int, float, float], ...] = ()


class Layout(NamedTuple):
    """The paragraphs of pages, and what was left out or joined, in words."""

    paragraphs: list[Passage]
    notices: list[str]


def paragraphs_of(pages: Sequence[Sequence[PageLine]]) -> Layout:
    """Return the paragraphs of pages in reading order."""
    notices: list[str] = []
    pitch = _pitch(pages)
    bodies = _without_running_lines([list(page) for page in pages], pitch, notices)
    bodies = _without_line_numbers(bodies, notices)
    bodies = [_in_columns(page, notices) for page in bodies]
    joiner = _Joiner(bodies)
    paragraphs = [joiner.join(lines) for lines in _paragraphs(bodies, pitch)]
    if joiner.joined:
        notices.append(f"{format_count(joiner.joined, 'word')} divided at the end of a line joined")
    return Layout(paragraphs, list(dict.fromkeys(notices)))


def _pitch(pages: Iterable[Sequence[PageLine]]) -> float:
    """Return the usual distance between lines."""
    distances = [
        round(above.y - below.y, 1)
        for page in pages
        for above, below in itertools.pairwise(page)
        if 0 < above.y - below.y < 4 * max(above.size, 1)
    ]
    tally = Counter(distances)
    most = max(tally.values(), default=0)
    return min((distance for distance, times in tally.items() if 2 * times >= most), default=14.0)


# Running heads and feet, page numbers


def _without_running_lines(pages: list[list[PageLine]], pitch: float, notices: list[str]) -> list[list[PageLine]]:
    """Return the pages without the lines that repeat at their edges, and without page numbers."""
    edges = [_edges(page, pitch) for page in pages]
    numbers = _page_numbers(edges)
    repeated = _repeated(edges, len(pages))
    left_out: Counter[str] = Counter()
    example: dict[str, str] = {}
    result = []
    for at, (page, lines) in enumerate(zip(pages, edges, strict=True)):
        dropped = []
        for zone, line, _ in lines:
            key = "number" if (at, line) in numbers else _key(zone, line)
            if key == "number" or key in repeated:
                left_out[key] += 1
                example.setdefault(key, line.text)
                dropped.append(line)
        result.append([line for line in page if not any(line is other for other in dropped)])
    if left_out["number"]:
        notices.append(f"{format_count(left_out['number'], 'page number')} left out")
    notices += [
        f"Running line left out on {format_count(times, 'page')}: “{example[key]}”"
        for key, times in left_out.items()
        if key != "number"
    ]
    return result


def _edges(page: Sequence[PageLine], pitch: float) -> list[tuple[str, PageLine, bool]]:
    """Return the lines at the top and the bottom of a page, and whether they are set apart from the text."""
    rows = sorted(page, key=lambda line: -line.y)
    edges: list[tuple[str, PageLine, bool]] = []
    for zone, ordered in (("top", rows), ("bottom", rows[::-1])):
        for at, line in enumerate(ordered[:_EDGE]):
            inner = next((other for other in ordered[at + 1 :] if abs(other.y - line.y) > 1), None)
            apart = inner is not None and abs(inner.y - line.y) > _APART * pitch
            outer = edges[-1] if at and edges and edges[-1][0] == zone else None
            edges.append((zone, line, apart or bool(outer and abs(outer[1].y - line.y) <= 1 and outer[2])))
    return edges


def _key(zone: str, line: PageLine) -> str:
    return f"{zone} {re.sub(r'[0-9]+', '#', ' '.join(line.text.casefold().split()))}"


def _repeated(edges: Sequence[Sequence[tuple[str, PageLine, bool]]], pages: int) -> set[str]:
    """Return the keys of the lines that repeat at the same place on many pages, apart from the text."""
    places: dict[str, list[float]] = {}
    for lines in edges:
        for zone, line, apart in lines:
            if apart and any(map(str.isalpha, line.text)):
                places.setdefault(_key(zone, line), []).append(line.y)
    return {
        key
        for key, heights in places.items()
        if len(heights) >= max(_FEWEST, _OFTEN * pages)
        and sum(abs(height - median(heights)) <= _SAME_PLACE for height in heights) >= 0.8 * len(heights)
    }


def _page_numbers(edges: Sequence[Sequence[tuple[str, PageLine, bool]]]) -> set[tuple[int, PageLine]]:
    """Return the lines that count the pages, with the index of their page."""
    found: dict[tuple[str, int], list[tuple[int, PageLine]]] = {}
    for at, lines in enumerate(edges):
        for zone, line, _ in lines:
            match = _PAGE_NUMBER.fullmatch(line.text.strip())
            if match:
                found.setdefault((zone, int(match[1]) - at), []).append((at, line))
    if len(edges) == 1:
        return {place for (_, offset), places in found.items() for place in places if offset == 1}
    most = max(map(len, found.values()), default=0)
    counting = [places for places in found.values() if len(places) > 1 and len(places) >= min(most, _FEWEST)]
    return {place for places in counting for place in places}


# Line numbers


def _without_line_numbers(pages: list[list[PageLine]], notices: list[str]) -> list[list[PageLine]]:
    """Return the pages without the numbers before each line, or before each fifth."""
    lines = [line for page in pages for line in page]
    matches = [match for line in lines if (match := _LINE_NUMBER.match(line.text))]
    values = [int(match[1]) for match in matches]
    steps = Counter(after - before for before, after in itertools.pairwise(values))
    step, times = steps.most_common(1)[0] if steps else (0, 0)
    if step not in (1, 5) or len(values) < max(10, _NUMBERED * len(lines)) or times < 0.8 * (len(values) - 1):
        return pages
    if step == 1 and len(values) < 0.6 * len(lines):
        return pages
    notices.append(f"{format_count(len(values), 'line number')} left out")
    return [
        [
            stripped
            for line in page
            if (stripped := _from(line, match.end()) if (match := _LINE_NUMBER.match(line.text)) else line).text
        ]
        for page in pages
    ]


def _from(line: PageLine, offset: int) -> PageLine:
    """Return the part of a line from an offset on."""
    gap = next((gap for gap in line.gaps if gap[0] == offset), None)
    width = (line.right - line.left) / max(len(line.text), 1)
    left = gap[2] if gap else line.left + offset * width
    gaps = tuple((at - offset, end, begin) for at, end, begin in line.gaps if at > offset)
    return line._replace(text=line.text[offset:], left=left, bold=max(0, line.bold - offset), gaps=gaps)


# Columns


def _in_columns(page: list[PageLine], notices: list[str]) -> list[PageLine]:
    """Return the lines of a page column by column, if lines beside each other are in two columns."""
    starts = Counter(round(begin / 4) for line in page for offset, _, begin in line.gaps if _is_half(line, offset))
    if not starts:
        return page
    place, times = starts.most_common(1)[0]
    if times < 0.5 * len(page) or times < 4:
        return page
    notices.append("Two columns beside each other were read one after the other")
    left: list[PageLine] = []
    right: list[PageLine] = []
    for line in page:
        gap = next((gap for gap in line.gaps if abs(round(gap[2] / 4) - place) <= 1), None)
        if gap is None:
            (right if line.left >= place * 4 - 4 else left).append(line)
            continue
        offset, end, _ = gap
        left.append(line._replace(text=line.text[:offset].rstrip(), right=end, hyphen=False, gaps=()))
        right.append(_from(line, offset))
    return left + right


def _is_half(line: PageLine, offset: int) -> bool:
    """Return whether a gap divides a line into two columns, rather than a label from words."""
    return offset > 0.25 * len(line.text) and offset > 12


# Paragraphs


class _Column(NamedTuple):
    """Where most lines of a column begin, and where full ones end."""

    left: float
    right: float


def _paragraphs(pages: Sequence[Sequence[PageLine]], pitch: float) -> Iterator[list[PageLine]]:
    """Yield the lines of each paragraph."""
    current: list[PageLine] = []
    for page in pages:
        columns = _columns(page)
        for at, line in enumerate(page):
            after = page[at + 1] if at + 1 < len(page) else None
            if current and _begins(current, line, after, columns[at], pitch, new_page=at == 0):
                yield current
                current = []
            current.append(line)
    if current:
        yield current


def _columns(page: Sequence[PageLine]) -> list[_Column]:
    """Return the column of each line of a page: of the lines above and below it."""
    if all(above.y > below.y for above, below in itertools.pairwise(page)):
        return [_column(page)] * len(page)
    return [
        _column([other for other in page if other.left < line.right and other.right > line.left]) for line in page
    ]


def _column(lines: Sequence[PageLine]) -> _Column:
    starts = Counter(round(line.left) for line in lines)
    ends = sorted(line.right for line in lines)
    left = float(starts.most_common(1)[0][0]) if starts else 0.0
    return _Column(left, ends[int(0.9 * (len(ends) - 1))] if ends else 0.0)


def _begins(
    current: Sequence[PageLine],
    line: PageLine,
    after: PageLine | None,
    column: _Column,
    pitch: float,
    *,
    new_page: bool,
) -> bool:
    """Return whether a line begins a paragraph."""
    last = current[-1]
    if _is_label(line) or _is_bold_name(line) or line.text[0] in _BULLETS:
        return True
    if last.hyphen:
        return False
    distance = last.y - line.y
    jump = new_page or distance <= -pitch
    if jump and line.text[:1].islower():
        return False
    if jump and _SENTENCE_END.search(last.text):
        return True
    if not jump and distance > _PARAGRAPH_GAP * pitch:
        return True
    if abs(line.size - last.size) > 0.15 * last.size or (last.bold >= len(last.text) > 0) != (
        line.bold >= len(line.text) > 0
    ):
        return True
    if not jump and _would_fit(line, last, column.right):
        return True
    return _is_indented(current, line, after, column.left, jump=jump)


def _is_label(line: PageLine) -> bool:
    """Return whether a line begins with the name of a speaker and a colon, or with a time stamp."""
    match = _LABEL.match(line.text)
    return bool(_STAMPED.match(line.text)) or bool(match and name_kind(match[1]) not in ("", "lower", "phrase"))


def _is_bold_name(line: PageLine) -> bool:
    """Return whether a line begins with a name in bold."""
    name = line.text[: line.bold].strip().rstrip(":：")
    return 0 < line.bold < len(line.text) and name_kind(name) not in ("", "lower", "phrase")


def _is_indented(
    current: Sequence[PageLine], line: PageLine, after: PageLine | None, body: float, *, jump: bool
) -> bool:
    """Return whether the left edge of a line marks a paragraph: indented, or hanging out after indented lines."""
    indent = _INDENT * line.size
    first_line = line.left > body + indent and (after is None or after.left < line.left - indent)
    if first_line and not jump:
        last = current[-1]
        return bool(_SENTENCE_END.search(last.text)) and (last.left < line.left - indent or len(current) == 1)
    hanging = len(current) > 1 and current[0].left < current[-1].left - indent
    return hanging and line.left < current[-1].left - indent


def _would_fit(line: PageLine, last: PageLine, edge: float) -> bool:
    """Return whether the first word of a line had room on the line above, so that the break was meant."""
    width = (line.right - line.left) / max(len(line.text), 1)
    word = line.text.split(maxsplit=1)[0] if line.text.split() else ""
    return last.right + (len(word) + 1) * width + line.size < edge


# Joining lines


class _Joiner:
    """Joins the lines of a paragraph; hyphens at line ends by the words of the whole text."""

    def __init__(self, pages: Iterable[Sequence[PageLine]]) -> None:
        self.joined = 0
        self._words = {word.casefold() for page in pages for line in page for word in _WORD.findall(line.text)}

    def join(self, lines: Sequence[PageLine]) -> Passage:
        """Return the passage of a paragraph."""
        text = ""
        for at, line in enumerate(lines):
            words = line.text.strip()
            if at and lines[at - 1].hyphen:
                text += self._after_hyphen(text, words) + words
            elif text:
                close = _CJK.match(text[-1]) and _CJK.match(words[:1])
                text += words if close else f" {words}"
            else:
                text = words
        if lines[-1].hyphen:
            text += "-"
        bold = next((at for at, line in enumerate(lines) if line.bold < len(line.text.rstrip())), len(lines))
        size = sum(len(line.text.strip()) + 1 for line in lines[:bold]) if bold else 0
        size += lines[bold].bold if bold < len(lines) else 0
        return Passage(text, min(size, len(text)))

    def _after_hyphen(self, text: str, words: str) -> str:
        """Return what stands between the parts of a word that is divided at a line end: "", "-" or "- "."""
        first = words.split(maxsplit=1)[0] if words.split() else ""
        if first.casefold().strip(".,;:") in _CONJUNCTIONS:
            return "- "
        if not first[:1].islower():
            return "-"
        start = _WORD.findall(text)[-1:] or [""]
        rest = _WORD.match(first)
        hyphenated = f"{start[0]}-{rest[0] if rest else ''}".casefold()
        if hyphenated in self._words and hyphenated.replace("-", "") not in self._words:
            return "-"
        self.joined += 1
        return ""
