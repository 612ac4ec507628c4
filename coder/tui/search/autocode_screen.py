"""Autocode: preview proposed segments, select some, and code them in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.analysis.autocode import UNITS, Proposal, proposals, unit_proposals
from coder.analysis.scope import turn_at
from coder.analysis.search import search_steps
from coder.analysis.similar import similar_steps
from coder.model.codebook import Code
from coder.model.record import Transaction
from coder.project import Project
from coder.project.operations import codings
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.background import StepJob
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive
from coder.tui.search.criteria import SearchCriteria

#: Proposals shown at most.
LIMIT = 2000
#: Segments of a query that are proposed in one step.
BATCH = 50
#: Characters of the turn shown before and after a proposal.
AROUND = 300


class Step(NamedTuple):
    """Progress of a proposing job, and the proposals of its last step."""

    done: int
    total: int
    proposals: list[Proposal]


class Origin(NamedTuple):
    """Where proposals come from: a title, how to propose them in each kind of unit, the reason for the history."""

    title: str
    propose: Callable[[str], Iterator[Step]]
    reason: str
    units: tuple[str, ...]


def search_origin(project: Project, criteria: SearchCriteria, codes: Sequence[Code]) -> Origin:
    """Return the matches of a search as proposals for some codes."""

    def propose(unit: str) -> Iterator[Step]:
        for step in search_steps(project, criteria.query, criteria.options, criteria.scope):
            yield Step(step.done, step.total, proposals(project, step.hits, codes, unit))

    title = f"“{criteria.query}” · {criteria.describe()}"
    return Origin(title, propose, f"search: {criteria.query}", UNITS)


def query_origin(project: Project, query: str, segments: Sequence[str], codes: Sequence[Code]) -> Origin:
    """Return the segments of a query as proposals for some codes."""

    def propose(unit: str) -> Iterator[Step]:
        for first in range(0, len(segments), BATCH):
            batch = segments[first : first + BATCH]
            yield Step(first + len(batch), len(segments), unit_proposals(project, batch, codes))

    return Origin(query, propose, f"query: {query}", ("unit",))


def open_similar(screen: ProjectScreen, code: Code) -> None:
    """Propose sentences like those that a code already has."""
    project = screen.project

    def propose(unit: str) -> Iterator[Step]:
        return (Step(*step) for step in similar_steps(project, code))

    origin = Origin("similar to its units", propose, f"similar to the units of {code.name}", ("sentence",))
    screen.app.push_screen(AutocodeScreen(project, [code], "", origin))


class AutocodeScreen(ProjectScreen):
    """A preview of every segment that would be coded."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "autocode_screen.tcss"]
    where = "autocode"

    def __init__(self, project: Project, codes: Sequence[Code], created: str, origin: Origin) -> None:
        """`created`: the name of a code that is created with the first coding; "" for none."""
        super().__init__(project)
        self.proposals = ProposalPane(self, codes, created, origin)

    def compose(self) -> ComposeResult:
        yield self.proposals
        yield from self.compose_foot()

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in ("sources", "texts") for change in transaction.changes):
            self.proposals.start()  # the proposals may be gone: undo of an import
        super().follow(transaction)  # last: its message stays readable

    def action_leave(self) -> None:
        self.proposals.halt()
        self.app.pop_screen()


