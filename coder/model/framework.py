"""Frameworks: levels, cells, and change notes between waves, over the coded units."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coder.model.record import Record

EVIDENCED = "evidenced"
INFERRED = "analyst-inferred"
#: Status of a cell → its glyph.
STATUSES: dict[str, str] = {
    EVIDENCED: "●",
    INFERRED: "◌",
    "contradictory": "±",
    "asked, nothing said": "–",
    "not asked": "·",
    "no interview": "×",
}


class ChangeTag(NamedTuple):
    """A type of change: its `letter` and `glyph` for small cells, and its meaning."""

    letter: str
    glyph: str
    means: str


#: After Saldaña, Longitudinal Qualitative Research, 2003 (the descriptive questions); the last is an addition.
CHANGE_TAGS: dict[str, ChangeTag] = {
    "increases/emerges": ChangeTag("I", "↑", "more of it, or it is new"),
    "cumulative": ChangeTag("C", "+", "it builds up, step by step"),
    "surge/turning point": ChangeTag("T", "!", "a leap, an epiphany, a point of no return"),
    "decreases/ceases": ChangeTag("D", "↓", "less of it, or it is gone"),
    "constant": ChangeTag("K", "=", "it stays as it was"),
    "idiosyncratic": ChangeTag("S", "~", "it goes its own way, up and down"),
    "missing": ChangeTag("M", "∅", "what one would expect, and is not there"),
    "reinterpreted": ChangeTag("R", "↻", "the follow-up tells the baseline event differently"),
}


class Framework(Record, frozen=True, kw_only=True):
    """A set of levels for analysing each participant's interviews; `template` is its origin.

    `early` is what was unfinished in the condensation when the framework was added ("" if nothing).
    """

    name: str
    template: str = ""
    note: str = ""
    created: str = ""
    early: str = ""


class Level(Record, frozen=True, kw_only=True):
    """A level of a framework, or a `domain` of life in which change is looked for; `help` is its theory.

    An `inferred` level is concluded, not said: its cells cite cells of other levels.
    """

    framework: str
    name: str
    order: int = 0
    help: str = ""
    inferred: bool = False
    domain: bool = False


class LevelCell(Record, frozen=True, kw_only=True):
    """A cell: what a participant's interviews of a wave say on a level.

    `evidence` are segments, `cites` other cells; `status` is one of `STATUSES`.
    """

    level: str
    participant: str
    wave: str
    summary: str = ""
    evidence: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    status: str = EVIDENCED
    coder: str
    modified: str = ""


class ChangeNote(Record, frozen=True, kw_only=True):
    """What changed for a participant from wave `first` to wave `then`: on a level, for a code, or overall.

    `tag` is one of `CHANGE_TAGS`. Each side has evidence (segments), or gives in `absent_first` or `absent_then`
    the reason for its absence.
    """

    participant: str
    first: str
    then: str
    level: str | None = None
    code: str | None = None
    tag: str = ""
    sentence: str = ""
    evidence_first: tuple[str, ...] = ()
    evidence_then: tuple[str, ...] = ()
    absent_first: str = ""
    absent_then: str = ""
    coder: str
    modified: str = ""


#: Reason for absent evidence after its last unit was removed.
GONE = "the unit that was cited here is gone"


def explained(note: ChangeNote) -> ChangeNote:
    """Return the note with a reason on each side that lost its last evidence."""
    lost = {
        absent: GONE
        for evidence, absent in (("evidence_first", "absent_first"), ("evidence_then", "absent_then"))
        if note.tag and not note[evidence] and not note[absent]
    }
    return msgspec.structs.replace(note, **lost) if lost else note
