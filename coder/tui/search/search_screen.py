"""Search in all transcripts: results as one types, each in its context; Enter opens in place, Esc comes back."""

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
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.scope import Scope
from coder.analysis.search import Hit, Step, search_steps
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.project import Project
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.finders import code_finder, list_finder
from coder.tui.kit.messages import Choose, Item, Pick
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.search.criteria import SearchCriteria, choices, code_pattern

MOST = 500
#: Seconds without a keystroke before the texts are searched.
PAUSE = 0.12
#: Seconds that a regular expression may take while somebody waits.
PATIENCE = 1.0


class SearchScreen(ProjectScreen):
    """Words in every transcript, meant as the options say."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "search_screen.tcss"]
    where = "search"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("search"),
        Binding("down", "to_list", show=False),
        Binding("ctrl+o", "options", show=False),
    ]

    def __init__(self, project: Project, asked: SearchCriteria | None = None) -> None:
        """`asked`: what to search for, as it was left."""
        super().__init__(project)
        self.asked = asked or SearchCriteria()
        self._hits: list[Hit] = []
        self._pause: Timer | None = None
        self._work: StepJob[Step] | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(" Search in all transcripts", style="bold"), classes="title")
            yield Input(self.asked.query, id="search-words", compact=True, placeholder="words", select_on_focus=False)
            yield Static(id="search-options", markup=False)
            yield OptionList(id="search-list", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.query_one("#search-list" if self.asked.query else "#search-words").focus()
        self._show_options()
        self.show_state()
        self.show_hints()
        if self.asked.query:
            self._look()

    # Looking

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in ("sources", "texts") for change in transaction.changes):
            self._look()  # what was found may be gone: an import was taken back
        super().follow(transaction)  # last: what was done stays readable

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id != "search-words" or event.value == self.asked.query:
            return
        event.stop()
        self.asked = replace(self.asked, query=event.value, row=0)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    def _look(self, refused: Callable[[CoderError], None] | None = None) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
        if self._work is not None:
            self._work.cancel()
        self.query_one("#search-list", OptionList).clear_options()
        self._hits = []
        asked = self.asked
        if len(asked.query.strip()) < 2:
            self.say("")
            return
        found = search_steps(self.project, asked.query, asked.how, asked.where, seconds=PATIENCE)
        self._work = StepJob(self, found, self._show, self._told, refused or self._remark)
        if self._work.running:
            self.stop_work = self._stopped

    def _show(self, step: Step) -> None:
        hits = step.hits[: MOST - len(self._hits)]
        options = self.query_one("#search-list", OptionList)
        if hits:
            self._hits += hits
            options.add_options([Option(self._row(hit)) for hit in hits])
            if options.highlighted is None and len(self._hits) > self.asked.row:
                options.highlighted = self.asked.row
        if len(self._hits) == MOST and self._work is not None:
            self._work.cancel()
            self._told()
        elif step.done % 10 == 0:
            self.say(
                f"{format_count(len(self._hits), 'place')} · {step.done} of {step.total} transcripts · Ctrl+G stops"
            )

    def _told(self) -> None:
        more = " or more" if len(self._hits) == MOST else ""
        places = "place" if len(self._hits) == 1 else "places"
        found = f"{len(self._hits)}{more} {places}"
        self.say(found if self._hits else f"“{self.asked.query}” is in no transcript")

    def _stopped(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self.say(f"stopped; {len(self._hits)} places until then")

    def _remark(self, error: CoderError) -> None:
        """While somebody types, what is not right yet is no more than a remark."""
        self.say(f"✗ {error.title}: {error.detail.splitlines()[-1].strip() if error.detail else ''}")

    def _row(self, hit: Hit) -> Text:
        return Text.assemble(
            (f"{hit.source.name[:18]:<19}", "dim"),
            f"…{_flat(hit.before)[-30:]:>30}",
            (_flat(hit.text), "bold underline"),
            f"{_flat(hit.after)[:60]}…",
            no_wrap=True,
            overflow="ellipsis",
        )

    # Options

    def _show_options(self) -> None:
        line = Text(f" {self.asked.described()}", no_wrap=True, overflow="ellipsis")
        self.query_one("#search-options", Static).update(line)

    def _ask(self, asked: SearchCriteria) -> None:
        self.asked = asked
        self._show_options()
        self._look(self.fail)

    def action_options(self) -> None:
        """All options with their keys, also while words are typed."""
        table = {action.do: action for action in actions.of("search") if not action.do.startswith("words")}
        rows = [(do, action.keys[0], f"{action.label}: {action.help}") for do, action in table.items()]

        def run(do: str) -> None:
            self.call_later(self.run_action, do)

        self.on_choose(Choose("Search how, and where?", rows, run))

    def action_way(self, way: str) -> None:
        self._ask(self.asked.meant(mode=way))

    def action_whole(self) -> None:
        self._ask(self.asked.meant(word=not self.asked.how.word))

    def action_capitals(self) -> None:
        self._ask(self.asked.meant(case=not self.asked.how.case))

    def action_among(self, field: str) -> None:
        rows = choices(self.project, field)

        def choose(ids: tuple[str, ...], _: str) -> None:
            self._ask(self.asked.within(**{field: ids}))

        self._pick_then(f"Only in which {field}? (Tab: several)", list_finder(rows), choose, many=True)

    def action_coded(self, field: str) -> None:
        def choose(ids: tuple[str, ...], _: str) -> None:
            pattern = code_pattern(self.project, self.project.codes[ids[0]])
            self._ask(self.asked.within(**{field: pattern, "uncoded": False}))

        title = "Only in what is coded with" if field == "coded" else "Only in what is not coded with"
        self._pick_then(title, code_finder(self.project, among=lambda code: True), choose)

    def action_uncoded(self) -> None:
        self._ask(self.asked.within(uncoded=not self.asked.where.uncoded, coded=""))

    def action_everywhere(self) -> None:
        self._ask(replace(self.asked, where=Scope(), row=0))

    def action_autocode(self) -> None:
        asked = self.asked
        if not self._hits:
            self.say("Nothing to code: search for something first")
            return

        def choose(ids: tuple[str, ...], created: str) -> None:
            from coder.tui.search.autocode_screen import AutocodeScreen

            codes = [self.project.codes[id] for id in ids]
            self.app.push_screen(AutocodeScreen.found_by(self.project, asked, codes, created))

        find = code_finder(self.project)
        self.post_message(Pick("Code what was found with", find, choose, many=True, create=True))

    def _pick_then(
        self,
        title: str,
        find: Callable[[str], Any],
        then: Callable[[tuple[str, ...], str], None],
        many: bool = False,
    ) -> None:
        rows: list[Item] = list(find(""))
        if rows:
            self.post_message(Pick(title, find, then, many=many))
        else:
            self.say("There is nothing to choose from")

    # Going there

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "search-words":
            event.stop()
            self.action_to_list()

    def action_to_list(self) -> None:
        if self._pause is not None:
            self._ask(self.asked)
        options = self.query_one("#search-list", OptionList)
        if options.option_count:
            options.focus()
            options.highlighted = options.highlighted or 0

    def action_words(self) -> None:
        self.query_one("#search-words").focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_list.id != "search-list":
            return
        event.stop()
        hit = self._hits[event.option_index]
        shell, asked = self.shell, replace(self.asked, row=event.option_index)

        def back() -> None:
            shell.open("search", asked=asked)

        shell.open(
            "coding",
            source=hit.source,
            place=Span(hit.start, hit.end),
            back=back,
            message="Esc goes back to the matches",
        )

    def hints(self) -> list[tuple[str, str]]:
        if self.focused is self.query_one("#search-words"):
            return [("↓", "to the places"), ("Ctrl+O", "options"), ("Ctrl+U", "empty the line"), ("Esc", "back")]
        return [("Enter", "open"), *actions.hints("search"), ("Esc", "back"), ("?", "keys")]

    def on_descendant_focus(self) -> None:
        if self.is_mounted and not self.questions.open:
            self.show_hints()


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
