"""Open COREQ items. All text SYNTHETIC."""

from __future__ import annotations

from msgspec.structs import replace

from coder.analysis.method.points import Kind
from coder.analysis.method.reporting import RESEARCHER_ITEMS, open_points, unanswered
from coder.analysis.reports.coreq import entries, stored_answers
from coder.analysis.reports.coreq_evidence import ANSWERED, EVIDENCE
from coder.analysis.reports.view import View
from coder.project import Project
from coder.project.operations import answers, attrition


def test_each_item_has_evidence_or_is_asked() -> None:
    """METHOD.md: by itself, in part, asked once."""
    asked = set(map(int, RESEARCHER_ITEMS))
    assert asked | {12, 13, 16, 18, 19, 20, 21, 23, 24, 25, 26, 27, 29, 31, 32} == set(range(1, 33))
    assert not asked & ANSWERED
    assert {8, 9, 14, 15, 17, 22, 28, 30} <= EVIDENCE.keys()
    assert set(range(1, 33)) - asked <= EVIDENCE.keys()


def test_items_are_open_until_answered(small_project: Project, empty_project: Project) -> None:
    assert list(open_points(empty_project)) == []
    (point,) = open_points(small_project)
    assert point.text == "COREQ: 20 items are not fully answered"
    for item in RESEARCHER_ITEMS:
        if item not in ("4", "22"):
            answers.answer(small_project, "coreq", item, "SYNTHETIC")
    for field in ("aim", "specificity", "theory", "dialogue"):
        answers.answer(small_project, "information power", field, "SYNTHETIC")
    assert unanswered(small_project) == ["4", "22"]
    answers.answer(small_project, "information power", "analysis", "SYNTHETIC")
    (point,) = open_points(small_project)
    assert (point.step, point.text, point.kind) == (5, "COREQ: item 4 is not fully answered", Kind.COREQ)
    answers.answer(small_project, "coreq", "4", "SYNTHETIC")
    assert list(open_points(small_project)) == []


def test_form_and_steps_agree_on_open_items(small_project: Project) -> None:
    """What else is open in the form will be known as the study goes on."""
    project = small_project

    def agree() -> None:
        found = entries(View(project), stored_answers(project))
        in_form = {entry.item.number for entry in found if entry.open}
        assert in_form - ANSWERED == set(map(int, unanswered(project)))

    agree()
    source = next(iter(project.sources.values()))
    attributes = {"Recorded": "audio", "Returned": "no", "member check": " "}
    with project.transaction("test", "as a file that was imported says") as tx:
        tx.put("sources", replace(source, attributes=attributes))
    assert not {"19", "23"} & set(unanswered(project))
    agree()
    person = next(iter(project.participants.values()))
    attrition.enter(project, person, "declined")
    assert "13" not in unanswered(project)
    agree()
