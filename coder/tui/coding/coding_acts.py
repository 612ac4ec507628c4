"""Coding one source: codes put on, taken off, adjusted, marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coder.model.codebook import Code
from coder.model.segment import DOUBTFUL, GOLD, Coding, Segment
from coder.model.source import Source
from coder.project import Project
from coder.project.operations import codings
from coder.project.segments import excerpt
from coder.text.span import Span
from coder.tui.coding.wayfinding import Wayfinding
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Choose, Pick

RECENT = 20


class CodingActs(Wayfinding):
    """The unit under the cursor, or the selection, is what an act is done to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._last: list[str] = []
        self._adjusting: Segment | None = None

    def show(self, project: Project, source: Source | None, cursor: int = 0) -> None:
        self._adjusting = None
        super().show(project, source, cursor)

    def action_leave(self) -> None:
        self._adjusting = None
        super().action_leave()

    def action_code(self) -> None:
        project, chosen = self.project, self._selected()
        if project is None or chosen is None:
            return
        quote = excerpt(self.text[chosen.start : chosen.end])

        def apply(ids: tuple[str, ...], created: str) -> None:
            codes = [project.codes[id] for id in ids]
            self._put(chosen, codes, created)

        find = code_finder(project, self.recent)
        self.post_message(Pick(f"Code “{quote}”", find, apply, many=True, create=True))

    def _put(self, chosen: Span, codes: Sequence[Code], created: str = "") -> None:
        project, source = self.project, self.source
        if project is None or source is None:
            return
        every: list[Code | str] = [*codes, *([created] if created else [])]
        done = self.attempt(lambda: codings.code(project, source, chosen.start, chosen.end, every))
        if done is None:
            return
        used = [project.codings[coding.id].code for coding in done.new] + [code.id for code in done.already]
        self._last = used
        self.recent = list(dict.fromkeys([*used, *self.recent]))[:RECENT]
        names = " + ".join(project.codes[id].name for id in used)
        if done.new:
            self.say(f"coded with {names}")
        else:
            self.say(f"{names} is on it already")
        self.view.clear_selection()

    def action_again(self) -> None:
        project, chosen = self.project, self._selected()
        if project is None or chosen is None:
            return
        codes = [project.codes[id] for id in self._last or self.recent[:1] if id in project.codes]
        if codes:
            self._put(chosen, codes)
        else:
            self.say("No code was used yet: c chooses one")

    def action_quick(self, digit: int) -> None:
        project, chosen = self.project, self._selected()
        if project is None or chosen is None:
            return
        code = next((code for code in project.codes.values() if code.quick == digit), None)
        if code is None:
            self.say(f"No code is on key {digit}: in the code tree, {digit} puts one there")
        else:
            self._put(chosen, [code])

    def action_in_vivo(self) -> None:
        project, source, chosen = self.project, self.source, self._selected()
        if project is None or source is None or chosen is None:
            return
        done = self.attempt(lambda: codings.in_vivo(project, source, chosen.start, chosen.end))
        if done is not None:
            used = [coding.code for coding in done.new] + [code.id for code in done.already]
            self._last = used
            self.recent = list(dict.fromkeys([*used, *self.recent]))[:RECENT]
            self.view.clear_selection()

    def action_uncode(self) -> None:
        project, here = self.project, self.codings_here()
        if project is None:
            return
        if not here:
            self.say("Nothing is coded here")
        elif len(here) == 1:
            self._take_off(project, here)
        else:
            rows = [(coding.id, str(n), self._describe(project, coding)) for n, coding in enumerate(here[:9], 1)]

            def decide(id: str) -> None:
                self._take_off(project, here if id == "all" else [project.codings[id]])

            self.post_message(Choose("Take off which coding?", [*rows, ("all", "a", "all of them")], decide))

    def _describe(self, project: Project, coding: Coding) -> str:
        quote = excerpt(project.segments[coding.segment].quote, 30)
        return f"{project.codes[coding.code].name} · “{quote}” · {project.coders[coding.coder].initials}"

    def _take_off(self, project: Project, doomed: Sequence[Coding]) -> None:
        self.attempt(lambda: codings.uncode_all(project, doomed))

    def action_adjust(self) -> None:
        here = self.under_cursor()
        if self._adjusting is not None:
            self._keep_edges(self._adjusting)
        elif not here:
            self.say("Nothing is coded here")
        elif len(here) == 1:
            self._begin_adjusting(here[0])
        else:
            rows = [(one.id, str(n), excerpt(one.quote)) for n, one in enumerate(here[:9], 1)]
            by_id = {one.id: one for one in here}
            self.post_message(Choose("Adjust which unit?", rows, lambda id: self._begin_adjusting(by_id[id])))

    def _begin_adjusting(self, segment: Segment) -> None:
        self._adjusting = segment
        self.view.go_to(segment.span, select=True)
        self.say("[ and ] move the edge, o the other end · e or Enter keeps · Esc leaves it")

    def key_enter(self) -> None:
        if self._adjusting is not None:
            self._keep_edges(self._adjusting)

    def _keep_edges(self, segment: Segment) -> None:
        project, chosen = self.project, self.view.selection
        self._adjusting = None
        if project is not None:
            self.attempt(lambda: codings.adjust(project, segment, chosen.start, chosen.end))
        self.view.clear_selection()

    def action_gold(self) -> None:
        self._mark(GOLD, "Gold quotation for which code?")

    def action_doubtful(self) -> None:
        self._mark(DOUBTFUL, "Which coding is doubtful?")

    def _mark(self, mark: str, which: str) -> None:
        project, here = self.project, self.codings_here()
        if project is None:
            return
        if not here:
            self.say("Nothing is coded here")
            return

        def toggle(id: str) -> None:
            coding = project.codings[id]
            self.attempt(lambda: codings.mark(project, coding, "" if coding.mark == mark else mark))

        if len(here) == 1:
            toggle(here[0].id)
        else:
            rows = [(coding.id, str(n), self._describe(project, coding)) for n, coding in enumerate(here[:9], 1)]
            self.post_message(Choose(which, rows, toggle))
