"""History of a code. SYNTHETIC text only."""

from __future__ import annotations

from coder.analysis.history import events
from coder.project import Project
from coder.project.operations import codebook
from coder.project.study import code_named


def test_changes_of_a_code_with_undo(small_project: Project) -> None:
    alone = code_named(small_project, "Alone")
    before = events(small_project, alone.id)
    codebook.define(small_project, alone, definition="SYNTHETIC")
    codebook.rename(small_project, small_project.codes[alone.id], "Lonely")
    small_project.undo()
    assert events(small_project, alone.id)[: len(before)] == before
    assert [event.undone for event in events(small_project, alone.id)[len(before) :]] == [False, True]


def test_repeated_changes_are_counted(small_project: Project) -> None:
    alone = code_named(small_project, "Alone")
    for text in ("SYNTHETIC 1", "SYNTHETIC 2"):
        codebook.define(small_project, small_project.codes[alone.id], definition=text)
    assert events(small_project, alone.id)[-1].times == 2
