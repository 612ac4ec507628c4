"""What refers to a record is led to another when it goes, or gives it up."""

from __future__ import annotations

from functools import partial

from coder.model.references import repointed
from coder.project import drafts
from coder.project.project import Pending, Project

#: The tables by whose ids a draft is kept.
WRITTEN_ABOUT = ("codes", "groups", "participants")


def repoint(project: Project, tx: Pending, table: str, old: str, new: str | None) -> None:
    """Let all that refers to a record refer to another; what cannot do without one, where there is none, goes too.

    What was typed about it and not saved goes to the other as well.
    """
    if new is not None and table in WRITTEN_ABOUT:
        tx.on_commit(partial(drafts.repoint_prose, project, old, new))
    for where, user in list(project.rules.users_of(table, old)):
        record = project.rules.get(where, user)
        if record is None:  # it went with another
            continue
        changed = repointed(where, record, old, new)
        if changed is None:
            repoint(project, tx, where, user, None)
            tx.remove(where, user)
        else:
            tx.put(where, changed)
