"""Reporting: which of COREQ's items wait for an answer that only the researchers know."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import OpenPoint
from coder.project.operations.answers import COREQ, FORMS, POWER
from coder.project.study import Study

PLACE = "coreq"
#: Items that no project knows, or not wholly (METHOD: asked once, and in part).
ASKED = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "14", "15", "17", "22", "28", "30")


def unanswered(study: Study) -> list[str]:
    """The items that are asked and have no answer; item 22 has one once all of information power is answered."""
    given = {(one.form, one.item) for one in study.answers.values()}
    if all((POWER, field) in given for field in FORMS[POWER]):
        given.add((COREQ, "22"))
    return [item for item in ASKED if (COREQ, item) not in given]


def open_points(study: Study) -> Iterator[OpenPoint]:
    """How much of the COREQ form is to be answered; in a study without a transcript nothing."""
    rest = unanswered(study) if study.sources else []
    if rest:
        which = f"item {rest[0]} has" if len(rest) == 1 else f"{len(rest)} of the items that only you know have"
        yield OpenPoint(5, f"COREQ: {which} no answer", PLACE)
