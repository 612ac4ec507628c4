"""`coder [PROJECT]`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coder.__main__ import main
from coder.cli.open import open_app
from coder.errors import CoderError
from tests.cli.conftest import Run


def test_a_missing_project_is_refused(tmp_path: Path, run: Run) -> None:
    for words in (["find", tmp_path, "a"], [tmp_path], ["undo", tmp_path], ["doctor", tmp_path], ["imprt"]):
        result = run(*words)
        assert result.status == 1
        assert result.err.startswith("error: ")
    assert "coder import" in run("imprt").err


@pytest.mark.parametrize("verb", [(), ("steps",)])
def test_what_is_no_project_is_said_with_a_hint_that_works(tmp_path: Path, run: Run, verb: tuple[str, ...]) -> None:
    transcript, empty = tmp_path / "all" / "P01.txt", tmp_path / "empty"
    transcript.parent.mkdir()
    transcript.touch()
    empty.mkdir()
    hints = {
        transcript: f"hint: Make a project with: coder new DIR. Then: coder import DIR {transcript}\n",
        transcript.parent: f"hint: Make a project with: coder new DIR. Then: coder import DIR {transcript.parent}/*",
        empty: f"hint: Create one with: coder new {empty}\n",
        tmp_path / "none": f"hint: Create one with: coder new {tmp_path / 'none'}\n",
    }
    assert [place.name for place, hint in hints.items() if hint not in run(*verb, place).err] == []


def test_no_project_is_made_in_the_place_of_a_file(tmp_path: Path, run: Run) -> None:
    transcript = tmp_path / "P01.txt"
    transcript.write_text("I: Well?")
    assert "That is a file, not a folder" in run("new", transcript).err
    assert transcript.read_text() == "I: Well?"


def test_the_app_needs_a_terminal(project: Path, run: Run) -> None:
    assert "needs a terminal" in run(project).err
    assert "needs a terminal" in run("memo", project, "Shame").err


def test_the_screen_is_never_drawn_into_a_file(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is drawn on standard error: `coder P 2>log` would fill the file with words of the interviews."""
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert not sys.stderr.isatty()
    with pytest.raises(CoderError, match="needs a terminal"):
        open_app(project)


def test_main_without_arguments_opens_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path | None, bool]] = []

    def open_app(path: Path | None, memo: str | None = None, kind: str = "", read_only: bool = False) -> int:
        opened.append((path, read_only))
        return 0

    monkeypatch.setattr("coder.cli.open.open_app", open_app)
    monkeypatch.chdir(tmp_path)
    assert main([]) == 0
    (tmp_path / "project.json").touch()
    assert main([]) == 0
    assert main([str(tmp_path)]) == 0
    assert main(["--read-only", str(tmp_path)]) == main([str(tmp_path), "--read-only"]) == 0
    assert opened == [(None, False), (Path(), False), (tmp_path, False), (tmp_path, True), (tmp_path, True)]
