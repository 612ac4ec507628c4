from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

from coder.project import Project

from .conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_project"
KINDS = ("results", "pairs", "coreq")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "sample"))


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_reports_into_files(sample: Path, run: Run, tmp_path: Path, kind: str, suffix: str) -> None:
    out = tmp_path / f"report.{suffix}"
    done = run("report", kind, sample, out)
    assert (done.status, done.err) == (0, "")
    assert str(out) in done.out
    written = out.read_text(encoding="utf-8")
    assert "I like some of them more" not in written  # the title of the private memo
    begins = {"md": "# ", "html": "<!doctype html>", "json": ("{", "[")}[suffix]
    assert written.lower().startswith(begins)
    if suffix == "json":
        json.loads(written)


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
def test_standard_output(sample: Path, run: Run, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Project, "now", lambda _: "2026-03-01T12:00:00+00:00")  # both are made at one moment
    assert run("report", kind, sample, "-").out.startswith("# ")
    assert run("report", kind, sample, "-", "--format", "html").out.lower().startswith("<!doctype html>")
    assert (
        run("report", kind, sample, "-", "--json").json == run("report", kind, sample, "-", "--format", "json").json
    )


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
def test_a_word_file(sample: Path, run: Run, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "report.docx"
    assert run("report", kind, sample, out).status == 0
    file = docx.Document(str(out))
    words = "\n".join(line.text for line in file.paragraphs)
    assert words.startswith({"trail": "Decision trail", "coreq": "COREQ"}.get(kind, kind.capitalize()))
    assert "I like some of them more" not in words
    if kind == "trail":
        acts = run("report", "trail", sample, "-", "--json").json
        assert sum(len(table.rows) - 1 for table in file.tables) == len(acts)
        assert {one["id"] for one in acts} <= {one["id"] for one in run("history", sample, "--json").json}


def test_json_tells_what_was_written(sample: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "pairs.txt"
    told = run("report", "pairs", sample, out, "--format", "md", "--json").json
    assert told == {"file": str(out), "format": "md"}
    assert out.read_text(encoding="utf-8").startswith("# Pairs")


@pytest.mark.parametrize("kind", KINDS)
def test_publication(sample: Path, run: Run, kind: str) -> None:
    done = run("report", kind, sample, "-", "--publication")
    assert "renumbered" in done.out
    assert "Memo" not in done.out


def test_answers(sample: Path, run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('10 = "Everybody who came."\n', encoding="utf-8")
    assert "Everybody who came." in run("report", "coreq", sample, "-", "--answers", answers).out
    answers.write_text('sampling = "Everybody who came."\n', encoding="utf-8")
    refused = run("report", "coreq", sample, "-", "--answers", answers)
    assert (refused.status, refused.out) == (1, "")
    assert "Unknown item" in refused.err
    missing = run("report", "coreq", sample, "-", "--answers", tmp_path / "none.toml")
    assert missing.status == 1
    assert "cannot be read" in missing.err


@pytest.mark.parametrize("kind", [*KINDS, "trail"])
def test_what_cannot_be_written_is_refused(sample: Path, run: Run, tmp_path: Path, kind: str) -> None:
    for out in (tmp_path / "a.odt", tmp_path / "a", tmp_path / "none" / "a.md"):
        done = run("report", kind, sample, out)
        assert done.status == 1
        assert "error:" in done.err
    before = (sample / "project.json").read_bytes()
    assert run("report", kind, sample, sample / "project.json").status == 1
    assert (sample / "project.json").read_bytes() == before


def test_help(run: Run) -> None:
    asked = run("report", "--help")
    assert asked.status == 0
    assert all(f"coder report {kind}" in asked.out for kind in (*KINDS, "trail"))
    assert "examples:" in asked.out
    for kind in KINDS:
        assert "examples:" in run("report", kind, "--help").out
    assert run("help", "reports").out.startswith("# Reports")
    assert run("report", "poem").status == 2
