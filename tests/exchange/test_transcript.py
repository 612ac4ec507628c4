"""Composed transcripts; all text SYNTHETIC."""

import re

from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.transcript import Utterance, compose, transcript
from coder.text.turns import find_turns

NAMES = st.sampled_from(["I", "P", "Kari Nes", "Interviewer", "S1", "인터뷰어", "Per Li (PL)"])
#: Without blank lines: a paragraph that has no label may be of somebody else.
WORDS = st.text("abc æø.,?!\n[]*-", min_size=1, max_size=40).map(
    lambda words: "x" + re.sub(r"\n\s+", "\n", words.strip()) + "y"
)
UTTERANCES = st.lists(st.builds(Utterance, NAMES, WORDS, st.none() | st.floats(0, 40_000)), min_size=1, max_size=12)


@given(UTTERANCES)
def test_composed_text_has_the_same_turns(utterances: list[Utterance]) -> None:
    utterances = utterances * 3  # a name that occurs three times is a speaker
    text, turns = compose(utterances)
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in turns] == [
        (u.speaker, u.words) for u in utterances
    ]
    assert find_turns(text) == turns


def test_labels_and_english_headings_do_not_decide_the_language() -> None:
    cover = "The interview with the participant was about how they had been and what it was like for them.\n" * 3
    said = [
        Utterance("Interviewer of the study", "Hvordan gikk det?"),
        Utterance("The participant", "Det gikk fint, jeg var ikke så sliten."),
        Utterance("Interviewer of the study", "Og etter det?"),
        Utterance("The participant", "Nei, da ble jeg hjemme noen dager, og så var det bedre."),
    ]
    text, turns = compose([Utterance("", cover), *said])
    assert transcript(text, "txt", turns=turns).language == "nb"
    assert transcript(cover, "txt").language == "en"
