"""Back-check: whether a verdict is still valid, and what has changed since it was given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coder.model.condensation import Verdict
from coder.project.study import Study
from coder.project.verdict_fingerprint import (
    AGAINST,
    CONDENSATE,
    CONTEXT,
    GROUP,
    OUT,
    SENTENCE,
    SUPPORT,
    UNIT,
    VerdictBasis,
)
from coder.text.phrases import excerpt

OPEN, STALE, DONE = "open", "stale", "done"
#: In the order of a check session.
STATES: tuple[str, ...] = (STALE, OPEN, DONE)

_CHANGES = {
    UNIT: "the text or the edges of the unit have changed",
    CONTEXT: "the text around the unit has changed",
    SENTENCE: "the sentence was reworded",
}


class Standing(NamedTuple):
    """A verdict and what has changed since; `gone`: its sentence was removed from the text."""

    verdict: Verdict
    why: tuple[str, ...] = ()
    gone: bool = False

    @property
    def stale(self) -> bool:
        return bool(self.why) and not self.gone


def standing(study: Study, basis: VerdictBasis, verdict: Verdict) -> Standing:
    """Return whether a verdict is still valid; `basis` is that of its group."""
    present = basis.now(verdict)
    if present is None:
        return Standing(verdict, ("the sentence was removed",), gone=True)
    if present == verdict.seen:
        return Standing(verdict)
    return Standing(verdict, tuple(dict.fromkeys(_changes(study, verdict, present))))


def state_of(standings: Iterable[Standing]) -> str:
    """Return the state of a unit or sentence by its verdicts: done if one of them is still valid."""
    current = [standing for standing in standings if not standing.gone]
    if any(not standing.why for standing in current):
        return DONE
    return STALE if current else OPEN


def standings(study: Study, verdicts: Iterable[Verdict]) -> Iterator[Standing]:
    """Yield the standing of verdicts from any groups."""
    bases: dict[str, VerdictBasis] = {}
    for verdict in verdicts:
        if verdict.group not in bases:
            bases[verdict.group] = VerdictBasis(study, study.groups[verdict.group])
        yield standing(study, bases[verdict.group], verdict)


def _changes(study: Study, verdict: Verdict, now: dict[str, str]) -> Iterator[str]:
    seen = verdict.seen
    for part in (*seen, *(part for part in now if part not in seen)):
        before, after = seen.get(part, ""), now.get(part, "")
        if before == after:
            continue
        kind, _, id = part.rpartition("/")
        if kind + "/" == CONDENSATE:
            yield _condensate_change(study, id, before, after)
        elif kind + "/" in (SUPPORT, AGAINST):
            yield _unit_change(study, id, before, after, against=part.startswith(AGAINST))
        elif part == GROUP:
            yield f"the unit {'is no longer' if after == OUT else 'is again'} in the group"
        else:
            yield _CHANGES.get(part, "the text or its links have changed")


def _condensate_change(study: Study, id: str, before: str, after: str) -> str:
    code = study.codes.get(id)
    if not before:
        return f"a condensate of ‘{code.name}’ was written" if code else "a condensate was written"
    name = f"‘{code.name}’" if code else "a deleted subgroup"
    return f"the condensate of {name} was {'changed' if after else 'deleted'}"


def _unit_change(study: Study, id: str, before: str, after: str, against: bool) -> str:
    segment = study.segments.get(id)
    quote = f"“{excerpt(segment.quote)}”" if segment else "a deleted unit"
    if not before:
        return f"{quote} was {'marked as contradicting' if against else 'linked'}"
    if not after:
        return f"{quote} is no longer linked"
    if after.startswith(OUT) and not before.startswith(OUT):
        return f"{quote} is no longer in the group"
    return f"{quote} was changed"
