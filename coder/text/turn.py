"""Turns: utterances of one speaker in a transcript."""

from __future__ import annotations

from typing import NamedTuple


class Turn(NamedTuple):
    """One utterance, `text[start:end]`, without its label.

    `text[label:start]` is the label (speaker, time stamp, blanks), which is not shown as text; `label == start` if
    there is none. Every visible character belongs to the label or words of exactly one turn. `speaker` is "" if
    nobody is named (a header, a note). `seconds` is the time from the start of the recording, or None.
    """

    start: int
    end: int
    speaker: str
    seconds: float | None
    label: int
