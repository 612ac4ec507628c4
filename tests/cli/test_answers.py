"""`coder answers` on the sample study (SYNTHETIC)."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from coder.project import read_project
from coder.project.copying import working_copy

from .conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_project"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return working_copy(read_project(SAMPLE), tmp_path / "sample", "KG")


def answers(run: Run, sample: Path) -> dict[tuple[str, str], str]:
    return {(one["form"], one["item"]): one["text"] for one in run("answers", sample, "--json").json["answers"]}


def test_all_items_with_what_is_known_answered_and_asked(sample: Path, run: Run) -> None:
    told = run("answers", sample, "--json").json["items"]
    assert [one["item"] for one in told] == list(range(1, 33))
    assert {one["status"] for one in told} == {"known", "answered", "in part", "to be asked"}
    for one in told:
        assert all(known["text"] and known["from"] for known in one["known"])
    said = run("answers", sample).out
    assert "27  Software · known" in said
    assert "[answered by KG" in said
    assert "? What is the gender of the researchers?" in said


def test_what_is_open(sample: Path, run: Run) -> None:
    told = run("answers", sample, "--open", "--json").json["items"]
    assert all(one["open"] for one in told)
    for one in told:
        run("answers", "set", sample, "coreq", one["item"], "SYNTHETIC")
    assert run("answers", sample, "--open").out == "No open questions.\n"


def test_set_changed_and_cleared(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("answers", "set", sample, "COREQ", "4", "SYNTHETIC one", "--coder", "MB", "--json").json
    assert (done["form"], done["item"], done["text"], done["coder"]) == ("coreq", "4", "SYNTHETIC one", "MB")
    monkeypatch.setattr(sys, "stdin", io.StringIO("SYNTHETIC two\nlines\n"))
    assert run("answers", sample, "set", "coreq", "4", "-").out == "Answered COREQ item 4\n"
    assert answers(run, sample)["coreq", "4"] == "SYNTHETIC two\nlines"
    assert "SYNTHETIC two" in run("report", "coreq", sample, "-").out
    assert run("answers", "clear", sample, "coreq", "4").out == "Deleted the answer to COREQ item 4\n"
    assert ("coreq", "4") not in answers(run, sample)
    refused = run("answers", "clear", sample, "coreq", "4")
    assert (refused.status, refused.out) == (1, "")
    assert "no answer" in refused.err
    assert "1 to 32" in run("answers", "set", sample, "coreq", "33", "SYNTHETIC").err


def test_a_file_is_taken_over_once(sample: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('4 = "SYNTHETIC"\n11 = "By letter."\n[22]\naim = "Narrow."\n', encoding="utf-8")
    assert run("answers", "import", sample, file).out == "Imported 3 answers\n"
    assert run("answers", "import", sample, file, "--json").json == {"changed": 0}
    assert answers(run, sample)["information power", "aim"] == "Narrow."
    file.write_text('33 = "SYNTHETIC"\n', encoding="utf-8")
    assert "Unknown item" in run("answers", "import", sample, file).err
    assert "cannot be read" in run("answers", "import", sample, tmp_path / "none.toml").err


def test_help(run: Run) -> None:
    asked = run("answers", "--help")
    assert asked.status == 0
    assert "coder answers clear" in asked.out
    for verb in ("set", "clear", "import"):
        assert "examples:" in run("answers", verb, "--help").out
    assert "answers PROJECT" in run("help").out
