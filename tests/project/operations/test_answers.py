"""Answers to the forms of reports. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import Invalid, NotFound
from coder.project import Project
from coder.project.operations import answers
from tests.strategies import labels, new_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return new_project(tmp_path / "study")


def told(project: Project) -> dict[tuple[str, str], str]:
    return {(answer.form, answer.item): answer.text for answer in project.answers.values()}


def test_answer_is_changed_cleared_and_undone(project: Project) -> None:
    first = answers.answer(project, "COREQ", " 10 ", " SYNTHETIC all who came. ")
    again = answers.answer(project, "coreq", "10", "SYNTHETIC some.")
    assert again.id == first.id
    assert answers.answer(project, "coreq", "10", "SYNTHETIC some.") == again
    answers.answer(project, "Information Power", "Aim", "SYNTHETIC narrow.")
    assert told(project) == {("coreq", "10"): "SYNTHETIC some.", ("information power", "aim"): "SYNTHETIC narrow."}
    assert labels(project)[:3] == [
        "answered information power: aim",
        "changed the answer to COREQ item 10",
        "answered COREQ item 10",
    ]
    answers.clear(project, "coreq", "10")
    assert answers.find(project, "coreq", "10") is None
    project.undo()
    project.undo()
    project.undo()
    assert told(project) == {("coreq", "10"): "SYNTHETIC all who came."}


def test_imported_answers_are_one_change(project: Project) -> None:
    answers.answer(project, "coreq", "3", "SYNTHETIC doctors.")
    given = [
        ("coreq", "3", "SYNTHETIC doctors. "),
        ("coreq", "4", "SYNTHETIC women."),
        ("coreq", "5", "SYNTHETIC none."),
    ]
    assert answers.take_over(project, given) == 2
    assert answers.take_over(project, given) == 0
    assert labels(project)[0] == "imported 2 answers from a file"
    project.undo()
    assert told(project) == {("coreq", "3"): "SYNTHETIC doctors."}


def test_unknown_item_is_refused(project: Project) -> None:
    with pytest.raises(NotFound, match="1 to 32"):
        answers.answer(project, "coreq", "33", "SYNTHETIC")
    with pytest.raises(NotFound, match="aim, specificity"):
        answers.answer(project, "information power", "score", "SYNTHETIC")
    with pytest.raises(NotFound, match="information power"):
        answers.clear(project, "poem", "1")
    with pytest.raises(NotFound, match="no answer"):
        answers.clear(project, "coreq", "1")
    with pytest.raises(Invalid, match="empty"):
        answers.answer(project, "coreq", "1", " \n")
    with pytest.raises(NotFound):
        answers.take_over(project, [("coreq", "1", "SYNTHETIC"), ("coreq", "0", "SYNTHETIC")])
    assert told(project) == {}
