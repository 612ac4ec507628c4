"""A code keeps its letter as long as the project is open."""

from __future__ import annotations

from coder.project import read_project
from coder.project.operations import codebook
from coder.project.study import LETTERS, letters
from coder.tui.kit import session_state
from coder.tui.kit.code_letters import CodeLetters, letters_of
from tests.tui.conftest import Ui


async def test_letters_stay_when_codes_are_added_moved_and_deleted(ui: Ui) -> None:
    project = ui.project
    before = letters_of(project)
    added = codebook.add(project, "Fear")
    codebook.move(project, added, None, 0)
    after = letters_of(project)
    assert {id: after[id] for id in before} == before
    assert after[added.id] not in before.values()
    codebook.delete(project, added)
    assert letters_of(project) == before
    project.undo()
    assert letters_of(project) == after


async def test_letters_are_the_same_in_the_next_session(ui: Ui) -> None:
    project = ui.project
    codebook.move(project, codebook.add(project, "Fear"), None, 0)
    before = letters_of(project)
    assert session_state.save(project) == ""
    with read_project(project.folder) as again:
        assert letters_of(again) == before
        assert before != letters(again)


def test_letters_repeat_only_when_all_are_used() -> None:
    ids = [str(number) for number in range(len(LETTERS) + 1)]
    given = CodeLetters({}).add(dict.fromkeys(ids, ""))
    assert "".join(given.values()) == LETTERS + LETTERS[0]
