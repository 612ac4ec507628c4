"""The COREQ form on the screen: its items, what the project knows of each, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, NamedTuple

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
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
    Item,
    answer_records,
    read_answers,
    stored_answers,
)
from coder.analysis.reports.coreq_evidence import Evidence, evidence_for
from coder.analysis.reports.view import View
from coder.errors import ReadOnly
from coder.exchange.registry import file_bytes
from coder.exports import REPORTS, data_management_document
from coder.model.record import Transaction
from coder.progress import Progress
from coder.project import Project, read_project
from coder.project.consequences import by_another
from coder.project.operations import answers
from coder.store.reading import LARGEST_TOML
from coder.text.characters import cut, printable
from coder.text.phrases import format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.cards import Cards
from coder.tui.kit.confirmation import act_if_confirmed
from coder.tui.kit.editors import AutosaveEditor
from coder.tui.kit.file_export import ask_publication
from coder.tui.kit.file_reading import ask_path
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.session_state import screen_state
from coder.tui.kit.working_folder import working_folder
from coder.tui.report.export import export_report, export_trail

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

    lines, gap = 1, 0

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


#: The kind of the drafts of answers.
KIND = "answer"


@dataclass
class CoreqState:
    """The row of the form under the cursor."""

    row: int = 1


class AnswerEditor(AutosaveEditor):
    """The editor of an answer."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("answering")]

    class NextRequested(Message):
        """The answer was saved: go to the next open item."""

    def action_onward(self) -> None:
        if self.settle():
            self.post_message(self.NextRequested())


