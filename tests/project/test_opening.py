"""Working copies: undo does not turn one back into the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder import sample
from coder.errors import Invalid
from coder.project import open_project, read_project
from coder.project.opening import working_copy
from coder.project.operations import codebook
from coder.project.undo_to import count_undo_steps


def test_undo_stops_at_the_beginning_of_a_working_copy(tmp_path: Path) -> None:
    source = sample.folder()
    assert source is not None
    copy = working_copy(read_project(source), tmp_path / "copy", "KG")
    with open_project(copy, "KG") as project:
        codebook.add(project, "Mine")
        project.undo()
        with pytest.raises(Invalid, match="Nothing further to undo"):
            project.undo()
        project.redo()
        before = list(project.history())[-1]
        with pytest.raises(Invalid, match="Cannot undo to"):
            count_undo_steps(project, before.id)
    with open_project(copy, "KG") as project:  # it can be opened, and changed
        assert "Mine" in {code.name for code in project.codes.values()}
        codebook.add(project, "Mine too")
