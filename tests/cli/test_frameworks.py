"""`coder frameworks`, `levels` and `cells`. All text SYNTHETIC."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coder.privacy import outgoing
from tests.cli.conftest import Result, Run


@pytest.fixture
def study(project: Path, run: Run) -> Path:
    """One interview of P01 at baseline, and a framework of the levels of culture."""
    assert run("frameworks", "add", project, "--template", "levels-of-culture").status == 0
    return project


def unit(study: Path, run: Run, quote: str = "the shame of it") -> str:
    found = run("find", study, "Before/**", "--json").json
    return next(str(one["segment"]) for one in found if one["text"] == quote)


def write(run: Run, study: Path, level: str, *more: object) -> Result:
    return run("cells", "write", study, level, "P01", "baseline", *more)


def test_opening_a_framework_records_open_points(project: Path, run: Run) -> None:
    assert "There are no frameworks yet" in run("frameworks", project).out
    made = run("frameworks", "add", project, "--template", "phases-of-change")
    assert "Opened Phases of change (10 levels)" in made.out
    assert "recorded as still open: no code groups yet" in made.out
    (row,) = run("frameworks", project, "--json").json
    assert (row["template"], row["early"], row["cells"]) == ("phases-of-change", "no code groups yet", 0)
    (first, *_) = run("history", project, "--json").json
    assert first["reason"] == "no code groups yet"
    assert run("frameworks", "add", project, "--template", "nonsense").status == 2


def test_a_framework_is_renamed_described_and_removed(study: Path, run: Run) -> None:
    assert run("frameworks", "rename", study, "levels", "Schein").out == "Renamed to Schein\n"
    assert run("frameworks", "note", study, "Schein", "After 1985").status == 0
    assert write(run, study, "Artefacts", "--summary", "Jokes.").status == 0
    refused = run("frameworks", "remove", study, "Schein", "--json")
    assert refused.status == 1
    assert refused.json["error"]["detail"] == "Schein has 1 cell."
    assert run("frameworks", "remove", study, "Schein", "--with-cells", "--yes").status == 0
    assert run("frameworks", study, "--json").json == []


def test_levels_are_added_moved_renamed_and_removed(study: Path, run: Run) -> None:
    run("levels", "add", study, "Levels", "Stories", "--theory", "Told again.", "--inferred")
    assert run("levels", "move", study, "Stories", "-3", "--json").json[0] == "Stories"
    run("levels", "rename", study, "Stories", "Tales")
    assert "Levels of culture/Tales" in run("levels", "describe", study, "Tales", "--inferred", "no").out
    (tales, *_) = run("levels", study, "--json").json
    assert (tales["name"], tales["help"], tales["inferred"], tales["cells"]) == ("Tales", "Told again.", False, 0)
    assert "Told again." in run("levels", study, "--framework", "Levels").out
    write(run, study, "Tales", "--summary", "Once.")
    refused = run("levels", "remove", study, "Tales")
    assert refused.status == 1
    assert "Tales holds: P01 · baseline" in refused.err
    assert "its cells to Artefacts" in run("levels", "remove", study, "Tales", "--cells-to", "Artefacts").out
    (cell,) = [row for row in run("cells", study, "--json").json if row["id"]]
    assert (cell["level"], cell["summary"]) == ("Artefacts", "Once.")
    assert run("undo", study).status == 0
    assert run("levels", study, "--json").json[0]["name"] == "Tales"


def test_cells_are_written_cited_and_cleared(study: Path, run: Run) -> None:
    segment = unit(study, run)
    result = write(run, study, "Artefacts", "--summary", "Jokes.", "--evidence", segment[:8])
    assert result.out == "Artefacts · P01 · baseline: ● evidenced, 1 unit\n"
    refused = write(run, study, "Basic", "--summary", "Doctors are well.")
    assert refused.status == 1
    assert "is inferred from other cells" in refused.err
    missing = write(run, study, "Basic", "--summary", "x", "--cites", "Espoused@baseline")
    assert "The cell is not written yet" in missing.err
    outcome = write(
        run, study, "Basic", "--summary", "Doctors are well.", "--cites", "Artefacts@baseline", "--json"
    ).json
    assert outcome["status"] == "analyst-inferred"
    assert [row["level"] for row in outcome["cites"]] == ["Artefacts · P01 · baseline"]
    assert run("cells", "clear", study, "Artefacts", "P01", "baseline").status == 1
    assert "wrote Basic underlying assumptions · P01 · baseline" in run("history", study).out
    assert run("cells", "clear", study, "Basic", "P01", "baseline").status == 0
    assert write(run, study, "Artefacts", "--take-out", segment).out.endswith("no unit\n")
    assert run("cells", "clear", study, "Artefacts", "P01", "baseline").status == 0
    assert all(row["id"] is None for row in run("cells", study, "--json").json)


def test_unwritten_cells_are_listed(study: Path, run: Run) -> None:
    write(run, study, "Work", "--status", "not asked")
    rows = run("cells", study, "--participant", "P01", "--json").json
    assert [(row["level"], row["status"]) for row in rows][3] == ("Work", "not asked")
    assert len(rows) == 6
    out = run("cells", study, "--level", "Artefacts", "--wave", "baseline").out
    assert "nothing written" in out
    assert run("cells", study, "--participant", "P99").status == 1
    assert write(run, study, "Work", "--status", "guessed").status == 2


def test_tables_are_written_into_files(
    study: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing.Kept, "words", lambda self, words: True)
    write(run, study, "Artefacts", "--summary", "Jokes.", "--evidence", unit(study, run))
    sheet = tmp_path / "t.csv"
    assert run("frameworks", "table", study, "Levels", sheet, "--participant", "P01").status == 0
    rows = list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0][0].startswith("Levels of culture · P01 · n = 1 interview · in no pair")
    assert rows[1] == ["level", "kind", "baseline", "baseline: status", "baseline: units", "change"]
    assert rows[2] == ["Artefacts", "level", "Jokes.", "evidenced", "1", ""]
    text = run("frameworks", "table", study, "Levels", "-").out
    assert "“the shame of it”" in text
    assert "No participant is in a pair." in text
    page = tmp_path / "t.html"
    assert run("frameworks", "table", study, "Levels", page, "--level", "Artefacts", "--publication").status == 0
    assert "P01_baseline" not in page.read_text(encoding="utf-8")
    assert "In no pair, not shown: fewer than 3 participants." in page.read_text(encoding="utf-8")
    assert run("frameworks", "table", study, "Levels", tmp_path / "t.xyz").status == 1
    assert run("frameworks", "table", study, "Levels", sheet, "--publication").status == 1