class CoreqPane(Horizontal, Interactive):
    """The lines of the form; question, answers and evidence of the one under the cursor, and its editor."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("coreq")]

    def __init__(self, project: Project) -> None:
        super().__init__(id="coreq-pane")
        self._project = project
        self._state = screen_state(project, CoreqState)
        self.evidence: EvidenceByItem | None = None
        self.form = Form(project, None)
        self._job: ThreadJob[EvidenceByItem] | None = None
        self._edited = LINES[0]  # the line of the editor, wherever the cursor goes

    def compose(self) -> ComposeResult:
        with Vertical(id="coreq-left"):
            yield Static(id="coreq-title", classes="title", markup=False)
            yield Cards(id="coreq-cards")
        with Vertical(id="coreq-right"):
            yield Static(id="coreq-item", classes="title", markup=False)
            yield Page(id="coreq-page")

    def on_mount(self) -> None:
        self.cards.row = self._state.row
        self.cards.following = self._show_line
        self.cards.focus()
        self.fill()
        self.call_after_refresh(self._scroll_to_top)
        self._collect()

    def on_unmount(self) -> None:
        if self._job is not None:
            self._job.cancel(wait=False)

    def _scroll_to_top(self) -> None:
        """Show the list from its beginning if the cursor is visible then."""
        if self.cards.row < self.cards.room:
            self.cards.top = 0
            self.cards.redraw()

    @property
    def cards(self) -> Cards:
        return self.query_one(Cards)

    @property
    def line(self) -> Line:
        """The line under the cursor."""
        return LINES[self.cards.row]

    @property
    def editor(self) -> AnswerEditor | None:
        """The editor while an answer is edited."""
        return next(iter(self.query(AnswerEditor)), None)

    # Showing

    def _collect(self) -> None:
        """Collect the evidence in a thread: the history may be long."""
        self.evidence = None
        if self._job is not None:
            self._job.cancel(wait=False)
        project = self._project
        job = ThreadJob(self, lambda progress: collect_evidence(project, progress), self._show_evidence, self.fail)
        self._job = job.start()

    def _show_evidence(self, evidence: EvidenceByItem) -> None:
        self.evidence = evidence
        self.fill()

    def fill(self) -> None:
        self.form = Form(self._project, self.evidence)
        self.cards.show(FormDeck(self.form), self.cards.row)
        title = Text.assemble((" COREQ", "bold"), f" · {self.form.summary}", no_wrap=True, overflow="ellipsis")
        self.query_one("#coreq-title", Static).update(title, layout=False)

    def _show_line(self) -> None:
        line = self.line
        self._state.row = self.cards.row
        self.query_one("#coreq-item", Static).update(self.form.title(line), layout=False)
        self.query_one("#coreq-page", Page).show(Group(*self.form.page(line)))

    def follow(self, transaction: Transaction) -> None:
        """Show what a transaction changed; anything but answers may change the evidence."""
        self.fill()
        if any(change.table != "answers" for change in transaction.changes):
            self._collect()
        editor = self.editor
        if editor is not None:
            editor.saved_meanwhile(self._answer(self._edited))

    # Answering

    def _answer(self, line: Line) -> str:
        answer = answers.find(self._project, *line.answer_key)
        return answer.text if answer is not None else ""

    async def action_write(self) -> None:
        """Edit the answer of the line; that of the first item on a domain."""
        if self.line.item is None:
            self.cards.move_to(self.cards.row + 1)
        if self._project.readonly:
            self.fail(ReadOnly())
            return
        line = self._edited = self.line
        key = line.answer_key

        def save(_: str, text: str) -> None:
            if text.strip():
                answers.answer(self._project, *key, text)
            elif answers.find(self._project, *key) is not None:
                answers.clear(self._project, *key)

        def whose(_: str) -> str:
            return by_another(self._project, "answers", answers.find(self._project, *key))

        await self.query(AnswerEditor).remove()
        editor = AnswerEditor(self._project, KIND, save, whose, id="coreq-editor")
        await self.query_one("#coreq-right").mount(editor)
        editor.show_text("-".join(key).replace(" ", "-"), self._answer(line))
        editor.move_cursor(editor.document.end)
        editor.focus()
        self._show_hints()
        if editor.draft_notice:
            self.say(editor.draft_notice)

    def _show_hints(self) -> None:
        if self.is_attached and isinstance(self.screen, ProjectScreen):  # called after the next paint
            self.screen.show_hints()

    async def on_cards_opened(self) -> None:
        await self.action_write()

    def on_autosave_editor_left(self) -> None:
        self._close()

    async def on_answer_editor_next_requested(self) -> None:
        self._close()
        if self._to_open_item(1):
            await self.action_write()

    def _close(self) -> None:
        for editor in self.query(AnswerEditor):
            editor.remove()
        self.cards.focus()
        self.fill()
        self.call_after_refresh(self._show_hints)

    def finish(self) -> None:
        """Save the answer: the screen is left."""
        editor = self.editor
        if editor is not None and editor.settle():
            self._close()

    # Actions

    def action_next_open(self, by: int) -> None:
        self._to_open_item(by)

    def _to_open_item(self, by: int) -> bool:
        """Move to the next or previous open line, wrapping around; return whether there is one."""
        row, height = self.cards.row, len(LINES)
        order = [(row + by * step) % height for step in range(1, height + 1)]
        row = next((row for row in order if self.form.is_open(LINES[row])), -1)
        if row < 0:
            self.say("No open items")
            return False
        self.cards.move_to(row)
        return True

    @interactive
    async def action_clear(self) -> None:
        line, project = self.line, self._project
        answer = answers.find(project, *line.answer_key) if line.item is not None else None
        if answer is None:
            self.say("No answer to delete")
            return
        clear = partial(answers.clear, project, *line.answer_key)
        await act_if_confirmed(self, project, "Delete the answer", clear, {answer.id})

    @interactive
    async def action_import(self) -> None:
        path = await ask_path(self, "Import answers from (.toml):", f"{working_folder()}/")
        if path is not None:
            records = answer_records(read_answers(file_bytes(path, LARGEST_TOML)))
            take_over = partial(answers.take_over, self._project, records)
            number = await act_if_confirmed(self, self._project, "Import the answers", take_over, (), ("answers",))
            if number is not None:
                self.say(f"Imported {format_count(number, 'answer')}")

    @interactive
    async def action_export(self) -> None:
        screen = self.screen
        assert isinstance(screen, ProjectScreen)
        options = [("coreq", "c", "COREQ: this form"), ("results", "r", "Results"), ("pairs", "p", "Pairs")]
        options += [("trail", "t", "Decision trail"), ("data-management", "d", "Data-management sheet")]
        report = await self.choose("Which report?", options)
        if report == "trail":
            export_trail(screen)
        elif report == "data-management":
            export_report(screen, report, data_management_document)
        elif report is not None:
            publication = await ask_publication(screen, "Export the report")
            if publication is not None:
                name = f"{report}-publication" if publication else report
                export_report(screen, name, lambda project: REPORTS[report](project, publication), publication)

    def action_read(self, by: int) -> None:
        self.query_one("#coreq-page", Page).scroll_rows(by)


class CoreqScreen(ProjectScreen):
    """The screen of the COREQ form."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "coreq_screen.tcss"]
    where = "coreq"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.pane = CoreqPane(project)

    def compose(self) -> ComposeResult:
        yield self.pane
        yield from self.compose_foot()

    def parts(self) -> tuple[str, ...]:
        return ("answering",) if self.pane.editor is not None else ("list", "coreq")

    def hints(self) -> list[tuple[str, str]]:
        if self.pane.editor is not None:
            return [("Esc", "save and close"), *actions.hints("answering"), ("Ctrl+G", "discard")]
        return [*actions.hints("coreq"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.pane.follow(transaction)

    def left(self) -> None:
        self.pane.finish()

    def keep(self) -> None:
        editor = self.pane.editor
        if editor is not None:
            editor.keep()
