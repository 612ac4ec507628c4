"""A check session on the screen: the current unit in its turns, or the current claim with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from coder.model.condensation import VERDICTS, Verdict
from coder.model.record import Transaction
from coder.model.source import Coding
from coder.project import Project
from coder.project.consequences import by_another
from coder.project.operations import codings, synthesis, verdicts
from coder.project.quotations import location
from coder.project.study import path_of, subtree
from coder.text.phrases import excerpt, format_count
from coder.tui.backcheck.session import Check, CheckSession, interrupt
from coder.tui.keymap import actions
from coder.tui.kit.confirmation import confirm, may_rewrite
from coder.tui.kit.line_widgets import Page
from coder.tui.kit.project_screen import ProjectScreen, undo_within
from coder.tui.kit.questions import Interactive, code_finder, interactive
from coder.tui.kit.shell import shell_of
from coder.tui.kit.units import UnitContext, unit_finder
from coder.tui.kit.verdict_text import STATE_MARKS, condensates_text, verdict_text

#: Code points of a quotation.
LONGEST = 400
VERDICT_FIRST = "Give a verdict first (1-4)"


class UnitReader(Vertical, Interactive):
    """The current unit with three turns on either side."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("unitcheck")]
    where = "unitcheck"

    def __init__(self, check: Check) -> None:
        super().__init__(id="check-reader")
        self._check = check

    def compose(self) -> ComposeResult:
        yield UnitContext(id="check-page")

    def show(self) -> None:
        segment = self._check.segment
        if segment is not None:
            self.query_one(UnitContext).show_unit(self._check.project, segment.source, segment.span)

    def open(self) -> None:
        """Show the unit in its transcript; Esc leads back to the session."""
        check, segment, shell = self._check, self._check.segment, shell_of(self)
        if segment is None:
            return

        def back() -> None:
            interrupt(check.project, check.session)
            shell.open("check")

        source = check.project.sources[segment.source]
        message = "Esc goes back to the back-check"
        shell.open("coding", source=source, place=segment.span, back=back, message=message)

    def _codings(self) -> list[Coding]:
        """Return the codings that put the unit in the group."""
        check, group = self._check, self._check.group
        if group is None:
            return []
        codes = {code.id for code in subtree(check.project, check.project.codes[group.code])}
        return [coding for coding in check.project.codings_of(check.session.item) if coding.code in codes]

    def _require_verdict(self) -> Verdict | None:
        verdict = self._check.own_verdict
        if verdict is None:
            self.say(f"{VERDICT_FIRST}; the change is recorded with it")
        return verdict

    @interactive
    async def action_recode(self) -> None:
        """Recode the unit, recorded as a consequence of the verdict."""
        check, verdict, segment = self._check, self._require_verdict(), self._check.segment
        if verdict is None or segment is None:
            return
        project, moved = check.project, self._codings()
        codes = {coding.code for coding in moved}
        find = code_finder(project, among=lambda code: code.codable and code.id not in codes)
        id = await self.pick("Recode the unit to", find)
        if id is None:
            return
        code = project.codes[id]

        def recode() -> None:
            for coding in moved:
                if coding.id in project.codings:
                    codings.recode(project, coding, code)

        label = f"recoded “{excerpt(segment.quote)}” to {path_of(project, code)}"
        await self._act_on(f"Recode to {code.name}", verdict, label, recode)

    async def _act_on(self, title: str, verdict: Verdict, label: str, act: Callable[[], object]) -> None:
        """Change the codings of the unit as a consequence of the verdict; ask where they are another coder's."""
        check = self._check
        consequence = partial(verdicts.act_on, check.project, verdict, label, act)
        named = {coding.id for coding in self._codings()}
        if await confirm(self, check.project, title, consequence, named, ("codings", "segments", "verdicts")):
            self.attempt(lambda: check.act(consequence))

    @interactive
    async def action_uncode(self) -> None:
        """Uncode the unit, recorded as a consequence of the verdict."""
        check, verdict, segment = self._check, self._require_verdict(), self._check.segment
        if verdict is None or segment is None:
            return
        uncode = partial(codings.uncode, check.project, segment, self._codings())
        await self._act_on("Uncode", verdict, f"uncoded “{excerpt(segment.quote)}”", uncode)


