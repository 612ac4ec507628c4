"""Pseudonyms: keep or postpone candidates, and replace the passages of those that were decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from coder.model.pseudonym import LATER, PseudonymDecision
from coder.model.record import Record
from coder.project.operations import corrections
from coder.project.project import Project
from coder.text.phrases import format_count
from coder.text.substitutions import Substitution


class Subject(NamedTuple):
    """What a decision is about: the kind of candidate, the digest of its words, that of its place ("": all)."""

    kind: str
    digest: str
    place: str = ""


class Replacements(NamedTuple):
    """What `replace` does: passages by the id of their source, changed records by table, and names of speakers.

    `places` gives places of decisions that stay, before → after.
    """

    passages: Mapping[str, Sequence[Substitution]]
    records: Sequence[tuple[str, Record]]
    renamed: Callable[[str], str]
    places: Mapping[str, str]


def decide(
    project: Project, subjects: Collection[Subject], decision: str, withdrawn: Collection[Subject] = ()
) -> None:
    """Record a decision on all of the subjects, "" for none; withdraw those on `withdrawn`; one change."""
    stored = {(row.digest, row.place): row for row in project.pseudonym_decisions.values()}
    label = f"decided on pseudonyms ({decision})" if decision else "withdrew decisions on pseudonyms"
    with project.transaction("pseudonyms.decide", label) as tx:
        kept = {(subject.digest, subject.place) for subject in subjects} if decision else set()
        for subject in (*withdrawn, *(() if decision else subjects)):
            existing = stored.pop((subject.digest, subject.place), None)
            if existing is not None and (subject.digest, subject.place) not in kept:
                tx.remove("pseudonym_decisions", existing.id)
        for subject in dict.fromkeys(subjects) if decision else ():
            existing = stored.get((subject.digest, subject.place))
            if existing is not None and existing.decision == decision:
                continue
            record = PseudonymDecision(
                id=existing.id if existing is not None else project.new_id(),
                kind=subject.kind,
                digest=subject.digest,
                place=subject.place,
                decision=decision,
                coder=project.acting_coder(tx).id,
                modified=project.now(),
            )
            tx.put("pseudonym_decisions", record)


def replace(project: Project, replacements: Replacements, reason: str = "") -> None:
    """Replace passages in all sources and records, as one correction; “later” is no longer remembered.

    Raises as `corrections.apply`. The originals stay in the history until they are erased.
    """
    number = sum(map(len, replacements.passages.values()))
    many = format_count(len(replacements.passages), "source")
    label = f"replaced {format_count(number, 'passage')} by pseudonyms in {many}"
    with project.transaction("pseudonyms.apply", label, reason) as tx:
        for id, passages in replacements.passages.items():
            source = project.sources[id]
            correction = corrections.preview_substitutions(project, source, passages, replacements.renamed)
            corrections.apply(project, source, correction)
            source = project.sources[id]
            interviewers = tuple(dict.fromkeys(map(replacements.renamed, source.interviewers)))
            tx.put("sources", msgspec.structs.replace(source, interviewers=interviewers))
        for table, record in replacements.records:
            tx.put(table, record)
        for row in list(project.pseudonym_decisions.values()):
            if row.decision == LATER:
                tx.remove("pseudonym_decisions", row.id)
            elif row.place in replacements.places:
                tx.put("pseudonym_decisions", msgspec.structs.replace(row, place=replacements.places[row.place]))
