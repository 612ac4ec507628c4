"""Preconceptions: versions and locks. SYNTHETIC text only."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from coder.errors import CoderError, Invalid
from coder.model.memo import Memo
from coder.project import Project
from coder.project.operations import codebook, memos, preconceptions
from coder.project.study import code_named, readable
from tests.strategies import as_coder


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
    with pytest.raises(Invalid, match="A lock cannot be undone"):
        project.undo()
    assert project.memos[memo.id] == memo


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
