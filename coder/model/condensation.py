"""Systematic text condensation: themes, code groups, condensates, analytic texts, verdicts.

The method: Malterud, Systematic text condensation, Scand J Public Health 2012; 40: 795-805.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coder.model.record import Record

#: Decisions on a preliminary theme: key → label.
FATES: dict[str, str] = {"": "open", "taken": "taken up", "dropped": "dropped"}

UNIT_CHECK = "unit"
CLAIM_CHECK = "claim"
#: Kind of check → its verdicts, in the order of their keys; the first is the positive one.
VERDICTS: dict[str, tuple[str, ...]] = {
    UNIT_CHECK: ("faithful", "meaning changed", "leading question", "wrong speaker"),
    CLAIM_CHECK: ("supported", "partly", "contradicted", "unsupported"),
}


class Reading(Record, frozen=True, kw_only=True):
    """A reading of a whole source by an analyst (step 1)."""

    source: str
    coder: str
    when: str


class Theme(Record, frozen=True, kw_only=True):
    """A preliminary theme of one analyst, or a `negotiated` one that all agreed on (step 1).

    `fate` is the decision on a preliminary theme (`FATES`), `into` the negotiated theme it became part of; `why`,
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

    `themes` are the negotiated ones it comes from; the `residual` group holds what fits no other; `heading`
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
    """Return the sentences as running text, paragraphs separated by an empty line."""
    return "".join(sentence.text + ("\n\n" if sentence.ends else " ") for sentence in sentences).strip()


class Condensate(Record, frozen=True, kw_only=True):
    """An artificial quotation in the first person, composed from the units of a subgroup (step 3).

    It is not a quotation of a participant.
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
    """The verdict of a back-check (step 4) on a unit in its context, or a claim against whole transcripts.

    `segment` is what a unit check is about; `text` and `sentence` (a sentence's key) what a claim check is about,
    and `claim` is its wording. `counter`: counter-examples were searched for; `against`:
    contradicting segments. `seen` holds digests of the verdict's basis, part by part: if one differs now, the verdict
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
