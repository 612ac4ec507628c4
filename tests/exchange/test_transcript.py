"""Composed transcripts; all text SYNTHETIC."""

from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.transcript import Utterance, compose
from coder.text.turns import find_turns

NAMES = st.sampled_from(["I", "P", "Kari Nes", "Interviewer", "S1", "인터뷰어", "Per Li (PL)"])
WORDS = st.text("abc æø.,?!\n[]*-", min_size=1, max_size=40).map(lambda words: f"x{words.strip()}y")
UTTERANCES = st.lists(st.builds(Utterance, NAMES, WORDS, st.none() | st.floats(0, 40_000)), min_size=1, max_size=12)


@given(UTTERANCES)
def test_composed_text_has_the_same_turns(utterances: list[Utterance]) -> None:
    utterances = utterances * 3  # a name that occurs three times is a speaker
    text, turns = compose(utterances)
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in turns] == [
        (u.speaker, u.words) for u in utterances
    ]
    assert find_turns(text) == turns
