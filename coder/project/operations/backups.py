"""Restoring a backup in an open project."""

from __future__ import annotations

from coder.project.backups import Backup, as_present, differences, label_of
from coder.project.project import RESTORED, Project
from coder.store.checkpoint import Tables


def restore(project: Project, backup: Backup, tables: Tables, reason: str = "") -> int:
    """Make the records of a backup those of the project, as one transaction that can be undone.

    `tables` are the checked records of the backup. Returns the number of records that changed, 0 if there was nothing
    to restore; StoreError if the backup is of another project.
    """
    changes = differences(project.tables, as_present(project, tables))
    if not changes:
        return 0
    with project.transaction(RESTORED, label_of(backup), reason) as pending:
        for change in changes:
            pending.change(change)
    return len(changes)
