"""The attrition register: participants who were invited, declined, were unreachable or withdrew."""

from __future__ import annotations

from collections.abc import Sequence

from coder.errors import Invalid
from coder.model.participant import ERASED, OUTCOMES, Attrition, Participant, Wave
from coder.project.project import Project
from coder.project.study import Study
from coder.text.phrases import format_count

#: The notice shown when a participant withdraws and wants their data erased.
ERASING = (
    "This only records that the data must be erased. Nothing has been erased yet: interviews, units, memos, "
    "the history and the backups still contain them. To erase them: X, or coder participants erase."
)


def find_entry(project: Study, participant: Participant, wave: Wave | None = None) -> Attrition | None:
    """Return the entry of a participant in a wave (None: in the whole study), if there is one."""
    entries: list[Attrition] = project.referrers(participant.id, "attrition")
    return next((entry for entry in entries if entry.wave == (wave.id if wave else None)), None)


def enter(
    project: Project,
    participant: Participant,
    outcome: str,
    *,
    wave: Wave | None = None,
    reason: str | None = None,
    when: str | None = None,
) -> Attrition:
    """Enter the outcome of a participant in a wave (None: in the whole study), replacing the present entry.

    `outcome` is one of `OUTCOMES`, `when` a date as text ("" for none). None leaves a field as it is.
    """
    if outcome == ERASED:
        raise Invalid("Only an erasure enters that", outcome, "To erase a participant: coder participants erase")
    if outcome not in OUTCOMES:
        known = ", ".join(name for name in OUTCOMES if name != ERASED)
        raise Invalid(f"Unknown outcome “{outcome}”", hint=f"Known: {known}")
    existing = find_entry(project, participant, wave)
    entry = Attrition(
        id=existing.id if existing else project.new_id(),
        participant=participant.id,
        wave=wave.id if wave else None,
        outcome=outcome,
        reason=((existing.reason if existing else "") if reason is None else reason).strip(),
        when=((existing.when if existing else "") if when is None else when).strip(),
    )
    where = f", {wave.name}" if wave else ""
    with project.transaction("attrition.enter", f"register: {participant.name}{where}: {outcome}") as tx:
        tx.put("attrition", entry)
    return entry


def enter_all(
    project: Project, people: Sequence[Participant], outcome: str, *, wave: Wave | None = None, reason: str = ""
) -> None:
    """Enter the same outcome for several participants, as `enter` does."""
    names = people[0].name if len(people) == 1 else f"{len(people)} participants"
    with project.transaction("attrition.enter", f"register: {names}: {outcome}"):
        for participant in people:
            enter(project, participant, outcome, wave=wave, reason=reason)


def strike_all(project: Project, entries: Sequence[Attrition]) -> None:
    """Remove several entries of the register."""
    with project.transaction(
        "attrition.strike", f"register: deleted {format_count(len(entries), 'entry', 'entries')}"
    ):
        for entry in entries:
            strike(project, entry)


def strike(project: Project, entry: Attrition) -> None:
    """Remove an entry of the register."""
    participant = project.participants[entry.participant]
    where = f", {project.waves[entry.wave].name}" if entry.wave else ""
    with project.transaction("attrition.strike", f"register: deleted {participant.name}{where}") as tx:
        tx.remove("attrition", entry.id)


def withdraw(project: Project, participant: Participant, *, erase: bool = False, reason: str = "") -> Attrition:
    """Enter that a participant withdrew, and whether their data must be erased.

    Nothing is erased yet (see `ERASING`).
    """
    return enter(project, participant, "withdrawn, erase" if erase else "withdrawn", reason=reason or None)
