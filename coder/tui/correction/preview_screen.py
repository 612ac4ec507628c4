"""The preview of a correction: the coded units that change, are lost or uncertain, and a decision on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static
from textual.widgets.option_list import Option

from coder.errors import CoderError
from coder.progress import Progress
from coder.project import Project, read_project
from coder.project.operations import corrections
from coder.project.operations.corrections import Correction, Decision, Mapped
from coder.text.characters import printable
from coder.text.diff import changed_words
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.confirmation import confirm
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import Interactive, interactive
from coder.tui.kit.shell import shell_of


def preview_in_background(
    screen: ProjectScreen,
    build: Callable[[Project], Correction],
    applied: Callable[[], None],
    decided: Decided | None = None,
) -> None:
    """Build a correction in a thread, from the project on disk, and show its preview; Ctrl+G cancels."""
    if screen.stop_work is not None:  # one comparison at a time
        return
    folder = screen.project.folder

    def work(progress: Progress) -> Correction:
        # The journal holds every confirmed change, so a thread can read the project from disk beside the writer.
        return build(read_project(folder))

    def done(correction: Correction) -> None:
        screen.stop_work = None
        if screen.is_current:
            show_preview(screen, correction, applied, decided)

    def failed(error: CoderError) -> None:
        screen.stop_work = None
        screen.fail(error)

    job = ThreadJob(screen, work, done, failed)

    def cancel() -> None:
        job.cancel(wait=False)
        screen.say("Cancelled; nothing was changed")

    screen.say("Comparing … (Ctrl+G cancels)")
    screen.stop_work = cancel
    job.start()


@interactive
async def show_preview(
    screen: ProjectScreen, correction: Correction, applied: Callable[[], None], decided: Decided | None = None
) -> None:
    """Show the preview of a correction; ask first if the text seems to be of another interview."""
    screen.say("")
    if correction.strange:
        title = f"{correction.left:.0%} of the old text is left. Is this the transcript of {correction.source.name}?"
        options = [("cancel", "c", "Cancel"), ("show", "s", "Review the coded units")]
        if await screen.choose(title, options) != "show":
            return
    screen.app.push_screen(PreviewScreen(screen.project, correction, applied, decided))


#: Characters of a long quotation shown, and of those before its first difference.
SHOWN, BEFORE = 320, 80
LABELS = {"keep": "keep", "memo": "make it a memo", "drop": "delete", "": "undecided: m d h"}

#: Segment id, how it was found and its new words → what was decided.
Decided = dict[tuple[str, str, str], str]


class PreviewScreen(ProjectScreen):
    """Nothing changes until `a` applies the correction, as one change."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "correction.tcss"]
    where = "correction"

    def __init__(
        self, project: Project, correction: Correction, applied: Callable[[], None], decided: Decided | None = None
    ) -> None:
        """`applied` is called after the correction; `decided` holds earlier decisions and receives new ones."""
        super().__init__(project)
        self._preview = PreviewPane(project, correction, applied, {} if decided is None else decided)

    def compose(self) -> ComposeResult:
        yield self._preview
        yield from self.compose_foot()

    def action_leave(self) -> None:
        self.app.pop_screen()


