"""Decision trail. SYNTHETIC text only."""

from __future__ import annotations

from coder.analysis import history
from coder.model.document import Heading, Table
from coder.project import Project
from coder.project.operations import codebook, memos


def test_undone_acts_are_marked(small_project: Project) -> None:
    codebook.add(small_project, "Undone")
    small_project.undo()
    codebook.add(small_project, "Redone")
    small_project.undo()
    small_project.redo()
    acts = history.steps(small_project)
    assert [act.operation for act in acts if act.operation in ("undo", "redo")] == []
    assert [act.undone for act in acts[-2:]] == [True, False]


def test_private_memos_are_left_out(small_project: Project) -> None:
    before = history.steps(small_project)
    memos.write(small_project, "SYNTHETIC private", kind="reflexive")
    assert history.steps(small_project) == before


def test_the_document_has_a_table_for_each_day(small_project: Project) -> None:
    acts = history.steps(small_project)
    document = history.as_document(small_project, acts)
    days = list(dict.fromkeys(act.when[:10] for act in acts))
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == days
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert sum(len(table.rows) for table in tables) == len(acts)
