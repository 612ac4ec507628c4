"""The decision trail: what was done, by whom, when and why; from the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from coder.model.change import Transaction
from coder.model.document import AnyBlock, Cell, Document, Heading, Table
from coder.model.memo import Memo
from coder.project.project import Project


class Step(NamedTuple):
    """One act of the trail; `undone` says that it was taken back and not done again; `id` is its transaction."""

    when: str
    coder: str
    operation: str
    label: str
    reason: str
    undone: bool
    id: str = ""


def steps(project: Project) -> list[Step]:
    """All acts, the oldest first; undo and redo are told at the act itself, private memos are left out."""
    transactions = list(reversed(list(project.history())))
    undone = taken_back(transactions)
    return [
        Step(one.when, one.coder, one.operation, one.label, one.reason, one.id in undone, one.id)
        for one in transactions
        if one.undoes is None and not _private(one)
    ]


def taken_back(transactions: Iterable[Transaction]) -> set[str]:
    """Ids of the acts that were undone and not done again; the oldest transaction comes first."""
    undone: set[str] = set()
    targets: dict[str, str] = {}
    for one in transactions:
        if one.undoes is not None:
            act = targets[one.id] = targets.get(one.undoes, one.undoes)
            (undone.add if one.operation == "undo" else undone.discard)(act)
    return undone


def _private(transaction: Transaction) -> bool:
    records = [record for change in transaction.changes for record in (change.before, change.after)]
    memos = [record for record in records if isinstance(record, Memo)]
    return bool(memos) and any(memo.private for memo in memos)


def exported(project: Project) -> tuple[list[dict[str, object]], Callable[[], Document]]:
    """Return what a writer of the trail takes: the steps as records, and the document made from them."""
    trail = steps(project)
    return [step._asdict() for step in trail], lambda: as_document(project, trail)


def as_document(project: Project, trail: Sequence[Step]) -> Document:
    """A table for each day."""
    blocks: list[AnyBlock] = []
    for day, found in groupby(trail, key=lambda step: step.when[:10]):
        of_day = list(found)
        acts = "1 act" if len(of_day) == 1 else f"{len(of_day):,} acts"
        blocks += [Heading(2, day), Table(f"n = {acts} (UTC)", ("When", "Who", "What", "Why"), _rows(of_day))]
    return Document("Decision trail", project.info.name, project.now(), (), tuple(blocks))


def _rows(steps: Iterable[Step]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(step.when[11:16]),
            Cell(step.coder),
            Cell(step.label + (" (taken back)" if step.undone else "")),
            Cell(step.reason),
        )
        for step in steps
    )