class PreviewPane(Vertical, Interactive):
    """The list of the units, with the actions that decide on them."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("correction")]

    def __init__(
        self, project: Project, correction: Correction, applied: Callable[[], None], decided: Decided
    ) -> None:
        super().__init__()
        self._project, self._correction, self._applied, self._decided = project, correction, applied, decided
        uncertain = [mapped for mapped in correction.unsure if mapped.how in ("kept", "moved")]
        self._rows: list[Mapped] = [*correction.those("lost"), *correction.those("changed"), *uncertain]
        self._decisions: dict[str, Decision | str] = {
            row.segment.id: decided.get((row.segment.id, row.how, row.new), "" if row.how == "lost" else "keep")
            for row in self._rows
        }

    def compose(self) -> ComposeResult:
        title = Text(" Review the coded units", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {self._correction.source.name} · nothing changed yet", style="not bold")
        yield Static(title, classes="title")
        yield Static(self._counts(), id="correction-counts", markup=False)
        yield OptionList(*(Option(self._render_row(row)) for row in self._rows), id="correction-list", markup=False)

    def on_mount(self) -> None:
        self._list.focus()
        self._list.highlighted = 0 if self._rows else None
        self.say("" if self._rows else "No unit loses any words: a applies the correction")

    @property
    def _list(self) -> OptionList:
        return self.query_one("#correction-list", OptionList)

    @property
    def _row(self) -> Mapped | None:
        """The unit under the cursor."""
        number = self._list.highlighted
        return self._rows[number] if number is not None and number < len(self._rows) else None

    @property
    def _undecided(self) -> list[Mapped]:
        """The lost units without a decision."""
        return [row for row in self._rows if not self._decisions[row.segment.id]]

    def _counts(self) -> Text:
        correction = self._correction
        counts = Counter(mapped.how for mapped in correction.mapped)
        parts = [f"{counts[how]:,} {how}" for how in ("kept", "moved", "changed", "lost")]
        parts.append(f"{len(correction.unsure):,} uncertain")
        before, after = correction.source.turns, len(correction.turns)
        if before != after:
            parts.append(f"{before:,} → {after:,} turns")
        return Text(" · ".join(parts), no_wrap=True, overflow="ellipsis")

    def _render_row(self, row: Mapped) -> Text:
        decision = self._decisions[row.segment.id]
        by_hand = isinstance(decision, Span)
        label = "placed by hand" if isinstance(decision, Span) else LABELS[str(decision)]
        how = row.how if row.how in ("changed", "lost") else "uncertain"
        text = Text.assemble(f" {how:<9} ", (f"{label:<14}", "bold" if decision else "bold reverse"))
        text.append(f"  {self._codes_on(row)}\n")
        new = self._correction.text[slice(*decision)] if isinstance(decision, Span) else row.new
        deleted, inserted = changed_words(row.old, new) if new else ([], [])
        text.append_text(_quotation("   ", row.old, deleted, "strike"))
        if new and new != row.old:
            text.append("\n").append_text(_quotation(" → ", new, inserted, "bold underline"))
        if not row.sure and not by_hand:
            text.append("\n   the same words occur nearby: h places it by hand", style="italic")
        return text

    def _codes_on(self, row: Mapped) -> str:
        project, id = self._project, row.segment.id
        codes = Counter(project.codes[coding.code].name for coding in project.codings_of(id))
        parts = [name if times == 1 else f"{name} ×{times}" for name, times in codes.items()]
        memos = len(project.memos_on(id))
        return " · ".join([*parts, format_count(memos, "memo")] if memos else parts)

    # Decisions

    def action_decide(self, decision: str) -> None:
        row = self._row
        if row is None:
            return
        if decision == "keep" and row.how == "lost":
            self.say("None of it is left: m makes it a memo, d deletes it, h places it by hand")
            return
        self._decide(row, decision)
        self._list.action_step(1)

    def action_rest(self) -> None:
        """Make all undecided units memos."""
        undecided = self._undecided
        for row in undecided:
            self._decide(row, "memo")
        self.say(f"{format_count(len(undecided), 'lost unit')} → memos on the source")

    def _decide(self, row: Mapped, decision: Decision | str) -> None:
        self._decisions[row.segment.id] = decision
        if isinstance(decision, str):  # a place is valid in this text only
            self._decided[row.segment.id, row.how, row.new] = decision
        self._list.replace_option_prompt_at_index(self._rows.index(row), self._render_row(row))

    @interactive
    async def on_option_list_option_selected(self) -> None:
        row = self._row
        if row is None:
            return
        options = [("keep", "y", "Keep it where it is now")] if row.how != "lost" else []
        options += [("memo", "m", "Make it a memo on the source"), ("drop", "d", "Delete it with its codes")]
        options.append(("place", "h", "Place it by hand"))
        decision = await self.choose("This coded unit", options)
        if decision == "place":
            self.action_place()
        elif decision is not None:
            self.action_decide(decision)

    def action_place(self) -> None:
        from coder.tui.correction.reanchor_screen import ReanchorScreen

        row = self._row
        if row is None:
            return
        decision = self._decisions[row.segment.id]
        start = decision.start if isinstance(decision, Span) else row.start

        def place(span: Span) -> None:
            self._decide(row, span)
            self._list.action_step(1)

        self.app.push_screen(ReanchorScreen(self._project, self._correction, row, start, place))

    @interactive
    async def action_apply(self) -> None:
        undecided = self._undecided
        if undecided:
            self._list.highlighted = self._rows.index(undecided[0])
            self.say(f"{len(undecided)} undecided: m memo, d delete, h by hand; M makes all memos")
            return
        reason = await self.ask("Reason (optional):")
        if reason is None:
            return
        correction, decisions = self._correction, dict[str, Any](self._decisions)
        apply = partial(
            corrections.apply,
            self._project,
            correction.source,
            correction,
            decisions=decisions,
            reason=reason.strip(),
        )
        title, gone = f"Correct {correction.source.name}", ("codings", "segments", "memos")
        if not await confirm(self, self._project, title, apply, {correction.source.id}, gone):
            return
        apply()
        shell = shell_of(self)
        self.app.pop_screen()
        self._applied()
        shell.say(f"corrected {correction.source.name} · u: undo")


def _quotation(lead: str, quote: str, marked: list[Span], style: str) -> Text:
    """Return a quotation with some words marked; of a long one the part around the first of them."""
    start = max(0, marked[0].start - BEFORE) if marked and len(quote) > SHOWN else 0
    end = min(len(quote), start + SHOWN)
    text = Text(lead + ("…" if start else ""))
    position = start
    for span in marked:
        if start <= span.start and span.end <= end:
            text.append(_plain(quote[position : span.start]))
            text.append(_plain(quote[span.start : span.end]), style=style)
            position = span.end
    text.append(_plain(quote[position:end]) + ("…" if end < len(quote) else ""))
    return text


def _plain(text: str) -> str:
    """Return text on one line, without control characters."""
    return printable(text.replace("\n", " ").replace("\t", " "))
