"""What systematic text condensation makes, step by step: themes, code groups, condensates, analytic texts, verdicts.

The method: Malterud, Systematic text condensation, Scand J Public Health 2012; 40: 795-805.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coder.model.record import Record

#: What can become of a preliminary theme when the analysts negotiate: key → how it is said.
FATES: dict[str, str] = {"": "open", "taken": "taken up", "dropped": "dropped"}

UNIT_CHECK = "unit"
CLAIM_CHECK = "claim"
#: Kind of check → its verdicts, in the order of their keys; the first is the one that finds no fault.
VERDICTS: dict[str, tuple[str, ...]] = {
    UNIT_CHECK: ("faithful", "meaning changed", "leading question", "wrong speaker"),
    CLAIM_CHECK: ("supported", "partly", "contradicted", "unsupported"),
}


class Reading(Record, frozen=True, kw_only=True):
    """That an analyst has read a whole source, and when (step 1)."""

    source: str
    coder: str
    when: str


class Theme(Record, frozen=True, kw_only=True):
    """A preliminary theme of one analyst, or, `negotiated`, one of the list that all agreed on (step 1).

    `fate` says what became of a preliminary theme (`FATES`), `into` the negotiated theme that took it up; `why`,
    `decided_by` (a coder) and `decided` (when) belong to that decision.
    """

    name: str
    note: str = ""
    coder: str
    created: str = ""
    order: int = 0
    negotiated: bool = False
    fate: str = ""
    into: str | None = None
    why: str = ""
    decided_by: str | None = None
    decided: str = ""


class CodeGroup(Record, frozen=True, kw_only=True):
    """A code that is a code group of the condensation; the codes right below it are its subgroups (step 2).

    `themes` are the negotiated ones that it came from; the `residual` group holds what fits no other; `heading`
    is the category heading of step 4.
    """

    code: str
    themes: tuple[str, ...] = ()
    residual: bool = False
    heading: str = ""
    created: str = ""


class Sentence(NamedTuple):
    """A sentence and the segments that support it; `key` stays when its wording changes, `ends` ends a paragraph."""

    key: str
    text: str
    units: tuple[str, ...] = ()
    ends: bool = False


def prose(sentences: Iterable[Sentence]) -> str:
    """The sentences as running text, paragraphs apart by an empty line."""
    return "".join(one.text + ("\n\n" if one.ends else " ") for one in sentences).strip()


class Condensate(Record, frozen=True, kw_only=True):
    """An artificial quotation in the first person, made of the units of one code, a subgroup (step 3).

    It is never a quotation: nobody said it.
    """

    code: str
    sentences: tuple[Sentence, ...] = ()
    coder: str
    created: str = ""
    modified: str = ""


class AnalyticText(Record, frozen=True, kw_only=True):
    """The synthesis of a code group in the third person; its sentences are claims (step 4)."""

    group: str
    sentences: tuple[Sentence, ...] = ()
    coder: str
    created: str = ""
    modified: str = ""


class Verdict(Record, frozen=True, kw_only=True):
    """The outcome of a back-check (step 4): of a unit in its context, or of a claim against whole transcripts.

    `segment` is what a unit check is about; `text` and `sentence` (a sentence's key) what a claim check is about,
    and `claim` is how that sentence read. `counter` says that counter-examples were searched for, `against` which
    segments contradict. `seen` holds digests of what was judged, part by part: where one differs now, the verdict
    is stale. `led_to` is the transaction that the verdict caused.
    """

    kind: str
    group: str
    verdict: str
    segment: str | None = None
    text: str | None = None
    sentence: str = ""
    claim: str = ""
    counter: bool = False
    against: tuple[str, ...] = ()
    note: str = ""
    coder: str
    created: str = ""
    seen: dict[str, str] = {}
    led_to: str = ""
