"""Moving units between code groups: one or those that are chosen, by a digit, by name, to the residual group."""

from __future__ import annotations

from coder.model.codebook import Code
from coder.model.condensation import CodeGroup
from coder.project.operations import groups as operations
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Ask, Pick
from coder.tui.kit.project_screen import ProjectScreen


class GroupMoves(ProjectScreen):
    """What a screen with a group's units does to move them; which units and which group it says itself."""

    def targets(self) -> list[str]:
        """The units that are acted on: those that are chosen, else the one under the cursor."""
        return [id for id in self.units if id in self.chosen] or [id for id in [self.unit] if id]

    @property
    def units(self) -> list[str]:
        """The units that are shown."""
        raise NotImplementedError

    @property
    def unit(self) -> str:
        """The unit under the cursor; "" where there is none."""
        raise NotImplementedError

    @property
    def chosen(self) -> set[str]:
        """The units that were chosen."""
        raise NotImplementedError

    @property
    def under(self) -> Code | None:
        """The code whose units are shown; None for those in no code group."""
        raise NotImplementedError

    def group_of_digit(self, digit: int) -> CodeGroup | None:
        """The code group that a digit stands for."""
        raise NotImplementedError

    def action_send(self, digit: int) -> None:
        group = self.group_of_digit(digit)
        if group is None:
            self.say(f"No code group has the digit {digit}")
        elif self.under is not None and self.under.id == group.code:
            self.say("These are units of that group already; v moves them within it")
        else:
            self._send(self.project.codes[group.code])

    def action_to_residual(self) -> None:
        group = next((one for one in self.project.groups.values() if one.residual), None)
        if group is None:
            self.say("No code group is the residual one yet: R at a group makes it that")
        else:
            self._send(self.project.codes[group.code])

    def action_move(self, ask: bool) -> None:
        """Move the units to a code, chosen or new (then a subgroup of this group); with `ask`, say why."""
        if not self.targets():
            self.say("No unit is under the cursor")
            return
        project, under = self.project, self.under

        def choose(ids: tuple[str, ...], created: str) -> None:
            into = project.codes[ids[0]] if ids else created
            if ask:
                self.post_message(Ask("Why (for the trail):", lambda why: self._send(into, why)))
            else:
                self._send(into)

        number = len(self.targets())
        title = f"{number} units go to …" if number > 1 else "The unit goes to …"
        find = code_finder(project, among=lambda code: code.codable and (under is None or code.id != under.id))
        self.post_message(Pick(title, find, choose, create=True))

    def _send(self, into: Code | str, reason: str = "") -> None:
        ids = self.targets()
        if not ids:
            self.say("No unit is under the cursor")
            return
        chosen, under = set(self.chosen), self.under
        self.chosen.clear()
        if self.attempt(lambda: operations.move(self.project, ids, under, into, reason)) is None:
            self.chosen.update(chosen)
