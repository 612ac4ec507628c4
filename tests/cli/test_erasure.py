"""`coder participants erase`, `source erase`, `memo erase`, `source erase-originals`, `scan --erased`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import TEXT, Run
from tests.project.test_erasure import holding


@pytest.fixture
def withdrawn(run: Run, project: Path) -> Path:
    """The project with a participant, a memo that quotes the interview, and a backup."""
    assert run("source", "describe", project, "P01", "--participant", "P07").status == 0
    assert run("memo", project, "--text", "But the shame of it, says P07.").status == 0
    assert run("backups", "make", project).status == 0
    return project


def test_participant_is_erased_after_the_decisions(run: Run, withdrawn: Path) -> None:
    shown = run("participants", "erase", withdrawn, "P07", "--dry-run", "--json").json
    assert shown["erased"] is False
    assert shown["quotations"][0]["words"] == ["But the shame of it"]
    undecided = run("participants", "erase", withdrawn, "P07")
    assert (undecided.status, "1 text quotes what is to be erased" in undecided.err) == (1, True)
    unasked = run("participants", "erase", withdrawn, "P07", "--quotations", "cut")
    assert (unasked.status, "This cannot be undone" in unasked.err) == (1, True)
    assert holding(withdrawn, "never ill") != []
    done = run("participants", "erase", withdrawn, "P07", "--quotations", "cut", "--yes", "--reason", "withdrew")
    assert done.status == 0
    assert "five words: none is left." in done.out
    assert holding(withdrawn, "never ill") == holding(withdrawn, "the shame") == []
    undone = run("undo", withdrawn)
    assert (undone.status, "Undo ends at “erased participant P07”" in undone.err) == (1, True)
    assert run("doctor", withdrawn).status == 0


def test_scan_shows_that_nothing_is_left(run: Run, withdrawn: Path, tmp_path: Path) -> None:
    original = tmp_path / "original.txt"
    original.write_text(TEXT, encoding="utf-8")
    before = run("scan", withdrawn, "--erased", "P07", "--against", original)
    assert (before.status, "The history has no erasure of P07." in before.out) == (1, True)
    assert run("participants", "erase", withdrawn, "P07", "--quotations", "cut", "--yes").status == 0
    after = run("scan", withdrawn, "--erased", "P07", "--against", original, "--json")
    assert (after.status, after.json["ok"], after.json["findings"]) == (0, True, [])
    assert after.json["search"]["runs"] > 10
    (withdrawn / "notes.txt").write_text("SYNTHETIC But the shame of it", encoding="utf-8")
    left = run("scan", withdrawn, "--erased", "P07", "--against", original, "--json")
    assert (left.status, left.json["findings"][0]["where"]) == (1, "notes.txt")


def test_source_and_memo_are_erased(run: Run, withdrawn: Path) -> None:
    memo = next(memo for memo in run("memos", withdrawn, "--json").json if "says P07" in memo["text"])
    assert run("memo", "erase", withdrawn, memo["id"], "--yes").status == 0
    assert holding(withdrawn, "says P07") == []
    assert run("source", "erase", withdrawn, "P01", "--yes", "--json").json["search"]["hits"] == []
    assert run("sources", withdrawn, "--json").json == []


def test_originals_are_erased(run: Run, project: Path, tmp_path: Path) -> None:
    corrected = tmp_path / "corrected.txt"
    corrected.write_text(TEXT.replace("blåbær", "[berry]"), encoding="utf-8")
    assert run("source", "correct", project, "P01", corrected).status == 0
    assert holding(project, "blåbær") != []
    assert run("source", "erase-originals", project, "--yes").status == 0
    assert holding(project, "blåbær") == []
    again = run("source", "erase-originals", project, "--yes")
    assert again.out == "No transcript has an earlier text. Nothing was changed.\n"


def test_yes_alone_leaves_quotations_and_names_them(run: Run, withdrawn: Path) -> None:
    done = run("participants", "erase", withdrawn, "P07", "--yes")
    assert done.status == 0
    assert "still quoted, to be decided: analytic memo by KG on the project" in done.err
    assert holding(withdrawn, "never ill") == []
    assert holding(withdrawn, "But the shame of it") != []
