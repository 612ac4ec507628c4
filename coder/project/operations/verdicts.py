"""Verdicts of the back-check (step 4): on units in context and on claims of analytic texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from coder.errors import Invalid, NotFound
from coder.model.condensation import CLAIM_CHECK, UNIT_CHECK, VERDICTS, AnalyticText, CodeGroup, Verdict
from coder.model.source import Segment
from coder.project.operations.synthesis import sentence_of
from coder.project.project import Pending, Project
from coder.project.verdict_fingerprint import AGAINST, VerdictBasis
from coder.text.phrases import excerpt


def unit_check(
    project: Project,
    group: CodeGroup,
    segment: Segment,
    verdict: str,
    note: str = "",
    against: Iterable[str] = (),
) -> Verdict:
    """Give a verdict on a unit in its context; it replaces the coder's earlier one.

    Raises Invalid for an unknown verdict or a segment outside the group.
    """
    _check_verdict(UNIT_CHECK, verdict)
    basis = VerdictBasis(project, group)
    name = project.codes[group.code].name
    if not basis.holds(segment.id):
        raise Invalid("The unit is not in the code group", f"{name}: “{excerpt(segment.quote)}”")
    label = f"checked the unit “{excerpt(segment.quote)}” in {name}: {verdict}"
    with project.transaction("verdicts.unit_check", label) as tx:
        return _give(
            project,
            tx,
            kind=UNIT_CHECK,
            group=group.id,
            verdict=verdict,
            segment=segment.id,
            against=_segments(project, against),
            note=note.strip(),
            seen=basis.unit(segment.id),
        )


def claim_check(
    project: Project,
    text: AnalyticText,
    key: str,
    verdict: str,
    counter: bool = False,
    against: Iterable[str] = (),
    note: str = "",
) -> Verdict:
    """Give a verdict on a sentence against whole transcripts; it replaces the coder's earlier one.

    `counter`: counter-examples were searched for; `against`: contradicting segments.
    """
    _check_verdict(CLAIM_CHECK, verdict)
    sentence = sentence_of(text, key)
    group = project.groups[text.group]
    contradicting = _segments(project, against)
    label = f"checked the claim “{excerpt(sentence.text)}”: {verdict}"
    with project.transaction("verdicts.claim_check", label) as tx:
        return _give(
            project,
            tx,
            kind=CLAIM_CHECK,
            group=group.id,
            verdict=verdict,
            text=text.id,
            sentence=key,
            claim=sentence.text,
            counter=counter,
            against=contradicting,
            note=note.strip(),
            seen=VerdictBasis(project, group).claim(sentence, contradicting),
        )


def amend(
    project: Project,
    verdict: Verdict,
    counter: bool | None = None,
    against: Iterable[str] | None = None,
    note: str | None = None,
) -> Verdict:
    """Change the details of a verdict (None: unchanged); its basis stays the same."""
    changed = verdict
    if counter is not None:
        changed = msgspec.structs.replace(changed, counter=counter)
    if note is not None:
        changed = msgspec.structs.replace(changed, note=note.strip())
    if against is not None:
        units = _segments(project, against)
        seen = {part: digest for part, digest in verdict.seen.items() if not part.startswith(AGAINST)}
        if verdict.kind == CLAIM_CHECK:
            seen |= {AGAINST + unit: digest for unit, digest in VerdictBasis.quotes(project, units).items()}
        changed = msgspec.structs.replace(changed, against=units, seen=seen)
    if changed == verdict:
        return verdict
    with project.transaction(
        "verdicts.amend", f"added to the verdict “{verdict.verdict}” on {_subject(project, verdict)}"
    ) as tx:
        tx.put("verdicts", changed)
    return changed


def withdraw(project: Project, verdict: Verdict) -> None:
    """Withdraw a verdict; its unit or claim is open again."""
    label = f"withdrew the verdict “{verdict.verdict}” on {_subject(project, verdict)}"
    with project.transaction("verdicts.withdraw", label) as tx:
        tx.remove("verdicts", verdict.id)


def act_on(project: Project, verdict: Verdict, label: str, act: Callable[[], Any], reason: str = "") -> None:
    """Act on a verdict (recode its unit, reword its sentence …) in one transaction, recorded in the verdict."""
    label += f", after the verdict “{verdict.verdict}”"
    with project.transaction("verdicts.act_on", label, reason.strip()) as tx:
        before = len(tx.changes)
        act()
        if len(tx.changes) > before and verdict.id in project.verdicts:
            tx.put("verdicts", msgspec.structs.replace(project.verdicts[verdict.id], led_to=tx.id))


def given(project: Project, **about: Any) -> Verdict | None:
    """Return the acting coder's verdict on a `segment` and `group`, or a `text` and `sentence`."""
    mine = next(iter(project.rules.named("coders", project.stored_initials)), None)
    for verdict in project.referrers(about.get("segment") or about["text"], "verdicts"):
        assert isinstance(verdict, Verdict)
        if verdict.coder == mine and all(verdict[field] == value for field, value in about.items()):
            return verdict
    return None


def _give(project: Project, tx: Pending, **fields: Any) -> Verdict:
    coder = project.acting_coder(tx)
    about = ("group", "segment") if fields["kind"] == UNIT_CHECK else ("text", "sentence")
    existing = given(project, kind=fields["kind"], **{field: fields[field] for field in about})
    id = existing.id if existing is not None else project.new_id()
    verdict = Verdict(id=id, coder=coder.id, created=project.now(), **fields)
    tx.put("verdicts", verdict)
    return verdict


def _check_verdict(kind: str, verdict: str) -> None:
    if verdict not in VERDICTS[kind]:
        raise Invalid("There is no such verdict", verdict, f"Verdicts are: {', '.join(VERDICTS[kind])}")


def _segments(project: Project, ids: Iterable[str]) -> tuple[str, ...]:
    segments = tuple(dict.fromkeys(ids))
    for id in segments:
        if id not in project.segments:
            raise NotFound("There is no such unit", id)
    return segments


def _subject(project: Project, verdict: Verdict) -> str:
    segment = project.segments.get(verdict.segment or "")
    return f"“{excerpt(segment.quote if segment is not None else verdict.claim)}”"
