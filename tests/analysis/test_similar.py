"""Similarity suggestions. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.analysis.similar import similar, similar_steps
from coder.errors import CoderError
from coder.project import Project
from coder.project.operations import codebook, codings, sources
from tests.strategies import turns_of

TEXT = (
    "I: How did you sleep then?\n"
    "P: I could not sleep at night, not one night. The garden was large and green.\n"
    "P: At night I lay awake without sleeping. We had coffee in the garden.\n"
    "I: And the garden?\n"
    "P: It was green all summer, that large garden. Sleepless nights, one after the other.\n"
)


@pytest.fixture
def study(empty_project: Project) -> Project:
    source = sources.add(empty_project, name="P01", text=TEXT, turns=turns_of(TEXT))
    sleep = codebook.add(empty_project, "Sleep")
    garden = codebook.add(empty_project, "Garden")
    codebook.add(empty_project, "Empty")
    for code, words in (
        (sleep, "I could not sleep at night, not one night."),
        (garden, "The garden was large and green."),
    ):
        start = TEXT.index(words)
        codings.code(empty_project, source, start, start + len(words), [code])
    return empty_project


def named(study: Project, name: str) -> list[str]:
    code = next(code for code in study.codes.values() if code.name == name)
    return [proposal.text for proposal in similar(study, code)]


def test_most_similar_first_without_coded_sentences(study: Project) -> None:
    assert named(study, "Sleep")[0] == "At night I lay awake without sleeping."
    assert named(study, "Garden")[0] == "It was green all summer, that large garden."
    assert not any("I could not sleep" in text for text in named(study, "Sleep"))


def test_scores_are_sorted_between_zero_and_one(study: Project) -> None:
    code = next(code for code in study.codes.values() if code.name == "Sleep")
    scores = [proposal.score for proposal in similar(study, code)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len(similar(study, code, top=1)) == 1


def test_suggestions_are_deterministic(study: Project) -> None:
    before = study.undoable
    assert named(study, "Sleep") == named(study, "Sleep")
    assert study.undoable == before


def test_a_code_without_units_is_refused(study: Project) -> None:
    with pytest.raises(CoderError, match="no units"):
        named(study, "Empty")


def test_steps_reach_the_end(study: Project) -> None:
    code = next(code for code in study.codes.values() if code.name == "Sleep")
    told = list(similar_steps(study, code))
    assert [(step.done, step.total) for step in told] == [(1, 2), (2, 2), (2, 2)]
    assert not any(step.proposals for step in told[:-1])
