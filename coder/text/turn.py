"""A turn: one speaker's utterance in a transcript."""

from __future__ import annotations

from typing import NamedTuple


class Turn(NamedTuple):
    """One utterance, `text[start:end]`, without its label.

    `label` is where the label begins: `text[label:start]` is what stands before the words (speaker's
    name, time stamp, blanks) and is not shown as text; `label == start` where there is none. Every
    character that is not white space belongs to one turn's label or words. `speaker` is "" where nobody is
    named (a header, a note). `seconds` is the time stamp from the recording's start, or None.
    """

    start: int
    end: int
    speaker: str
    seconds: float | None
    label: int
