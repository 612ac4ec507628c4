"""Decisions on candidates for pseudonyms that are not replaced."""

from __future__ import annotations

from coder.model.record import Record

KEEP, LATER = "keep", "later"


class PseudonymDecision(Record, frozen=True, kw_only=True):
    """The decision to keep what may identify somebody, or to decide later; the words themselves are not held.

    `digest` is the keyed digest of the words (see `coder.privacy.pseudonyms`); `place` that of a single occurrence
    with the words around it, "" for all. `kind` is the kind of candidate, such as "name".
    """

    kind: str
    digest: str
    decision: str
    coder: str
    place: str = ""
    modified: str = ""
