"""Query answers agree with brute force on random studies and queries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.analysis.retrieval import retrieve
from coder.project.study import Study

from .brute import ReferenceQuery, queries, slowly, studies, with_saved


@pytest.mark.slow
@given(studies(), queries())
@settings(max_examples=400, deadline=None)
def test_answers_agree_with_brute_force(study: Study, asked: ReferenceQuery) -> None:
    assert retrieve(study, asked.text) == slowly(study, asked)


@given(studies(), queries(depth=2), queries(depth=1))
@settings(max_examples=100, deadline=None)
def test_a_saved_query_equals_its_text(study: Study, asked: ReferenceQuery, other: ReferenceQuery) -> None:
    with_saved(study, **{"one": asked.text, "two": f"@ONE or {other.text}"})
    assert retrieve(study, "@one") == slowly(study, asked)
    assert set(retrieve(study, "@two")) == {*slowly(study, asked), *slowly(study, other)}


@given(studies(), queries(depth=1), queries(depth=1), st.sampled_from(["overlaps", "near:2s", "same:turn", "near"]))
@settings(max_examples=100, deadline=None)
def test_symmetric_relations(study: Study, one: ReferenceQuery, other: ReferenceQuery, word: str) -> None:
    """There is an answer from the left where there is one from the right."""
    left, right = f"({one.text})", f"({other.text})"
    assert bool(retrieve(study, f"{left} {word} {right}")) == bool(retrieve(study, f"{right} {word} {left}"))
    assert retrieve(study, f"{left} overlaps {left}") == retrieve(study, left)
