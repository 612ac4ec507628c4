"""What refers to a record is led to another when it goes, or gives it up."""

from __future__ import annotations

import msgspec

from coder.model.framework import ChangeNote
from coder.model.references import redirected
from coder.project.project import Pending, Project

#: Why a side of a change note has no evidence, when its last unit went.
GONE = "the unit that was cited here is gone"


def redirect(project: Project, tx: Pending, table: str, old: str, new: str | None) -> None:
    """Let all that refers to a record refer to another; what cannot do without one, where there is none, goes too."""
    for where, user in list(project.rules.users_of(table, old)):
        record = project.rules.get(where, user)
        if record is None:  # it went with another
            continue
        changed = redirected(where, record, old, new)
        if changed is None:
            redirect(project, tx, where, user, None)
            tx.remove(where, user)
        else:
            tx.put(where, _explained(changed) if isinstance(changed, ChangeNote) else changed)


def _explained(note: ChangeNote) -> ChangeNote:
    """The note with a reason on each side that has lost its last evidence."""
    lost = {
        absent: GONE
        for evidence, absent in (("evidence_first", "absent_first"), ("evidence_then", "absent_then"))
        if note.tag and not note[evidence] and not note[absent]
    }
    return msgspec.structs.replace(note, **lost) if lost else note
