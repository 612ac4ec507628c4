"""Step 4 of the condensation: progress of the analytic texts and the back-check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.staleness import DONE, OPEN, STALE, Standing, standing, state_of
from coder.analysis.method.units import group_name, groups_in_order, units_below
from coder.model.condensation import UNIT_CHECK, AnalyticText, CodeGroup, Sentence, Verdict
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.study import Study, subtree
from coder.project.verdict_fingerprint import VerdictBasis, look
from coder.text.phrases import format_count


class Claim(NamedTuple):
    """A sentence of an analytic text with its verdicts."""

    number: int
    sentence: Sentence
    verdicts: tuple[Standing, ...]

    @property
    def state(self) -> str:
        return state_of(self.verdicts)


class Tally(NamedTuple):
    """Counts of what is checked, open and stale."""

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
    """Progress of a code group in step 4; `gone` are verdicts on sentences that were removed.

    `units`: unit id → its verdicts, for each unit of the group, unordered; `left`: verdicts on units that are no
    longer in the group.
    """

    group: CodeGroup
    text: AnalyticText | None
    claims: tuple[Claim, ...]
    gone: tuple[Standing, ...]
    units: Mapping[str, tuple[Standing, ...]]
    left: tuple[Standing, ...]

    @property
    def claims_checked(self) -> Tally:
        return _tally(claim.state for claim in self.claims)

    @property
    def units_checked(self) -> Tally:
        return _tally(state_of(verdicts) for verdicts in self.units.values())

    @property
    def unsupported(self) -> list[Claim]:
        """The sentences that no unit supports."""
        return [claim for claim in self.claims if not claim.sentence.units]

    @property
    def against(self) -> list[str]:
        """Ids of the units that contradict a claim."""
        units = (unit for claim in self.claims for standing in claim.verdicts for unit in standing.verdict.against)
        return list(dict.fromkeys(units))


def synthesis(study: Study, group: CodeGroup, units: bool = True) -> Synthesis:
    """Return the progress of a code group; without `units` only its text and claims are examined."""
    basis = VerdictBasis(study, group)
    on_units: dict[str, list[Standing]] = {}
    on_claims: dict[str, list[Standing]] = {}
    text = analytic_text_of(study, group.id)
    for verdict in sorted(study.referrers(group.id, "verdicts"), key=lambda verdict: (verdict.created, verdict.id)):
        assert isinstance(verdict, Verdict)
        if verdict.kind == UNIT_CHECK and not units:
            continue
        current = standing(study, basis, verdict)
        if verdict.kind == UNIT_CHECK:
            on_units.setdefault(verdict.segment or "", []).append(current)
        else:
            on_claims.setdefault(verdict.sentence, []).append(current)
    claims = tuple(
        Claim(number, sentence, tuple(on_claims.pop(sentence.key, ())))
        for number, sentence in enumerate(text.sentences if text else (), 1)
    )
    group_units = units_below(study, study.codes[group.code]) if units else ()
    checked = {id: tuple(on_units.pop(id, ())) for id in group_units}
    gone = tuple(verdict for verdicts in on_claims.values() for verdict in verdicts)
    left = tuple(verdict for verdicts in on_units.values() for verdict in verdicts)
    return Synthesis(group, text, claims, gone, checked, left)


def prepare(study: Study) -> Iterator[None]:
    """Cache what verdicts rest on, one unit at a time, so that open points are found quickly afterwards."""
    return look(study, [verdict.segment for verdict in study.verdicts.values() if verdict.segment is not None])


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield missing texts and headings, unsupported sentences, and missing or stale checks."""
    for group in groups_in_order(study):
        progress, name = synthesis(study, group), group_name(study, group)
        if progress.text is None:
            condensed = any(condensate_of(study, code.id) for code in subtree(study, study.codes[group.code]))
            if condensed and not group.residual:
                yield OpenPoint(4, f"‘{name}’ has no analytic text", Kind.ANALYTIC_TEXT, group.id)
        elif not group.heading:
            yield OpenPoint(4, f"‘{name}’ has no category heading", Kind.ANALYTIC_TEXT, group.id)
        number = len(progress.unsupported)
        if number:
            verb = "has" if number == 1 else "have"
            text = f"{format_count(number, 'sentence')} of the analytic text of ‘{name}’ {verb} no unit"
            yield OpenPoint(4, text, Kind.ANALYTIC_TEXT, group.id)
        yield from _unchecked(progress, name)


def _unchecked(progress: Synthesis, name: str) -> Iterator[OpenPoint]:
    def point(text: str) -> OpenPoint:
        return OpenPoint(4, f"{text} in ‘{name}’", Kind.VERDICT, progress.group.id)

    units, claims = progress.units_checked, progress.claims_checked
    stale = units.stale + claims.stale
    if stale:
        yield point(f"{format_count(stale, 'verdict')} stale")
    if progress.text is None:
        return
    if claims.open:
        yield point(f"{format_count(claims.open, 'claim')} not checked")
    if units.open:
        yield point(f"{format_count(units.open, 'unit')} not checked")
    one_sided = sum(
        1
        for claim in progress.claims
        if claim.verdicts and not any(standing.verdict.counter for standing in claim.verdicts)
    )
    if one_sided:
        yield point(f"no search for counter-examples to {format_count(one_sided, 'claim')}")


def _tally(states: Iterator[str]) -> Tally:
    count = Counter(states)
    return Tally(count[DONE], count[OPEN], count[STALE])
