"""Counts of speakers. All text SYNTHETIC."""

from __future__ import annotations

from coder.text.speaker_counts import SpeakerCount, beginning, count_speakers
from tests.strategies import turns_of


def test_speakers_are_counted_in_the_order_in_which_they_speak() -> None:
    text = "SYNTHETIC\nP: Yes, it was.\nI: And then?\nP: No.\n"
    assert count_speakers(text, turns_of(text)) == (
        SpeakerCount("P", 2, 4, "Yes, it was."),
        SpeakerCount("I", 1, 2, "And then?"),
    )


def test_a_beginning_is_one_line_and_cut_with_a_mark() -> None:
    assert beginning("one\n two", 10) == "one two"
    assert beginning("one two three four", 10) == "one two t…"
    assert beginning("a" * 1000, 10) == "aaaaaaaaa…"
