"""The records of the method over a generated study: groups, condensates, verdicts, a framework, change notes."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any

from coder.model.condensation import AnalyticText, CodeGroup, Condensate, Reading, Sentence, Theme, Verdict
from coder.model.framework import CHANGE_TAGS, EVIDENCED, INFERRED, ChangeNote, Framework, Level, LevelCell
from coder.model.record import Record
from coder.store.checkpoint import Tables

WHEN = "2024-06-01T09:00:00+00:00"
#: Units of one code group, at the most of the studies with the method in them.
LARGEST_GROUP = 5_000


class Method:
    """Adds to tables that hold a study all that the method's screens show."""

    def __init__(self, tables: Tables, new_id: Callable[[], str], put: Callable[[str, Record], str]) -> None:
        self.tables: dict[str, dict[str, Any]] = tables  # type: ignore[assignment]
        self.id, self.put = new_id, put
        self.rng = random.Random("the method")
        self.coder, self.other = list(tables["coders"])[:2]
        self.below: defaultdict[str | None, list[str]] = defaultdict(list)
        for code in self.tables["codes"].values():
            self.below[code.parent].append(code.id)
        self.units: defaultdict[str, list[str]] = defaultdict(list)
        for coding in self.tables["codings"].values():
            self.units[coding.code].append(coding.segment)
        self._enlarge()
        self._themes()
        for place, code in enumerate(self.below[None]):
            self._group(code, place)
        self._framework()
        for source in tables["sources"]:
            self.put("readings", Reading(id=self.id(), source=source, coder=self.coder, when=WHEN))

    def units_below(self, code: str) -> list[str]:
        units = dict.fromkeys(self.units[code])
        for child in self.below[code]:
            units.update(dict.fromkeys(self.units_below(child)))
        return list(units)

    def _enlarge(self) -> None:
        """Let the first subgroup have as many units as the largest group of the stress shapes, if there are any."""
        from coder.model.source import Coding

        first = self.below[self.below[None][0]][0]
        taken = set(self.units[first])
        free = (segment for segment in self.tables["segments"] if segment not in taken)
        for segment in list(free)[: LARGEST_GROUP - len(taken)]:
            coding = Coding(id=self.id(), segment=segment, code=first, coder=self.coder, created=WHEN)
            self.put("codings", coding)
            self.units[first].append(segment)

    def _themes(self) -> None:
        for coder, number in ((self.coder, 6), (self.other, 6)):
            for place in range(number):
                name = f"Theme {place + 1} of {'AA' if coder == self.coder else 'BB'}, SYNTHETIC"
                self.put("themes", Theme(id=self.id(), name=name, coder=coder, created=WHEN, order=place))
        for place in range(5):
            name = f"Negotiated theme {place + 1}, SYNTHETIC"
            theme = Theme(id=self.id(), name=name, coder=self.coder, created=WHEN, order=place, negotiated=True)
            self.put("themes", theme)

    def _said(self, units: list[str], number: int) -> tuple[Sentence, ...]:
        return tuple(
            Sentence(f"s{place}", f"SYNTHETIC sentence {place}.", tuple(dict.fromkeys(self.rng.choices(units, k=2))))
            for place in range(number if units else 0)
        )

    def _group(self, code: str, place: int) -> None:
        heading = f"Category {place + 1}, SYNTHETIC"
        group = self.put("groups", CodeGroup(id=self.id(), code=code, heading=heading, created=WHEN))
        for child in self.below[code]:
            sentences = self._said(self.units_below(child), 8)
            condensate = Condensate(id=self.id(), code=child, sentences=sentences, coder=self.coder, created=WHEN)
            self.put("condensates", condensate)
        units = self.units_below(code)
        sentences = self._said(units, 10)
        text = AnalyticText(id=self.id(), group=group, sentences=sentences, coder=self.coder, created=WHEN)
        self.put("analytic_texts", text)
        for unit in units[::2]:
            verdict = Verdict(
                id=self.id(), kind="unit", group=group, verdict="faithful", segment=unit, coder=self.coder
            )
            self.put("verdicts", verdict)

    def _framework(self) -> None:
        framework = self.put("frameworks", Framework(id=self.id(), name="Levels, SYNTHETIC", created=WHEN))
        names = ("Artefacts", "Espoused values", "Basic assumptions")
        levels = [
            self.put("levels", Level(id=self.id(), framework=framework, name=name, order=place, inferred=place == 2))
            for place, name in enumerate(names)
        ]
        segments: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for segment in self.tables["segments"].values():
            source = self.tables["sources"][segment.source]
            segments[source.participant, source.wave].append(segment.id)
        waves = sorted({wave for _, wave in segments}, key=lambda wave: self.tables["waves"][wave].order)
        tags = list(CHANGE_TAGS)
        number = count()
        for participant in self.tables["participants"]:
            held = [segments[participant, wave] for wave in waves]
            for wave, units in zip(waves, held, strict=True):
                cited = ""
                for level in levels if units else ():
                    inferred = level == levels[-1]
                    cell = LevelCell(
                        id=self.id(),
                        level=level,
                        participant=participant,
                        wave=wave,
                        summary=f"SYNTHETIC summary {next(number)}.",
                        evidence=tuple(units[:3]),
                        cites=(cited,) if inferred else (),
                        status=INFERRED if inferred else EVIDENCED,
                        coder=self.coder,
                    )
                    cited = self.put("cells", cell)
            for level in levels if len(held) == 2 and all(held) else ():
                note = ChangeNote(
                    id=self.id(),
                    participant=participant,
                    first=waves[0],
                    then=waves[1],
                    level=level,
                    tag=self.rng.choice(tags),
                    sentence="SYNTHETIC change.",
                    evidence_first=(held[0][0],),
                    evidence_then=(held[1][0],),
                    coder=self.coder,
                )
                self.put("change_notes", note)
