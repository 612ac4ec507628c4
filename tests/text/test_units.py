"""SYNTHETIC text only."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.characters import snap
from coder.text.span import Span, Turn
from coder.text.units import Granularity, Units
from tests.strategies import turns_of

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
    visited = [units.at(size, 0)]
    while (following := units.next(size, visited[-1].start)) != visited[-1]:
        visited.append(following)
    return visited


@given(BODIES, SIZES)
def test_next_visits_every_unit_once_in_order(bodies: list[str], size: Granularity) -> None:
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
def test_each_word_is_in_a_unit(bodies: list[str], size: Granularity) -> None:
    text, turns = transcript(bodies)
    covered = {i for unit in walk(Units(text, turns, "en"), size) for i in range(*unit)}
    assert {i for t in turns for i in range(t.start, t.end) if not text[i].isspace()} <= covered


def test_turn_without_words_is_one_unit() -> None:
    units = Units(*transcript(["…", "Yes."]))
    assert units.at(Granularity.WORD, 3) == (3, 4)


@pytest.mark.parametrize(("pos", "index"), [(0, 0), (5, 0), (7, 1), (99, 1)])
def test_turn_index_of_label_and_words(pos: int, index: int) -> None:
    assert Units(*transcript(["One", "Two"])).turn_index(pos) == index


def test_empty_text_has_one_empty_unit() -> None:
    units = Units("", ())
    assert units.at(Granularity.WORD, 0) == units.next(Granularity.WORD, 0) == (0, 0)


TALK = "I: Why?\nP: Never. Not once.\nI: Oh.\nI: And then?\nP: Nothing.\n"  # SYNTHETIC


def talk() -> Units:
    return Units(TALK, turns_of(TALK))


def walked(units: Units, size: Granularity, pos: int, step: int) -> list[str]:
    visited = []
    while True:
        span = units.next(size, pos) if step > 0 else units.previous(size, pos)
        if span.start == units.at(size, pos).start:
            return visited
        visited.append(TALK[slice(*span)])
        pos = span.start


def test_steps_skip_the_given_speakers() -> None:
    units = talk()
    units.skip({"I"})
    assert walked(units, Granularity.SENTENCE, 0, 1) == ["Never.", "Not once.", "Nothing."]
    assert walked(units, Granularity.SENTENCE, len(TALK), -1) == ["Not once.", "Never."]
    assert walked(units, Granularity.TURN, 0, 1) == ["Never. Not once.", "Nothing."]
    units.skip(())
    assert walked(units, Granularity.TURN, 0, 1) == ["Never. Not once.", "Oh.", "And then?", "Nothing."]


def test_step_leaves_a_skipped_turn() -> None:
    units = talk()
    units.skip({"P"})
    inside = TALK.index("Never")
    assert TALK[slice(*units.at(Granularity.SENTENCE, inside))] == "Never."
    assert TALK[slice(*units.next(Granularity.SENTENCE, inside))] == "Oh."
    assert TALK[slice(*units.previous(Granularity.WORD, inside))] == "Why"


def test_nothing_is_skipped_without_other_speakers() -> None:
    units = talk()
    units.skip({"I", "P"})
    assert TALK[slice(*units.next(Granularity.TURN, 0))] == "Never. Not once."


@given(st.sets(st.integers(0, 11)), st.integers(0, 200))
def test_skipping_equals_filtering_all_units(silent: set[int], pos: int) -> None:
    text = "".join(f"S{n}: One {n}. Two {n}.\n" for n in range(12))
    units, plain = Units(text, turns_of(text)), Units(text, turns_of(text))
    names = {f"S{n}" for n in silent}
    units.skip(names)
    here = plain.at(Granularity.SENTENCE, pos).start
    expected = here
    while True:
        span = plain.next(Granularity.SENTENCE, expected)
        if span.start == expected:
            expected = here
            break
        expected = span.start
        if len(names) == 12 or f"S{plain.turn_index(expected)}" not in names:
            break
    assert units.next(Granularity.SENTENCE, here).start == expected
