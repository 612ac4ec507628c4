"""Search in all transcripts: matches as you type, each in its context; Enter opens one, Esc goes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from coder.analysis.scope import Scope
from coder.analysis.search import Hit, Step, search_steps
from coder.errors import CoderError
from coder.model.record import Transaction
from coder.project import Project
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, code_finder, interactive, list_finder
from coder.tui.search.autocode_screen import AutocodeScreen, search_origin
from coder.tui.search.criteria import SearchCriteria, choices, code_pattern

#: Matches shown at most.
LIMIT = 500
#: Seconds without a keystroke before the search starts.
PAUSE = 0.12
#: Time limit of a regular expression in seconds.
TIME_LIMIT = 1.0


class SearchScreen(ProjectScreen):
    """A search with its options and matches."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "search_screen.tcss"]
    where = "search"

    def __init__(self, project: Project, criteria: SearchCriteria | None = None) -> None:
        super().__init__(project)
        self.search = SearchPane(self, criteria or SearchCriteria())

    def compose(self) -> ComposeResult:
        yield self.search
        yield from self.compose_foot()

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in ("sources", "texts") for change in transaction.changes):
            self.search.start()  # the matches may be gone: undo of an import
        super().follow(transaction)  # last: its message stays readable

    def hints(self) -> list[tuple[str, str]]:
        if self.focused is self.query_one("#search-words"):
            return [("↓", "to the matches"), ("Ctrl+O", "options"), ("Ctrl+U", "clear"), ("Esc", "back")]
        return [("Enter", "open"), *actions.hints("search"), ("Esc", "back"), ("?", "keys")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()


class SearchPane(Vertical, Interactive):
    """The query, the options in words, and the list of matches, with the actions on them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("search"),
        Binding("down", "to_list", show=False),
        Binding("ctrl+o", "options", show=False),
    ]

    def __init__(self, screen: ProjectScreen, criteria: SearchCriteria) -> None:
        super().__init__()
        self._screen, self.project = screen, screen.project
        self.criteria = criteria
        self.hits: list[Hit] = []
        self._pause: Timer | None = None
        self._job: StepJob[Step] | None = None
        self._early = False  # Enter came before the first match

    def compose(self) -> ComposeResult:
        query = self.criteria.query
        yield Static(Text(" Search in all transcripts", style="bold"), classes="title")
        yield Input(query, id="search-words", compact=True, placeholder="words", select_on_focus=False)
        yield Static(id="search-options", markup=False)
        yield OptionList(id="search-list", markup=False)

    def on_mount(self) -> None:
        self.query_one("#search-list" if self.criteria.query else "#search-words").focus()
        self._show_options()
        if self.criteria.query:
            self.start()

    @property
    def _list(self) -> OptionList:
        return self.query_one("#search-list", OptionList)

    # The search

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.criteria.query:
            self.criteria = replace(self.criteria, query=event.value, row=0)
            self._end_pause()
            self._pause = self.set_timer(PAUSE, self.start)

    def _end_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    def start(self, failed: Callable[[CoderError], None] | None = None) -> None:
        """Search again; while a query is being typed, an error is only a remark in the status line."""
        self._end_pause()
        if self._job is not None:
            self._job.cancel()
        self._list.clear_options()
        self.hits = []
        criteria = self.criteria
        if len(criteria.query.strip()) < 2:
            self.say("")
            return
        steps = search_steps(self.project, criteria.query, criteria.options, criteria.scope, seconds=TIME_LIMIT)
        self._job = StepJob(self, steps, self._show_step, self._show_count, failed or self._remark)
        if self._job.running:
            self._screen.stop_work = self._cancel

    def _show_step(self, step: Step) -> None:
        hits = step.hits[: LIMIT - len(self.hits)]
        if hits:
            self.hits += hits
            self._list.add_options([Option(_row(hit)) for hit in hits])
            if self._list.highlighted is None and len(self.hits) > self.criteria.row:
                self._list.highlighted = self.criteria.row
        if len(self.hits) == LIMIT and self._job is not None:
            self._job.cancel()
            self._show_count()
        elif step.done % 10 == 0:
            count = format_count(len(self.hits), "match", "matches")
            self.say(f"{count} · {step.done} of {step.total} transcripts (Ctrl+G cancels)")

    def _show_count(self) -> None:
        if len(self.hits) == LIMIT:
            self.say(f"{LIMIT} or more matches")
        else:
            count = format_count(len(self.hits), "match", "matches")
            self.say(count if self.hits else f"No match for “{self.criteria.query}”")
        if self._early and not self.hits:
            self.action_words()
        self._early = False

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.say(f"Cancelled · {format_count(len(self.hits), 'match', 'matches')} so far")

    def _remark(self, error: CoderError) -> None:
        self.say(f"✗ {error.title}: {error.detail.splitlines()[-1].strip() if error.detail else ''}")

    # Options and scope

    def _show_options(self) -> None:
        line = Text(f" {self.criteria.describe()}", no_wrap=True, overflow="ellipsis")
        self.query_one("#search-options", Static).update(line)

    def _change(self, criteria: SearchCriteria) -> None:
        self.criteria = criteria
        self._show_options()
        self.start(self.fail)

    @interactive
    async def action_options(self) -> None:
        """Choose from all options by key, also while the query is being typed."""
        table = [action for action in actions.of("search") if not action.do.startswith("words")]
        rows = [(action.do, action.keys[0], f"{action.label}: {action.help}") for action in table]
        name = await self.choose("Search options", rows, reads=True)
        if name is not None:
            await self.run_action(name)

    def action_way(self, mode: str) -> None:
        self._change(self.criteria.with_options(mode=mode))

    def action_whole(self) -> None:
        self._change(self.criteria.with_options(word=not self.criteria.options.word))

    def action_capitals(self) -> None:
        self._change(self.criteria.with_options(case=not self.criteria.options.case))

    @interactive
    async def action_among(self, field: str) -> None:
        rows = choices(self.project, field)
        if not rows:
            self.say(f"This project has no {field}")
            return
        picked = await self.pick_many(f"Filter by {field} (Tab: mark several)", list_finder(rows), reads=True)
        if picked is not None:
            self._change(self.criteria.with_scope(**{field: picked.ids}))

    @interactive
    async def action_coded(self, field: str) -> None:
        if not self.project.codes:
            self.say("This project has no codes")
            return
        title = "Only text coded with" if field == "coded" else "Only text not coded with"
        id = await self.pick(title, code_finder(self.project, among=lambda code: True), reads=True)
        code = self.project.codes.get(id or "")
        if code is not None:
            self._change(self.criteria.with_scope(**{field: code_pattern(self.project, code), "uncoded": False}))

    def action_uncoded(self) -> None:
        self._change(self.criteria.with_scope(uncoded=not self.criteria.scope.uncoded, coded=""))

    def action_everywhere(self) -> None:
        self._change(replace(self.criteria, scope=Scope(), row=0))

    @interactive
    async def action_autocode(self) -> None:
        criteria = self.criteria
        if not self.hits:
            self.say("No matches to code")
            return
        picked = await self.pick_many("Code the matches with", code_finder(self.project), create=True)
        if picked is not None:
            codes = [self.project.codes[id] for id in picked.ids if id in self.project.codes]
            origin = search_origin(self.project, criteria, [] if picked.created else codes)
            self.app.push_screen(AutocodeScreen(self.project, codes, picked.created, origin))

    # To the matches, and to a transcript

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_list()

    def action_to_list(self) -> None:
        if self._pause is not None:
            self._change(self.criteria)
        if self._list.option_count:
            self._list.focus()
            self._list.highlighted = self._list.highlighted or 0
        elif self._job is not None and self._job.running:  # the keys after Enter are for the matches to come
            self._list.focus()
            self._early = True

    def action_words(self) -> None:
        self.query_one("#search-words").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        hit = self.hits[event.option_index]
        shell, criteria = self._screen.shell, replace(self.criteria, row=event.option_index)
        shell.open(
            "coding",
            source=hit.source,
            place=Span(hit.start, hit.end),
            back=lambda: shell.open("search", criteria=criteria),
            message="Esc goes back to the matches",
        )


def _row(hit: Hit) -> Text:
    return Text.assemble(
        (f"{hit.source.name[:18]:<19}", "dim"),
        f"…{_flat(hit.before)[-30:]:>30}",
        (_flat(hit.text), "bold underline"),
        f"{_flat(hit.after)[:60]}…",
        no_wrap=True,
        overflow="ellipsis",
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
