from __future__ import annotations

import json
import os
import subprocess
import sys
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
#: The quotation coded with Before/Shame and Before/Pride.
SHAMED = "the shame of it"


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


def process(*argv: object, code: str = "", **more: str) -> subprocess.CompletedProcess[bytes]:
    words = ["-c", code] if code else ["-m", "coder"]
    environment = os.environ | {"PYTHONPATH": os.getcwd()} | more
    return subprocess.run(
        [sys.executable, *words, *map(str, argv)], capture_output=True, env=environment, timeout=60, check=False
    )


@pytest.fixture
def panel(project: Path, run: Run, tmp_path: Path) -> Path:
    """P01 at baseline and follow-up, P02 at baseline, all of Tern House; windows of both waves."""
    for name in ("P01_follow-up", "P02_baseline"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"{TEXT}\n\nP: {name}.\n", encoding="utf-8")
        assert run("import", project, path).status == 0
    for name in ("P01", "P02"):
        assert run("participants", "describe", project, name, "--service", "Tern House").status == 0
    assert run("waves", "describe", project, "baseline", "--window", "0..10").status == 0
    assert run("waves", "describe", project, "follow-up", "--window", "335..395").status == 0
    return project


def code_paths(run: Run, project: Path) -> list[str]:
    return [row["path"] for row in run("codes", project, "--json").json]


def participant_rows(run: Run, project: Path) -> dict[str, Any]:
    return {row["name"]: row for row in run("participants", project, "--json").json["participants"]}
