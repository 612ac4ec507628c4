"""Open points: what the method requires and the study does not have yet."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """Kind of record that an open point or an artefact is about."""

    MEMO = "memo"
    TRANSCRIPT = "transcript"
    INTERVIEW = "interview"  # participant, wave and day of a transcript
    THEME = "theme"
    CODE_GROUP = "code group"
    CONDENSATE = "condensate"
    ANALYTIC_TEXT = "analytic text"
    VERDICT = "verdict"
    PAIR = "pair"
    FRAMEWORK = "framework"
    COREQ = "COREQ"


class OpenPoint(NamedTuple):
    """A gap in a `step` (0-4; 5: pairs and frameworks), in words, and the record it is about.

    `target` is the id of the record. `part` names a group of units that has no record of its own.
    """

    step: int
    text: str
    kind: Kind
    target: str = ""
    part: str = ""
