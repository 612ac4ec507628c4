"""Reporting: the COREQ items that need an answer from the researchers."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import Kind, OpenPoint
from coder.project.operations.answers import COREQ, FORMS, POWER
from coder.project.study import Study

#: Items that the records of a project cannot answer, or only in part.
RESEARCHER_ITEMS = tuple(str(item) for item in (*range(1, 12), 13, 14, 15, 17, 19, 22, 23, 28, 30))
#: Item → names of the interview attributes that answer it.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "19": ("recording", "recorded", "audio"),
    "23": ("returned", "transcript returned"),
    "28": ("participant checking", "member check", "findings returned"),
}


def unanswered(study: Study) -> list[str]:
    """Return the researchers' items without an answer, neither entered nor given by interview attributes.

    Item 22 is answered once all of information power is, item 13 once the attrition register has an entry.
    """
    answered = {(answer.form, answer.item) for answer in study.answers.values()}
    if all((POWER, field) in answered for field in FORMS[POWER]):
        answered.add((COREQ, "22"))
    attributes = {
        name.casefold()
        for source in study.sources.values()
        for name, value in source.attributes.items()
        if value.strip()
    }
    answered |= {(COREQ, item) for item, names in ATTRIBUTES.items() if not attributes.isdisjoint(names)}
    if study.attrition:
        answered.add((COREQ, "13"))
    return [item for item in RESEARCHER_ITEMS if (COREQ, item) not in answered]


def items_with_answer(study: Study) -> set[str]:
    """Return the COREQ items with an entered answer, be it only to a field of information power."""
    return {answer.item if answer.form == COREQ else "22" for answer in study.answers.values()}


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield the number of unanswered COREQ items; nothing in a study without a transcript."""
    items = unanswered(study) if study.sources else []
    if items:
        number = f"item {items[0]} is" if len(items) == 1 else f"{len(items)} items are"
        yield OpenPoint(5, f"COREQ: {number} not fully answered", Kind.COREQ)
