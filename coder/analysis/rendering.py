"""Coded transcript as plain text: wrapped turns, stripes with code letters, legend and memos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from coder.model.memo import Memo
from coder.model.source import Source
from coder.project.interviews import format_interview_day
from coder.project.study import LETTERS, Study, codes_in_order, letters, path_of
from coder.text.characters import cut, printable, width
from coder.text.phrases import excerpt, format_count
from coder.text.span import Span, Turn
from coder.text.wrap import wrap

NARROWEST = 30
SPEAKER = 12
GAP = "  "
MORE = "+"
#: Maximum share of a line for stripes.
SHARE = 0.4


class Row(NamedTuple):
    """A line of the transcript: what precedes the text, and its span of the text."""

    head: str
    start: int
    end: int


class Stripe(NamedTuple):
    """A code on a segment, beside the rows `first` to `last`."""

    letter: str
    first: int
    last: int


def render(study: Study, source: Source, columns: int) -> Iterator[str]:
    """Yield the lines of a coded transcript, at most `columns` (but at least 30) cells wide."""
    columns = max(NARROWEST, columns)
    text = study.text_of(source).text
    turns = study.text_of(source).turns or (Turn(0, len(text), "", None, 0),)
    sizes = _head_sizes(turns)
    letters_by_code = _letters_of(study, source)
    segments = [study.segments[id] for id in study.positions(source.id)]
    spans = [
        (segment.span, letters_by_code[code])
        for segment in segments
        for code in sorted({coding.code for coding in study.codings_of(segment.id)}, key=list(letters_by_code).index)
    ]
    memos = [(segment.start, memo) for segment in segments for memo in study.memos_on(segment.id) if not memo.private]
    notes = len(f"{GAP}[{len(memos)}]") if memos else 0
    rows, stripes, places, wide = _laid_out(text, turns, sizes, spans, columns - notes)
    margins = _margins(len(rows), stripes, places, wide)
    marks = _marks(rows, [start for start, _ in memos])
    room = columns - notes - (wide + len(GAP) if wide else 0)
    yield from _heading(study, source, columns)
    for number, row in enumerate(rows):
        line = row.head + printable(text[row.start : row.end].rstrip())
        if wide or number in marks:
            line += " " * max(0, room - width(line)) + (GAP + margins[number] if wide else "")
        if number in marks:
            line += GAP + "".join(f"[{mark}]" for mark in marks[number])
        yield line.rstrip()
    yield from _legend(study, source, letters_by_code)
    yield from _notes(study, source, [memo for _, memo in memos], columns)


def _heading(study: Study, source: Source, columns: int) -> Iterator[str]:
    about = [source.name]
    if source.participant:
        about.append(study.participants[source.participant].name)
    if source.wave:
        about.append(study.waves[source.wave].name)
    if source.day is not None:
        about.append(format_interview_day(study.waves.get(source.wave or ""), source.day))
    about += [format_count(source.words, "word"), format_count(len(study.positions(source.id)), "coded unit")]
    yield cut(" · ".join(about), columns)
    yield ""


def _letters_of(study: Study, source: Source) -> dict[str, str]:
    """Return code id → letter for the codes of this source, as on the screen, in the order of the tree."""
    known = letters(study)
    used = {coding.code for id in study.positions(source.id) for coding in study.codings_of(id)}
    return {code.id: known.get(code.id, LETTERS[0]) for code in codes_in_order(study) if code.id in used}


def _head_sizes(turns: Sequence[Turn]) -> tuple[int, int]:
    speaker = max((width(turn.speaker) for turn in turns), default=0)
    return len(str(len(turns))), min(speaker, SPEAKER)


def _laid_out(
    text: str, turns: Sequence[Turn], sizes: tuple[int, int], spans: Sequence[tuple[Span, str]], columns: int
) -> tuple[list[Row], list[Stripe], list[int], int]:
    """Return rows, stripes, the column of each stripe, and the number of columns, which reduces the room for text."""
    most = int(columns * SHARE)
    wide = 0
    while True:
        room = columns - (wide + len(GAP) if wide else 0)
        rows = list(_rows(text, turns, sizes, room))
        stripes = list(_stripes(rows, spans))
        places = columns_of(stripes)
        needed = min(most, max(places, default=-1) + 1)
        if needed <= wide:
            return rows, stripes, places, wide
        wide = needed


def _rows(text: str, turns: Sequence[Turn], sizes: tuple[int, int], room: int) -> Iterator[Row]:
    numbers, speakers = sizes
    indent = numbers + (speakers + 1 if speakers else 0) + 2
    names = shorten_names({turn.speaker for turn in turns}, speakers)
    for number, turn in enumerate(turns, 1):
        name = names[turn.speaker]
        head = f"{number:>{numbers}} {name}{' ' * (speakers - width(name))}" + (GAP if speakers else " ")
        starts = wrap(text, turn.start, turn.end, max(1, room - indent))
        for place, start in enumerate(starts):
            end = starts[place + 1] if place + 1 < len(starts) else turn.end
            yield Row(head if place == 0 else " " * indent, start, end)


def shorten_names(names: Iterable[str], room: int) -> dict[str, str]:
    """Shorten names to `room` cells; names that would look the same also show their end."""
    cuts = {name: cut(printable(name), room) for name in names}
    shared = Counter(cuts.values())
    tail = room // 2
    return {
        name: short
        if shared[short] == 1
        else cut(f"{cut(printable(name), room - tail)}{printable(name)[-tail:]}", room)
        for name, short in cuts.items()
    }


def _stripes(rows: Sequence[Row], spans: Iterable[tuple[Span, str]]) -> Iterator[Stripe]:
    from bisect import bisect_left, bisect_right

    starts = [row.start for row in rows]
    for span, letter in spans:
        first = max(0, bisect_right(starts, span.start) - 1)
        if rows[first].end <= span.start and first + 1 < len(rows):  # in a speaker label, which is not shown
            first += 1
        last = bisect_left(starts, span.end) - 1
        yield Stripe(letter, first, max(first, last))


def columns_of(stripes: Sequence[Stripe]) -> list[int]:
    """Return the first free column of each stripe; stripes are sorted by their first row."""
    free: list[int] = []  # for each column, the first row at which it is free again
    places = []
    for stripe in stripes:
        place = next((place for place, row in enumerate(free) if row <= stripe.first), len(free))
        if place == len(free):
            free.append(0)
        free[place] = stripe.last + 1
        places.append(place)
    return places


def _margins(rows: int, stripes: Sequence[Stripe], places: Sequence[int], wide: int) -> list[str]:
    margins = [[" "] * wide for _ in range(rows)]
    for stripe, place in zip(stripes, places, strict=True):
        for row in range(stripe.first, stripe.last + 1):
            if place >= wide:
                margins[row][-1] = MORE
            elif margins[row][place] != MORE:
                margins[row][place] = stripe.letter if row == stripe.first else "╵" if row == stripe.last else "│"
    return ["".join(margin) for margin in margins]


def _marks(rows: Sequence[Row], starts: Iterable[int]) -> dict[int, list[int]]:
    """Return row → numbers of the memos on segments that begin there."""
    from bisect import bisect_right

    edges = [row.start for row in rows]
    marks: dict[int, list[int]] = {}
    for number, start in enumerate(starts, 1):
        marks.setdefault(max(0, bisect_right(edges, start) - 1), []).append(number)
    return marks


def _legend(study: Study, source: Source, letters_by_code: dict[str, str]) -> Iterator[str]:
    if not letters_by_code:
        return
    counts = dict.fromkeys(letters_by_code, 0)
    for id in study.positions(source.id):
        for coding in study.codings_of(id):
            counts[coding.code] += 1
    paths = {code: path_of(study, study.codes[code]) for code in letters_by_code}
    size = len(str(max(counts.values())))
    yield ""
    yield "Codes"
    for code in letters_by_code:
        yield f"  {letters_by_code[code]}  {counts[code]:>{size}}  {printable(paths[code])}"


def _notes(study: Study, source: Source, memos: Sequence[Memo], columns: int) -> Iterator[str]:
    whole = [memo for memo in study.memos_on(source.id) if not memo.private]
    if memos or whole:
        yield ""
        yield "Memos"
    for number, memo in enumerate(memos, 1):
        yield from _note(study, f"[{number}]", memo, columns)
    for memo in whole:
        yield from _note(study, " · ", memo, columns)


def _note(study: Study, mark: str, memo: Memo, columns: int) -> Iterator[str]:
    by = study.coders[memo.coder].initials
    about = f"{memo.kind}, {by}, {memo.created[:10]}" + (f": {memo.title}" if memo.title else "")
    on = f", on “{excerpt(study.segments[memo.target].quote)}”" if memo.about == "segments" else ""
    yield cut(printable(f"{mark} {about}{on}"), columns)
    indent = "    "
    for line in memo.text.strip().splitlines():
        starts = [*wrap(line, 0, len(line), columns - len(indent)), len(line)]
        for start, end in pairwise(starts):
            yield (indent + printable(line[start:end].rstrip())).rstrip()
