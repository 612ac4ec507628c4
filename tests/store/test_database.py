"""TinyDB over the live tables: it can ask anything, and change nothing."""

from __future__ import annotations

import pytest
from tinydb import where

from coder.errors import ReadOnly
from coder.project import Project, read_project


def test_database_queries_return_stored_records(small_project: Project) -> None:
    codes = small_project._store.database.table("codes")
    (found,) = codes.search(where("name") == "Alone")
    assert found is small_project.codes[found["id"]]
    assert codes.get(doc_id=found["id"]) is found
    assert codes.get(where("name") == "Nobody") is None
    assert len(codes) == len(small_project.codes)
    assert codes.contains(where("parent") == found["parent"])


def test_write_without_the_journal_is_refused(small_project: Project) -> None:
    codes = small_project._store.database.table("codes")
    for act in (lambda: codes.update({"name": "x"}), codes.truncate, lambda: codes.remove(where("name") == "Alone")):
        with pytest.raises(TypeError, match="transaction"):
            act()
    assert len(codes) == 4


def test_read_only_project_has_no_database(small_project: Project) -> None:
    with pytest.raises(ReadOnly):
        _ = read_project(small_project.folder)._store.database
