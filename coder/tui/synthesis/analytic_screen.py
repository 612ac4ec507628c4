"""Analytic texts: the third-person synthesis of each code group, beside the condensates that it is made of."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from coder.analysis.method.synthesis import Claim
from coder.analysis.method.units import group_name, groups_in_order
from coder.errors import ReadOnly
from coder.project.operations import synthesis as operations
from coder.tui.keymap import actions
from coder.tui.kit.messages import Ask, Choose, Pick
from coder.tui.kit.unit_finder import unit_finder
from coder.tui.synthesis.analytic_shows import LEFT, AnalyticShows


class AnalyticScreen(AnalyticShows):
    """The half that acts: write, head, link, check, remove."""

    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("analytic")]

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
        found, here = groups_in_order(self.project), self.group
        if here is None:
            return
        if self.writing.open:
            self.say("Esc saves what you write; then another group")
            return
        place = found.index(here) + by
        if 0 <= place < len(found):
            LEFT[self.project] = found[place].id
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
            self.fail(ReadOnly())
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
                self.attempt(lambda: operations.heading(self.project, there, text))

        name = group_name(self.project, group)
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
                self.attempt(lambda: operations.support(self.project, text, claim.sentence.key, wanted))

        find = unit_finder(self.project, group, claim.sentence.units, everywhere=False)
        self.post_message(Pick(f"Units for sentence {claim.number} (Tab: several; ●: away)", find, then, many=True))

    def _claim_here(self) -> Claim | None:
        if self.claim is None:
            self.say("There is no sentence yet: e writes the analytic text")
        return self.claim

    def action_remove(self) -> None:
        found = self._found
        if found is None or found.text is None:
            self.say("There is no analytic text to remove")
            return
        text = found.text

        def decide(what: str) -> None:
            if what == "remove":
                self.attempt(lambda: operations.remove(self.project, text))

        options = [("keep", "k", "Keep it"), ("remove", "r", "Remove it, with the verdicts on its sentences")]
        self.on_choose(
            Choose(f"Remove the analytic text of {group_name(self.project, found.group)}?", options, decide)
        )

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
        shell, units = self.shell, claim.sentence.units
        shell.open(
            "segments",
            title=f"Sentence {claim.number}",
            find=lambda: units,
            back=lambda: shell.open("analytic"),
            back_to="analytic texts",
        )

    def action_check(self) -> None:
        """Check the claims of the group, from this sentence on."""
        from coder.tui.backcheck import session
        from coder.tui.backcheck.check_screen import interrupt

        found, claim = self._found, self._claim_here()
        if found is None or claim is None:
            return
        walk = session.begin(self.project, found, "claim", claim.sentence.key)
        if walk is not None:
            interrupt(self.project, walk)
            self.shell.open("check")

    def action_leave(self) -> None:
        if self.writing.open:
            self.writing.go_on()
        else:
            self.shell.open("coding")
