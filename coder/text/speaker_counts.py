"""Speakers of a transcript: the turns, words and first words of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from coder.text.span import Turn
from coder.text.words import count_words

LONGEST_BEGINNING = 80  # characters


class SpeakerCount(NamedTuple):
    """A speaker with the number of turns and words; `first` is how the first turn that has words begins."""

    name: str
    turns: int
    words: int
    first: str


def count_speakers(text: str, turns: Sequence[Turn]) -> tuple[SpeakerCount, ...]:
    """Return the speakers in the order in which they first speak; text without a speaker is left out."""
    spoken: dict[str, list[str]] = {}
    for turn in turns:
        if turn.speaker:
            spoken.setdefault(turn.speaker, []).append(text[turn.start : turn.end])
    return tuple(
        SpeakerCount(name, len(words), count_words("\n".join(words)), beginning(next(filter(str.strip, words), "")))
        for name, words in spoken.items()
    )


def beginning(words: str, longest: int = LONGEST_BEGINNING) -> str:
    """Return the beginning of a passage on one line."""
    flat = " ".join(words[: 4 * longest].split())
    return flat if len(flat) <= longest and len(words) <= 4 * longest else f"{flat[: longest - 1].rstrip()}…"
