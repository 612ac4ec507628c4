"""`coder sets`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_sets_are_added_changed_renamed_and_removed(project: Path, run: Run) -> None:
    assert "no sets yet" in run("sets", project).out
    assert run("sets", "add", project, "Face", "Shame", "--note", "loss of it").status == 0
    assert run("sets", "add", project, "face").status == 1
    assert run("sets", "change", project, "Face", "--add", "Pride", "--add", "Shame", "--take", "Shame").status == 0
    assert run("sets", "rename", project, "Face", "Mask").status == 0
    row = run("sets", project, "--json").json[0]
    assert (row["name"], row["codes"], row["note"]) == ("Mask", ["Before/Pride"], "loss of it")
    assert "Before/Pride" in run("sets", project).out
    assert run("sets", "remove", project, "Nothing").status == 1
    assert run("sets", "remove", project, "Mask").status == 0
    assert run("sets", project, "--json").json == []
    assert run("sets", "--help").status == 0
