"""Coded stretches that overlap, laid out for a page: lanes beside each other, and a turn cut at every edge."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

#: One for each lane that is drawn; codes beyond are told by their letters only.
LANE_NAMES = "abcd"


class Strand(NamedTuple):
    """A unit on the page: `text[start:end]`, its number, the letters and names of its codes, their hues.

    `lanes` has one place for each hue, counted from 0; no two strands that overlap share one.
    """

    start: int
    end: int
    number: int
    letters: str
    names: str
    hues: tuple[int, ...]
    lanes: tuple[int, ...] = ()


class Stretch(NamedTuple):
    """A piece of a turn under the same units throughout.

    `css` names its lanes and hues (`a3 b0`), "" where nothing is coded; `opens` holds the letters of the units
    that begin here, `anchors` their numbers; `names` are the codes on it.
    """

    text: str
    css: str = ""
    opens: str = ""
    anchors: tuple[int, ...] = ()
    names: str = ""


def strands(units: Sequence[Strand]) -> list[Strand]:
    """The strands, by start, each with the lowest lanes that are free where it begins."""
    busy: list[int] = []
    placed = []
    for strand in sorted(units, key=lambda unit: (unit.start, -unit.end)):
        lanes = []
        for _ in strand.hues:
            free = next((lane for lane, end in enumerate(busy) if end <= strand.start), len(busy))
            busy[free : free + 1] = [strand.end]
            lanes.append(free)
        placed.append(strand._replace(lanes=tuple(lanes)))
    return placed


def stretches(text: str, start: int, end: int, over: Sequence[Strand], since: int = 0) -> list[Stretch]:
    """`text[start:end]` cut wherever one of the strands begins or ends; the pieces joined are the text again.

    A strand that begins before `start`, but not before `since`, opens with the first piece.
    """
    if not over:
        return [Stretch(text[start:end])]
    edges = {start, end}
    for strand in over:
        edges.update(edge for edge in (strand.start, strand.end) if start < edge < end)
    cuts = sorted(edges)
    pieces = []
    for low, high in pairwise(cuts):
        first = since if low == start else low
        opening = [strand for strand in over if first <= strand.start <= low]
        here = [strand for strand in over if strand.start < high and strand.end > low]
        pieces.append(
            Stretch(
                text[low:high],
                _css(here),
                " ".join(strand.letters for strand in opening if strand in here),
                tuple(strand.number for strand in opening),
                " + ".join(strand.names for strand in here),
            )
        )
    return pieces


def _css(here: Sequence[Strand]) -> str:
    names = [
        f"{LANE_NAMES[lane]}{hue}"
        for strand in here
        for lane, hue in zip(strand.lanes, strand.hues, strict=True)
        if lane < len(LANE_NAMES)
    ]
    return " ".join(names) or ("n" if here else "")
