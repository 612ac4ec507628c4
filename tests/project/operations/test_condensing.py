"""Preconceptions that are locked, readings, themes, code groups: what is done, and what is refused. SYNTHETIC."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coder.errors import Ambiguous, CoderError, Invalid, NotFound
from coder.model.memo import Memo
from coder.model.segment import GOLD
from coder.project import Project
from coder.project.merge_artifacts import group_of
from coder.project.operations import codebook, codings, groups, memos, preconceptions, sources, themes
from coder.project.paths import code_named
from coder.project.privacy import readable
from tests.strategies import labels


def as_coder(project: Project, initials: str) -> Project:
    project._initials = initials
    return project


# Preconceptions


def test_locked_preconception_cannot_be_changed(small_project: Project) -> None:
    project = small_project
    memo = preconceptions.lock(project, preconceptions.write(project, "I expect shame."))
    assert memo.locked
    attempts = [
        lambda: memos.revise(project, memo, text="I knew it."),
        lambda: memos.revise(project, memo, kind="analytic"),
        lambda: memos.revise(project, memo, title="x"),
        lambda: memos.remove(project, memo),
    ]
    for attempt in attempts:
        with pytest.raises(Invalid, match=f"Locked on {memo.locked[:10]}; write a new version"):
            attempt()
    assert project.memos[memo.id] == memo
    assert preconceptions.lock(project, memo) == memo


def test_no_transaction_changes_a_locked_memo(small_project: Project) -> None:
    project = small_project
    memo = preconceptions.lock(project, preconceptions.write(project, "I expect shame."))

    def put(record: Memo | None) -> None:
        with project.transaction("test", "puts it past the operations") as tx:
            if record is None:
                tx.remove("memos", memo.id)
            else:
                tx.put("memos", record)

    for after in (replace(memo, text="I expected relief."), replace(memo, locked=""), None):
        with pytest.raises(Invalid, match="a locked memo cannot be changed"):
            put(after)
        assert project.memos[memo.id] == memo
    note = memos.write(project, "A note.")
    with pytest.raises(Invalid, match="only preconceptions"):
        put(replace(note, locked=memo.locked))
    project.undo()
    project.undo()
    assert not project.memos[memo.id].locked  # the trail has both, the lock and that it was taken back


def test_locked_preconception_from_a_reflexive_memo_cannot_be_unshared(small_project: Project) -> None:
    project = small_project
    memo = preconceptions.write(project, "Mine.")
    memos.revise(project, memo, kind="reflexive")
    shared = memos.share(project, project.memos[memo.id])
    assert shared.shared
    locked = preconceptions.lock(project, memos.revise(project, shared, kind="preconception"))
    with pytest.raises(CoderError):
        memos.unshare(project, locked)
    assert project.memos[locked.id] == locked


def test_coder_without_initials_reads_their_own_journal(small_project: Project) -> None:
    project = as_coder(small_project, "")
    memo = memos.write(project, "SYNTHETIC: I was tired.", kind="reflexive")
    assert readable(project, memo, project.initials)
    assert not readable(project, memo, "IH")


def test_versions_are_numbered_in_order(small_project: Project) -> None:
    project = small_project
    first = preconceptions.write(project, "One.")
    assert preconceptions.write(project, "One, better.").id == first.id
    preconceptions.lock(project, project.memos[first.id])
    second = preconceptions.write(project, "Two.")
    assert [memo.text for memo in preconceptions.versions(project, first.coder)] == ["One, better.", "Two."]
    assert second.title == "Version 2"
    other = preconceptions.write(as_coder(project, "IH"), "Another's.")
    assert other.coder != first.coder
    assert len(preconceptions.versions(project, first.coder)) == 2


def test_lock_refuses_another_coders_preconceptions(small_project: Project) -> None:
    project = small_project
    memo = preconceptions.write(project, "Mine.")
    note = memos.write(project, "A note.")
    with pytest.raises(Invalid, match="preconception"):
        preconceptions.lock(project, note)
    with pytest.raises(Invalid, match="author"):
        preconceptions.lock(as_coder(project, "IH"), memo)


def test_merge_and_removal_leave_locked_memos_unchanged(small_project: Project) -> None:
    project = small_project
    memo = preconceptions.lock(project, preconceptions.write(project, "I expect shame."))
    codebook.merge(project, code_named(project, "Alone"), code_named(project, "A GP"))
    codebook.delete(project, code_named(project, "Before asking"), uncode=True)
    assert project.memos[memo.id] == memo


# Reading


def test_each_coder_reads_a_source_once(small_project: Project) -> None:
    project = small_project
    source = next(iter(project.sources.values()))
    assert sources.mark_read(project, source) == sources.mark_read(project, source)
    sources.mark_read(as_coder(project, "IH"), source)
    assert len(project.readings) == 2
    sources.unmark_read(project, source)
    sources.unmark_read(project, source)
    (left,) = project.readings.values()
    assert project.coders[left.coder].initials == "KG"


# Themes


def test_themes_are_taken_up_and_dropped_with_author_and_reason(small_project: Project) -> None:
    project = small_project
    fear, pride = themes.add(project, "Fear", "since P01"), themes.add(project, "Pride")
    as_coder(project, "IH")
    goal = themes.take(project, fear, "Before", "it holds both back")
    themes.drop(project, pride, "one voice")
    fear, pride = project.themes[fear.id], project.themes[pride.id]
    ih = next(one.id for one in project.coders.values() if one.initials == "IH")
    assert (fear.fate, fear.into, fear.why, fear.decided_by) == ("taken", goal.id, "it holds both back", ih)
    assert (pride.fate, pride.into, pride.why, pride.decided_by) == ("dropped", None, "one voice", ih)
    told = list(project.history())
    assert [(one.label, one.reason, one.coder) for one in told[:2]] == [
        ("dropped theme “Pride” (KG)", "one voice", "IH"),
        ("took up theme “Fear” (KG) into “Before”", "it holds both back", "IH"),
    ]
    project.undo()
    assert project.themes[pride.id].fate == ""
    themes.reopen(project, fear, "again")
    assert project.themes[fear.id].into is None
    assert themes.take(project, fear, "before").id == goal.id


def test_only_the_author_can_change_an_open_theme(small_project: Project) -> None:
    project = small_project
    fear = themes.add(project, "Fear")
    with pytest.raises(Invalid, match="theme exists already"):
        themes.add(project, "fear")
    as_coder(project, "IH")
    assert themes.add(project, "Fear").id != fear.id
    for attempt in (
        lambda: themes.describe(project, fear, name="Mine"),
        lambda: themes.remove(project, fear),
        lambda: themes.move(project, fear, 0),
    ):
        with pytest.raises(Invalid, match="Only its author can change"):
            attempt()
    as_coder(project, "KG")
    fear = themes.drop(project, fear, "no")
    with pytest.raises(Invalid, match="dropped already"):
        themes.describe(project, fear, note="x")


def test_used_negotiated_theme_cannot_be_removed(small_project: Project) -> None:
    project = small_project
    fear = themes.add(project, "Fear")
    goal = themes.take(project, fear, "Before", "why")
    with pytest.raises(Invalid, match="took up Fear"):
        themes.remove(project, goal)
    themes.reopen(project, project.themes[fear.id])
    groups.make(project, None, [goal])
    with pytest.raises(Invalid, match="led to the code group Before"):
        themes.remove(project, goal)
    with pytest.raises(Invalid, match="negotiated"):
        themes.take(project, goal, "x")
    with pytest.raises(Invalid, match="preliminary"):
        themes.take(project, project.themes[fear.id], project.themes[fear.id])
    with pytest.raises(Invalid, match="preliminary"):
        groups.make(project, "Y", [project.themes[fear.id]])


def test_themes_have_an_order_and_names(small_project: Project) -> None:
    project = small_project
    made = [themes.add(project, name) for name in "ABC"]
    themes.move(project, made[2], 0)
    assert [one.name for one in themes.preliminary(project, made[0].coder)] == ["C", "A", "B"]
    assert themes.named(project, "b").id == made[1].id
    assert themes.named(project, made[1].id[:8]).id == made[1].id
    themes.add(project, "b", negotiated=True)
    assert themes.named(project, "b", negotiated=True).negotiated
    with pytest.raises(Ambiguous):
        themes.named(project, "b")
    with pytest.raises(NotFound):
        themes.named(project, "D")


# Code groups


def test_a_code_group_from_a_theme(small_project: Project) -> None:
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


def test_there_is_at_most_one_residual_group(small_project: Project) -> None:
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
    codes = {id: {one.code for one in project.codings_of(id)} for id in units}
    groups.move(project, units, None, into)
    for id in units:
        assert {one.code for one in project.codings_of(id)} == codes[id] | {into.id}
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


def test_marks_of_several_units(small_project: Project) -> None:
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
