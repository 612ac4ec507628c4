"""Repoint references from a removed record to its replacement."""

from __future__ import annotations

from functools import partial

from coder.model.references import repointed
from coder.project import drafts
from coder.project.project import Pending, Project

#: The tables whose records have drafts.
WRITTEN_ABOUT = ("codes", "groups", "participants")


def repoint(project: Project, tx: Pending, table: str, old: str, new: str | None) -> None:
    """Repoint all references to a record; without a replacement, records that require it are removed too.

    Unsaved drafts about it are moved to the replacement.
    """
    if new is not None and table in WRITTEN_ABOUT:
        tx.on_commit(partial(drafts.repoint_prose, project, old, new))
    for where, user in list(project.rules.referrers_of(table, old)):
        record = project.rules.get(where, user)
        if record is None:  # removed together with another record
            continue
        changed = repointed(where, record, old, new)
        if changed is None:
            repoint(project, tx, where, user, None)
            tx.remove(where, user)
        else:
            tx.put(where, changed)
