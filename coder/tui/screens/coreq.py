"""The COREQ form: the 32 items, what the project knows of each and where it is from, and what is to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from weakref import WeakKeyDictionary

from rich.console import Group
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from coder.analysis.method.reporting import unanswered
from coder.analysis.reports import coreq
from coder.analysis.reports.coreq import ANSWERS, ASKED, KNOWN, PARTLY, Entry
from coder.analysis.reports.coreq_answers import Answers, read, stored, to_keep
from coder.analysis.reports.coreq_items import DOMAINS, ITEMS, POWER, POWER_ITEM, Item
from coder.analysis.reports.coreq_telling import Known
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.project.operations import answers
from coder.text.cells import cut, drawn
from coder.tui import actions, exporting, reporting
from coder.tui.messages import Ask, Choose
from coder.tui.screens.study import StudyScreen
from coder.tui.widgets.cards import Cards
from coder.tui.widgets.kept_editor import KeptEditor
from coder.tui.widgets.page import Page

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
            return [Text(cut(drawn(line.name), width), "bold", end="")]
        number = "     " if line.field else f"{line.item.number:>2} "
        text = f"{number}{self._signs[row]} {line.name}"
        return [Text(cut(drawn(text), width), "bold" if self._signs[row] == SIGNS[ASKED] else "", end="")]

    def mark(self, row: int) -> str:
        return " "


class AnswerEditor(KeptEditor):
    """The editor of an answer; one key goes on to the next that is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("answering")]

    class Onward(Message):
        """This one is answered: the next."""

    def action_onward(self) -> None:
        if self.settle():
            self.post_message(self.Onward())


