"""Retrieve: a query at the top, the coded segments it asks for below, each with what stands around it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from coder.analysis.query.answer import quoted
from coder.analysis.query.completion import Completion, Offer
from coder.analysis.query.syntax import QueryError
from coder.analysis.retrieval import codes_on, retrieve
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.model.query import Query
from coder.project import Project
from coder.project.paths import path_of
from coder.text.cells import cut, width
from coder.text.phrases import NO_UNIT, format_count
from coder.tui.keymap import actions
from coder.tui.kit.finders import code_finder
from coder.tui.kit.grid import EmptyTable, Grid
from coder.tui.kit.messages import Pick
from coder.tui.kit.page import Page
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.segment_list import SegmentTable, segment_in_context
from coder.tui.search import saved_queries

#: Seconds without a keystroke before the query is asked.
PAUSE = 0.15
#: Cells before the text of the input line.
MARGIN = 1


@dataclass
class Left:
    """How the screen was left: the query, and the row of the cursor."""

    query: str = ""
    row: int = 0


_LEFT: WeakKeyDictionary[Project, Left] = WeakKeyDictionary()


class _Stopped(Exception):
    """Nobody waits for the answer any more."""


class _Asking:
    """A query that is being answered in a thread; `stop` waits until it has let go of the project."""

    def __init__(self, project: Project, query: str) -> None:
        self.project, self.query = project, query
        self._given_up = threading.Event()
        self._reading = threading.Lock()

    def stop(self) -> None:
        self._given_up.set()
        with self._reading:
            pass

    def answer(self) -> list[str] | CoderError | None:
        """The segments, or why there are none; None when it was stopped."""
        with self._reading:
            try:
                return retrieve(self.project, self.query, pause=self._pause)
            except _Stopped:
                return None
            except CoderError as error:
                return error

    def _pause(self) -> None:
        if self._given_up.is_set():
            raise _Stopped


class RetrieveScreen(ProjectScreen):
    """Coded segments by a query, as it is typed; Enter opens one in place and Esc comes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("retrieve")]
    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "retrieve_screen.tcss"]
    where = "retrieve"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.at = _LEFT.setdefault(project, Left())
        self.segments: list[str] = []
        self._asking: _Asking | None = None
        self._timer: Timer | None = None
        self._completion: Completion | None = None
        self._offer = Offer(0, 0)
        self._quiet = False
        self._offered = ""  # what was put in by Tab last

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="retrieve-title", classes="title", markup=False)
            yield Input(
                self.at.query,
                id="retrieve-query",
                compact=True,
                placeholder="Shame and wave:baseline",
                select_on_focus=False,
            )
            yield Static(id="retrieve-error", markup=False)
            yield Static(id="retrieve-offers", markup=False)
            yield Grid(id="retrieve-grid")
            yield Page(id="retrieve-around")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.grid.following = self._moved
        self._title("")
        (self.grid if self.at.query else self.line).focus()
        self.show_state()
        self.show_hints()
        if self.at.query:
            self._ask(self.at.row)

    def on_unmount(self) -> None:
        self._halt()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def line(self) -> Input:
        return self.query_one("#retrieve-query", Input)

    def parts(self) -> tuple[str, ...]:
        return ("retrieve",) if self.focused is self.line else ("retrieve", "grid")

    def hints(self) -> list[tuple[str, str]]:
        if self.focused is self.line:
            return [("Enter", "to the units"), ("Tab", "complete"), ("Ctrl+U", "empty"), ("Esc", "back to coding")]
        return [("Enter", "open"), *actions.hints("retrieve"), ("Esc", "back to coding"), ("?", "keys")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()

    # Asking

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id != "retrieve-query":
            return
        event.stop()
        self._show_offers()
        if event.value != self.at.query:
            self.at.query, self.at.row = event.value, 0
            self._halt()
            self._timer = self.set_timer(PAUSE, self._ask)

    def _halt(self) -> None:
        """Before anything changes: nobody reads the project, nothing is about to."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.stop()

    def _ask(self, row: int = 0) -> None:
        self._halt()
        if not self.at.query.strip():
            self._show([], "")
            self._point(None)
            return
        asking = self._asking = _Asking(self.project, self.at.query)
        self.stop_work = self._stop
        self._title("asking … (Ctrl+G stops)")

        def work() -> None:
            answer = asking.answer()
            if answer is not None:
                self.app.call_from_thread(self._answered, asking, answer, row)

        self.run_worker(work, thread=True)

    def _stop(self) -> None:
        self._halt()
        self._title("stopped")

    def _answered(self, asking: _Asking, answer: list[str] | CoderError, row: int) -> None:
        if asking is not self._asking:
            return
        self._asking = None
        if isinstance(answer, CoderError):
            self._show([], "")
            self._point(answer)
            return
        self._point(None)
        self.segments = answer
        sources = len({self.project.segments[id].source for id in answer})
        units, there = format_count(len(answer), "unit"), format_count(sources, "transcript")
        self._show(answer, f"{units} in {there}" if answer else NO_UNIT, row)

    def _show(self, segments: list[str], title: str, row: int = 0) -> None:
        self.segments = segments
        self._title(title)
        self.grid.show(SegmentTable(self.project, segments) if segments else EmptyTable(), row)
        self._moved()
        self._quiet = False

    def _title(self, text: str) -> None:
        title = Text.assemble((" Retrieve", "bold"), f" · {text}" if text else "", no_wrap=True)
        self.query_one("#retrieve-title", Static).update(title, layout=False)

    def _point(self, error: CoderError | None) -> None:
        """The caret under the place where the query is wrong, and what is the matter."""
        text = ""
        if isinstance(error, QueryError):
            place = max(0, MARGIN + width(error.query[: error.position]) - round(self.line.scroll_offset.x))
            said = error.what if error.what != "this" else error.title
            hint = f" · {error.hint}" if error.hint and not error.hint.startswith("See:") else ""
            if place + 2 + width(said) > self.size.width and place > self.size.width // 2:
                before = cut(said, place - 1)
                text = f"{' ' * (place - 1 - width(before))}{before} ^"
            else:
                text = f"{' ' * place}^ {said}{hint}"
        elif error is not None:
            text = f" {error.title}. {error.hint}"
        self.query_one("#retrieve-error", Static).update(Text(text, no_wrap=True, overflow="ellipsis"), layout=False)

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self._completion = None
        if "@" in self.at.query or any(change.table != "queries" for change in transaction.changes):
            self._quiet = True  # what was done stays readable
            self._ask(self.at.row)

    def action_undo(self, redo: bool = False) -> Transaction | None:
        self._halt()
        return super().action_undo(redo)

    def _moved(self) -> None:
        page = self.query_one(Page)
        segment = self.project.segments.get(self.segments[self.grid.row]) if self.segments else None
        if segment is None:
            page.show("")
            return
        self.at.row = self.grid.row
        page.show(segment_in_context(self.project, segment))
        if self._quiet:
            return
        self.say(f"{self.grid.row + 1:,}/{len(self.segments):,} · {', '.join(codes_on(self.project, segment.id))}")

    # Completing

    def _show_offers(self) -> None:
        query, cursor = self.line.value, self.line.cursor_position
        if self._offered and query[self._offer.start : cursor] == self._offered:
            return  # Tab goes on through the same offers
        if self._completion is None:
            self._completion = Completion(self.project)
        self._offered, self._offer = "", self._completion.at(query, cursor)
        names = Text(" Tab: " + " · ".join(self._offer.texts) if self._offer.texts else "", no_wrap=True)
        self.query_one("#retrieve-offers", Static).update(names, layout=False)

    def action_pane(self, by: int) -> None:
        line, texts = self.line, self._offer.texts
        if self.focused is line and texts and by > 0 and line.cursor_position == self._offer.end:
            text = texts[(texts.index(self._offered) + 1) % len(texts) if self._offered else 0]
            start, end = self._offer.start, self._offer.end
            self._offer = Offer(start, start + len(text), texts)
            self._offered = text
            line.value = line.value[:start] + text + line.value[end:]
            line.cursor_position = start + len(text)
            return
        (self.grid if self.focused is line else line).focus()

    # Acts

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "retrieve-query":
            event.stop()
            if self._timer is not None:
                self._ask()
            self.grid.focus()

    def action_to_units(self) -> None:
        self.grid.focus()

    def action_line(self) -> None:
        self.line.focus()

    def on_grid_opened(self) -> None:
        if not self.segments:
            return
        segment, shell = self.project.segments[self.segments[self.grid.row]], self.shell
        source = self.project.sources[segment.source]
        shell.open(
            "coding",
            source=source,
            place=segment.span,
            back=lambda: shell.open("retrieve"),
            message="Esc goes back to the query",
        )

    def action_save(self) -> None:
        if self.at.query.strip():
            saved_queries.save(self, self.at.query.strip(), self._halt)
        else:
            self.say("There is no query to save")

    def action_saved(self) -> None:
        def ask(query: Query) -> None:
            self.line.value = query.text
            self.line.cursor_position = len(query.text)

        saved_queries.choose(self, "Which saved query?", ask)

    def action_rename(self) -> None:
        saved_queries.rename(self, self._halt)

    def action_remove(self) -> None:
        saved_queries.remove(self, self._halt)

    def action_autocode(self) -> None:
        if not self.segments:
            self.say("There is no unit to code")
            return
        query, segments = self.at.query.strip(), list(self.segments)

        def choose(ids: tuple[str, ...], created: str) -> None:
            from coder.tui.search.autocode_screen import AutocodeScreen

            codes = [self.project.codes[id] for id in ids]
            self._halt()
            self.app.push_screen(AutocodeScreen.asked_for(self.project, query, segments, codes, created))

        title = f"Code {format_count(len(segments), 'unit')} with"
        self.post_message(Pick(title, code_finder(self.project), choose, many=True, create=True))

    def action_export(self) -> None:
        if not self.segments:
            self.say("There is no unit to export")
            return
        self.shell.open("export_segments", segments=list(self.segments))


def ask_for(project: Project, code: Code) -> None:
    """Let the screen ask for the units of a code and of all below it, when it is gone to next."""
    left = _LEFT.setdefault(project, Left())
    below = "/**" if project.children(code.id) else ""
    left.query, left.row = quoted(path_of(project, code)) + below, 0
