"""SYNTHETIC text only."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.graphemes import snap
from coder.text.span import Span
from coder.text.turn import Turn
from coder.text.units import Granularity, Units

WORDS = st.sampled_from(
    ["I", "had", "never. ", " ", "ill", "? ", "e\u0301", "👩🏽\u200d🚀", "국어 ", "–", "...", "\n"]
)
BODIES = st.lists(st.lists(WORDS, max_size=8).map("".join), min_size=1, max_size=5)
SIZES = st.sampled_from(list(Granularity))


def transcript(bodies: list[str]) -> tuple[str, list[Turn]]:
    text, turns = "", []
    for body in bodies:
        label = len(text)
        text += "P: "
        turns.append(Turn(len(text), len(text) + len(body), "P", None, label))
        text += body + "\n"
    return text, turns


def walk(units: Units, size: Granularity) -> list[Span]:
    found = [units.at(size, 0)]
    while (following := units.next(size, found[-1].start)) != found[-1]:
        found.append(following)
    return found


@given(BODIES, SIZES)
def test_going_forward_meets_every_unit_once_in_order(bodies: list[str], size: Granularity) -> None:
    text, turns = transcript(bodies)
    units = Units(text, turns, "en")
    met = walk(units, size)
    assert all(a.end <= b.start for a, b in pairwise(met))
    back = [met[-1]]
    while (before := units.previous(size, back[-1].start)) != back[-1]:
        back.append(before)
    assert back[::-1] == met
    for unit in met:
        assert units.at(size, unit.start) == unit
        assert snap(text, unit.start) == unit.start or any(t.start == unit.start for t in turns)
        assert unit == (0, 0) or any(t.start <= unit.start < unit.end <= t.end for t in turns)


@given(BODIES, st.sampled_from([Granularity.SENTENCE, Granularity.TURN, Granularity.CHARACTER]))
def test_every_word_is_in_a_unit(bodies: list[str], size: Granularity) -> None:
    text, turns = transcript(bodies)
    covered = {i for unit in walk(Units(text, turns, "en"), size) for i in range(*unit)}
    assert {i for t in turns for i in range(t.start, t.end) if not text[i].isspace()} <= covered


def test_a_turn_without_words_is_one_unit() -> None:
    units = Units(*transcript(["…", "Yes."]))
    assert units.at(Granularity.WORD, 3) == (3, 4)


@pytest.mark.parametrize(("pos", "index"), [(0, 0), (5, 0), (7, 1), (99, 1)])
def test_turn_index(pos: int, index: int) -> None:
    assert Units(*transcript(["One", "Two"])).turn_index(pos) == index


def test_no_text() -> None:
    units = Units("", ())
    assert units.at(Granularity.WORD, 0) == units.next(Granularity.WORD, 0) == (0, 0)