class ClaimReader(Vertical, Interactive):
    """The current claim; its units, the contradicting ones and the condensates of the group below."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("claimcheck")]
    where = "claimcheck"

    def __init__(self, check: Check, changed: Callable[[], None]) -> None:
        """`changed` is called after a change that is kept in the session only."""
        super().__init__(id="check-reader")
        self._check, self._changed = check, changed

    def compose(self) -> ComposeResult:
        yield Static(id="check-sentence", markup=False)
        yield Page(id="check-page")

    def show(self) -> None:
        check, sentence, group = self._check, self._check.sentence, self._check.group
        if sentence is None or group is None:
            return
        self.query_one("#check-sentence", Static).update(sentence.text)
        text = Text()
        text.append("Supported by\n" if sentence.units else "No unit supports this sentence.\n", "bold")
        for unit in sentence.units:
            text.append("  ").append_text(_quotation(check.project, unit)).append("\n")
        against = check.all_against
        text.append("\nContradicted by\n" if against else "", "bold")
        for unit in against:
            text.append("  ").append_text(_quotation(check.project, unit)).append("\n")
        text.append("\n").append_text(condensates_text(check.project, group))
        self.query_one(Page).show(text)

    def open(self) -> None:
        """List the units of the claim and the contradicting ones."""
        check, sentence, shell = self._check, self._check.sentence, shell_of(self)
        units = list(dict.fromkeys([*sentence.units, *check.all_against])) if sentence is not None else []
        if not units:
            self.say("No unit supports this sentence")
            return

        def back() -> None:
            interrupt(check.project, check.session)
            shell.open("check")

        shell.open("segments", title="Units of the claim", find=lambda: units, back=back, back_to="back-check")

    def action_counter(self) -> None:
        """Toggle whether counter-examples were searched for."""
        if self._check.session.items:
            searched = self.attempt(self._check.toggle_searched)
            self._changed()
            if searched is not None:
                self.say(f"searched for counter-examples: {'yes' if searched else 'no'}")

    @interactive
    async def action_reword(self) -> None:
        """Edit the claim, recorded as a consequence of the verdict."""
        check, sentence, verdict = self._check, self._check.sentence, self._check.own_verdict
        if sentence is None:
            return
        whose = by_another(check.project, "analytic_texts", check.text)
        if not await may_rewrite(
            self, check.project, f"analytic {check.session.group}", "Change the sentence", whose
        ):
            return
        words = await self.ask("Sentence (empty deletes it):", sentence.text)
        text = check.text
        if text is not None and words is not None and words.strip() != sentence.text:
            check.act(lambda: synthesis.reword(check.project, text, sentence.key, words, verdict))

    def _search_on(self, screen: str) -> None:
        """Search for counter-examples on another screen; the back-check returns to this claim."""
        shell = shell_of(self)
        interrupt(self._check.project, self._check.session)
        shell.open(screen)
        self.app.call_after_refresh(shell.say, "g v returns to the claim; press c there once you have searched")

    def action_search_here(self) -> None:
        self._search_on("search")

    def action_retrieve(self) -> None:
        self._search_on("retrieve")


class CheckPane(Vertical, Interactive):
    """The current item, its verdicts, and the digits that give one."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("checking")]

    def __init__(self, check: Check) -> None:
        super().__init__(id="check-pane")
        self.check, self.session = check, check.session
        self.reader = UnitReader(check) if check.by_unit else ClaimReader(check, self.show)
        self._verdicts: Text | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="check-title", classes="title", markup=False)
        yield self.reader
        yield Static(id="check-state", markup=False)
        keys = Text(" ")
        for digit, verdict in enumerate(VERDICTS[self.session.kind], 1):
            keys.append(f"{digit} ", "bold").append(f"{verdict}   ")
        yield Static(keys, id="check-keys", markup=False)

    def on_mount(self) -> None:
        self.page.can_focus = True
        self.page.focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self.show)  # the page must know its size

    @property
    def page(self) -> Page:
        return self.query_one("#check-page", Page)

    def show(self) -> None:
        """Show the current item."""
        check, session, group = self.check, self.session, self.check.group
        if group is None or not session.items:
            self.page.show("Nothing left to check here.")
            return
        self.reader.show()
        title = Text(f" {check.title} ", "bold", no_wrap=True, overflow="ellipsis")
        state = session.states.get(session.item, "open")
        title.append(f"{STATE_MARKS[state]} {state}")
        name = check.project.codes[group.code].name
        parts = filter(None, (f"checked {session.tally}", name, check.location))
        title.append("".join(f" · {part}" for part in parts), "not bold")
        self.query_one("#check-title", Static).update(title, layout=False)
        lines = self._verdict_lines()
        if lines != self._verdicts:  # an update lays the screen out anew
            self._verdicts = lines
            self.query_one("#check-state", Static).update(lines)

    def _verdict_lines(self) -> Text:
        """Return the verdicts on the item, or what is kept until it gets one."""
        check, item = self.check, self.session.item
        lines = Text("\n").join(verdict_text(check.project, standing) for standing in check.standings(item))
        if (
            not check.by_unit
            and check.own_verdict is None
            and {item} & {*self.session.counter, *self.session.against}
        ):
            searched = f"searched for counter-examples: {'yes' if check.searched else 'no'}"
            return Text(f"saved with the verdict: {searched} · {len(check.against)} contradicting", "italic")
        return lines or Text("not checked yet", "dim")

    # Actions

    def action_step(self, by: int) -> None:
        if self.session.step(by):
            self.say("")
            self.show()
        else:
            self.say(f"This is the {'last' if by > 0 else 'first'} {self.session.noun}")

    def action_edge(self, which: int) -> None:
        self.session.index = 0 if which < 0 else max(0, len(self.session.items) - 1)
        self.show()

    def action_to_do(self) -> None:
        index = self.session.next_unchecked()
        if index is None:
            self.say("Everything is checked")
        else:
            self.session.index = index
            self.show()

    def action_read(self, rows: int) -> None:
        self.page.scroll_rows(rows)

    def action_open(self) -> None:
        self.reader.open()

    def action_give(self, digit: int) -> None:
        session = self.session
        if not session.items or self.check.group is None:
            return
        verdict, index = VERDICTS[session.kind][digit - 1], session.index
        if self.attempt(lambda: self.check.judge(verdict)) is None:
            return
        if session.index == index and session.step(1):
            self.show()
            self.say(verdict)
        else:
            rest = "everything is checked" if session.next_unchecked() is None else "press t for the next unchecked"
            self.say(f"{verdict} · {rest}")

    @interactive
    async def action_note(self) -> None:
        check, verdict = self.check, self.check.own_verdict
        if verdict is None:
            self.say(VERDICT_FIRST)
            return
        note = await self.ask("Note on the verdict:", verdict.note)
        current = check.project.verdicts.get(verdict.id)
        if note is not None and current is not None:
            check.act(lambda: verdicts.amend(check.project, current, note=note))

    def action_withdraw(self) -> None:
        check, verdict = self.check, self.check.own_verdict
        if verdict is None:
            self.say("You have given no verdict here")
        else:
            self.attempt(lambda: check.act(lambda: verdicts.withdraw(check.project, verdict)))

    @interactive
    async def action_against(self) -> None:
        """Mark units as contradicting, or unmark them."""
        check, group = self.check, self.check.group
        if group is None:
            return
        find = unit_finder(check.project, group, check.against)
        picked = await self.pick_many("Contradicted by (Tab: mark several; ● is removed)", find)
        if picked is not None and not check.toggle_against(picked.ids):
            number = format_count(len(check.against), "contradicting unit")
            self.show()
            self.say(f"{number}, saved with the verdict (1-4)")


