"""Decisions on speakers applied to turns. All text SYNTHETIC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.text.settle import label_in, settle_turns
from coder.text.span import Turn
from coder.text.speaker_rules import NO_RULES, SpeakerRules
from coder.text.turns import find_turns
from tests.strategies import turns_of

TEXT = """SYNTHETIC
Objetivo: to hear about winter
I: How was it?
Interviewer1: Long?
P: Yes.
Nurse: It was.
I: Thanks.
"""
TURNS = turns_of(TEXT)
Spoken = list[tuple[str, str]]


def spoken(text: str, turns: tuple[Turn, ...]) -> Spoken:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in turns]


def test_names_are_given_and_merged_whatever_their_spelling() -> None:
    settled = settle_turns(TEXT, TURNS, SpeakerRules(names={"interviewer 1": "I", "P": "Liv"}))
    assert [turn.speaker for turn in settled] == ["", "Objetivo", "I", "I", "Liv", "Nurse", "I"]
    assert [turn[:2] for turn in settled] == [turn[:2] for turn in TURNS]


def test_names_can_be_swapped() -> None:
    settled = settle_turns(TEXT, TURNS, SpeakerRules(names={"I": "P", "P": "I"}))
    assert [turn.speaker for turn in settled] == ["", "Objetivo", "P", "Interviewer1", "I", "Nurse", "P"]


def test_no_speaker_joins_the_turn_before_with_its_label() -> None:
    settled = settle_turns(TEXT, TURNS, SpeakerRules(not_speakers=frozenset({"Nurse", "objetivo"})))
    assert spoken(TEXT, settled) == [
        ("", "SYNTHETIC"),
        ("", "Objetivo: to hear about winter"),
        ("I", "How was it?"),
        ("Interviewer1", "Long?"),
        ("P", "Yes.\nNurse: It was."),
        ("I", "Thanks."),
    ]


def test_a_further_speaker_begins_turns_of_its_own() -> None:
    text = "I: How was it?\nP: Long.\nI: Yes?\nP: Yes.\n"
    turns = [Turn(3, len(text) - 1, "I", None, 0)]
    settled = settle_turns(text, turns, SpeakerRules(speakers=frozenset({"p"})))
    assert spoken(text, settled) == [("I", "How was it?"), ("P", "Long.\nI: Yes?"), ("P", "Yes.")]
    assert settle_turns(text, settled, SpeakerRules(speakers=frozenset({"p"}))) == settled


LINES = st.lists(
    st.tuples(
        st.sampled_from(["I", "P", "Kari", "Note", ""]), st.sampled_from(["Yes.", "No, I did.", "a: b", "Så."])
    ),
    min_size=1,
    max_size=12,
)
NAMES = st.sampled_from(["I", "P", "Kari", "Note"])
RULES = st.builds(
    SpeakerRules,
    names=st.dictionaries(NAMES, st.sampled_from(["P", "Liv", "I"]), max_size=2),
    not_speakers=st.frozensets(NAMES, max_size=2),
    speakers=st.frozensets(NAMES, max_size=2),
)


@given(LINES, RULES, st.booleans())
def test_settled_turns_keep_every_visible_character_in_order(
    lines: list[tuple[str, str]], rules: SpeakerRules, detected: bool
) -> None:
    text = "".join(f"{name}: {words}\n" if name else f"{words}\n" for name, words in lines)
    turns = find_turns(text) if detected else turns_of(text)
    settled = settle_turns(text, turns, rules)
    end = 0
    for turn in settled:
        assert not text[end : turn.label].strip()
        assert end <= turn.label <= turn.start <= turn.end
        end = turn.end
    assert not text[end:].strip()
    assert all(
        turn.speaker == "" or turn.speaker in {rules.speaker(turn.speaker), *rules.names.values()} for turn in settled
    )


@given(LINES)
def test_without_rules_nothing_changes(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{name}: {words}\n" for name, words in lines)
    turns = tuple(turns_of(text))
    assert settle_turns(text, turns, NO_RULES) == turns


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Objetivo:", "Objetivo"),
        ("[Kari G.]", "Kari G."),
        ("**Liv Dahl**:", "Liv Dahl"),
        ("P3 (F, 54):", "P3 (F, 54)"),
        ("«Liv» then words", "Liv"),
        ("10:03 Kari", "Kari"),
        ("[00:00:12] K.G.:", "K.G."),
        ("Liv Dahl  00:12", "Liv Dahl"),
        ("- Participant #4:", "Participant #4"),
    ],
)
def test_label_in_a_line(line: str, label: str) -> None:
    assert label_in(line) == label
