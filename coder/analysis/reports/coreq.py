"""COREQ's 32 items, filled as far as the project knows, and the rest as questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.reports.coreq_answers import WHOLE, Answers
from coder.analysis.reports.coreq_items import DOMAINS, POWER, POWER_ITEM, Item
from coder.analysis.reports.coreq_known import ANSWERED, Known, of_item
from coder.analysis.reports.view import View
from coder.model.document import AnyBlock, Document, Heading, Items, Paragraph
from coder.project.project import Project

FILLED, PARTLY, ASKED = "filled", "in part", "to be asked"


class Entry(NamedTuple):
    """An item with what is known of it; `status` is one of the three above, `open` what is still to be asked."""

    item: Item
    known: tuple[Known, ...]
    status: str
    open: tuple[str, ...]


def entries(view: View, answers: Answers) -> list[Entry]:
    """All items, in their order."""
    return [_entry(view, item, answers.get(item.number, {})) for items in DOMAINS.values() for item in items]


def _entry(view: View, item: Item, answer: dict[str, str]) -> Entry:
    given = [
        Known(f"{field.capitalize()}: {text}" if field in POWER else text, f"answers, item {item.number}")
        for field, text in answer.items()
    ]
    found = of_item(view, item.number)
    rest = _open(item, answer, found)
    status = FILLED if not rest else PARTLY if given or found else ASKED
    return Entry(item, (*given, *found), status, rest)


def _open(item: Item, answer: dict[str, str], known: list[Known]) -> tuple[str, ...]:
    if WHOLE in answer or (known and item.number in ANSWERED) or any(one.settles for one in known):
        return ()
    if item.number == POWER_ITEM:
        return tuple(f"{field.capitalize()}: {ask}" for field, ask in POWER.items() if field not in answer)
    return (item.ask,)


def report(project: Project, answers: Answers, *, publication: bool = False) -> Document:
    """The form as a document: each item with its sentences and where they come from, then what is to be asked."""
    view = View(project, publication)
    found = entries(view, answers)
    each = Counter(entry.status for entry in found)
    told = ", ".join(f"{status} {each[status]}" for status in (FILLED, PARTLY, ASKED))
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
