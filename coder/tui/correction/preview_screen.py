"""What a correction would do to the units, and what is decided about each, before it is applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.errors import CoderError
from coder.project import Project
from coder.project.operations import corrections
from coder.project.operations.corrections import Correction, Decision, Mapped
from coder.text.cells import printable
from coder.text.diff import changed_words
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.tui.keymap import actions
from coder.tui.kit.messages import Ask, Choose
from coder.tui.kit.project_screen import ProjectScreen

#: So many characters of a long quotation are shown, from some before its first difference.
SHOWN, BEFORE = 320, 80
SAID = {"keep": "keep it there", "memo": "make it a memo", "drop": "drop it", "": "decide: m d h"}

#: What was decided about a unit that is found so: its id, how it was found, its new words.
Decided = dict[tuple[str, str, str], str]


class CorrectionScreen(ProjectScreen):
    """The units that changed, are lost or in doubt, each with its decision; `a` applies all as one change."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "correction.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("correction")]
    where = "correction"

    def __init__(
        self, project: Project, correction: Correction, applied: Callable[[], None], before: Decided | None = None
    ) -> None:
        """`before` holds what was decided when an earlier wording was compared, and takes what is decided now."""
        super().__init__(project)
        self.correction = correction
        self._applied = applied
        changed, lost = correction.those("changed"), correction.those("lost")
        doubtful = [one for one in correction.unsure if one.how in ("kept", "moved")]
        self.rows: list[Mapped] = [*lost, *changed, *doubtful]
        self.decisions: dict[str, Decision | str] = {
            one.segment.id: "" if one.how == "lost" else "keep" for one in self.rows
        }
        self._before: Decided = {} if before is None else before
        for one in self.rows:
            if (one.segment.id, one.how, one.new) in self._before:
                self.decisions[one.segment.id] = self._before[one.segment.id, one.how, one.new]

    def compose(self) -> ComposeResult:
        title = Text(" What becomes of the units", style="bold", no_wrap=True, overflow="ellipsis")
        title.append(f" · {self.correction.source.name} · nothing is changed yet", style="not bold")
        with Vertical():
            yield Static(title, classes="title")
            yield Static(id="correction-counts", markup=False)
            yield OptionList(*(Option(self._drawn(one)) for one in self.rows), id="correction-list", markup=False)
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.query_one("#correction-counts", Static).update(self._counts())
        options = self.options
        options.focus()
        options.highlighted = 0 if self.rows else None
        self.show_state()
        self.show_hints()
        self.say("" if self.rows else "Every unit is where its words are. a applies.")

    @property
    def options(self) -> OptionList:
        return self.query_one("#correction-list", OptionList)

    @property
    def undecided(self) -> list[Mapped]:
        """The lost units about which nothing is decided."""
        return [one for one in self.rows if not self.decisions[one.segment.id]]

    def _counts(self) -> Text:
        correction = self.correction
        tally = Counter(one.how for one in correction.mapped)
        parts = [f"{tally[how]:,} {how}" for how in ("kept", "moved", "changed", "lost")]
        parts.append(f"{len(correction.unsure):,} unsure")
        before, after = correction.source.turns, len(correction.turns)
        if before != after:
            parts.append(f"{before:,} → {after:,} turns")
        return Text(" · ".join(parts), no_wrap=True, overflow="ellipsis")

    # Drawing

    def _drawn(self, one: Mapped) -> Text:
        decision = self.decisions[one.segment.id]
        by_hand = not isinstance(decision, str)
        said = "put by hand" if isinstance(decision, Span) else SAID[str(decision)]
        how = one.how if one.how in ("changed", "lost") else "unsure"
        style = "bold" if decision else "bold reverse"
        text = Text.assemble(f" {how:<8} ", (f"{said:<14}", style), f"  {self._on_it(one)}\n")
        new = self._words(decision) if by_hand else one.new
        gone, come = changed_words(one.old, new) if new else ([], [])
        text.append_text(_quoted("   ", one.old, gone, "strike"))
        if new and new != one.old:
            text.append("\n").append_text(_quoted(" → ", new, come, "bold underline"))
        if not one.sure and not by_hand:
            text.append("\n   the same words stand nearby: h puts it where it belongs", style="italic")
        return text

    def _words(self, span: Any) -> str:
        return self.correction.text[slice(*span)]

    def _on_it(self, one: Mapped) -> str:
        project, id = self.project, one.segment.id
        codes = Counter(project.codes[coding.code].name for coding in project.codings_of(id))
        parts = [name if times == 1 else f"{name} ×{times}" for name, times in codes.items()]
        memos = len(project.memos_on(id))
        if memos:
            parts.append(f"{format_count(memos, 'memo')}")
        return " · ".join(parts)

    # Decisions

    @property
    def here(self) -> Mapped | None:
        """The unit under the cursor."""
        place = self.options.highlighted
        return self.rows[place] if place is not None and place < len(self.rows) else None

    def action_walk(self, by: int) -> None:
        self.options.action_cursor_down() if by > 0 else self.options.action_cursor_up()

    def action_decide(self, what: str) -> None:
        one = self.here
        if one is None:
            return
        if what == "keep" and one.how == "lost":
            self.say("Nothing of it is left: m makes it a memo, d drops it, h puts it elsewhere")
            return
        self._set(one, what)
        self.action_walk(1)

    def action_rest(self) -> None:
        """All that is lost and undecided becomes memos."""
        rest = self.undecided
        for one in rest:
            self._set(one, "memo")
        self.say(f"{len(rest)} lost units become memos on the source")

    def _set(self, one: Mapped, decision: Decision | str) -> None:
        self.decisions[one.segment.id] = decision
        if isinstance(decision, str):  # a place is one of this wording only
            self._before[one.segment.id, one.how, one.new] = decision
        self.options.replace_option_prompt_at_index(self.rows.index(one), self._drawn(one))

    def on_option_list_option_selected(self) -> None:
        one = self.here
        if one is None:
            return
        rows = [("keep", "y", "Keep it where it is now")] if one.how != "lost" else []
        rows += [("memo", "m", "Make it a memo on the source"), ("drop", "d", "Drop it with its codes")]
        rows.append(("place", "h", "Put it somewhere by hand"))

        def decide(what: str) -> None:
            self.action_place() if what == "place" else self.action_decide(what)

        self.on_choose(Choose("What becomes of this unit?", rows, decide))

    def action_place(self) -> None:
        from coder.tui.correction.reanchor_screen import PlacingScreen

        one = self.here
        if one is None:
            return

        def place(span: Span) -> None:
            self._set(one, span)
            self.action_walk(1)

        decided = self.decisions[one.segment.id]
        at = decided.start if isinstance(decided, Span) else one.start
        self.app.push_screen(PlacingScreen(self.project, self.correction, one, at, place))

    # Ends

    def action_apply(self) -> None:
        undecided = self.undecided
        if undecided:
            self.options.highlighted = self.rows.index(undecided[0])
            self.say(f"{len(undecided)} lost still to decide: m memo, d drop, h by hand; M makes all memos")
            return
        self.post_message(Ask("Reason (Enter: none):", self._apply))

    def _apply(self, reason: str) -> None:
        decisions: dict[str, Any] = dict(self.decisions)
        try:
            corrections.apply(
                self.project, self.correction.source, self.correction, decisions=decisions, reason=reason.strip()
            )
        except CoderError as error:
            self.fail(error)
            return
        self.app.pop_screen()
        self._applied()
        below = self.app.screen
        if isinstance(below, ProjectScreen):
            below.say(f"corrected {self.correction.source.name} · u takes it back")

    def action_leave(self) -> None:
        self.app.pop_screen()


def _quoted(lead: str, quote: str, marked: list[Span], style: str) -> Text:
    """A quotation with some of its words marked; of a long one what stands around the first of them."""
    start = max(0, marked[0].start - BEFORE) if marked and len(quote) > SHOWN else 0
    end = min(len(quote), start + SHOWN)
    text = Text(lead + ("…" if start else ""))
    at = start
    for span in marked:
        if start <= span.start and span.end <= end:
            text.append(_plain(quote[at : span.start]))
            text.append(_plain(quote[span.start : span.end]), style=style)
            at = span.end
    text.append(_plain(quote[at:end]) + ("…" if end < len(quote) else ""))
    return text


def _plain(words: str) -> str:
    """Words without anything that a terminal would act upon."""
    return printable(words.replace("\n", " ").replace("\t", " "))
