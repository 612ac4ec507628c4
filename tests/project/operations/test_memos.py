"""Memos: empty ones are refused. SYNTHETIC text only."""

from __future__ import annotations

import pytest

from coder.errors import Invalid
from coder.project import Project
from coder.project.operations import memos
from tests.strategies import first_of


def test_empty_memo_is_refused(small_project: Project) -> None:
    with pytest.raises(Invalid):
        memos.write(small_project, "  ")
    memo = first_of(small_project.memos.values())
    assert memos.revise(small_project, memo, text=memo.text) is memo
    assert memos.revise(small_project, memo, title="T").modified > memo.modified
