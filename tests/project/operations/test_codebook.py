"""Codes: add, rename, move, merge, split, archive and delete. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import CoderError, Invalid, NotFound
from coder.project import Project
from coder.project.operations import codebook, codings, memos, sets
from coder.project.study import code_named, path_of
from tests.strategies import first_of, labels, state_of


def test_split_moves_units_to_a_new_code_and_collapses_duplicates(small_project: Project) -> None:
    alone, gp = code_named(small_project, "Alone"), code_named(small_project, "A GP")
    units = [small_project.codings[id] for id in small_project.codings_with(alone.id)]
    done = codebook.split(small_project, alone, units[:1] * 2, " Ashamed ", "two things")
    assert (path_of(small_project, done.code), done.moved, done.collapsed) == ("Before asking/Ashamed", 1, 0)
    assert labels(small_project)[0] == "split 1 unit of code Alone off to Ashamed"
    small_project.undo()
    done = codebook.split(small_project, alone, units, gp)
    assert (done.moved, done.collapsed) == (2, 1)
    assert not small_project.codings_with(alone.id)


def test_split_refuses_foreign_no_and_same_code_units(small_project: Project) -> None:
    alone, gp = code_named(small_project, "Alone"), code_named(small_project, "A GP")
    mine = [small_project.codings[id] for id in small_project.codings_with(alone.id)]
    for units, into in (([], "New"), (mine, alone), (mine, "alone")):
        with pytest.raises(Invalid):
            codebook.split(small_project, alone, units, into)
    with pytest.raises(Invalid, match="cannot be split off"):
        codebook.split(small_project, gp, mine, "New")


def test_archive_includes_the_subtree_and_unarchive_the_groups(small_project: Project) -> None:
    group = code_named(small_project, "Before asking")
    codebook.pin(small_project, code_named(small_project, "Alone"), 3)
    held = len(small_project.codings)
    assert codebook.archive(small_project, group) == 2
    assert code_named(small_project, "Alone").quick is None
    assert codebook.archive(small_project, code_named(small_project, "Before asking")) == 0
    assert len(small_project.codings) == held
    assert codebook.unarchive(small_project, code_named(small_project, "Alone")) == 2
    assert not any(code.archived for code in small_project.codes.values())


def test_example_is_removed_with_its_unit(small_project: Project) -> None:
    alone, segment = code_named(small_project, "Alone"), first_of(small_project.segments.values())
    codebook.link_example(small_project, alone, segment)
    assert code_named(small_project, "Alone").examples == (segment.id,)
    codings.uncode(small_project, segment)
    assert code_named(small_project, "Alone").examples == ()
    with pytest.raises(NotFound):
        codebook.unlink_example(small_project, code_named(small_project, "Alone"), segment)


def test_merge_keeps_the_definition_and_the_sets(small_project: Project) -> None:
    alone, gp = code_named(small_project, "Alone"), code_named(small_project, "A GP")
    alone = codebook.define(small_project, alone, definition="Nobody asked", include="nights")
    gp = codebook.define(small_project, gp, definition="A doctor of one's own")
    alone = codebook.pin(small_project, alone, 4)
    sets.add(small_project, "Help", [alone])
    codebook.merge(small_project, alone, gp)
    kept = small_project.codes[gp.id]
    assert kept.definition == "A doctor of one's own (Alone: Nobody asked)"
    assert (kept.include, kept.quick) == ("nights", 4)
    assert sets.named(small_project, "help").codes == (gp.id,)
    assert [one.name for one in sets.with_code(small_project, kept)] == ["Help"]


def test_acts_on_several_codes_are_one_change(small_project: Project) -> None:
    before = state_of(small_project)
    group, alone, gp = (code_named(small_project, name) for name in ("Before asking", "Alone", "A GP"))
    assert codebook.topmost(small_project, [alone, group, alone]) == [group]
    assert codebook.move_all(small_project, [gp, alone], group) == 2
    assert labels(small_project)[0] == "moved 2 codes (A GP, Alone) under Before asking"
    assert codebook.merge_all(small_project, [gp, alone], small_project.codes[group.id]) == 1
    assert small_project.codes[group.id].aliases == ("A GP", "Alone")
    assert codebook.delete_all(small_project, [group, code_named(small_project, "Afterwards")], uncode=True) == 3
    assert not small_project.codes
    for _ in range(3):
        small_project.undo()
    assert state_of(small_project) == before


def test_refused_act_on_several_codes_changes_nothing(small_project: Project) -> None:
    group, alone, gp = (code_named(small_project, name) for name in ("Before asking", "Alone", "A GP"))
    before = state_of(small_project)
    for act in (
        lambda: codebook.merge_all(small_project, [gp, group], alone),
        lambda: codebook.move_all(small_project, [gp, group], alone),
        lambda: codebook.delete_all(small_project, [gp, alone]),
        lambda: codebook.delete_all(small_project, [gp, group], units_to=alone),
        lambda: codebook.archive_all(small_project, []),
        lambda: codebook.merge(small_project, group, alone),
    ):
        with pytest.raises(CoderError):
            act()
        assert state_of(small_project) == before


def test_required_reason_is_checked_everywhere(small_project: Project) -> None:
    group, alone, gp = (code_named(small_project, name) for name in ("Before asking", "Alone", "A GP"))
    units = [small_project.codings[id] for id in small_project.codings_with(alone.id)]
    codebook.require_reasons(small_project, True)
    before = state_of(small_project)
    for act in (
        lambda why: codebook.rename(small_project, alone, "Lonely", why),
        lambda why: codebook.move(small_project, alone, None, reason=why),
        lambda why: codebook.merge(small_project, alone, gp, why),
        lambda why: codebook.split(small_project, alone, units, "New", why),
        lambda why: codebook.delete(small_project, alone, uncode=True, reason=why),
        lambda why: codebook.archive(small_project, alone, why),
        lambda why: codebook.move_all(small_project, [alone, gp], None, why),
        lambda why: codebook.merge_all(small_project, [alone], gp, why),
        lambda why: codebook.archive_all(small_project, [alone, group], why),
        lambda why: codebook.delete_all(small_project, [alone, gp], uncode=True, reason=why),
    ):
        with pytest.raises(Invalid, match="reason is required"):
            act(" ")
        assert state_of(small_project) == before
        act("because")
        assert next(small_project.history()).reason == "because"
        small_project.undo()


def test_add_creates_missing_groups(empty_project: Project) -> None:
    leaf = codebook.add(empty_project, " Group / Sub / Leaf ", definition="D")
    assert path_of(empty_project, leaf) == "Group/Sub/Leaf"
    assert leaf.definition == "D"
    assert {code.color for code in empty_project.codes.values()} == {leaf.color}
    assert codebook.ensure(empty_project, "group/sub/leaf") is leaf
    for wrong in ("Group/Sub/leaf", "a//b", " ", "x" * 201):
        with pytest.raises(Invalid):
            codebook.add(empty_project, wrong)
    assert len(empty_project.codes) == 3


def test_renamed_code_is_found_by_its_alias(small_project: Project) -> None:
    codebook.rename(small_project, code_named(small_project, "Alone"), "By oneself", "clearer")
    assert code_named(small_project, "Alone").aliases == ("Alone",)
    assert next(small_project.history()).reason == "clearer"
    codebook.rename(small_project, code_named(small_project, "Alone"), "Alone")
    assert code_named(small_project, "Alone").aliases == ("By oneself",)


def test_merge_collapses_duplicates_and_keeps_memos(small_project: Project) -> None:
    gp = code_named(small_project, "A GP")
    memo = memos.write(small_project, "About it", about="codes", target=gp.id)
    codebook.add(small_project, "Afterwards/A GP/Child")
    codebook.add(small_project, "Before asking/Alone/Child")
    collapsed = codebook.merge(small_project, gp, code_named(small_project, "Alone"))
    assert collapsed == 1
    assert len(small_project.codings) == 3
    assert small_project.memos[memo.id].target == code_named(small_project, "Alone").id
    assert [code.name for code in small_project.children(code_named(small_project, "Alone").id)] == [
        "Child",
        "Child (2)",
    ]
    assert code_named(small_project, "A GP") == code_named(small_project, "Alone")


def test_delete_requires_a_decision_on_units(small_project: Project) -> None:
    group = code_named(small_project, "Before asking")
    with pytest.raises(Invalid, match="still has units"):
        codebook.delete(small_project, code_named(small_project, "Alone"))
    with pytest.raises(Invalid):
        codebook.delete(
            small_project, code_named(small_project, "Before asking"), units_to=code_named(small_project, "Alone")
        )
    group = code_named(small_project, "Before asking")
    assert codebook.delete(small_project, group, units_to=code_named(small_project, "A GP")) == 2
    assert len(small_project.codings) == 3
    assert codebook.delete(small_project, code_named(small_project, "Afterwards"), uncode=True) == 3
    assert not small_project.codings
    assert len(small_project.segments) == 1  # the one with a memo
    assert len(small_project.memos) == 1


def test_move_keeps_the_order_and_refuses_a_cycle(small_project: Project) -> None:
    group = code_named(small_project, "Before asking")
    with pytest.raises(Invalid):
        codebook.move(small_project, group, code_named(small_project, "Alone"))
    codebook.move(small_project, group, None, 1)
    assert [code.name for code in small_project.children(None)] == ["Afterwards", "Before asking"]
    codebook.move(small_project, code_named(small_project, "Alone"), None, 0)
    assert [code.name for code in small_project.children(None)] == ["Alone", "Afterwards", "Before asking"]


def test_quick_key_belongs_to_one_code(small_project: Project) -> None:
    codebook.pin(small_project, code_named(small_project, "Alone"), 1)
    codebook.pin(small_project, code_named(small_project, "A GP"), 1)
    assert code_named(small_project, "Alone").quick is None
