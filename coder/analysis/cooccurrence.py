"""Co-occurrence of codes under three definitions; described in `coder help matrix`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from coder.errors import NotFound
from coder.model.source import Segment
from coder.progress import Progress, no_progress
from coder.project.study import Study, sources_in_order
from coder.text.span import Turn

OVERLAP, SEGMENT, TURN = "overlap", "segment", "turn"

#: Definition → noun of what is counted, singular and plural.
DEFINITIONS: dict[str, tuple[str, str]] = {
    OVERLAP: ("pair of overlapping units", "pairs of overlapping units"),
    SEGMENT: ("unit with both", "units with both"),
    TURN: ("turn with both", "turns with both"),
}

_END = attrgetter("end")

Codes = tuple[str, ...]


class Meeting(NamedTuple):
    """A co-occurrence: each code of `left` with each other code of `right`.

    For one segment or turn both are the same codes; for two overlapping segments, those of either.
    """

    segments: tuple[str, ...]
    left: Codes
    right: Codes


def meetings(
    study: Study,
    how: str = OVERLAP,
    among: Collection[str] | None = None,
    tick: Progress = no_progress,
) -> list[Meeting]:
    """Return every co-occurrence of two codes, by source and position, limited to the segments `among`.

    `tick` gets the share that is done and may raise to stop. NotFound for an unknown definition.
    """
    try:
        find = _FIND[how]
    except KeyError:
        raise NotFound(
            f"There is no co-occurrence “{how}”", hint=f"Definitions are: {', '.join(DEFINITIONS)}"
        ) from None
    codes = codes_by_segment(study, among)
    ordered = sources_in_order(study)
    all_meetings: list[Meeting] = []
    for number, source in enumerate(ordered):
        tick(number / len(ordered))
        segments = [study.segments[id] for id in study.positions(source.id) if id in codes]
        all_meetings += find(study, segments, codes)
    return all_meetings


def counts(met: Iterable[Meeting]) -> dict[tuple[str, str], int]:
    """Count the co-occurrences of each two codes, by their ids in both orders."""
    numbers: dict[tuple[str, str], int] = {}
    for meeting in met:
        for pair in pairs(meeting):
            numbers[pair] = numbers.get(pair, 0) + 1
    return numbers


def pairs(meeting: Meeting) -> set[tuple[str, str]]:
    """Return the pairs of codes of a co-occurrence, in both orders."""
    both = {(first, second) for first in meeting.left for second in meeting.right if first != second}
    if meeting.left is not meeting.right:
        both |= {(second, first) for first, second in both}
    return both


def codes_by_segment(study: Study, among: Collection[str] | None = None) -> dict[str, Codes]:
    """Return the codes on each coded segment, each once."""
    on_segment, codings = study.index.segment_codings, study.codings
    chosen: Mapping[str, Codes] = (
        on_segment if among is None else {id: on_segment[id] for id in among if id in on_segment}
    )
    return {
        id: (codings[on[0]].code,) if len(on) == 1 else tuple(dict.fromkeys(codings[coding].code for coding in on))
        for id, on in chosen.items()
    }


def _in_segments(study: Study, segments: Sequence[Segment], codes: Mapping[str, Codes]) -> Iterator[Meeting]:
    for segment in segments:
        own = codes[segment.id]
        if len(own) > 1:
            yield Meeting((segment.id,), own, own)


def _in_overlaps(study: Study, segments: Sequence[Segment], codes: Mapping[str, Codes]) -> Iterator[Meeting]:
    """`segments` is sorted by start: segments still open when another begins overlap with it."""
    still_open: list[Segment] = []
    for segment in segments:
        own = codes[segment.id]
        if len(own) > 1:
            yield Meeting((segment.id,), own, own)
        still_open = [other for other in still_open if other.end > segment.start]
        for other in still_open:
            if other.revision == segment.revision and (len(own) > 1 or codes[other.id] != own):
                yield Meeting((other.id, segment.id), codes[other.id], own)
        still_open.append(segment)


def _in_turns(study: Study, segments: Sequence[Segment], codes: Mapping[str, Codes]) -> Iterator[Meeting]:
    touched: dict[tuple[int, int], list[Segment]] = {}
    for segment in segments:
        for number in turns_of(study, segment):
            touched.setdefault((segment.revision, number), []).append(segment)
    for _, in_turn in sorted(touched.items()):
        together = tuple(dict.fromkeys(code for segment in in_turn for code in codes[segment.id]))
        if len(together) > 1:
            yield Meeting(tuple(segment.id for segment in in_turn), together, together)


def turns_of(study: Study, segment: Segment) -> range:
    """Return the numbers (from 0) of the turns that a segment overlaps."""
    text = study.rules.text_of(segment.source, segment.revision)
    turns: Sequence[Turn] = text.turns if text is not None else ()
    first = last = bisect_right(turns, segment.start, key=_END)
    while last < len(turns) and turns[last].start < segment.end:
        last += 1
    return range(first, last)


_FIND: dict[str, Callable[[Study, Sequence[Segment], Mapping[str, Codes]], Iterator[Meeting]]] = {
    OVERLAP: _in_overlaps,
    SEGMENT: _in_segments,
    TURN: _in_turns,
}
