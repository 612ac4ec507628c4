"""Undo to a point of the history: step counts compared with undoing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import CoderError, NotFound
from coder.project import Project
from coder.project.operations import codebook
from coder.project.undo_to import count_undo_steps, name_changes_of_others, undo_steps
from tests.strategies import new_project, state_of


@given(acts=st.lists(st.sampled_from(["do", "do", "undo", "redo"]), max_size=14), data=st.data())
def test_undo_to_a_point_restores_that_state(acts: list[str], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, new_project(Path(folder) / "study") as project:
        states = {next(project.history()).id: codes(project)}
        for number, act in enumerate(acts):
            if act == "do":
                codebook.add(project, f"Code {number}")
            else:
                project.undo() if act == "undo" else project.redo()
            states[next(project.history()).id] = codes(project)
        id = data.draw(st.sampled_from(sorted(states)))
        depth = project.undoable
        try:
            steps = count_undo_steps(project, id)
        except CoderError:
            # What undo alone cannot reach: the point is on none of the states that undo goes through.
            assert act_was_undone(project, id)
            return
        assert len(list(undo_steps(project, steps))) == steps
        assert codes(project) == states[id]
        assert project.undoable == depth - steps
        for _ in range(steps):
            assert project.redo() is not None


def codes(project: Project) -> set[str]:
    return {code.name for code in project.codes.values()}


def act_was_undone(project: Project, id: str) -> bool:
    """Whether something at or before that point was taken back after it."""
    transactions = list(reversed(list(project.history())))
    place = next(n for n, one in enumerate(transactions) if one.id == id)
    until = {transaction.id for transaction in transactions[: place + 1]}
    return any(
        transaction.operation == "undo" and transaction.undoes in until for transaction in transactions[place + 1 :]
    )


def test_latest_change_is_zero_steps_and_unknown_one_not_found(small_project: Project) -> None:
    before = state_of(small_project)
    assert count_undo_steps(small_project, next(small_project.history()).id) == 0
    with pytest.raises(NotFound):
        count_undo_steps(small_project, small_project.new_id())
    assert state_of(small_project) == before


def test_undone_change_cannot_be_reached(small_project: Project) -> None:
    codebook.add(small_project, "Gone")
    gone = next(small_project.history()).id
    small_project.undo()
    with pytest.raises(CoderError, match="Cannot undo to this change"):
        count_undo_steps(small_project, gone)


def test_undo_steps_stops_when_no_longer_iterated(small_project: Project) -> None:
    for name in ("One", "Two", "Three"):
        codebook.add(small_project, name)
    next(undo_steps(small_project, 3))
    assert {"One", "Two"} <= codes(small_project)
    assert "Three" not in codes(small_project)


def test_changes_of_other_coders_are_named_first_ones_only(small_project: Project) -> None:
    mine = small_project.initials
    for coder, number in ((mine, 1), ("ZZ", 4)):
        small_project.act_as(coder)
        for count in range(number):
            codebook.add(small_project, f"{coder} {count}")
    small_project.act_as(mine.swapcase())
    text = name_changes_of_others(small_project, small_project.next_turns(5))
    assert text.count("by ZZ") == 3
    assert text.endswith(" and 1 more")
    assert f"by {mine}" not in text
    small_project.act_as("zz")
    assert name_changes_of_others(small_project, small_project.next_turns(4)) == ""
