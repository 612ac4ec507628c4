"""Unit check: each unit of a group among the turns around it; is it what its code says?"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from coder.analysis.method.staleness import Standing
from coder.analysis.quotations import location
from coder.errors import NotFound
from coder.model.codebook import Code
from coder.model.condensation import Verdict
from coder.model.segment import Coding, Segment
from coder.project.operations import codings, verdicts
from coder.project.ordering import subtree
from coder.project.paths import path_of
from coder.project.segments import excerpt
from coder.tui.backcheck.check_screen import interrupt
from coder.tui.backcheck.check_walk import WalkScreen
from coder.tui.keymap import actions
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Pick
from coder.tui.kit.unit_context import UnitContext


class UnitCheckScreen(WalkScreen):
    """Three turns on either side, the question included; one key a verdict."""

    where = "unitcheck"
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("checking"),
        *actions.bindings("unitcheck"),
    ]

    @property
    def segment(self) -> Segment | None:
        return self.project.segments.get(self.walk.item)

    def given(self) -> list[Standing]:
        return self.standings(self.walk.item)

    def mine(self) -> Verdict | None:
        return verdicts.given(self.project, segment=self.walk.item, group=self.walk.group)

    def judge(self, verdict: str) -> Verdict:
        group, segment, mine = self.group, self.segment, self.mine()
        if group is None or segment is None:
            raise NotFound("The unit is gone")
        against = self.contradicting(segment.id)
        note = mine.note if mine is not None and mine.verdict == verdict else ""
        return verdicts.unit_check(self.project, group, segment, verdict, note, against)

    def where_from(self) -> str:
        segment = self.segment
        return location(self.project, self.project.sources[segment.source], segment.span) if segment else ""

    def show_read(self) -> None:
        segment = self.segment
        if segment is not None:
            self.query_one(UnitContext).show_unit(self.project, segment.source, segment.span)

    # What a verdict leads to

    def _codings(self) -> list[Coding]:
        """The codings by which the unit is in the group."""
        assert self.group is not None
        inside = {code.id for code in subtree(self.project, self.project.codes[self.group.code])}
        return [one for one in self.project.codings_of(self.walk.item) if one.code in inside]

    def _because(self) -> Verdict | None:
        mine = self.mine()
        if mine is None:
            self.say("Give a verdict first (1-4): it is told what it led to")
        return mine

    def action_recode(self) -> None:
        because, segment = self._because(), self.segment
        if because is None or segment is None:
            return
        moved = self._codings()

        def then(ids: tuple[str, ...], _: str) -> None:
            if ids:
                self.act(lambda: self._recode(because, segment, moved, self.project.codes[ids[0]]))

        find = code_finder(
            self.project, among=lambda code: code.codable and code.id not in {one.code for one in moved}
        )
        self.post_message(Pick("The unit goes to …", find, then))

    def _recode(self, because: Verdict, segment: Segment, moved: list[Coding], code: Code) -> None:
        def act() -> None:
            for coding in moved:
                if coding.id in self.project.codings:
                    codings.recode(self.project, coding, code)

        label = f"recoded “{excerpt(segment.quote)}” to {path_of(self.project, code)}"
        verdicts.act_on(self.project, because, label, act)

    def action_uncode(self) -> None:
        because, segment = self._because(), self.segment
        if because is None or segment is None:
            return
        label = f"uncoded “{excerpt(segment.quote)}”"
        taken = self._codings()
        self.act(
            lambda: verdicts.act_on(
                self.project, because, label, lambda: codings.uncode(self.project, segment, taken)
            )
        )

    def action_open(self) -> None:
        segment = self.segment
        if segment is None:
            return
        shell, project, walk = self.shell, self.project, self.walk

        def back() -> None:
            interrupt(project, walk)
            shell.open("check")

        shell.open(
            "coding",
            source=project.sources[segment.source],
            place=segment.span,
            back=back,
            message="Esc goes back to the back-check",
        )