class ProposalPane(Vertical, Interactive):
    """The list of proposals, each selected or not, and the one under the cursor in its turn."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("autocode")]

    def __init__(self, screen: ProjectScreen, codes: Sequence[Code], created: str, origin: Origin) -> None:
        super().__init__()
        self._screen, self.project = screen, screen.project
        self._codes, self._created, self._origin = list(codes), created, origin
        self._unit = origin.units[0]
        self._proposals: list[Proposal] = []
        self.selected: list[bool] = []
        self._job: StepJob[Step] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="autocode-title", classes="title", markup=False)
        yield OptionList(id="autocode-list", markup=False)
        yield Static(id="autocode-context", markup=False)

    def on_mount(self) -> None:
        self.list.focus()
        self.start()

    @property
    def list(self) -> OptionList:
        return self.query_one("#autocode-list", OptionList)

    # Proposals

    def start(self) -> None:
        """Collect the proposals anew."""
        self.halt()
        names = " + ".join([*(code.name for code in self._codes), *filter(None, [self._created])])
        title = Text.assemble((f" Autocode · {names}", "bold"), f" · {self._origin.title} · unit: {self._unit}")
        self.query_one("#autocode-title", Static).update(title)
        self._proposals, self.selected = [], []
        self.list.clear_options()
        self._job = StepJob(self, self._origin.propose(self._unit), self._show_step, self._show_count, self.fail)
        self._screen.stop_work = self._cancel if self._job.running else None

    def halt(self) -> None:
        """Stop collecting proposals."""
        if self._job is not None:
            self._job.cancel()

    def _cancel(self) -> None:
        self.halt()
        self._show_count()

    def _show_step(self, step: Step) -> None:
        new = step.proposals[: LIMIT - len(self._proposals)]
        if new:
            first = len(self._proposals)
            self._proposals += new
            self.selected += [not proposal.already and not proposal.score for proposal in new]
            self.list.add_options([Option(self._row(first + number)) for number in range(len(new))])
            if self.list.highlighted is None:
                self.list.highlighted = 0
        if len(self._proposals) == LIMIT:
            self._cancel()
        elif step.done < step.total:
            self.say(f"{step.done} of {step.total} (Ctrl+G cancels)")

    def _show_count(self) -> None:
        if not self._proposals:
            self.say("No proposals")
            return
        already = sum(proposal.already for proposal in self._proposals)
        parts = [f"{sum(self.selected)} of {len(self._proposals)} selected"]
        parts += [f"the first {LIMIT:,}"] if len(self._proposals) == LIMIT else []
        parts += [f"{already} already coded"] if already else []
        self.say(" · ".join(parts))

    def _row(self, number: int) -> Text:
        proposal = self._proposals[number]
        row = Text(no_wrap=True, overflow="ellipsis")
        row.append("✓ " if self.selected[number] else "  ", style="bold")
        row.append(f"{proposal.source.name[:15]:<16}{proposal.speaker[:5]:<6}", style="dim")
        row.append(f"{proposal.score:.2f} " if proposal.score else "")
        row.append("already coded " if proposal.already else "", style="italic")
        row.append_text(_marked(proposal, proposal.text, proposal.start, proposal.end))
        return row

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the proposal in its turn."""
        event.stop()
        if event.option_index >= len(self._proposals):
            return
        proposal = self._proposals[event.option_index]
        transcript = self.project.text_of(proposal.source)
        turn = turn_at(transcript.turns, proposal.start) or proposal
        start = max(min(turn.start, proposal.start), proposal.start - AROUND)
        end = min(max(turn.end, proposal.end), proposal.end + AROUND)
        speaker = f" · {proposal.speaker}" if proposal.speaker else ""
        context = _marked(proposal, transcript.text[start:end], start, end)
        context.stylize("bold", proposal.start - start, proposal.end - start)
        self.query_one("#autocode-context", Static).update(
            Text(f"{proposal.source.name}{speaker}: ").append_text(context)
        )

    # Selecting and coding

    def action_take(self) -> None:
        row = self.list.highlighted
        if row is None:
            return
        self._select(row, not self.selected[row])
        if row + 1 < len(self._proposals):
            self.list.highlighted = row + 1
        self._show_count()

    def action_all(self, select: int) -> None:
        for row, proposal in enumerate(self._proposals):
            self._select(row, bool(select) and not proposal.already)
        self._show_count()

    def _select(self, row: int, selected: bool) -> None:
        if selected != self.selected[row]:
            self.selected[row] = selected
            self.list.replace_option_prompt_at_index(row, self._row(row))

    def action_unit(self) -> None:
        units = self._origin.units
        if len(units) == 1:
            self.say("Only sentences are compared" if self._unit == "sentence" else "The units stay as they are")
            return
        self._unit = units[(units.index(self._unit) + 1) % len(units)]
        self.start()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_apply()

    def action_apply(self) -> None:
        selected = [
            codings.SourceSpan(proposal.source, proposal.start, proposal.end)
            for proposal, selected in zip(self._proposals, self.selected, strict=True)
            if selected
        ]
        if not selected:
            self.say("Nothing is selected: Space selects one, a selects all")
            return
        self.halt()
        codes: list[Code | str] = [*self._codes, *([self._created] if self._created else [])]
        result = self.attempt(lambda: codings.code_all(self.project, selected, codes, self._origin.reason))
        if result is not None:
            shell = self._screen.shell
            shell.open("coding")
            shell.say(result.message)


def _marked(proposal: Proposal, text: str, start: int, end: int) -> Text:
    """Return `text`, which lies at start:end of the transcript, on one line, with the hits underlined."""
    marked = Text("".join(" " if char.isspace() else char for char in text))
    for hit in proposal.hits:
        marked.stylize("underline", *Span(hit.start - start, min(hit.end, end) - start))
    return marked