class CoreqScreen(StudyScreen):
    """The list of items, and beside it what is known, what was answered, what is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("coreq")]
    CSS_PATH: ClassVar[Any] = ["study.tcss", "coreq.tcss"]
    where = "coreq"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._known: dict[int, list[Known]] | None = None
        self._answers: Answers = {}
        self._entries: dict[int, Entry] = {}
        self._written = LINES[0]  # the line that is answered, wherever one looks meanwhile

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

    @property
    def writing(self) -> AnswerEditor | None:
        """The editor, while an answer is written."""
        return next(iter(self.query(AnswerEditor)), None)

    def on_mount(self) -> None:
        self.cards.row = _KEPT.get(self.project, 1)
        self.cards.following = self._moved
        self.cards.focus()
        self._fill()
        self.show_state()
        self.show_hints()
        self.call_after_refresh(self._from_top)
        self._look()

    def _from_top(self) -> None:
        """Show the list from its beginning, where the cursor is in sight then."""
        if self.cards.row < self.cards.room:
            self.cards.top = 0
            self.cards.redraw()

    def parts(self) -> tuple[str, ...]:
        return ("answering",) if self.writing is not None else ("cards", "coreq")

    def hints(self) -> list[tuple[str, str]]:
        if self.writing is not None:
            return [("Esc", "save and close"), *actions.hints("answering"), ("Ctrl+G", "give up")]
        return [*actions.hints("coreq"), ("Esc", "back"), *actions.hints("study", "app")]

    # Showing

    def _look(self) -> None:
        """Ask the project on disk what it knows, beside the keys: the history may be long."""
        self._known = None
        reporting.look(self, self.project, self._found)

    def _found(self, known: dict[int, list[Known]]) -> None:
        self._known = known
        self._fill()

    def _fill(self) -> None:
        self._answers = stored(self.project)
        known = self._known or {}
        self._entries = {
            number: coreq.entry(item, known.get(number, []), self._answers.get(number, {}))
            for number, item in ITEMS.items()
        }
        self.cards.show(FormDeck([self._sign(line) for line in LINES]), self.cards.row)
        open_now = sum(1 for one in self._entries.values() if one.open)
        title = Text(" COREQ", "bold", no_wrap=True, overflow="ellipsis")
        told = f"{open_now or 'none'} of {len(ITEMS)} open" if self._known is not None else "looking …"
        asked = len(unanswered(self.project))  # as the steps tell it: the others fill as the study goes on
        told += f", {asked or 'none'} only you know" if self._known is not None and asked < open_now else ""
        title.append(f" · {told}", "not bold")
        self.query_one("#coreq-title", Static).update(title, layout=False)

    def _sign(self, line: Line) -> str:
        if line.item is None:
            return ""
        if line.field:
            return SIGNS[ANSWERS] if line.field in self._answers.get(POWER_ITEM, {}) else SIGNS[ASKED]
        entry = self._entries[line.item.number]
        return LOOKING if self._known is None and entry.open else SIGNS[entry.status]

    def _moved(self) -> None:
        line = self.line
        _KEPT[self.project] = self.cards.row
        title = Text(f" {line.name}", "bold", no_wrap=True, overflow="ellipsis")
        if line.item is not None:
            title = Text(f" {line.item.number} {line.item.name}", "bold", no_wrap=True, overflow="ellipsis")
            status = line.field or self._entries[line.item.number].status
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
        entry = self._entries[line.item.number]
        ask = POWER[line.field] if line.field else line.item.ask
        parts = [Text(ask, "italic"), Text()]
        given = self._answers.get(line.item.number, {})
        mine = [given[line.field]] if line.field in given else []
        told = [Known(*one) for one in mine] if line.field else [*entry.given, *entry.found]
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
        self._fill()
        if any(change.table != "answers" for change in transaction.changes):
            self._look()
        editor = self.writing
        if editor is not None:
            editor.saved_meanwhile(self._text(self._written))

    # Answering

    def _text(self, line: Line) -> str:
        found = answers.find(self.project, *line.asked)
        return found.text if found is not None else ""

    async def action_write(self) -> None:
        line = self.line
        if line.item is None:
            self.cards.move_to(self.cards.row + 1)
            line = self.line
        if self.project.readonly:
            self.fail(CoderError("The project is open for reading only"))
            return
        asked, self._written = line.asked, line

        def save(_: str, text: str) -> None:
            if text.strip():
                answers.answer(self.project, *asked, text)
            elif answers.find(self.project, *asked) is not None:
                answers.clear(self.project, *asked)

        await self.query(AnswerEditor).remove()
        editor = AnswerEditor(self.project, KIND, save, id="coreq-editor")
        self.add_class("writing")
        await self.query_one("#coreq-right").mount(editor)
        editor.show_text("-".join(asked).replace(" ", "-"), self._text(line))
        editor.move_cursor(editor.document.end)
        editor.focus()
        self.show_hints()
        if editor.told:
            self.say(editor.told)

    async def on_cards_opened(self) -> None:
        await self.action_write()

    def on_kept_editor_left(self) -> None:
        self._close()

    async def on_answer_editor_onward(self) -> None:
        self._close()
        if self._to_open(1):
            await self.action_write()

    def _close(self) -> None:
        for editor in self.query(AnswerEditor):
            editor.remove()
        self.remove_class("writing")
        self.cards.focus()
        self._fill()
        self.call_after_refresh(self.show_hints)

    def left(self) -> None:
        editor = self.writing
        if editor is not None and editor.settle():
            self._close()

    def keep(self) -> None:
        editor = self.writing
        if editor is not None:
            editor.keep()

    # Acts

    def action_next_open(self, by: int) -> None:
        self._to_open(by)

    def _to_open(self, by: int) -> bool:
        """To the next line that is open, or the one before; begins anew at the end."""
        row, height = self.cards.row, len(LINES)
        order = [(row + by * step) % height for step in range(1, height + 1)]
        found = next((one for one in order if self._is_open(LINES[one])), None)
        if found is None:
            self.say("Nothing is open")
            return False
        self.cards.move_to(found)
        return True

    def _is_open(self, line: Line) -> bool:
        if line.item is None:
            return False
        if line.item.number == POWER_ITEM:  # its fields are asked one by one
            return bool(line.field) and self._entries[POWER_ITEM].open != () and self._sign(line) == SIGNS[ASKED]
        return bool(self._entries[line.item.number].open)

    def action_clear(self) -> None:
        line = self.line
        if line.item is None or not self._text(line):
            self.say("There is no answer here to take away")
            return
        self.attempt(lambda: answers.clear(self.project, *line.asked))

    def action_import(self) -> None:
        def then(text: str) -> None:
            try:
                number = answers.take_over(self.project, to_keep(read(reporting.contents(text))))
            except CoderError as error:
                self.fail(error)
                return
            self.say(f"Took over {number or 'no'} answer{'s' * (number != 1)}")

        self.post_message(Ask("Answers from (.toml):", then, initial=str(Path.cwd()) + "/"))

    def action_export(self) -> None:
        rows = [("coreq", "c", "COREQ: this form"), ("results", "r", "Results"), ("pairs", "p", "Pairs")]
        rows.append(("trail", "t", "Decision trail"))
        self.on_choose(Choose("Which report?", rows, self._export))

    def _export(self, which: str) -> None:
        if which == "trail":
            exporting.ask_trail(self)
            return

        def ask(publication: bool) -> None:
            name = f"{which}-publication" if publication else which
            exporting.ask_document(self, name, lambda project: reporting.REPORTS[which](project, publication))

        exporting.ask_for_whom(self, "Write the report into a file", ask)

    def action_read(self, by: int) -> None:
        self.query_one("#coreq-page", Page).scroll_rows(by)

    def action_pane(self, by: int) -> None:
        editor = self.writing
        (self.cards if editor is None or editor.has_focus else editor).focus()
