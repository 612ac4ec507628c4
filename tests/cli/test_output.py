"""Errors, encodings and pipes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, process


def test_an_error_is_printed_as_text_and_json(project: Path, run: Run) -> None:
    result = run("show", project, "P99", "--json")
    assert result.status == 1
    assert result.json == {
        "error": {"title": "There is no source “P99”", "detail": "", "hint": "Known: P01_baseline"}
    }
    assert result.err == "error: There is no source “P99”\nhint: Known: P01_baseline\n"


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_every_character_is_printed(project: Path, locale: str) -> None:
    plain = process("show", project, "P01", LC_ALL=locale, PYTHONIOENCODING="")
    assert "blåbær" in plain.stdout.decode("utf-8")


def test_characters_outside_the_encoding_are_escaped(project: Path) -> None:
    plain = process("show", project, "P01", PYTHONIOENCODING="ascii")
    assert plain.returncode == 0
    assert b"bl\\xe5b\\xe6r" in plain.stdout
    for words in (["show", project, "P01"], ["find", project, "Pride"]):
        rows = process(*words, "--json", PYTHONIOENCODING="ascii")
        assert "blåbær" in json.dumps(json.loads(rows.stdout), ensure_ascii=False)


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="a system without pipes of this kind")
def test_a_broken_pipe_is_no_error(project: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "coder", "show", str(project), "P01", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    assert writer.wait(60) == 0


def test_an_unexpected_error_names_its_place_and_quotes_no_text(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("never ill")

    monkeypatch.setattr("coder.analysis.retrieval.in_order", fail)
    result = run("find", project, "Shame or Pride", "--json")
    assert result.status == 1
    assert "unexpected" in result.err
    assert "ValueError at coder/analysis/retrieval.py:" in result.err
    assert "never ill" not in result.err + result.out
    assert "Traceback" not in result.err
    assert "ValueError" in result.json["error"]["title"]


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed")
def test_a_working_folder_that_is_gone_is_named(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    answer = run("new", "study")
    assert answer.status == 1
    assert "error: The working folder is gone" in answer.err
