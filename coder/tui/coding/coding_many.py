"""Coding several units at once: those of a turn, and those that were found."""

from __future__ import annotations

from coder.model.codebook import Code
from coder.project.operations import codings
from coder.text.phrases import format_count
from coder.text.span import Span
from coder.text.units import Granularity
from coder.tui.coding.coding_acts import CodingActs
from coder.tui.kit.finders import code_finder
from coder.tui.kit.messages import Choose, Pick


class CodingMany(CodingActs):
    """One act, one transaction, any number of units."""

    def action_many(self) -> None:
        if self._selected() is None:
            return
        units = self.view.cursor.units
        size = self.granularity()
        if size not in (Granularity.WORD, Granularity.SENTENCE):
            size = Granularity.SENTENCE
        chosen = self.view.selection
        turn = Span(units.at(Granularity.TURN, chosen.start).start, units.at(Granularity.TURN, chosen.end - 1).end)
        found = list(dict.fromkeys(units.at(size, span.start) for span in self.view.canvas.lit))
        ways = {"turn": units.within(size, turn), "lit": found}
        if self.view.cursor.anchor is not None:
            ways["selection"] = units.within(size, chosen)
        labels = {
            "turn": ("t", "in this turn"),
            "selection": ("s", "in the selection"),
            "lit": ("l", "with what is lit: found words, or the units of a code"),
        }
        rows = [
            (way, labels[way][0], f"{len(spans)} {size.value}s {labels[way][1]}")
            for way, spans in ways.items()
            if spans
        ]
        self.post_message(Choose("Code every unit …", rows, lambda way: self._code_all(ways[way])))

    def _code_all(self, spans: list[Span]) -> None:
        project, source = self.project, self.source
        if project is None or source is None:
            return
        stretches = [codings.Stretch(source, *span) for span in spans]

        def apply(ids: tuple[str, ...], created: str) -> None:
            codes: list[Code | str] = [*(project.codes[id] for id in ids), *([created] if created else [])]
            done = self.attempt(lambda: codings.code_all(project, stretches, codes))
            if done is not None:
                self.view.clear_selection()
                self.say(told(done))

        find = code_finder(project, self.recent)
        self.post_message(Pick(f"Code {format_count(len(spans), 'unit')} with", find, apply, many=True, create=True))


def told(done: codings.CodedAll) -> str:
    """What coding many units did, in the status line."""
    already = f"; {done.already:,} had it already" if done.already else ""
    return f"coded {done.units:,} {'unit' if done.units == 1 else 'units'}{already} · u takes it back"
