"""`coder picture`, and `coder matrix --svg`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("words", [("growth",), ("timeline",), ("portrait", "P01")])
def test_a_picture_is_printed_or_written(project: Path, run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    noun, *rest = words
    printed = run("picture", noun, project, *rest)
    assert printed.status == 0
    assert printed.out.strip()
    out = tmp_path / "picture.svg"
    assert run("picture", noun, project, *rest, "--svg", out).status == 0
    assert out.read_text("utf-8").startswith("<svg")
    assert run("picture", noun, project, *rest, "--svg", out).status == 1  # it exists
    assert run("picture", noun, project, *rest, "--json").json["caption"]


def test_a_matrix_is_written_as_a_picture(project: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "matrix.svg"
    assert run("matrix", project, "--columns", "waves", "--svg", out).status == 0
    assert out.read_text("utf-8").count("<rect") == 3
    assert run("matrix", project, "--svg", out, "--csv", out).status == 2
