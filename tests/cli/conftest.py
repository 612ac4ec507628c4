from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from coder.__main__ import main

TEXT = """SYNTHETIC

I: How are you?

P: I am never ill. Never, I say. But the shame of it – blåbær.

I: And then?

P: Then nothing.
"""


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODER_CONFIG", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("CODER_INITIALS", "KG")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*argv: object) -> Result:
        status = main([str(word) for word in argv])
        return Result(status, *capsys.readouterr())

    return run


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """A project with one coded interview: Before/Shame and Before/Pride on “the shame of it”, Pride on its turn."""
    folder = tmp_path / "study"
    transcript = tmp_path / "P01_baseline.txt"
    transcript.write_text(TEXT, encoding="utf-8")
    assert run("new", folder, "--name", "Study").status == 0
    assert run("import", folder, transcript).status == 0
    assert (
        run("code", folder, "P01", "--quote", "the shame of it", "Before/Shame", "Before/Pride", "--create").status
        == 0
    )
    start, end = TEXT.index("I am never"), TEXT.index("I: And")
    assert run("code", folder, "P01_baseline", start, end, "Pride").status == 0
    assert run("memo", folder, "Shame", "--text", "Close to fear.").status == 0
    return folder