class CheckSessionScreen(ProjectScreen):
    """The screen of a session; undo goes back no further than its beginning."""

    CSS_PATH: ClassVar[Any] = ["../kit/project_screen.tcss", "check_screen.tcss"]

    def __init__(self, project: Project, session: CheckSession) -> None:
        super().__init__(project)
        self.session = session
        self.pane = CheckPane(Check(project, session))

    def compose(self) -> ComposeResult:
        yield self.pane
        yield from self.compose_foot()

    def parts(self) -> tuple[str, ...]:
        return ("checking", self.pane.reader.where)

    def hints(self) -> list[tuple[str, str]]:
        return [*actions.hints(*self.parts()), ("u", "undo"), ("Esc", "all groups")]

    def follow(self, transaction: Transaction) -> None:
        super().follow(transaction)
        if self.pane.check.group is None:
            self.say("This code group was deleted")
            return
        self.pane.check.follow(transaction)
        self.pane.show()

    def action_undo(self, redo: bool = False) -> Transaction | None:
        transaction = undo_within(self, self.session, "check", redo)
        if transaction is not None:
            self.pane.show()
        return transaction

    def action_leave(self) -> None:
        self.app.pop_screen()


def _quotation(project: Project, id: str) -> Text:
    """Return a quotation with its place: `“…” P01, baseline, turn 34`."""
    segment = project.segments[id]
    place = location(project, project.sources[segment.source], segment.span)
    return Text.assemble(f"“{excerpt(segment.quote, LONGEST)}” ", (place, "dim"))
