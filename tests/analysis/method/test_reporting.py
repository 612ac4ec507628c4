"""What of COREQ is open. All text SYNTHETIC."""

from __future__ import annotations

from coder.analysis.method.reporting import ASKED, open_points, unanswered
from coder.analysis.reports.coreq_known import ANSWERED, KNOWN
from coder.project import Project
from coder.project.operations import answers


def test_each_item_is_asked_or_can_be_known() -> None:
    """METHOD.md: by itself, in part, asked once."""
    asked = set(map(int, ASKED))
    assert asked | {12, 13, 16, 18, 19, 20, 21, 23, 24, 25, 26, 27, 29, 31, 32} == set(range(1, 33))
    assert not asked & ANSWERED
    assert {8, 9, 14, 15, 17, 22, 28, 30} <= KNOWN.keys()
    assert set(range(1, 33)) - asked <= KNOWN.keys()


def test_open_until_it_is_answered(small_project: Project, empty_project: Project) -> None:
    assert list(open_points(empty_project)) == []
    (point,) = open_points(small_project)
    assert point.text == "COREQ: 17 of the items that only you know have no answer"
    for item in ASKED:
        if item not in ("4", "22"):
            answers.answer(small_project, "coreq", item, "SYNTHETIC")
    for field in ("aim", "specificity", "theory", "dialogue"):
        answers.answer(small_project, "information power", field, "SYNTHETIC")
    assert unanswered(small_project) == ["4", "22"]
    answers.answer(small_project, "information power", "analysis", "SYNTHETIC")
    (point,) = open_points(small_project)
    assert (point.step, point.text, point.place) == (5, "COREQ: item 4 has no answer", "coreq")
    answers.answer(small_project, "coreq", "4", "SYNTHETIC")
    assert list(open_points(small_project)) == []
