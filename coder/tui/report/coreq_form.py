"""The COREQ form: its lines, their state, and what is known of each, without any widget but text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.text import Text

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
    Item,
    stored_answers,
)
from coder.analysis.reports.coreq_evidence import Evidence, evidence_for
from coder.analysis.reports.view import View
from coder.project import Project, read_project
from coder.project.operations import answers
from coder.text.characters import cut, printable
from coder.tui.kit.background import Progress

#: Status of an item → its mark.
MARKS = {KNOWN: "●", ANSWERS: "✓", PARTLY: "◐", ASKED: "○"}
LOADING = "…"
#: Item number → what the project knows of it.
EvidenceByItem = dict[int, list[Evidence]]


class Line(NamedTuple):
    """A line of the form: a domain by its name, an item, or a `field` of information power below its item."""

    name: str
    item: Item | None = None
    field: str = ""

    @property
    def answer_key(self) -> tuple[str, str]:
        """The form and the item of its answer."""
        number = self.item.number if self.item else 0
        return (answers.POWER, self.field) if self.field else (answers.COREQ, str(number))


def _lines() -> list[Line]:
    lines = []
    for domain, items in DOMAINS.items():
        lines.append(Line(domain))
        for item in items:
            lines.append(Line(item.name, item))
            if item.number == POWER_ITEM:
                lines += [Line(field.capitalize(), item, field) for field in POWER]
    return lines


LINES = _lines()


class Form:
    """The answers and the evidence of all items; `evidence` is None while it is being collected."""

    def __init__(self, project: Project, evidence: EvidenceByItem | None) -> None:
        self._project, self._loading = project, evidence is None
        self._answers = stored_answers(project)
        self.entries = {
            number: coreq.entry(item, (evidence or {}).get(number, []), self._answers.get(number, {}))
            for number, item in ITEMS.items()
        }

    def mark(self, line: Line) -> str:
        """Return the mark of a line."""
        if line.item is None:
            return ""
        if line.field:
            return MARKS[ANSWERS] if line.field in self._answers.get(POWER_ITEM, {}) else MARKS[ASKED]
        entry = self.entries[line.item.number]
        return LOADING if self._loading and entry.open else MARKS[entry.status]

    def is_open(self, line: Line) -> bool:
        """Return whether a line needs an answer."""
        if line.item is None:
            return False
        if line.item.number == POWER_ITEM:  # its fields are answered one by one
            return bool(line.field) and self.entries[POWER_ITEM].open != () and self.mark(line) == MARKS[ASKED]
        return bool(self.entries[line.item.number].open)

    @property
    def summary(self) -> str:
        """The number of open items, and of those that only the person can answer."""
        if self._loading:
            return "loading …"
        number = sum(1 for entry in self.entries.values() if entry.open)
        own = len(unanswered(self._project))  # the others fill as the study goes on
        return f"{number} of {len(ITEMS)} open" + (f", {own} to answer yourself" if own < number else "")

    def title(self, line: Line) -> Text:
        """Return the number, name and status of a line."""
        name = f"{line.item.number} {line.item.name}" if line.item is not None else line.name
        title = Text(f" {name}", "bold", no_wrap=True, overflow="ellipsis")
        if line.item is not None:
            title.append(f" · {line.field or self.entries[line.item.number].status}", "not bold")
        return title

    def page(self, line: Line) -> list[Text]:
        """Return the question of a line, its answers and evidence."""
        if line.item is None:
            source = "Tong, Sainsbury and Craig 2007: 32 items for reporting interview studies."
            return [*(Text(f"{mark} {status}") for status, mark in MARKS.items()), Text(), Text(source)]
        entry = self.entries[line.item.number]
        parts = [Text(POWER[line.field] if line.field else line.item.ask, "italic"), Text()]
        answered = self._answers.get(line.item.number, {})
        if line.field:
            statements = [Evidence(*answered[line.field])] if line.field in answered else []
        else:
            statements = [*entry.answers, *entry.evidence]
        for statement in statements:
            parts += [Text(statement.text), *(Text(f"  · {item}") for item in statement.items)]
            parts += [Text(f"— {statement.origin}", "dim"), Text()]
        if self._loading and not line.field:
            parts.append(Text("Collecting what the project contains …", "dim"))
        elif not statements:
            parts.append(Text("The project has no data on this. Press e to answer.", "dim"))
        elif entry.open and not line.field:
            parts.append(Text("Partly known. Press e to add the rest.", "dim"))
        return parts


class FormDeck:
    """The lines as cards of one line: number, mark, name."""

    lines = 1

    def __init__(self, form: Form) -> None:
        self._marks: Sequence[str] = [form.mark(line) for line in LINES]
        self.height = len(LINES)

    def card(self, row: int, width: int) -> Sequence[Text]:
        line, mark = LINES[row], self._marks[row]
        if line.item is None:
            return [Text(cut(printable(line.name), width), "bold", end="")]
        number = "     " if line.field else f"{line.item.number:>2} "
        text = cut(printable(f"{number}{mark} {line.name}"), width)
        return [Text(text, "bold" if mark == MARKS[ASKED] else "", end="")]

    def mark(self, row: int) -> str:
        return " "


def collect_evidence(project: Project, progress: Progress) -> EvidenceByItem:
    """Return what the project on disk knows of each item; for a thread."""
    view = View(read_project(project.folder))  # the journal on disk holds every confirmed change
    evidence = {}
    for count, number in enumerate(ITEMS):
        progress(count / len(ITEMS))
        evidence[number] = evidence_for(view, number)
    return evidence
