"""Step 4 of the condensation: how far the analytic texts and the back-check are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from coder.analysis.method.points import OpenPoint
from coder.analysis.method.staleness import DONE, OPEN, STALE, Standing, standing, state_of
from coder.analysis.method.units import groups, name_of, units_below
from coder.model.condensation import UNIT_CHECK, AnalyticText, CodeGroup, Sentence, Verdict
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.ordering import subtree
from coder.project.study import Study
from coder.project.verdict_fingerprint import Judged, look
from coder.text.phrases import format_count

#: Names of screens, as the table of places has them.
ANALYTIC, CHECK = "analytic", "check"


class Claim(NamedTuple):
    """A sentence of an analytic text, and the verdicts on it."""

    number: int
    sentence: Sentence
    verdicts: tuple[Standing, ...]

    @property
    def state(self) -> str:
        return state_of(self.verdicts)


class Tally(NamedTuple):
    """How many of something are checked, how many of these are stale, how many open."""

    done: int = 0
    open: int = 0
    stale: int = 0

    @property
    def total(self) -> int:
        return self.done + self.open + self.stale

    def __str__(self) -> str:
        """`12 of 60, 2 stale`, or `none of 60`."""
        done = f"{self.done:,}" if self.done else "none"
        return f"{done} of {self.total:,}" + (f", {self.stale:,} stale" if self.stale else "")


class Synthesis(NamedTuple):
    """Where a code group is in step 4; `gone` are verdicts on sentences that were taken out since.

    `units`: unit id → the verdicts on it, for each unit of the group (in no order); `left` those on units that
    are no longer in the group.
    """

    group: CodeGroup
    text: AnalyticText | None
    claims: tuple[Claim, ...]
    gone: tuple[Standing, ...]
    units: Mapping[str, tuple[Standing, ...]]
    left: tuple[Standing, ...]

    @property
    def claims_checked(self) -> Tally:
        return _tally(one.state for one in self.claims)

    @property
    def units_checked(self) -> Tally:
        return _tally(state_of(given) for given in self.units.values())

    @property
    def unsupported(self) -> list[Claim]:
        """The sentences that no unit supports."""
        return [one for one in self.claims if not one.sentence.units]

    @property
    def against(self) -> list[str]:
        """Ids of the units that contradict a claim."""
        found = (unit for one in self.claims for given in one.verdicts for unit in given.verdict.against)
        return list(dict.fromkeys(found))


def synthesis(study: Study, group: CodeGroup, units: bool = True) -> Synthesis:
    """Where a code group is in step 4; without `units` only its text and claims are looked at."""
    judged = Judged(study, group)
    on_units: dict[str, list[Standing]] = {}
    on_claims: dict[str, list[Standing]] = {}
    text = analytic_text_of(study, group.id)
    for verdict in sorted(study.users(group.id, "verdicts"), key=lambda one: (one.created, one.id)):
        assert isinstance(verdict, Verdict)
        if verdict.kind == UNIT_CHECK and not units:
            continue
        found = standing(study, judged, verdict)
        if verdict.kind == UNIT_CHECK:
            on_units.setdefault(verdict.segment or "", []).append(found)
        else:
            on_claims.setdefault(verdict.sentence, []).append(found)
    claims = tuple(
        Claim(number, sentence, tuple(on_claims.pop(sentence.key, ())))
        for number, sentence in enumerate(text.sentences if text else (), 1)
    )
    inside = units_below(study, study.codes[group.code]) if units else ()
    checked = {id: tuple(on_units.pop(id, ())) for id in inside}
    gone = tuple(one for given in on_claims.values() for one in given)
    return Synthesis(group, text, claims, gone, checked, tuple(one for given in on_units.values() for one in given))


def prepare(study: Study) -> Iterator[None]:
    """Look at what verdicts rest on, a unit at a time: what is asked of the groups afterwards is quick."""
    return look(study, [one.segment for one in study.verdicts.values() if one.segment is not None])


def open_points(study: Study) -> Iterator[OpenPoint]:
    """What step 4 asks for, and is not there: texts, headings, support, checks."""
    for group in groups(study):
        found, name = synthesis(study, group), name_of(study, group)
        if found.text is None:
            condensed = any(condensate_of(study, code.id) for code in subtree(study, study.codes[group.code]))
            if condensed and not group.residual:
                yield OpenPoint(4, f"‘{name}’ has no analytic text", ANALYTIC, group.id)
        elif not group.heading:
            yield OpenPoint(4, f"‘{name}’ has no category heading", ANALYTIC, group.id)
        bare = found.unsupported
        if bare:
            without = "1 sentence is" if len(bare) == 1 else f"{len(bare)} sentences are"
            yield OpenPoint(4, f"{without} without a unit in the analytic text of ‘{name}’", ANALYTIC, group.id)
        yield from _checks(found, name)


def _checks(found: Synthesis, name: str) -> Iterator[OpenPoint]:
    units, claims = found.units_checked, found.claims_checked
    stale = units.stale + claims.stale
    if stale:
        yield OpenPoint(4, f"{format_count(stale, 'verdict')} stale in ‘{name}’", CHECK, found.group.id)
    if found.text is None:
        return
    if claims.open:
        yield OpenPoint(4, f"{_not_checked(claims.open, 'claim')} in ‘{name}’", CHECK, found.group.id)
    if units.open:
        yield OpenPoint(4, f"{_not_checked(units.open, 'unit')} in ‘{name}’", CHECK, found.group.id)
    unsought = sum(1 for one in found.claims if one.verdicts and not any(v.verdict.counter for v in one.verdicts))
    if unsought:
        what = "1 claim" if unsought == 1 else f"{unsought:,} claims"
        yield OpenPoint(4, f"no counter-examples were searched for to {what} in ‘{name}’", CHECK, found.group.id)


def _not_checked(number: int, noun: str) -> str:
    return f"1 {noun} is not checked" if number == 1 else f"{number:,} {noun}s are not checked"


def _tally(states: Iterator[str]) -> Tally:
    count = Counter(states)
    return Tally(count[DONE], count[OPEN], count[STALE])
