"""`coder answers` on the sample study. All text SYNTHETIC."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from coder.project import read_project
from coder.project.opening import working_copy
from tests.cli.conftest import Run

SAMPLE = Path(__file__).parents[2] / "sample_project"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return working_copy(read_project(SAMPLE), tmp_path / "sample", "KG")


def answers(run: Run, sample: Path) -> dict[tuple[str, str], str]:
    return {
        (answer["form"], answer["item"]): answer["text"]
        for answer in run("answers", sample, "--json").json["answers"]
    }


def test_listing_gives_each_item_with_known_text_answers_and_open_questions(sample: Path, run: Run) -> None:
    result = run("answers", sample, "--json").json["items"]
    assert [row["item"] for row in result] == list(range(1, 33))
    assert {row["status"] for row in result} == {"known", "answered", "in part", "to be asked"}
    for row in result:
        assert all(known["text"] and known["from"] for known in row["known"])
    message = run("answers", sample).out
    assert "27  Software · known" in message
    assert "[answered by KG" in message
    assert "? What is the gender of the researchers?" in message


def test_open_lists_only_items_with_open_questions(sample: Path, run: Run) -> None:
    result = run("answers", sample, "--open", "--json").json["items"]
    assert all(row["open"] for row in result)
    for row in result:
        run("answers", "set", sample, "coreq", row["item"], "SYNTHETIC")
    assert run("answers", sample, "--open").out == "No open questions.\n"


def test_an_answer_is_set_changed_and_cleared(sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("answers", "set", sample, "COREQ", "4", "SYNTHETIC one", "--coder", "MB", "--json").json
    assert (result["form"], result["item"], result["text"], result["coder"]) == ("coreq", "4", "SYNTHETIC one", "MB")
    monkeypatch.setattr(sys, "stdin", io.StringIO("SYNTHETIC two\nlines\n"))
    assert run("answers", sample, "set", "coreq", "4", "-", "--yes").out == "Answered COREQ item 4\n"
    assert answers(run, sample)["coreq", "4"] == "SYNTHETIC two\nlines"
    assert "SYNTHETIC two" in run("report", "coreq", sample, "-").out
    assert run("answers", "clear", sample, "coreq", "4").out == "Deleted the answer to COREQ item 4\n"
    assert ("coreq", "4") not in answers(run, sample)
    refused = run("answers", "clear", sample, "coreq", "4")
    assert (refused.status, refused.out) == (1, "")
    assert "no answer" in refused.err
    assert "1 to 32" in run("answers", "set", sample, "coreq", "33", "SYNTHETIC").err


def test_importing_a_file_twice_changes_nothing(sample: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('4 = "SYNTHETIC"\n11 = "By letter."\n[22]\naim = "Narrow."\n', encoding="utf-8")
    assert run("answers", "import", sample, file).out == "Imported 3 answers\n"
    assert run("answers", "import", sample, file, "--json").json == {"changed": 0}
    assert answers(run, sample)["information power", "aim"] == "Narrow."
    file.write_text('33 = "SYNTHETIC"\n', encoding="utf-8")
    assert "Unknown item" in run("answers", "import", sample, file).err
    assert "cannot be opened" in run("answers", "import", sample, tmp_path / "none.toml").err


def test_help_has_examples(run: Run) -> None:
    help_result = run("answers", "--help")
    assert help_result.status == 0
    assert "coder answers clear" in help_result.out
    for verb in ("set", "clear", "import"):
        assert "examples:" in run("answers", verb, "--help").out
    assert "answers PROJECT" in run("help").out


BAD_ANSWERS = {
    "no UTF-8": b'2 = "\xff"',
    "zeros": bytes(300),
    "UTF-16": '2 = "x"'.encode("utf-16"),
    "nested": b"2 = " + b"[" * 5_000 + b"]" * 5_000,
    "many digits": b"2 = " + b"9" * 10_000,
    "many parts": b".".join([b"a"] * 20_000) + b" = 1",
    "torn": b'2 = "x',
    "JSON": b'{"2": "x"}',
}


@pytest.mark.parametrize("data", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_damaged_file_of_answers_is_named_and_changes_nothing(
    sample: Path, run: Run, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "answers.toml"
    file.write_bytes(data)
    before = answers(run, sample)
    for words in (("answers", "import", sample, file), ("report", "coreq", sample, "-", "--answers", file)):
        result = run(*words)
        assert (result.status, result.out) == (1, "")
        assert "not valid TOML" in result.err
    assert answers(run, sample) == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe_in_place_of_answers_is_not_waited_for(sample: Path, run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "answers.toml")
    assert "not a file" in run("answers", "import", sample, tmp_path / "answers.toml").err


def test_answers_saved_with_a_byte_order_mark_are_imported(sample: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_bytes(b'\xef\xbb\xbf4 = "SYNTHETIC"\r\n')
    assert run("answers", "import", sample, file).status == 0
    assert answers(run, sample)["coreq", "4"] == "SYNTHETIC"
