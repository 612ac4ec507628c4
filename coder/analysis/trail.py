"""Decision trail: every act of the history with who, when and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from coder.model.document import AnyBlock, Cell, Document, Heading, Table
from coder.model.memo import Memo
from coder.model.record import Transaction
from coder.project.project import Project
from coder.text.phrases import format_count


class Step(NamedTuple):
    """An act of the trail; `undone` if it was undone and not redone; `id` is its transaction."""

    when: str
    coder: str
    operation: str
    label: str
    reason: str
    undone: bool
    id: str = ""


def steps(project: Project) -> list[Step]:
    """Return all acts, oldest first; undo and redo only mark the act concerned; private memos are left out."""
    transactions = list(reversed(list(project.history())))
    undone = undone_ids(transactions)
    return [
        Step(act.when, act.coder, act.operation, act.label, act.reason, act.id in undone, act.id)
        for act in transactions
        if act.undoes is None and not _is_private(act)
    ]


def undone_ids(transactions: Iterable[Transaction]) -> set[str]:
    """Return the ids of the acts that were undone and not redone; the oldest transaction comes first."""
    undone: set[str] = set()
    targets: dict[str, str] = {}
    for transaction in transactions:
        if transaction.undoes is not None:
            act = targets[transaction.id] = targets.get(transaction.undoes, transaction.undoes)
            (undone.add if transaction.operation == "undo" else undone.discard)(act)
    return undone


def _is_private(transaction: Transaction) -> bool:
    records = [record for change in transaction.changes for record in (change.before, change.after)]
    return any(record.private for record in records if isinstance(record, Memo))


def exported(project: Project) -> tuple[list[dict[str, object]], Callable[[], Document]]:
    """Return what a writer of the trail takes: the steps as records, and the document made from them."""
    trail = steps(project)
    return [step._asdict() for step in trail], lambda: as_document(project, trail)


def as_document(project: Project, trail: Sequence[Step]) -> Document:
    """Return the trail as a document with a table for each day."""
    blocks: list[AnyBlock] = []
    for day, acts in groupby(trail, key=lambda step: step.when[:10]):
        rows = _rows(acts)
        n = format_count(len(rows), "act")
        blocks += [Heading(2, day), Table(f"n = {n} (UTC)", ("When", "Who", "What", "Why"), rows)]
    return Document("Decision trail", project.info.name, project.now(), (), tuple(blocks))


def _rows(steps: Iterable[Step]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(step.when[11:16]),
            Cell(step.coder),
            Cell(step.label + (" (undone)" if step.undone else "")),
            Cell(step.reason),
        )
        for step in steps
    )
