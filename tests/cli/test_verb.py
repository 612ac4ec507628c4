"""The `@verb` decorator: help, wrong usage, opening of the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coder.__main__ import VERBS
from coder.project import open_project
from tests.cli.conftest import Run, process


@pytest.mark.parametrize(
    "verb", [*VERBS, "codes add", "codes merge", "source rename", "source remove", "report trail"]
)
def test_every_verb_has_help_with_examples(verb: str, run: Run) -> None:
    result = run(*verb.split(), "--help")
    assert result.status == 0
    assert verb == "help" or f"coder {verb}" in result.out
    assert verb in ("help", "source", "report") or "examples:" in result.out


@pytest.mark.parametrize(
    "words",
    [
        ["find"],
        ["find", "a"],
        ["find", "a", "b", "c"],
        ["show", "a", "b", "--colour"],
        ["codes"],
        ["source"],
        ["source", "fly", "a"],
        ["report"],
        ["undo", "a", "-n", "x"],
        ["undo", "a", "-n", "0"],
        ["--nope"],
        ["a", "b"],
        ["search", "a", "b", "--vague"],
    ],
)
def test_wrong_usage_exits_with_status_2(words: list[str], run: Run) -> None:
    result = run(*words)
    assert (result.status, result.out) == (2, "")
    assert "error: " in result.err


def test_the_project_file_stands_for_its_project(project: Path, run: Run) -> None:
    assert len(run("find", project / "project.json", "Shame", "--json").json) == 1


def test_readers_run_beside_a_writer_and_a_second_writer_is_refused(project: Path) -> None:
    with open_project(project, "IH"):
        for words in (["find", project, "Shame"], ["sources", project], ["history", project], ["doctor", project]):
            assert process(*words).returncode == 0
        result = process("code", project, "P01", "--quote", "nothing", "Shame", "--json")
    assert result.returncode == 1
    assert json.loads(result.stdout)["error"]["title"] == "The project is open in another program"
    assert "IH" in result.stderr.decode()
    assert process("code", project, "P01", "--quote", "nothing", "Shame").returncode == 0


def test_an_invalid_settings_file_is_reported(project: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("initials = ")
    result = run("undo", project)
    assert result.status == 1
    assert "settings" in result.err
