"""Restoring a backup in an open project: exactly its records, as one change that can be undone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from coder.errors import StoreError
from coder.project import Project, backups
from coder.project.operations.backups import restore
from tests.faults.child import step
from tests.strategies import Ids, back_up, labels, new_project, small, state_of, tables_of


def newest(project: Project) -> backups.Backup:
    return backups.listed(project.folder)[0]


def records(project: Project) -> backups.Tables:
    return backups.records(newest(project), [])


@pytest.mark.parametrize("seed", range(12))
def test_any_later_work_is_restored_and_undone(small_project: Project, seed: int) -> None:
    dice = random.Random(seed)
    assert back_up(small_project)
    then = state_of(small_project)
    for _ in range(25):
        step(small_project, dice)
    now = state_of(small_project)
    number = restore(small_project, newest(small_project), records(small_project), "went astray")
    assert number == len(backups.differences(now[0], then[0]))
    assert state_of(small_project) == then
    assert labels(small_project)[0].startswith("Restored backup of ")
    assert next(small_project.history()).reason == "went astray"
    assert small_project.undo()
    assert state_of(small_project) == now
    assert small_project.redo()
    assert state_of(small_project) == then


def test_nothing_differs_nothing_happens(small_project: Project) -> None:
    assert back_up(small_project)
    before = labels(small_project)
    assert restore(small_project, newest(small_project), records(small_project)) == 0
    assert labels(small_project) == before


def test_backup_of_another_project_is_refused(small_project: Project, tmp_path: Path) -> None:
    other = small(new_project(tmp_path / "other", ids=Ids(9)))
    assert back_up(other)
    before = tables_of(small_project)
    with pytest.raises(StoreError, match="another project"):
        restore(small_project, newest(other), records(other))
    assert tables_of(small_project) == before
    other.close()
