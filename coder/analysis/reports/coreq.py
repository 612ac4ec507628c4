"""COREQ's 32 items, filled as far as the project knows, and the rest as questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.reports.coreq_answers import WHOLE, Answers, Given, stored, together
from coder.analysis.reports.coreq_items import DOMAINS, POWER, POWER_ITEM, Item
from coder.analysis.reports.coreq_known import ANSWERED, of_item
from coder.analysis.reports.coreq_statements import Known
from coder.analysis.reports.view import View
from coder.model.document import AnyBlock, Document, Heading, Items, Paragraph
from coder.project.project import Project

KNOWN, ANSWERS, PARTLY, ASKED = "known", "answered", "in part", "to be asked"
STATUSES = (KNOWN, ANSWERS, PARTLY, ASKED)


class Entry(NamedTuple):
    """An item with what was answered and what is known of it; `open` is what is still to be asked.

    `status`: `KNOWN` to the project by itself, or `ANSWERS` made it complete; `PARTLY`, or all of it `ASKED`.
    """

    item: Item
    given: tuple[Known, ...]
    found: tuple[Known, ...]
    status: str
    open: tuple[str, ...]

    @property
    def known(self) -> tuple[Known, ...]:
        """All that there is to say."""
        return (*self.given, *self.found)


def entries(view: View, answers: Answers) -> list[Entry]:
    """All items, in their order."""
    return [
        entry(item, of_item(view, item.number), answers.get(item.number, {}))
        for items in DOMAINS.values()
        for item in items
    ]


def entry(item: Item, found: list[Known], answer: dict[str, Given]) -> Entry:
    """An item by what the project knows of it and what was answered."""
    given = [
        Known(f"{field.capitalize()}: {one.text}" if field in POWER else one.text, one.origin)
        for field, one in answer.items()
    ]
    rest = _open(item, answer, found)
    status = (ANSWERS if given else KNOWN) if not rest else PARTLY if given or found else ASKED
    return Entry(item, tuple(given), tuple(found), status, rest)


def _open(item: Item, answer: dict[str, Given], known: list[Known]) -> tuple[str, ...]:
    if WHOLE in answer or (known and item.number in ANSWERED) or any(one.settles for one in known):
        return ()
    if item.number == POWER_ITEM:
        return tuple(f"{field.capitalize()}: {ask}" for field, ask in POWER.items() if field not in answer)
    return (item.ask,)


def report(project: Project, answers: Answers, *, publication: bool = False) -> Document:
    """The form as a document: each item with its sentences and where they come from, then what is to be asked.

    `answers` are those of a file; they come before those that the project keeps.
    """
    view = View(project, publication)
    found = entries(view, together(stored(project), answers))
    each = Counter(entry.status for entry in found)
    told = ", ".join(f"{status} {each[status] or 'none'}" for status in STATUSES)
    return Document(
        "COREQ",
        project.info.name,
        project.now(),
        (
            "Items after Tong, Sainsbury and Craig (2007), doi:10.1093/intqhc/mzm042; names and questions are ours.",
            f"{len(found)} items: {told}.",
            *view.remarks,
        ),
        tuple(_blocks(view, found)),
    )


def _blocks(view: View, found: list[Entry]) -> Iterator[AnyBlock]:
    by_number = {entry.item.number: entry for entry in found}
    for number, (domain, items) in enumerate(DOMAINS.items(), 1):
        yield Heading(2, f"Domain {number}: {domain}")
        for item in items:
            yield from _item(view, by_number[item.number])
    asked = [f"{entry.item.number} {entry.item.name}: {ask}" for entry in found for ask in entry.open]
    if asked:
        yield Heading(2, "To be asked")
        yield Items(tuple(asked))


def _item(view: View, entry: Entry) -> Iterator[AnyBlock]:
    yield Heading(3, f"{entry.item.number} {entry.item.name}")
    for known in entry.known:
        yield Paragraph(view.plain(known.text))
        if known.items:
            yield Items(known.items)
        yield Paragraph(known.origin, "From")
    if entry.open:
        yield Items(entry.open, "To be asked")
