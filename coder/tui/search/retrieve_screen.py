"""Retrieve: coded segments by a query as you type it; Enter opens one in its transcript, Esc goes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from coder.analysis.query.answer import check, quote_path
from coder.analysis.query.completion import Completion, Offer
from coder.analysis.query.syntax import OPERATORS, QueryError
from coder.analysis.query.terms import code_term, examples, joined, other_terms
from coder.analysis.retrieval import retrieve
from coder.errors import CoderError
from coder.model.codebook import Code
from coder.model.project import Query
from coder.model.record import Transaction
from coder.progress import Progress
from coder.project import Project
from coder.project.operations import queries
from coder.project.study import by_name, path_of
from coder.text.characters import cut, width
from coder.text.phrases import NO_UNIT, format_count
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, code_finder, interactive, list_finder
from coder.tui.kit.requests import Item
from coder.tui.kit.segment_list import SegmentList
from coder.tui.kit.session_state import screen_state
from coder.tui.search.autocode_screen import AutocodeScreen, query_origin

#: Seconds without a keystroke before the query is run.
PAUSE = 0.15
#: Cells of a hint in the input line at 80 columns.
EXAMPLE_CELLS = 74
#: Cells before the text of the input line.
MARGIN = 1


@dataclass
class RetrieveState:
    """The query, and the row of the cursor."""

    query: str = ""
    row: int = 0


def appended(query: str, terms: str) -> str:
    """Return a query with more terms, joined with `and` unless the query already ends with what joins them."""
    last = query.split()[-1].casefold() if query else "("
    if last.endswith("("):
        return query + terms
    return f"{query} {terms}" if last in OPERATORS else f"{query} and {terms}"


class RetrieveScreen(ProjectScreen):
    """A query and its segments; opens as it was left, in the query, which the first letter replaces."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "retrieve_screen.tcss"]
    where = "retrieve"

    def __init__(self, project: Project, at_units: bool = False) -> None:
        """`at_units`: the list of units has the focus, if there is a query."""
        super().__init__(project)
        self.retrieval = RetrievePane(self, screen_state(project, RetrieveState), at_units)

    def compose(self) -> ComposeResult:
        yield self.retrieval
        yield from self.compose_foot()

    def on_unmount(self) -> None:
        self.retrieval.halt()

    def parts(self) -> tuple[str, ...]:
        return ("retrieve",) if self.retrieval.query_line.typing else ("retrieve", "grid")

    def hints(self) -> list[tuple[str, str]]:
        if self.retrieval.query_line.typing:
            return [
                ("Enter", "to the units"),
                ("Tab", "complete, or choose"),
                ("Ctrl+U", "clear"),
                ("Esc", "back"),
            ]
        return [("Enter", "open"), *actions.hints("retrieve"), ("Esc", "back"), ("?", "keys")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()
            self.retrieval.query_line.show_offers()

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        self.retrieval.follow(transaction)

    def action_undo(self, redo: bool = False) -> Transaction | None:
        self.retrieval.halt()
        return super().action_undo(redo)

    def action_pane(self, by: int) -> None:
        """Complete the word being typed, or move the focus between the query and the segments."""
        retrieval = self.retrieval
        line = retrieval.query_line
        if by > 0 and line.complete():
            return
        if by > 0 and line.typing and (not line.input.value or line.input.value.endswith(" ")):
            retrieval.choose_terms()
            return
        (retrieval.segments.grid if retrieval.query_line.typing else retrieval.query_line.input).focus()


class QueryLine(Vertical):
    """The input of a query, the error in it, and the completions of the word being typed."""

    def __init__(self, project: Project, query: str) -> None:
        super().__init__()
        self._project = project
        self.input = Input(
            query, id="retrieve-query", compact=True, placeholder=_examples(project), select_on_focus=False
        )
        self._completion: Completion | None = None
        self._offer = Offer(0, 0)
        self._completed = ""  # what Tab put in last

    def compose(self) -> ComposeResult:
        yield self.input
        yield Static(id="retrieve-error", markup=False)
        yield Static(id="retrieve-offers", markup=False)

    @property
    def typing(self) -> bool:
        """Whether the input has the focus."""
        return self.input.has_focus

    def show_error(self, error: CoderError | None) -> None:
        """Show what is wrong with the query, with a caret under the place."""
        text = ""
        if isinstance(error, QueryError):
            column = max(0, MARGIN + width(error.query[: error.position]) - round(self.input.scroll_offset.x))
            message = error.what if error.what != "this" else error.title
            hint = f" · {error.hint}" if error.hint and not error.hint.startswith("See:") else ""
            if column + 2 + width(message) > self.size.width and column > self.size.width // 2:
                before = cut(message, column - 1)
                text = f"{' ' * (column - 1 - width(before))}{before} ^"
            else:
                text = f"{' ' * column}^ {message}{hint}"
        elif error is not None:
            text = f" {error.title}. {error.hint}"
        self.query_one("#retrieve-error", Static).update(Text(text, no_wrap=True, overflow="ellipsis"), layout=False)

    def forget_names(self) -> None:
        """Read codes and names anew for the next completion."""
        self._completion = None

    def show_offers(self) -> None:
        """Show the completions of the word before the cursor."""
        query, cursor = self.input.value, self.input.cursor_position
        if not self.typing:  # Tab goes to the line there
            self._completed, self._offer = "", Offer(0, 0)
            self.query_one("#retrieve-offers", Static).update("", layout=False)
            return
        if self._completed and query[self._offer.start : cursor] == self._completed:
            return  # the next Tab puts in the next of the same completions
        if self._completion is None:
            self._completion = Completion(self._project)
        self._completed, self._offer = "", self._completion.at(query, cursor)
        names = Text(" Tab: " + " · ".join(self._offer.texts) if self._offer.texts else "", no_wrap=True)
        self.query_one("#retrieve-offers", Static).update(names, layout=False)

    def complete(self) -> bool:
        """Put in the next completion; return whether there is one."""
        texts, line = self._offer.texts, self.input
        if not (self.typing and texts and line.cursor_position == self._offer.end):
            return False
        text = texts[(texts.index(self._completed) + 1) % len(texts) if self._completed else 0]
        start, end = self._offer.start, self._offer.end
        self._offer = Offer(start, start + len(text), texts)
        self._completed = text
        line.value = line.value[:start] + text + line.value[end:]
        line.cursor_position = start + len(text)
        return True


def _examples(project: Project) -> str:
    """Return queries that this study answers, for the narrowest terminal."""
    if not project.codes:
        return "No codes to retrieve by yet"
    hint = "Tab: choose from a list"
    found = examples(project, EXAMPLE_CELLS - width(hint))
    return f"{hint} · {found}" if found else hint


class RetrievePane(Vertical, Interactive):
    """Runs the query in a thread that reads the open project: `halt` it before the project changes."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("retrieve")]

    def __init__(self, screen: ProjectScreen, state: RetrieveState, at_units: bool) -> None:
        super().__init__()
        self._screen, self.project, self._at_units = screen, screen.project, at_units
        self.state = state
        self.query_line = QueryLine(self.project, state.query)
        self.segments = SegmentList(self.project, self._follow_cursor)
        self._job: ThreadJob[list[str]] | None = None
        self._pause: Timer | None = None
        self._quiet = False  # the status line keeps the message of a transaction
        self._submitted = False  # Enter left the query, and its units are not there yet

    def compose(self) -> ComposeResult:
        yield Static(id="retrieve-title", classes="title", markup=False)
        yield self.query_line
        yield self.segments

    def on_mount(self) -> None:
        self._show_title("")
        line = self.query_line.input
        self._screen.set_focus(self.segments.grid if self._at_units and self.state.query else line)
        if self.state.query:
            if not self._at_units:
                line.select_all()
            self._run(self.state.row)

    # The query

    @property
    def busy(self) -> bool:
        """Whether a query runs or is about to."""
        return self._job is not None or self._pause is not None

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_line.show_offers()
        if event.value != self.state.query:
            self.state.query, self.state.row = event.value, 0
            self.halt()
            self._pause = self.set_timer(PAUSE, self._run)

    def halt(self) -> None:
        """Stop the query, and run none until the next change."""
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def _run(self, row: int = 0) -> None:
        self.halt()
        query, project = self.state.query, self.project
        if not query.strip():
            self._show([], "")
            self.query_line.show_error(None)
            return

        def work(progress: Progress) -> list[str]:
            return retrieve(project, query, pause=lambda: progress(0))

        def done(segments: list[str]) -> None:
            self._job = None
            sources = len({project.segments[id].source for id in segments})
            title = f"{format_count(len(segments), 'unit')} in {format_count(sources, 'transcript')}"
            self.query_line.show_error(None)
            self._show(segments, title if segments else NO_UNIT, row)
            if not segments:
                self._stay_in_line()

        def failed(error: CoderError) -> None:
            self._job = None
            quiet = self._quiet
            self._show([], "")
            if not quiet:
                self.say("")
            self.query_line.show_error(error)
            self._stay_in_line()

        self._screen.stop_work = self._cancel
        self._show_title("searching … (Ctrl+G cancels)")
        self._job = ThreadJob(self, work, done, failed)
        self._job.start()

    def _cancel(self) -> None:
        self.halt()
        self._show_title("cancelled")

    def _show(self, segments: list[str], title: str, row: int = 0) -> None:
        self._show_title(title)
        self.segments.show(segments, row)
        self._quiet = False

    def _show_title(self, text: str) -> None:
        title = Text.assemble((" Retrieve", "bold"), f" · {text}" if text else "", no_wrap=True)
        self.query_one("#retrieve-title", Static).update(title, layout=False)

    def _follow_cursor(self) -> None:
        self.state.row = self.segments.grid.row
        if not self._quiet:
            self.say(self.segments.position)

    def follow(self, transaction: Transaction) -> None:
        """Run the query again when a transaction may change its result."""
        self.query_line.forget_names()
        if "@" in self.state.query or any(change.table != "queries" for change in transaction.changes):
            self._quiet = True
            self._run(self.state.row)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        empty = not event.value.strip()
        self._submitted = not empty
        if self._pause is not None:
            self._run()
        if empty or (self._submitted and (self._job is not None or self.segments.segments)):
            self.segments.grid.focus()
        else:
            self.say("No unit to go to")

    def _stay_in_line(self) -> None:
        """Return to the query, where Enter left it and no unit is there to go to."""
        if self._submitted and not self.query_line.typing:
            self.query_line.input.focus()
        self._submitted = False

    # Actions

    @interactive
    async def choose_terms(self) -> None:
        """Add what is chosen from the list to the query: codes, waves, participants, transcripts."""
        project = self.project
        others = {term.id: term for term in other_terms(project)}
        find_code = code_finder(project)
        find_other = list_finder([Item(term.id, term.label, detail=term.kind) for term in others.values()])
        picked = await self.pick_many("Units with", lambda text: [*find_code(text), *find_other(text)], reads=True)
        if picked is None:
            return
        chosen = [
            others.get(id) or code_term(project, id) for id in picked.ids if id in others or id in project.codes
        ]
        line = self.query_line.input
        before = line.value.strip()
        if chosen:
            line.value = appended(before, joined(chosen, bool(before)))
            line.cursor_position = len(line.value)

    def action_line(self) -> None:
        self.query_line.input.focus()

    def on_grid_opened(self) -> None:
        segment, shell = self.segments.segment, self._screen.shell
        if segment is not None:
            shell.open(
                "coding",
                source=self.project.sources[segment.source],
                place=segment.span,
                back=lambda: shell.open("retrieve", at_units=True),
                message="Esc goes back to the query",
            )

    @interactive
    async def action_save(self) -> None:
        query = self.state.query.strip()
        if not query:
            self.say("No query to save")
            return
        name = await self.ask("Save this query as:")
        if name is not None:
            self.halt()
            check(self.project, query, name)
            saved = queries.save(self.project, name, query)
            self.say(f"Saved: use @{quote_path(saved.name)} in queries")

    @interactive
    async def action_saved(self) -> None:
        query = await self._choose_saved("Run which saved query?")
        if query is not None:
            self.query_line.input.value = query.text
            self.query_line.input.cursor_position = len(query.text)

    @interactive
    async def action_rename(self) -> None:
        query = await self._choose_saved("Rename which saved query?")
        name = await self.ask(f"Rename {query.name} to:", query.name) if query is not None else None
        if query is not None and name is not None:
            self.halt()
            queries.rename(self.project, query, name)

    @interactive
    async def action_remove(self) -> None:
        query = await self._choose_saved("Delete which saved query?")
        if query is not None:
            self.halt()
            queries.remove(self.project, query)

    async def _choose_saved(self, title: str) -> Query | None:
        saved = sorted(self.project.queries.values(), key=by_name)
        if not saved:
            self.say("No saved query yet: s saves this one")
            return None
        id = await self.pick(title, list_finder([Item(query.id, query.name, detail=query.text) for query in saved]))
        return self.project.queries.get(id or "")

    @interactive
    async def action_autocode(self) -> None:
        segments, query = list(self.segments.segments), self.state.query.strip()
        if not segments:
            self.say("No unit to code")
            return
        title = f"Code {format_count(len(segments), 'unit')} with"
        picked = await self.pick_many(title, code_finder(self.project), create=True)
        if picked is not None:
            self.halt()
            codes = [self.project.codes[id] for id in picked.ids if id in self.project.codes]
            origin = query_origin(self.project, query, segments, [] if picked.created else codes)
            self.app.push_screen(AutocodeScreen(self.project, codes, picked.created, origin))

    def action_export(self) -> None:
        if self.segments.segments:
            self._screen.shell.open("export_segments", segments=list(self.segments.segments))
        else:
            self.say("No unit to export")


def open_code(screen: ProjectScreen, code: Code) -> None:
    """Open the screen with the query for the units of a code and of all codes below it."""
    project = screen.project
    state = screen_state(project, RetrieveState)
    state.query = quote_path(path_of(project, code)) + ("/**" if project.children(code.id) else "")
    state.row = 0
    screen.shell.open("retrieve", at_units=True)
