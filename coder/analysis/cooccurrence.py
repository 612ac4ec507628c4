"""Which codes occur together, under three named definitions; in words in `coder help matrix`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from coder.errors import NotFound
from coder.model.segment import Segment
from coder.project.ordering import sources_in_order
from coder.project.study import Study
from coder.text.turn import Turn

OVERLAP, SEGMENT, TURN = "overlap", "segment", "turn"

#: Definition → what is counted, one and several of it.
HOWS: dict[str, tuple[str, str]] = {
    OVERLAP: ("pair of overlapping units", "pairs of overlapping units"),
    SEGMENT: ("unit with both", "units with both"),
    TURN: ("turn with both", "turns with both"),
}

_END = attrgetter("end")

Codes = tuple[str, ...]


class Meeting(NamedTuple):
    """A place where codes meet: each code of `left` meets each other code of `right`.

    For one segment or one turn both are the same codes; for two segments that overlap, those of either.
    """

    segments: tuple[str, ...]
    left: Codes
    right: Codes


def _never(share: float) -> None:
    """Nobody watches."""


def meetings(
    study: Study,
    how: str = OVERLAP,
    among: Collection[str] | None = None,
    tick: Callable[[float], None] = _never,
) -> list[Meeting]:
    """Every place where two different codes meet, by source and place; `among` are the segments that count.

    `tick` is told the share that is done, and may raise to stop. Raises NotFound for a definition that there is not.
    """
    try:
        find = _FIND[how]
    except KeyError:
        raise NotFound(f"There is no co-occurrence “{how}”", hint=f"There is: {', '.join(HOWS)}") from None
    codes = codes_by_segment(study, among)
    ordered = sources_in_order(study)
    found: list[Meeting] = []
    for number, source in enumerate(ordered):
        tick(number / len(ordered))
        held = [study.segments[id] for id in study.positions(source.id) if id in codes]
        found += find(study, held, codes)
    return found


def counts(met: Iterable[Meeting]) -> dict[tuple[str, str], int]:
    """How many meetings each two codes have, by their ids in both orders; who never meet are not in it."""
    found: dict[tuple[str, str], int] = {}
    for meeting in met:
        for pair in pairs(meeting):
            found[pair] = found.get(pair, 0) + 1
    return found


def pairs(meeting: Meeting) -> set[tuple[str, str]]:
    """The codes that meet in a place, two by two, in both orders."""
    found = {(one, other) for one in meeting.left for other in meeting.right if one != other}
    if meeting.left is not meeting.right:
        found |= {(other, one) for one, other in found}
    return found


def codes_by_segment(study: Study, among: Collection[str] | None = None) -> dict[str, Codes]:
    """The codes on each coded segment, each once."""
    held, codings = study.index.segment_codings, study.codings
    chosen: Mapping[str, Codes] = held if among is None else {id: held[id] for id in among if id in held}
    return {
        id: (codings[on[0]].code,) if len(on) == 1 else tuple(dict.fromkeys(codings[one].code for one in on))
        for id, on in chosen.items()
    }


def _in_segments(study: Study, held: Sequence[Segment], codes: Mapping[str, Codes]) -> Iterator[Meeting]:
    for segment in held:
        there = codes[segment.id]
        if len(there) > 1:
            yield Meeting((segment.id,), there, there)


def _in_overlaps(study: Study, held: Sequence[Segment], codes: Mapping[str, Codes]) -> Iterator[Meeting]:
    """`held` is in the order of the starts: whoever is still open when another begins overlaps with it."""
    still_open: list[Segment] = []
    for segment in held:
        there = codes[segment.id]
        if len(there) > 1:
            yield Meeting((segment.id,), there, there)
        still_open = [one for one in still_open if one.end > segment.start]
        for one in still_open:
            if one.revision == segment.revision and (len(there) > 1 or codes[one.id] != there):
                yield Meeting((one.id, segment.id), codes[one.id], there)
        still_open.append(segment)


def _in_turns(study: Study, held: Sequence[Segment], codes: Mapping[str, Codes]) -> Iterator[Meeting]:
    touched: dict[tuple[int, int], list[Segment]] = {}
    for segment in held:
        for number in turns_of(study, segment):
            touched.setdefault((segment.revision, number), []).append(segment)
    for _, there in sorted(touched.items()):
        together = tuple(dict.fromkeys(code for segment in there for code in codes[segment.id]))
        if len(together) > 1:
            yield Meeting(tuple(segment.id for segment in there), together, together)


def turns_of(study: Study, segment: Segment) -> range:
    """The numbers (from 0) of the turns with which a segment shares a character."""
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
