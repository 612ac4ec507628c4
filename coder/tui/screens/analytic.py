"""Analytic texts: the third-person synthesis of each code group, beside the condensates that it is made of."""

from __future__ import annotations

from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from coder.analysis.method.staleness import STALE
from coder.analysis.method.synthesis import Claim, Synthesis, synthesis
from coder.analysis.method.units import groups, name_of
from coder.errors import CoderError
from coder.model.change import Transaction
from coder.model.condensation import CodeGroup
from coder.project import Project
from coder.project.operations import synthesis as operations
from coder.tui import actions
from coder.tui.judging import GLYPHS, condensates, verdict_line
from coder.tui.messages import Ask, Choose, Pick
from coder.tui.panes.analytic_editor import AnalyticEditor
from coder.tui.screens.cell import CellScreen
from coder.tui.screens.study import StudyScreen
from coder.tui.unit_finder import unit_finder
from coder.tui.widgets.page import Page

#: Tables whose changes this screen shows.
SHOWN = {"groups", "analytic_texts", "condensates", "verdicts", "codes", "codings", "segments", "sources"}
#: The group that was looked at last, by its id.
_LEFT: WeakKeyDictionary[Project, str] = WeakKeyDictionary()


class AnalyticScreen(StudyScreen):
    """Groups and condensates at the left; the sentences, or the editor, at the right."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("analytic"), Binding("escape", "leave", show=False)]
    CSS_PATH: ClassVar[Any] = ["study.tcss", "analytic.tcss"]
    where = "analytic"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._found: Synthesis | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="analytic-title", classes="title", markup=False)
            with Horizontal(id="analytic-both"):
                with Vertical(id="analytic-left"):
                    yield Static(id="analytic-groups", markup=False)
                    yield Page(id="analytic-condensates")
                with Vertical(id="analytic-right"):
                    yield OptionList(id="analytic-list", markup=False)
                    yield AnalyticEditor(self.project, id="analytic-writing")
        yield from self.compose_foot()

    def on_mount(self) -> None:
        self.page.can_focus = True
        self.rows.focus()
        self.fill()
        self.show_state()
        self.show_hints()

    @property
    def rows(self) -> OptionList:
        return self.query_one("#analytic-list", OptionList)

    @property
    def page(self) -> Page:
        return self.query_one("#analytic-condensates", Page)

    @property
    def writing(self) -> AnalyticEditor:
        return self.query_one("#analytic-writing", AnalyticEditor)

    @property
    def group(self) -> CodeGroup | None:
        """The code group that is looked at."""
        found = groups(self.project)
        wanted = _LEFT.get(self.project, "")
        return next((one for one in found if one.id == wanted), found[0] if found else None)

    @property
    def claim(self) -> Claim | None:
        """The sentence under the cursor."""
        at = self.rows.highlighted
        return self._found.claims[at] if self._found is not None and at is not None and self._found.claims else None

    def aim(self, id: str) -> None:
        """Show a code group, by its id or that of its text."""
        text = self.project.analytic_texts.get(id)
        _LEFT[self.project] = text.group if text is not None else id
        if self.is_mounted and not self.writing.open:
            self.fill()

    def hints(self) -> list[tuple[str, str]]:
        if self.is_mounted and self.writing.open:
            away = [("e", "back to writing"), ("↑ ↓", "read"), *actions.hints("study")]
            return away if self.page.has_focus else self.writing.KEYS
        return [("Enter", "units"), *actions.hints("analytic"), ("Esc", "back"), *actions.hints("study", "app")]

    def follow(self, transaction: Transaction) -> None:
        if any(change.table in SHOWN for change in transaction.changes):
            self.fill()
        super().follow(transaction)

    def left(self) -> None:
        self.writing.finish()

    def keep(self) -> None:
        self.writing.flush()

    # What is shown

    def fill(self) -> None:
        """Show the group as it is now; what is being typed stays."""
        group = self.group
        self._found = synthesis(self.project, group, units=False) if group is not None else None
        self._show_title()
        self._show_groups()
        nothing = Text("There is no code group yet: g u makes one (step 2).")
        self.page.show(nothing if group is None else condensates(self.project, group))
        at = self.rows.highlighted
        self.rows.clear_options()
        claims = self._found.claims if self._found is not None else ()
        self.rows.add_options([Option(self._row(claim)) for claim in claims])
        if not claims:
            self.rows.add_option(
                Option(Text("Nothing written yet: e writes the analytic text.", "dim"), disabled=True)
            )
        else:
            self.rows.highlighted = min(at or 0, len(claims) - 1)

    def _show_title(self) -> None:
        title = Text(" Analytic text", "bold", no_wrap=True, overflow="ellipsis")
        found = self._found
        if found is not None:
            title.append(f" · {name_of(self.project, found.group)}", "bold")
            heading = f"heading “{found.group.heading}”" if found.group.heading else "no category heading yet (h)"
            title.append(f" · {heading}", "not bold")
            if found.claims:
                title.append(f" · claims checked: {found.claims_checked}", "not bold")
        self.query_one("#analytic-title", Static).update(title, layout=False)

    def _show_groups(self) -> None:
        here = self.group
        lines = []
        for group in groups(self.project):
            current = here is not None and group.id == here.id
            written = bool(self.project.users(group.id, "analytic_texts"))
            line = Text("▸ " if current else "  ", "bold" if current else "")
            line.append("✎ " if written else "· ")
            line.append(name_of(self.project, group))
            if group.heading:
                line.append(f" → {group.heading}", "dim")
            lines.append(line)
        first = max(0, next((n for n, line in enumerate(lines) if line.plain.startswith("▸")), 0) - 3)
        self.query_one("#analytic-groups", Static).update(Text("\n").join(lines[first:]))

    def _row(self, claim: Claim) -> Text:
        """A sentence, and below it what supports it and what was said of it."""
        units = len(claim.sentence.units)
        about = f"{units:,} unit{'s' * (units != 1)}" if units else "no unit"
        row = Text.assemble((f"{claim.number} ", "bold"), claim.sentence.text, "\n  ")
        row.append(about, "dim" if units else "bold")
        row.append(f" · {GLYPHS[claim.state]} {claim.state}", "bold" if claim.state == STALE else "dim")
        for given in claim.verdicts:
            row.append("\n  ").append_text(verdict_line(self.project, given, brief=True))
        return row

    # Acts

    def action_step(self, by: int) -> None:
        if self.page.has_focus:
            self.page.scroll_rows(by)
        elif by > 0:
            self.rows.action_cursor_down()
        else:
            self.rows.action_cursor_up()

    def action_read(self, rows: int) -> None:
        self.page.scroll_rows(rows)

    def action_group(self, by: int) -> None:
        found, here = groups(self.project), self.group
        if here is None:
            return
        if self.writing.open:
            self.say("Esc saves what you write; then another group")
            return
        place = found.index(here) + by
        if 0 <= place < len(found):
            _LEFT[self.project] = found[place].id
            self.rows.highlighted = None
            self.fill()
            self.say("")
        else:
            self.say("That is the last group" if by > 0 else "That is the first group")

    def action_edit(self) -> None:
        group = self.group
        if self.writing.open:
            self.writing.go_on()
        elif group is None:
            self.say("There is no code group yet: g u makes one")
        elif self.project.readonly:
            self.fail(CoderError("The project is open for reading only", hint="Make a working copy to change it."))
        else:
            self.writing.begin(group)

    def on_descendant_focus(self) -> None:
        self.show_hints()

    def on_analytic_editor_entered(self) -> None:
        self.rows.display = False
        self.show_hints()

    def on_analytic_editor_left(self) -> None:
        self.rows.display = True
        self.fill()
        self.rows.focus()
        self.show_hints()

    def action_heading(self) -> None:
        group = self.group
        if group is None:
            return

        def then(text: str) -> None:
            there = self.project.groups.get(group.id)
            if there is not None:
                self._attempt(lambda: operations.heading(self.project, there, text))

        name = name_of(self.project, group)
        self.post_message(Ask(f"Category heading of {name}:", then, initial=group.heading))

    def action_link(self) -> None:
        """Choose the units that support the sentence; one that does already is taken away."""
        group, claim = self.group, self._claim_here()
        if group is None or claim is None:
            return

        def then(ids: tuple[str, ...], _: str) -> None:
            found = self._found
            if ids and found is not None and found.text is not None:
                before = operations.sentence_of(found.text, claim.sentence.key).units
                wanted = [one for one in before if one not in ids] + [one for one in ids if one not in before]
                text = found.text
                self._attempt(lambda: operations.support(self.project, text, claim.sentence.key, wanted))

        find = unit_finder(self.project, group, claim.sentence.units, everywhere=False)
        self.post_message(Pick(f"Units for sentence {claim.number} (Tab: several; ●: away)", find, then, many=True))

    def _claim_here(self) -> Claim | None:
        if self.claim is None:
            self.say("There is no sentence yet: e writes the analytic text")
        return self.claim

    def _attempt(self, operation: Any) -> None:
        try:
            operation()
        except CoderError as error:
            self.fail(error)

    def action_remove(self) -> None:
        found = self._found
        if found is None or found.text is None:
            self.say("There is no analytic text to remove")
            return
        text = found.text

        def decide(what: str) -> None:
            if what == "remove":
                self._attempt(lambda: operations.remove(self.project, text))

        options = [("keep", "k", "Keep it"), ("remove", "r", "Remove it, with the verdicts on its sentences")]
        self.on_choose(Choose(f"Remove the analytic text of {name_of(self.project, found.group)}?", options, decide))

    # Going

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """The units of the sentence in their context."""
        claim = self._claim_here()
        if claim is None:
            return
        if not claim.sentence.units:
            self.say("No unit supports this sentence: l links some")
            return
        self.app.push_screen(SentenceUnits(self.project, f"Sentence {claim.number}", list(claim.sentence.units)))

    def action_check(self) -> None:
        """Check the claims of the group, from this sentence on."""
        from coder.tui import checking
        from coder.tui.screens.check import interrupt

        found, claim = self._found, self._claim_here()
        if found is None or claim is None:
            return
        walk = checking.begin(self.project, found, "claim", claim.sentence.key)
        if walk is not None:
            interrupt(self.project, walk)
            self.coder_app.go("check")

    def action_leave(self) -> None:
        if self.writing.open:
            self.writing.go_on()
        else:
            self.coder_app.go("coding")


class SentenceUnits(CellScreen):
    """The units that support a sentence of an analytic text."""

    came_from = "analytic"
