"""What the two walks of the back-check do: one verdict a key, note, what contradicts, undo inside."""

from __future__ import annotations

from collections.abc import Callable

from coder.errors import CoderError
from coder.model.condensation import VERDICTS, Verdict
from coder.project.operations import verdicts
from coder.tui.backcheck.check_shows import WalkShows
from coder.tui.backcheck.session import Walk
from coder.tui.kit.messages import Ask, Pick
from coder.tui.kit.unit_finder import unit_finder


class WalkScreen(WalkShows):
    """Goes through a `Walk`; undo goes back no further than where it began."""

    @property
    def taken(self) -> Walk:
        return self.walk

    def judge(self, verdict: str) -> Verdict:
        """Give a verdict."""
        raise NotImplementedError

    # Acts

    def act(self, operation: Callable[[], object]) -> bool:
        """Do something that can be taken back here; tells whether it was done."""
        before, item = self.project.undoable, self.walk.item
        try:
            operation()
        except CoderError as error:
            self.fail(error)
            return False
        if self.project.undoable > before:
            self.walk.did(item)
        return True

    def action_give(self, digit: int) -> None:
        if not self.walk.items or self.group is None:
            return
        verdict = VERDICTS[self.walk.kind][digit - 1]
        at = self.walk.at
        if not self.act(lambda: self.judge(verdict)):
            return
        if self.walk.at == at and self.walk.step(1):
            self.show()
            self.say(verdict)
        else:
            left = self.walk.to_do()
            self.say(
                f"{verdict} · " + ("that was the last: all is checked" if left is None else "t goes to what is left")
            )

    def action_note(self) -> None:
        mine = self.mine()
        if mine is None:
            self.say("Give a verdict first (1-4), then its note")
            return

        def then(text: str) -> None:
            there = self.project.verdicts.get(mine.id)
            if there is not None:
                self.act(lambda: verdicts.amend(self.project, there, note=text))

        self.post_message(Ask("Note on the verdict:", then, initial=mine.note))

    def action_withdraw(self) -> None:
        mine = self.mine()
        if mine is None:
            self.say("You gave no verdict on this")
        else:
            self.act(lambda: verdicts.withdraw(self.project, mine))

    def action_against(self) -> None:
        """Mark units that contradict."""
        group, item = self.group, self.walk.item
        if group is None:
            return

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.contradict(item, ids)

        find = unit_finder(self.project, group, self.contradicting(item))
        self.post_message(Pick("Contradicted by … (Tab: several; ● again: away)", find, then, many=True))

    def contradicting(self, item: str) -> tuple[str, ...]:
        """Ids of the units that contradict what is looked at, as far as it was said."""
        mine = self.mine()
        return mine.against if mine is not None else self.walk.against.get(item, ())

    def contradict(self, item: str, ids: tuple[str, ...]) -> None:
        """Take these units as contradicting, or not any more."""
        before = self.contradicting(item)
        wanted = tuple(one for one in before if one not in ids) + tuple(one for one in ids if one not in before)
        mine = self.mine()
        if mine is not None:
            self.act(lambda: verdicts.amend(self.project, mine, against=wanted))
        else:
            self.walk.against[item] = wanted
            self.say(f"{len(wanted)} contradicting: kept with the verdict (1-4)")
            self.show_about()
