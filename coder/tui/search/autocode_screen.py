"""Autocode: what was found or asked for, or is like a code's units; take or leave each, then code what is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.autocode import UNITS, Proposal, of_units, proposals
from coder.analysis.scope import turn_at
from coder.analysis.search import search_steps
from coder.analysis.similar import steps as similar_steps
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.codebook import Code
from coder.project import Project
from coder.project.operations import codings
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.search.criteria import SearchCriteria

#: So many are looked at, at most: nobody goes through more.
MOST = 2000
#: Units of a query that are looked at in one go.
BATCH = 50
#: How much of a turn is shown before and after a proposal.
AROUND = 300


class Step(NamedTuple):
    """How far the looking has come, and what it has found since the last step."""

    done: int
    total: int
    found: list[Proposal]


class Origin(NamedTuple):
    """Where proposals come from: its name, how to get them for a unit, the reason in the history."""

    title: str
    look: Callable[[str], Iterator[Step]]
    reason: str
    units: tuple[str, ...]


class AutocodeScreen(ProjectScreen):
    """A preview of every unit that would be coded."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "autocode_screen.tcss"]
    where = "autocode"
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("autocode")]

    def __init__(self, project: Project, codes: Sequence[Code], created: str, origin: Origin) -> None:
        """`created`: the name of a code that is made when something is coded with it."""
        super().__init__(project)
        self._codes, self._created, self._origin = list(codes), created, origin
        self._unit = origin.units[0]
        self._found: list[Proposal] = []
        self._taken: list[bool] = []
        self._work: StepJob[Step] | None = None

    @classmethod
    def found_by(
        cls, project: Project, asked: SearchCriteria, codes: Sequence[Code], created: str = ""
    ) -> AutocodeScreen:
        """From what a search finds."""

        def look(unit: str) -> Iterator[Step]:
            wanted = [] if created else codes
            for step in search_steps(project, asked.query, asked.how, asked.where):
                yield Step(step.done, step.total, proposals(project, step.hits, wanted, unit))

        title = f"“{asked.query}” · {asked.described()}"
        return cls(project, codes, created, Origin(title, look, f"search: {asked.query}", UNITS))

    @classmethod
    def similar_to(cls, project: Project, code: Code) -> AutocodeScreen:
        """From what is like the units that a code has."""

        def look(unit: str) -> Iterator[Step]:
            return (Step(*step) for step in similar_steps(project, code))

        origin = Origin("like the units it has", look, f"similar to the units of {code.name}", ("sentence",))
        return cls(project, [code], "", origin)

    @classmethod
    def asked_for(
        cls, project: Project, query: str, segments: Sequence[str], codes: Sequence[Code], created: str = ""
    ) -> AutocodeScreen:
        """From the units that a query found: those very units."""

        def look(unit: str) -> Iterator[Step]:
            wanted = [] if created else codes
            for first in range(0, len(segments), BATCH):
                batch = segments[first : first + BATCH]
                yield Step(first + len(batch), len(segments), of_units(project, batch, wanted))

        return cls(project, codes, created, Origin(query, look, f"query: {query}", ("unit",)))

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="autocode-title", classes="title", markup=False)
            yield OptionList(id="autocode-list", markup=False)
            yield Static(id="autocode-context", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self._list.focus()
        self.show_state()
        self.show_hints()
        self._look()

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in ("sources", "texts") for change in transaction.changes):
            self._look()  # what was found may be gone: an import was taken back
        super().follow(transaction)  # last: what was done stays readable

    @property
    def _list(self) -> OptionList:
        return self.query_one("#autocode-list", OptionList)

    # Looking

    def _look(self) -> None:
        if self._work is not None:
            self._work.cancel()
        names = " + ".join([*(code.name for code in self._codes), *filter(None, [self._created])])
        title = Text.assemble((f" Autocode · {names}", "bold"), f" · {self._origin.title} · each {self._unit}")
        self.query_one("#autocode-title", Static).update(title)
        self._found, self._taken = [], []
        self._list.clear_options()
        self._work = StepJob(self, self._origin.look(self._unit), self._show, self._show_taken, self.fail)
        self.stop_work = self._stopped if self._work.running else None

    def _show(self, step: Step) -> None:
        new = step.found[: MOST - len(self._found)]
        if new:
            first = len(self._found)
            self._found += new
            self._taken += [not one.already and not one.score for one in new]
            self._list.add_options([Option(self._row(first + n)) for n in range(len(new))])
            if self._list.highlighted is None:
                self._list.highlighted = 0
        if len(self._found) == MOST and self._work is not None:
            self._work.cancel()
            self._show_taken()
        elif step.done < step.total:
            self.say(f"{step.done} of {step.total} · Ctrl+G stops")

    def _stopped(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self._show_taken()

    def _row(self, number: int) -> Text:
        one = self._found[number]
        row = Text(no_wrap=True, overflow="ellipsis")
        row.append("✓ " if self._taken[number] else "  ", style="bold")
        row.append(f"{one.source.name[:15]:<16}{one.speaker[:5]:<6}", style="dim")
        row.append(f"{one.score:.2f} " if one.score else "")
        row.append("has it " if one.already else "", style="italic")
        row.append_text(_marked(one, one.start, one.end))
        return row

    def _show_taken(self) -> None:
        if not self._found:
            self.say("Nothing was found")
            return
        already = sum(1 for one in self._found if one.already)
        parts = [f"{sum(self._taken)} of {len(self._found)} taken"]
        parts += [f"the first {MOST:,}"] if len(self._found) == MOST else []
        parts += [f"{already} {'has' if already == 1 else 'have'} it already"] if already else []
        self.say(" · ".join(parts))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The proposal in its turn."""
        event.stop()
        if event.option_index >= len(self._found):
            return
        one = self._found[event.option_index]
        turn = turn_at(self.project.text_of(one.source).turns, one.start)
        start, end = (turn.start, turn.end) if turn else (one.start, one.end)
        start, end = max(min(start, one.start), one.start - AROUND), min(max(end, one.end), one.end + AROUND)
        shown = Text(f"{one.source.name} · {one.speaker}: " if one.speaker else f"{one.source.name}: ")
        text = self.project.text_of(one.source).text
        shown.append_text(_marked(one, start, end, text[start:end], bold=True))
        self.query_one("#autocode-context", Static).update(shown)

    # Acts

    def action_cursor(self, by: int) -> None:
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_take(self) -> None:
        at = self._list.highlighted
        if at is None:
            return
        self._taken[at] = not self._taken[at]
        self._list.replace_option_prompt_at_index(at, self._row(at))
        if at + 1 < len(self._found):
            self._list.highlighted = at + 1
        self._show_taken()

    def action_all(self, take: int) -> None:
        for at, one in enumerate(self._found):
            wanted = bool(take) and not one.already
            if wanted != self._taken[at]:
                self._taken[at] = wanted
                self._list.replace_option_prompt_at_index(at, self._row(at))
        self._show_taken()

    def action_unit(self) -> None:
        units = self._origin.units
        if len(units) == 1:
            self.say("Only sentences are compared" if self._unit == "sentence" else "They are units as they are")
            return
        self._unit = units[(units.index(self._unit) + 1) % len(units)]
        self._look()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        chosen = [one for one, taken in zip(self._found, self._taken, strict=True) if taken]
        if not chosen:
            self.say("Nothing is taken: Space takes one, a takes all")
            return
        if self._work is not None:
            self._work.cancel()
        try:
            done = self._apply([codings.Stretch(one.source, one.start, one.end) for one in chosen])
        except CoderError as error:
            self.fail(error)
            return
        shell = self.shell
        shell.open("coding")
        shell.say(done.message)

    def _apply(self, stretches: list[codings.Stretch]) -> codings.CodedAll:
        codes: list[Code | str] = [*self._codes, *([self._created] if self._created else [])]
        return codings.code_all(self.project, stretches, codes, self._origin.reason)

    def action_leave(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self.app.pop_screen()


def _marked(one: Proposal, start: int, end: int, text: str | None = None, bold: bool = False) -> Text:
    """A stretch of the text on one line, what was found in it underlined; `bold`: the proposal itself bold."""
    words = one.text if text is None else text
    shown = Text("".join(" " if char.isspace() else char for char in words))
    if bold:
        shown.stylize("bold", one.start - start, one.end - start)
    for hit in one.hits:
        shown.stylize("underline", *Span(hit.start - start, min(hit.end, end) - start))
    return shown
