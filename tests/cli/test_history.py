"""`coder history` with a filter and details; `coder undo --to`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_a_filter_and_what_was_changed(run: Run, project: Path) -> None:
    assert run("codes", "define", project, "Shame", "Afraid of being seen").status == 0
    out = run("history", project, "code:Shame", "op:codebook", "--details").out
    assert "definition: none → “Afraid of being seen”" in out
    found = run("history", project, "code:Shame", "op:codebook", "-n", "1", "--details", "--json").json
    assert len(found) == 1
    assert "code “Shame”: definition: none → “Afraid of being seen”" in found[0]["changes"]
    assert run("history", project, "by:nobody").out == ""
    wrong = run("history", project, "colour:red")
    assert wrong.status == 1
    assert "colour:" in wrong.err


def test_without_details_the_json_is_as_it_was(run: Run, project: Path) -> None:
    keys = {"id", "when", "coder", "operation", "label", "reason", "undoes"}
    assert all(one.keys() == keys for one in run("history", project, "--json").json)


def test_undo_to_a_change_and_back(run: Run, project: Path) -> None:
    here = run("history", project, "--json").json[0]["id"]
    for name in ("One", "Two", "Three"):
        run("codes", "add", project, name)
    assert run("undo", project, "--to", here[:10]).out.count("undo:") == 3
    assert "One" not in run("codes", project).out
    again = run("undo", project, "--to", here)
    assert again.status == 1
    assert "Nothing to undo" in again.err
    assert run("redo", project, "-n", "3").status == 0
    assert "Three" in run("codes", project).out
    assert run("undo", project, "--to", "zzzz").status == 1
