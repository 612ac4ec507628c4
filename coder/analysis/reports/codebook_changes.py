"""The decision trail of the codebook: each code made, renamed, merged, moved, redefined or deleted, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.trail import taken_back
from coder.model.change import Change, Transaction
from coder.model.codebook import SEPARATOR, Code
from coder.project.project import Project

#: Fields of a code that say what it means.
MEANING = ("definition", "include", "exclude")


class Decision(NamedTuple):
    """One change to one code; `undone` says that it was taken back and not done again."""

    when: str
    coder: str
    kind: str
    what: str
    reason: str
    undone: bool


def decisions(project: Project) -> list[Decision]:
    """All changes of the codebook, the oldest first; paths are those of the time."""
    transactions = list(reversed(list(project.history())))
    undone = taken_back(transactions)
    codes: dict[str, Code] = {}
    found = []
    for one in transactions:
        changes = [change for change in one.changes if change.table == "codes"]
        if one.undoes is None:
            for kind, what in _told(one, changes, codes):
                found.append(Decision(one.when, one.coder, kind, what, one.reason, one.id in undone))
        _apply(codes, changes)
    return found


def _apply(codes: dict[str, Code], changes: list[Change]) -> None:
    for change in changes:
        if isinstance(change.after, Code):
            codes[change.id] = change.after
        else:
            codes.pop(change.id, None)


def _told(transaction: Transaction, changes: list[Change], codes: dict[str, Code]) -> Iterator[tuple[str, str]]:
    """Kind and words of each change that means something; order, colour and keys do not."""
    after = dict(codes)
    _apply(after, changes)
    if transaction.operation == "codebook.merge":
        yield "merged", transaction.label
        return
    if transaction.operation == "codebook.split":
        yield "split", transaction.label
        return
    for change in changes:
        before, now = change.before, change.after
        if isinstance(now, Code) and isinstance(before, Code):
            yield from _altered(before, now, codes, after)
        elif isinstance(now, Code):
            yield "created", _path(after, now)
        elif isinstance(before, Code):
            yield "deleted", _path(codes, before)


def _altered(before: Code, now: Code, codes: dict[str, Code], after: dict[str, Code]) -> Iterator[tuple[str, str]]:
    if before.name != now.name:
        yield "renamed", f"{_path(codes, before)} → {now.name}"
    if before.parent != now.parent:
        yield "moved", f"{_path(codes, before)} → {_path(after, now)}"
    changed = [field for field in MEANING if getattr(before, field) != getattr(now, field)]
    if changed:
        yield "redefined", f"{_path(after, now)}: {', '.join(changed)}"
    if before.archived != now.archived:
        yield ("archived" if now.archived else "brought back"), _path(after, now)


def _path(codes: dict[str, Code], code: Code) -> str:
    names = [code.name]
    while code.parent is not None and code.parent in codes:
        code = codes[code.parent]
        names.append(code.name)
    return SEPARATOR.join(reversed(names))
