"""coder coders: initials are put right, everywhere but in the history. All SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

from coder.project import read_project

from .conftest import Run


def test_somebody_began_under_the_login_name(project: Path, run: Run) -> None:
    run("preconceptions", "write", project, "--text", "SYNTHETIC: I expect shame.", "--coder", "root")
    run("preconceptions", "lock", project, "--coder", "root")
    run("memo", project, "--text", "SYNTHETIC.", "--coder", "KG")
    (who,) = [one for one in run("coders", project, "--json").json if one["initials"] == "root"]
    assert (who["codings"], who["memos"]) == (0, 1)
    assert "KG is another coder" in run("coders", "rename", project, "root", "kg").err
    assert run("coders", "rename", project, "ROOT", "IH").out == "root is now IH\n"
    assert "IH" in run("coders", project).out
    assert "There is no coder “root”" in run("coders", "rename", project, "root", "XY").err
    found = read_project(project)
    (memo,) = [one for one in found.memos.values() if one.locked]
    assert found.coders[memo.coder].initials == "IH"  # what is locked stays as it was written, and theirs
    assert next(iter(found.history())).label == "coder root is IH now"
    assert {"root", "KG"} <= {one.coder for one in found.history()}
    assert run("preconceptions", "write", project, "--text", "SYNTHETIC: later.", "--coder", "IH").status == 0
    assert len(read_project(project).coders) == len(found.coders)  # the same coder goes on
