"""A second layer over the same units: frameworks of levels, their cells, and notes on what changed between waves."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from coder.model.record import Record

EVIDENCED = "evidenced"
INFERRED = "analyst-inferred"
#: What can be said of a cell → its mark.
STATUSES: dict[str, str] = {
    EVIDENCED: "●",
    INFERRED: "◌",
    "contradictory": "±",
    "asked, nothing said": "–",
    "not asked": "·",
    "no interview": "×",
}


class ChangeTag(NamedTuple):
    """How a change is described: a `letter` and a `glyph` for small cells, and what it `means`."""

    letter: str
    glyph: str
    means: str


#: After Saldaña, Longitudinal Qualitative Research, 2003 (the descriptive questions), and one of our own, the last.
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
    """A set of levels to read each participant's interviews by; `template` is the one that it began as.

    `early` is what was still open in the condensation when the framework was opened ("" where nothing was).
    """

    name: str
    template: str = ""
    note: str = ""
    created: str = ""
    early: str = ""


class Level(Record, frozen=True, kw_only=True):
    """A row of a framework, or, `domain`, a field of life in which change is looked for; `help` is its theory.

    What is found on an `inferred` level is never said, only concluded: its cells cite cells of other levels.
    """

    framework: str
    name: str
    order: int = 0
    help: str = ""
    inferred: bool = False
    domain: bool = False


class LevelCell(Record, frozen=True, kw_only=True):
    """What one participant's interviews of one wave say on a level.

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
    """What changed for a participant from wave `first` to wave `then`: on a level, under a code, or else at all.

    `tag` is one of `CHANGE_TAGS`. Each side has evidence (segments), or says in `absent_first` or `absent_then`
    why there is none.
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


#: Why a side of a change note has no evidence, when its last unit went.
GONE = "the unit that was cited here is gone"


def explained(note: ChangeNote) -> ChangeNote:
    """The note with a reason on each side that has lost its last evidence."""
    lost = {
        absent: GONE
        for evidence, absent in (("evidence_first", "absent_first"), ("evidence_then", "absent_then"))
        if note.tag and not note[evidence] and not note[absent]
    }
    return msgspec.structs.replace(note, **lost) if lost else note
