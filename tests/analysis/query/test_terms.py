"""Terms of queries to choose from. All text SYNTHETIC."""

from __future__ import annotations

import pytest

from coder.analysis.query.terms import Term, code_term, examples, joined, other_terms
from coder.analysis.retrieval import retrieve
from coder.project import Project
from coder.project.operations import codebook

A, B = Term("a", "code", "A", "A"), Term("b", "code", "B", "B")
WAVE = Term("w", "wave", "wave:baseline", "baseline")


@pytest.mark.parametrize(
    ("terms", "within", "query"),
    [
        ([A], False, "A"),
        ([A, B], False, "A or B"),
        ([A, B], True, "(A or B)"),
        ([WAVE, A], False, "A and wave:baseline"),
        ([A, WAVE, B], False, "(A or B) and wave:baseline"),
    ],
)
def test_terms_of_one_kind_are_alternatives(terms: list[Term], within: bool, query: str) -> None:
    assert joined(terms, within) == query


def test_every_term_is_a_query_that_is_answered(small_project: Project) -> None:
    terms = [*other_terms(small_project), *(code_term(small_project, id) for id in small_project.codes)]
    assert {term.kind for term in terms} >= {"code", "participant", "transcript"}
    assert all(isinstance(retrieve(small_project, term.text), list) for term in terms)


def test_examples_fit_and_are_answered(small_project: Project) -> None:
    assert examples(small_project, 0) == ""
    for code in small_project.codes.values():
        codebook.rename(small_project, code, f"{code.name} {'very long name ' * 5}")
    fitting = examples(small_project, 60)
    assert len(fitting) <= 60
