"""Autocoding proposals. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.analysis.autocode import MATCH, proposals, unit_proposals
from coder.analysis.search import REGEX, MatchOptions, search
from coder.project import Project
from coder.project.operations import codings
from coder.project.study import code_named
from tests.strategies import FIRST, SECOND


def proposed(project: Project, query: str, unit: str, code: str = "Alone") -> list[tuple[str, bool]]:
    found = proposals(project, search(project, query, MatchOptions(REGEX)), [code_named(project, code)], unit)
    for one in found:
        assert project.text_of(one.source).text[one.start : one.end] == one.text
        assert all(one.start < hit.end and hit.start < one.end for hit in one.hits)
    return [(one.text, one.already) for one in found]


@pytest.mark.parametrize(
    ("query", "unit", "found"),
    [
        ("GP|felt", "sentence", [("I have a GP of my own now.", False), ("It felt strange, then good.", False)]),
        ("GP|felt", "turn", [(SECOND[SECOND.index("I have") : -1], False)]),
        ("GP|felt", MATCH, [("GP", False), ("felt", False)]),
        ("not ask", MATCH, [("not ask", True)]),
        ("ask|help", "sentence", [(FIRST[FIRST.index("I did") : FIRST.index("\nI: And")], True)]),
        ("Long. I", "sentence", [(FIRST[FIRST.index("Long") : FIRST.index("\nI: And")], True)]),
        (" strange", MATCH, [("strange", False)]),
        ("nowhere", "sentence", []),
    ],
)
def test_one_proposal_per_unit(small_project: Project, query: str, unit: str, found: list[tuple[str, bool]]) -> None:
    assert proposed(small_project, query, unit) == found


def test_speaker_labels_are_not_proposed(small_project: Project) -> None:
    assert proposed(small_project, "^I: ", "sentence") == []


def test_applied_proposals_are_already_coded(small_project: Project) -> None:
    code = code_named(small_project, "Alone")
    found = proposals(small_project, search(small_project, "GP"), [code])
    before = small_project.undoable
    done = codings.code_all(small_project, [codings.SourceSpan(*one[:3]) for one in found], [code], "search: GP")
    assert done == (1, 1, 0)
    assert small_project.undoable == before + 1
    latest = next(iter(small_project.history()))
    assert (latest.label, latest.reason) == ("coded 1 unit with Alone", "search: GP")
    assert [already for _, already in proposed(small_project, "GP", "sentence")] == [True]
    again = codings.code_all(small_project, [codings.SourceSpan(*one[:3]) for one in found], [code])
    assert again == (0, 0, 1)
    small_project.undo()
    assert [already for _, already in proposed(small_project, "GP", "sentence")] == [False]


def test_unit_proposals_skip_deleted_units(small_project: Project) -> None:
    code = code_named(small_project, "Alone")
    units = list(small_project.segments)
    found = unit_proposals(small_project, [*units, small_project.new_id()], [code])
    assert [(one.source.id, one.start, one.end) for one in found] == [
        (one.source, one.start, one.end) for one in map(small_project.segments.__getitem__, units)
    ]
