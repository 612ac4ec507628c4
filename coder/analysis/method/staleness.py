"""Which verdicts of the back-check still stand, and what was changed under those that do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coder.model.condensation import Verdict
from coder.project.segments import excerpt
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
    Judged,
)

OPEN, STALE, DONE = "open", "stale", "done"
#: In the order in which a check goes through them.
STATES: tuple[str, ...] = (STALE, OPEN, DONE)

_WORDS = {
    UNIT: "the words or the edges of the unit were changed since",
    CONTEXT: "what stands around the unit was changed since",
    SENTENCE: "the sentence was reworded since",
}


class Standing(NamedTuple):
    """A verdict and what was changed since it was given; `gone`: its sentence was taken out of the text."""

    verdict: Verdict
    why: tuple[str, ...] = ()
    gone: bool = False

    @property
    def stale(self) -> bool:
        return bool(self.why) and not self.gone


def standing(study: Study, judged: Judged, verdict: Verdict) -> Standing:
    """Whether a verdict still stands; `judged` is that of its group."""
    now = judged.now(verdict)
    if now is None:
        return Standing(verdict, ("the sentence was taken out since",), gone=True)
    if now == verdict.seen:
        return Standing(verdict)
    return Standing(verdict, tuple(dict.fromkeys(_changes(study, verdict, now))))


def state_of(given: Iterable[Standing]) -> str:
    """What a unit or a sentence is, by the verdicts on it: done as soon as one of them stands."""
    found = [one for one in given if not one.gone]
    if any(not one.why for one in found):
        return DONE
    return STALE if found else OPEN


def standings(study: Study, verdicts: Iterable[Verdict]) -> Iterator[Standing]:
    """The standing of verdicts of any groups."""
    judged: dict[str, Judged] = {}
    for verdict in verdicts:
        if verdict.group not in judged:
            judged[verdict.group] = Judged(study, study.groups[verdict.group])
        yield standing(study, judged[verdict.group], verdict)


def _changes(study: Study, verdict: Verdict, now: dict[str, str]) -> Iterator[str]:
    seen = verdict.seen
    for part in (*seen, *(one for one in now if one not in seen)):
        before, after = seen.get(part, ""), now.get(part, "")
        if before == after:
            continue
        kind, _, id = part.rpartition("/")
        if kind + "/" == CONDENSATE:
            yield _condensate(study, id, before, after)
        elif kind + "/" in (SUPPORT, AGAINST):
            yield _unit(study, id, before, after, against=part.startswith(AGAINST))
        elif part == GROUP:
            yield f"the unit {'is no longer' if after == OUT else 'is again'} in the group"
        else:
            yield _WORDS.get(part, "something was changed since")


def _condensate(study: Study, code: str, before: str, after: str) -> str:
    there = study.codes.get(code)
    if not before:
        return f"a condensate of ‘{there.name}’ was written since" if there else "a condensate was written since"
    name = f"‘{there.name}’" if there else "a subgroup that is gone"
    return f"the condensate of {name} was {'changed' if after else 'taken away'} since"


def _unit(study: Study, id: str, before: str, after: str, against: bool) -> str:
    segment = study.segments.get(id)
    quote = f"“{excerpt(segment.quote)}”" if segment else "a unit that is gone"
    if not before:
        return f"{quote} {'was found to contradict it' if against else 'was linked'} since"
    if not after:
        return f"{quote} is not linked any more"
    if after.startswith(OUT) and not before.startswith(OUT):
        return f"{quote} is no longer in the group"
    return f"{quote} was changed since"
