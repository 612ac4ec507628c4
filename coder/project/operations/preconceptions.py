"""Preconceptions: what an analyst expects before reading; once locked, only followed by new versions."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.model.memo import PRECONCEPTION, Memo, seal_of
from coder.project.operations import memos
from coder.project.project import Project
from coder.project.study import Study, author, is_mine


def versions(study: Study, coder: str) -> list[Memo]:
    """Return the preconceptions of a coder (an id), the oldest first."""
    memos = [memo for memo in study.memos_on(study.info.id) if memo.kind == PRECONCEPTION and memo.coder == coder]
    return sorted(memos, key=_age)


def write(project: Project, text: str) -> Memo:
    """Write the acting coder's preconceptions: the unlocked version is revised, otherwise a new one begins."""
    mine = [
        memo for memo in project.memos_on(project.info.id) if memo.kind == PRECONCEPTION and _is_mine(project, memo)
    ]
    latest = max(mine, key=_age, default=None)
    if latest is not None and not latest.locked:
        return memos.revise(project, latest, text=text)
    return new_version(project, text)


def new_version(project: Project, text: str) -> Memo:
    """Write a new version of the acting coder's preconceptions."""
    with project.transaction("preconceptions.write", "wrote preconceptions") as tx:
        number = len(versions(project, project.acting_coder(tx).id)) + 1
        title = f"Version {number}" if number > 1 else ""
        return memos.write(project, text, kind=PRECONCEPTION, title=title)


def lock(project: Project, memo: Memo) -> Memo:
    """Lock a version of the acting coder's preconceptions for good."""
    if memo.kind != PRECONCEPTION or memo.about != "project":
        raise Invalid("Only preconceptions can be locked", f"The type of this memo is: {memo.kind}.")
    if not _is_mine(project, memo):
        raise Invalid("Only its author can lock a preconception", f"It is by {author(project, memo)}.")
    if memo.locked:
        return memo
    locked = msgspec.structs.replace(memo, locked=project.now())
    locked = msgspec.structs.replace(locked, seal=seal_of(locked))
    with project.transaction("preconceptions.lock", f"locked preconceptions {_label(project, memo)}") as tx:
        tx.put("memos", locked)
    return locked


def _age(memo: Memo) -> tuple[str, str, str]:
    """Sort key of versions; of two begun in the same second the unlocked one is later."""
    return memo.created, memo.locked or "~", memo.id


def _is_mine(project: Project, memo: Memo) -> bool:
    return is_mine(project, memo, project.stored_initials)


def _label(project: Project, memo: Memo) -> str:
    ids = [version.id for version in versions(project, memo.coder)]
    return f"({author(project, memo)}, version {ids.index(memo.id) + 1})"
