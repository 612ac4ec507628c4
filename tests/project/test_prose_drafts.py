"""What was typed and not saved goes where what it is about goes."""

from __future__ import annotations

import pytest

from coder.errors import Invalid
from coder.model.codebook import Code
from coder.project import Project, prose_drafts
from coder.project.merge_artifacts import group_of
from coder.project.operations import bulk, codebook, frameworks, groups, levels, participants

TYPED = "SYNTHETIC: typed and not saved."
KIND = "condensate"


@pytest.fixture
def two(small_project: Project) -> tuple[Project, Code, Code]:
    return small_project, codebook.add(small_project, "One"), codebook.add(small_project, "Other")


def kept(project: Project, kind: str, target: str) -> str | None:
    draft = prose_drafts.kept(project, kind, target)
    return draft.text if draft is not None else None


def merge_and_fail(project: Project, code: Code, into: Code) -> None:
    with project.transaction("test", "does not get through"):
        codebook.merge(project, code, into)
        raise Invalid("Not possible")


def test_the_draft_on_a_code_that_is_merged_is_on_the_one_that_stays(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    prose_drafts.keep(project, KIND, one.id, "SYNTHETIC: as it was.", TYPED)
    codebook.merge(project, one, other)
    draft = prose_drafts.kept(project, KIND, other.id)
    assert draft is not None
    assert (draft.text, draft.base) == (TYPED, "SYNTHETIC: as it was.")
    assert prose_drafts.kept(project, KIND, one.id) is None
    assert "removed" not in prose_drafts.left_behind(project, project.now())


def test_two_drafts_become_one_with_all_that_was_typed(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    third = codebook.add(project, "Third")
    for code in (one, other, third):
        prose_drafts.keep(project, KIND, code.id, "", f"SYNTHETIC: of {code.name}.")
    bulk.merge(project, [one, third], other)
    assert kept(project, KIND, other.id) == "SYNTHETIC: of Other.\n\nSYNTHETIC: of One.\n\nSYNTHETIC: of Third."
    assert len(list(prose_drafts.all_of(project))) == 1


def test_a_merge_that_fails_leaves_the_draft(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    prose_drafts.keep(project, KIND, one.id, "", TYPED)
    with pytest.raises(Invalid):
        merge_and_fail(project, one, other)
    assert kept(project, KIND, one.id) == TYPED
    with project.transaction("test", "one part of it does not"):
        with pytest.raises(Invalid):
            merge_and_fail(project, one, other)
        codebook.rename(project, other, "Another")
    assert kept(project, KIND, one.id) == TYPED


def test_the_draft_of_an_analytic_text_goes_to_the_group_that_stays(two: tuple[Project, Code, Code]) -> None:
    project, one, other = two
    group, stays = groups.make(project, one), groups.make(project, other)
    prose_drafts.keep(project, "analytic text", group.id, "", TYPED)
    codebook.merge(project, one, other)
    assert group_of(project, other.id) == stays
    assert kept(project, "analytic text", stays.id) == TYPED


def test_drafts_of_cells_and_notes_follow_a_participant_and_a_level(two: tuple[Project, Code, Code]) -> None:
    project, code, _ = two
    who, into = list(project.participants.values())[:2]
    first, then = list(project.waves.values())[:2]
    framework = frameworks.add(project, "Invented")
    level, to = (levels.add(project, framework, name) for name in ("Goes", "Stays"))
    prose_drafts.keep(project, "cell", f"{level.id}.{who.id}.{first.id}", "", TYPED)
    prose_drafts.keep(project, "note of change", f"{who.id}.{first.id}.{then.id}.{level.id}", "", TYPED)
    prose_drafts.keep(project, "note of change", f"{who.id}.{first.id}.{then.id}.{code.id}", "", TYPED)
    prose_drafts.keep(project, "theory", level.id, "", TYPED)
    participants.merge(project, who, into)
    levels.remove(project, level, cells_to=to)
    assert {(draft.kind, draft.target) for draft in prose_drafts.all_of(project)} == {
        ("cell", f"{to.id}.{into.id}.{first.id}"),
        ("note of change", f"{into.id}.{first.id}.{then.id}.{to.id}"),
        ("note of change", f"{into.id}.{first.id}.{then.id}.{code.id}"),
        ("theory", level.id),  # what a level says goes with it, and so does what it was to say
    }
