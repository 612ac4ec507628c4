"""Open points that erasures have left."""

from __future__ import annotations

from coder.analysis.method.erasures import open_points
from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.steps import steps
from coder.project import Project
from coder.project.erasure_points import TITLE
from coder.project.operations import memos


def test_lines_that_are_not_ticked_are_open_points(small_project: Project) -> None:
    text = "- [ ] Step 3, condensate of Alone: none is left\n- [x] Step 4, done\n- [ ] read it again"
    memo = memos.write(small_project, text, kind="methodological", title=f"{TITLE}participant P01")
    memos.write(small_project, text, title="Other")
    points = [
        OpenPoint(3, "condensate of Alone: none is left", Kind.MEMO, memo.id),
        OpenPoint(4, "read it again", Kind.MEMO, memo.id),
    ]
    assert list(open_points(small_project)) == points
    assert points[0] in steps(small_project)[3].points
