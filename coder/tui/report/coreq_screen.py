"""The COREQ form: going through what is open, and answering it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from coder.analysis.reports.coreq import ASKED, POWER_ITEM, answer_records, read_answers
from coder.errors import CoderError, ReadOnly
from coder.model.change import Transaction
from coder.project import Project
from coder.project.operations import answers
from coder.tui.keymap import actions
from coder.tui.kit.autosave_editor import AutosaveEditor
from coder.tui.kit.file_export import ask_publication
from coder.tui.kit.messages import Ask
from coder.tui.kit.page import Page
from coder.tui.kit.questions import interactive
from coder.tui.report import report_job
from coder.tui.report.coreq_shows import LINES, SIGNS, CoreqShows, Line
from coder.tui.report.export import export_report, export_trail

#: What drafts of answers are kept by.
KIND = "answer"


class AnswerEditor(AutosaveEditor):
    """The editor of an answer; one key goes on to the next that is open."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("answering")]

    class Onward(Message):
        """This one is answered: the next."""

    def action_onward(self) -> None:
        if self.settle():
            self.post_message(self.Onward())


class CoreqScreen(CoreqShows):
    """The list of items, and beside it what is known, what was answered, what is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("coreq")]

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._written = LINES[0]  # the line that is answered, wherever one looks meanwhile

    @property
    def writing(self) -> AnswerEditor | None:
        """The editor, while an answer is written."""
        return next(iter(self.query(AnswerEditor)), None)

    def parts(self) -> tuple[str, ...]:
        return ("answering",) if self.writing is not None else ("cards", "coreq")

    def hints(self) -> list[tuple[str, str]]:
        if self.writing is not None:
            return [("Esc", "save and close"), *actions.hints("answering"), ("Ctrl+G", "give up")]
        return [*actions.hints("coreq"), ("Esc", "back"), *actions.hints("study", "app")]

    # Answering

    def _text(self, line: Line) -> str:
        found = answers.find(self.project, *line.asked)
        return found.text if found is not None else ""

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        editor = self.writing
        if editor is not None:
            editor.saved_meanwhile(self._text(self._written))

    async def action_write(self) -> None:
        line = self.line
        if line.item is None:
            self.cards.move_to(self.cards.row + 1)
            line = self.line
        if self.project.readonly:
            self.fail(ReadOnly())
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
        if editor.draft_notice:
            self.say(editor.draft_notice)

    async def on_cards_opened(self) -> None:
        await self.action_write()

    def on_autosave_editor_left(self) -> None:
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
        self.fill()
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
            return bool(line.field) and self.entries[POWER_ITEM].open != () and self.sign(line) == SIGNS[ASKED]
        return bool(self.entries[line.item.number].open)

    def action_clear(self) -> None:
        line = self.line
        if line.item is None or not self._text(line):
            self.say("There is no answer here to take away")
            return
        self.attempt(lambda: answers.clear(self.project, *line.asked))

    def action_import(self) -> None:
        def then(text: str) -> None:
            try:
                number = answers.take_over(self.project, answer_records(read_answers(report_job.contents(text))))
            except CoderError as error:
                self.fail(error)
                return
            self.say(f"Took over {number or 'no'} answer{'s' * (number != 1)}")

        self.post_message(Ask("Answers from (.toml):", then, initial=str(Path.cwd()) + "/"))

    @interactive
    async def action_export(self) -> None:
        rows = [("coreq", "c", "COREQ: this form"), ("results", "r", "Results"), ("pairs", "p", "Pairs")]
        rows.append(("trail", "t", "Decision trail"))
        report = await self.choose("Which report?", rows)
        if report == "trail":
            export_trail(self)
        elif report is not None:
            publication = await ask_publication(self, "Export the report")
            if publication is not None:
                name = f"{report}-publication" if publication else report
                export_report(self, name, lambda project: report_job.REPORTS[report](project, publication))

    def action_read(self, by: int) -> None:
        self.query_one("#coreq-page", Page).scroll_rows(by)

    def action_pane(self, by: int) -> None:
        editor = self.writing
        (self.cards if editor is None or editor.has_focus else editor).focus()
