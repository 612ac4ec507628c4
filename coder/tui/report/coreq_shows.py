"""The COREQ form as it is shown: the 32 items, what the project knows of each, what was answered, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple
from weakref import WeakKeyDictionary

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from coder.analysis.method.reporting import unanswered
from coder.analysis.reports import coreq
from coder.analysis.reports.coreq import (
    ANSWERS,
    ASKED,
    DOMAINS,
    ITEMS,
    KNOWN,
    PARTLY,
    POWER,
    POWER_ITEM,
    Answers,
    Entry,
    Item,
    stored_answers,
)
from coder.analysis.reports.coreq_evidence import Evidence
from coder.model.change import Transaction
from coder.project import Project
from coder.project.operations import answers
from coder.text.cells import cut, printable
from coder.tui.kit.cards import Cards
from coder.tui.kit.page import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.report import report_job

#: What drafts of answers are kept by.
KIND = "answer"
SIGNS = {KNOWN: "●", ANSWERS: "✓", PARTLY: "◐", ASKED: "○"}
LOOKING = "…"
#: The line one was on in each project since it was opened.
_KEPT: WeakKeyDictionary[Project, int] = WeakKeyDictionary()


class Line(NamedTuple):
    """A line of the list: a domain by its name, an item, or a `field` of information power below its item."""

    name: str
    item: Item | None = None
    field: str = ""

    @property
    def asked(self) -> tuple[str, str]:
        """The form and the item that an answer belongs to."""
        number = self.item.number if self.item else 0
        return (answers.POWER, self.field) if self.field else (answers.COREQ, str(number))


def _lines() -> list[Line]:
    found = []
    for domain, items in DOMAINS.items():
        found.append(Line(domain))
        for item in items:
            found.append(Line(item.name, item))
            if item.number == POWER_ITEM:
                found += [Line(field.capitalize(), item, field) for field in POWER]
    return found


LINES = _lines()


class FormDeck:
    """One line each: its sign, its number, its name."""

    lines = 1

    def __init__(self, signs: Sequence[str]) -> None:
        self._signs = signs
        self.height = len(LINES)

    def card(self, row: int, width: int) -> Sequence[Text]:
        line = LINES[row]
        if line.item is None:
            return [Text(cut(printable(line.name), width), "bold", end="")]
        number = "     " if line.field else f"{line.item.number:>2} "
        text = f"{number}{self._signs[row]} {line.name}"
        return [Text(cut(printable(text), width), "bold" if self._signs[row] == SIGNS[ASKED] else "", end="")]

    def mark(self, row: int) -> str:
        return " "


class CoreqShows(ProjectScreen):
    """The half of the form that shows; the other half answers."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "coreq_screen.tcss"]
    where = "coreq"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._known: dict[int, list[Evidence]] | None = None
        self._answers: Answers = {}
        self.entries: dict[int, Entry] = {}

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical(id="coreq-left"):
                yield Static(id="coreq-title", classes="title", markup=False)
                yield Cards(id="coreq-cards")
            with Vertical(id="coreq-right"):
                yield Static(id="coreq-item", classes="title", markup=False)
                yield Page(id="coreq-page")
        yield from self.compose_foot()

    @property
    def cards(self) -> Cards:
        return self.query_one(Cards)

    @property
    def line(self) -> Line:
        """The line under the cursor."""
        return LINES[self.cards.row]

    def on_mount(self) -> None:
        self.cards.row = _KEPT.get(self.project, 1)
        self.cards.following = self._moved
        self.cards.focus()
        self.fill()
        self.show_state()
        self.show_hints()
        self.call_after_refresh(self._from_top)
        self._look()

    def _from_top(self) -> None:
        """Show the list from its beginning, where the cursor is in sight then."""
        if self.cards.row < self.cards.room:
            self.cards.top = 0
            self.cards.redraw()

    # Showing

    def _look(self) -> None:
        """Ask the project on disk what it knows, beside the keys: the history may be long."""
        self._known = None
        report_job.look(self, self.project, self._found)

    def _found(self, known: dict[int, list[Evidence]]) -> None:
        self._known = known
        self.fill()

    def fill(self) -> None:
        self._answers = stored_answers(self.project)
        known = self._known or {}
        self.entries = {
            number: coreq.entry(item, known.get(number, []), self._answers.get(number, {}))
            for number, item in ITEMS.items()
        }
        self.cards.show(FormDeck([self.sign(line) for line in LINES]), self.cards.row)
        open_now = sum(1 for one in self.entries.values() if one.open)
        title = Text(" COREQ", "bold", no_wrap=True, overflow="ellipsis")
        told = f"{open_now or 'none'} of {len(ITEMS)} open" if self._known is not None else "looking …"
        asked = len(unanswered(self.project))  # as the steps tell it: the others fill as the study goes on
        told += f", {asked or 'none'} only you know" if self._known is not None and asked < open_now else ""
        title.append(f" · {told}", "not bold")
        self.query_one("#coreq-title", Static).update(title, layout=False)

    def sign(self, line: Line) -> str:
        if line.item is None:
            return ""
        if line.field:
            return SIGNS[ANSWERS] if line.field in self._answers.get(POWER_ITEM, {}) else SIGNS[ASKED]
        entry = self.entries[line.item.number]
        return LOOKING if self._known is None and entry.open else SIGNS[entry.status]

    def _moved(self) -> None:
        line = self.line
        _KEPT[self.project] = self.cards.row
        title = Text(f" {line.name}", "bold", no_wrap=True, overflow="ellipsis")
        if line.item is not None:
            title = Text(f" {line.item.number} {line.item.name}", "bold", no_wrap=True, overflow="ellipsis")
            status = line.field or self.entries[line.item.number].status
            title.append(f" · {status}", "not bold")
        self.query_one("#coreq-item", Static).update(title, layout=False)
        self.query_one("#coreq-page", Page).show(Group(*self._page(line)))

    def _page(self, line: Line) -> list[Text]:
        if line.item is None:
            signs = [Text(f"{sign} {status}") for status, sign in SIGNS.items()]
            return [
                *signs,
                Text(),
                Text("Tong, Sainsbury and Craig 2007: 32 items to report a study of interviews by."),
            ]
        entry = self.entries[line.item.number]
        ask = POWER[line.field] if line.field else line.item.ask
        parts = [Text(ask, "italic"), Text()]
        given = self._answers.get(line.item.number, {})
        mine = [given[line.field]] if line.field in given else []
        told = [Evidence(*one) for one in mine] if line.field else [*entry.answers, *entry.evidence]
        for one in told:
            parts += [Text(one.text), *(Text(f"  · {item}") for item in one.items)]
            parts += [Text(f"— {one.origin}", "dim"), Text()]
        if self._known is None and not line.field:
            parts.append(Text("Looking at what the project knows …", "dim"))
        elif not told:
            parts.append(Text("The project does not know; e answers.", "dim"))
        elif entry.open and not line.field:
            parts.append(Text("Only a part of it: e adds what the project cannot know.", "dim"))
        return parts

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.fill()
        if any(change.table != "answers" for change in transaction.changes):
            self._look()
