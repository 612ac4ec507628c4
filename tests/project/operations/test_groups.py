"""Code groups: make, move units, mark. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import Invalid, NotFound
from coder.model.source import GOLD
from coder.project import Project
from coder.project.merge_artifacts import group_of
from coder.project.operations import codebook, codings, groups, themes
from coder.project.study import code_named
from tests.strategies import labels


def test_make_group_from_a_theme(small_project: Project) -> None:
    project = small_project
    goal = themes.add(project, "What became of it", negotiated=True)
    group = groups.make(project, None, [goal], "as agreed")
    assert project.codes[group.code].name == "What became of it"
    assert group.themes == (goal.id,)
    with pytest.raises(Invalid, match="already"):
        groups.make(project, project.codes[group.code])
    with pytest.raises(Invalid, match="needs a code"):
        groups.make(project)
    assert groups.set_themes(project, group, []).themes == ()


def test_code_groups_cannot_be_nested(small_project: Project) -> None:
    project = small_project
    top, below = code_named(project, "Before asking"), code_named(project, "Alone")
    groups.make(project, top)
    with pytest.raises(Invalid, match="cannot be inside another"):
        groups.make(project, below)
    groups.unmake(project, groups.named(project, "Before asking"))
    groups.make(project, below)
    with pytest.raises(Invalid, match="cannot be inside another"):
        groups.make(project, top)
    with pytest.raises(NotFound, match="not a code group"):
        groups.named(project, "Before asking")


def test_at_most_one_group_is_residual(small_project: Project) -> None:
    project = small_project
    one, other = groups.make(project, "One"), groups.make(project, "Other")
    groups.set_residual(project, one, True)
    groups.set_residual(project, other, True)
    assert [group.id for group in project.groups.values() if group.residual] == [other.id]


def test_group_with_a_heading_cannot_be_unmade(small_project: Project) -> None:
    import msgspec

    project = small_project
    group = groups.make(project, "One")
    with project.transaction("test", "headed") as tx:
        tx.put("groups", msgspec.structs.replace(group, heading="A heading"))
    with pytest.raises(Invalid, match="would be lost"):
        groups.unmake(project, project.groups[group.id])


def test_moved_units_keep_their_memos(small_project: Project) -> None:
    project = small_project
    source, target = code_named(project, "A GP"), code_named(project, "Alone")
    units = sorted({project.codings[id].segment for id in project.codings_with(source.id)})
    kept = {memo.id: memo for memo in project.memos.values()}
    before = labels(project)
    assert groups.move(project, units, source, target, "read again") == len(units) == 2
    assert not project.codings_with(source.id)
    assert {project.codings[id].segment for id in project.codings_with(target.id)} >= set(units)
    assert dict(project.memos) == kept
    assert len(labels(project)) == len(before) + 1
    assert next(project.history()).reason == "read again"
    project.undo()
    assert len(project.codings_with(source.id)) == 2
    with pytest.raises(Invalid, match="nothing to move"):
        groups.move(project, units, target, target)


def test_units_are_moved_to_a_new_subgroup_of_their_group(small_project: Project) -> None:
    project = small_project
    group = groups.make(project, code_named(project, "Before asking"))
    alone = code_named(project, "Alone")
    unit = min(project.codings[id].segment for id in project.codings_with(alone.id))
    groups.move(project, [unit], alone, "Quite alone")
    made = code_named(project, "Quite alone")
    assert made.parent == group.code
    assert {project.codings[id].segment for id in project.codings_with(made.id)} == {unit}


def test_units_outside_groups_get_the_code_in_addition(small_project: Project) -> None:
    project = small_project
    group = groups.make(project, "Elsewhere")
    into = project.codes[group.code]
    units = list(project.segments)
    codes = {id: {coding.code for coding in project.codings_of(id)} for id in units}
    groups.move(project, units, None, into)
    for id in units:
        assert {coding.code for coding in project.codings_of(id)} == codes[id] | {into.id}
    with pytest.raises(Invalid, match="nothing to move"):
        groups.move(project, units, None, into)
    grouping = codebook.add(project, "Only a shelf", codable=False)
    with pytest.raises(Invalid, match="cannot have units"):
        groups.move(project, units, into, grouping)


def test_group_with_units_is_not_deleted_silently(small_project: Project) -> None:
    project = small_project
    top = code_named(project, "Before asking")
    group = groups.make(project, top)
    with pytest.raises(Invalid, match="still has units"):
        codebook.delete(project, top)
    codebook.delete(project, top, units_to=code_named(project, "A GP"))
    assert group.id not in project.groups


def test_mark_several_units(small_project: Project) -> None:
    project = small_project
    code = code_named(project, "Alone")
    units = sorted({project.codings[id].segment for id in project.codings_with(code.id)})
    assert groups.mark(project, units, code, GOLD) == len(units)
    assert {project.codings[id].mark for id in project.codings_with(code.id)} == {GOLD}
    assert groups.mark(project, units, code, GOLD) == 0
    with pytest.raises(Invalid):
        groups.mark(project, units, code, "silver")


def test_merge_of_codes_merges_their_groups(small_project: Project) -> None:
    project = small_project
    first, second = themes.add(project, "A", negotiated=True), themes.add(project, "B", negotiated=True)
    one, other = groups.make(project, None, [first]), groups.make(project, None, [second])
    codebook.merge(project, project.codes[other.code], project.codes[one.code])
    left = group_of(project, one.code)
    assert left is not None
    assert left.themes == (first.id, second.id)
    assert len(project.groups) == 1


def test_recode_leaves_other_codings_unchanged(small_project: Project) -> None:
    project = small_project
    coding = next(iter(project.codings.values()))
    target = codebook.add(project, "New")
    codings.recode(project, coding, target)
    assert project.codings[coding.id].code == target.id
