"""Reporting: which of COREQ's items wait for an answer that only the researchers know."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import OpenPoint
from coder.project.operations.answers import COREQ, FORMS, POWER
from coder.project.study import Study

PLACE = "coreq"
#: Items that no project knows, or not wholly (METHOD: asked once, and in part), or only where somebody said it.
ASKED = tuple(str(item) for item in (*range(1, 12), 13, 14, 15, 17, 19, 22, 23, 28, 30))
#: Items that an attribute of the interviews answers, by any of these names.
TOLD: dict[str, tuple[str, ...]] = {
    "19": ("recording", "recorded", "audio"),
    "23": ("returned", "transcript returned"),
    "28": ("participant checking", "member check", "findings returned"),
}


def unanswered(study: Study) -> list[str]:
    """The items that are asked and have no answer, by what was answered and by what is said of the interviews.

    Item 22 has one once all of information power is answered, item 13 once the register says anything.
    """
    given = {(one.form, one.item) for one in study.answers.values()}
    if all((POWER, field) in given for field in FORMS[POWER]):
        given.add((COREQ, "22"))
    told = {
        name.casefold() for one in study.sources.values() for name, said in one.attributes.items() if said.strip()
    }
    given |= {(COREQ, item) for item, names in TOLD.items() if not told.isdisjoint(names)}
    if study.attrition:
        given.add((COREQ, "13"))
    return [item for item in ASKED if (COREQ, item) not in given]


def open_points(study: Study) -> Iterator[OpenPoint]:
    """How much of the COREQ form is to be answered; in a study without a transcript nothing."""
    rest = unanswered(study) if study.sources else []
    if rest:
        which = f"item {rest[0]} has" if len(rest) == 1 else f"{len(rest)} of the items that only you know have"
        yield OpenPoint(5, f"COREQ: {which} no answer", PLACE)
