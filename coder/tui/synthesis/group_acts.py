"""What is done to code groups: made, unmade, residual, their themes; and gold quotations in them."""

from __future__ import annotations

from collections.abc import Callable

from coder.analysis.method.units import groups_in_order
from coder.model.condensation import CodeGroup
from coder.model.segment import GOLD
from coder.project.operations import groups as operations
from coder.project.operations.themes import negotiated
from coder.tui.kit.finders import code_finder, list_finder
from coder.tui.kit.messages import Choose, Item, Pick
from coder.tui.synthesis.group_moves import GroupMoves


class GroupActs(GroupMoves):
    """What a screen with code groups does to them; `group` is the one that is meant."""

    @property
    def group(self) -> CodeGroup | None:
        """The code group under the cursor of the list, also where that is on a subgroup."""
        raise NotImplementedError

    def action_make(self) -> None:
        """Make a code a code group: one that is there, or a new one."""
        project = self.project

        def choose(ids: tuple[str, ...], created: str) -> None:
            self._made(lambda: operations.make(project, project.codes[ids[0]] if ids else created))

        find = code_finder(project, among=lambda code: not self._in_group(code.id))
        self.post_message(Pick("Which code is a code group?", find, choose, create=True))

    def _in_group(self, code: str | None) -> bool:
        tops = {group.code for group in self.project.groups.values()}
        while code is not None and code not in tops:
            code = self.project.codes[code].parent
        return code is not None

    def _made(self, make: Callable[[], CodeGroup]) -> None:
        group = self.attempt(make)
        if group is not None:
            self.aim(group.id)

    def _here(self) -> CodeGroup | None:
        group = self.group
        if group is None:
            self.say("No code group is under the cursor of the list")
        return group

    def action_unmake(self) -> None:
        group = self._here()
        if group is None:
            return
        name = self.project.codes[group.code].name
        options = [("keep", "k", "Leave it"), ("unmake", "d", "It is no code group any more; code and units stay")]

        def decide(what: str) -> None:
            if what == "unmake":
                self.attempt(lambda: operations.unmake(self.project, group))

        self.on_choose(Choose(f"Is ‘{name}’ to be a code group?", options, decide))

    def action_residual(self) -> None:
        group = self._here()
        if group is not None:
            self.attempt(lambda: operations.set_residual(self.project, group, not group.residual))

    def action_themes(self) -> None:
        group = self._here()
        if group is None:
            return
        items = [
            Item(one.id, ("✓ " if one.id in group.themes else "") + one.name) for one in negotiated(self.project)
        ]
        if not items:
            self.say("There is no negotiated theme: g k")
            return

        def choose(ids: tuple[str, ...], _: str) -> None:
            wanted = [self.project.themes[id] for id in ids]
            self.attempt(lambda: operations.set_themes(self.project, group, wanted))

        self.post_message(Pick("Which themes did it come from?", list_finder(items), choose, many=True))

    def group_of_digit(self, digit: int) -> CodeGroup | None:
        """The code group that a digit stands for."""
        found = groups_in_order(self.project)
        return found[digit - 1] if digit <= len(found) else None

    def action_gold(self) -> None:
        """Mark the unit (or those that are chosen) as a gold quotation; where all are, take the mark away."""
        under, ids = self.under, self.targets()
        if under is None or not ids:
            self.say("Only a unit of a code group can be a gold quotation")
            return
        held = [one for id in ids for one in operations.codings_under(self.project, id, under)]
        mark = "" if all(one.mark == GOLD for one in held) else GOLD
        self.attempt(lambda: operations.mark(self.project, ids, under, mark))
