"""`coder pairs` and `coder changes`. All text SYNTHETIC."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from coder import sample
from coder.project import open_project, read_project
from coder.project.opening import working_copy
from coder.project.operations import changes
from tests.cli.conftest import Run


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A working copy of the sample without change notes and levels."""
    source = sample.folder()
    assert source is not None
    folder = working_copy(read_project(source), tmp_path / "study", "KG")
    with open_project(folder, "KG") as project, project.transaction("test", "bare") as tx:
        for table in ("change_notes", "cells", "levels", "frameworks"):
            for id in list(project.tables[table]):
                tx.remove(table, id)
    return folder


def units(run: Run, study: Path, query: str, person: str, wave: str) -> list[str]:
    found = run("find", study, query, "--json").json
    return [one["segment"] for one in found if (one["participant"], one["wave"]) == (person, wave)]


def shame(run: Run, study: Path, person: str = "P01") -> int:
    first = units(run, study, "Shame", person, "baseline")[0]
    note = run(
        "changes", "note", study, person, "--code", "Shame", "--tag", "d", "--sentence", "SYNTHETIC: aloud.",
        "--first", first[:13], "--absent-then", "not asked", "--json",
    )  # fmt: skip
    return note.status


def test_pairs_lists_pairs_and_unpaired_participants(study: Path, run: Run) -> None:
    lines = run("pairs", study).out.splitlines()
    assert lines[0] == "n = 3 pairs"
    assert [line.split()[0] for line in lines[2:5]] == ["P01", "P02", "P03"]
    assert all(line.endswith("no note") for line in lines[2:5])
    assert "day 402, 7 days outside the window" in lines[3]
    assert [line.split()[0] for line in lines[-2:]] == ["P04", "P05"]
    shame(run, study)
    rows = run("pairs", study, "--json").json
    assert rows["n"] == 3
    assert {row["participant"] for row in rows["unpaired"]} == {"P04", "P05"}
    assert all(row["reason"] for row in rows["unpaired"])
    (note,) = rows["pairs"][0]["notes"]
    assert (note["on"], note["tag"], note["absent_then"]) == ("Before asking/Shame", "decreases/ceases", "not asked")
    assert rows["pairs"][1]["notes"] == []


def test_grid_as_text_and_json(study: Path, run: Run) -> None:
    assert shame(run, study) == 0
    out = run("changes", study).out
    assert out.startswith("Change, codes by participants, n = 3 pairs (baseline and follow-up)\n")
    line = next(line for line in out.splitlines() if line.strip().startswith("Shame"))
    assert line.split() == ["Shame", "↓", "D", "no", "note", "no", "note"]
    assert "P04" not in out
    rows = run("changes", study, "--json").json
    (table,) = rows["tables"]
    assert rows["n"] == [{"first": "baseline", "then": "follow-up", "pairs": 3}]
    assert "n = 3 pairs" in table["caption"]
    assert table["head"] == ["Code", "P01", "P02", "P03"]
    assert ["Shame", "↓ D", "no note", "no note"] in table["rows"]
    assert rows["open"] == [f"{row} (baseline → follow-up) has no change note" for row in ("P02", "P03")]


@pytest.mark.parametrize("mode", ["grid", "cross", "trajectory", "notes"])
@pytest.mark.parametrize("by", ["codes", "levels"])
def test_each_mode_prints_its_n(study: Path, run: Run, mode: str, by: str) -> None:
    shame(run, study)
    for table in run("changes", study, "--mode", mode, "--by", by, "--json").json["tables"]:
        assert "n = 3 pairs" in table["caption"]
    assert run("changes", study, "--mode", mode, "--by", by).status == 0


def test_trajectory_of_one_participant(study: Path, run: Run) -> None:
    shame(run, study)
    (table,) = run("changes", study, "--mode", "trajectory", "--participant", "p01", "--json").json["tables"]
    assert table["head"] == ["Code", "baseline", "change", "follow-up"]
    row = next(row for row in table["rows"] if row[0] == "Shame")
    assert row[1:] == ["2 units", "↓ D", "no unit"]
    refused = run("changes", study, "--mode", "trajectory", "--participant", "P04")
    assert refused.status == 1
    assert "P04 is in no pair" in refused.err
    assert run("changes", study, "--mode", "trajectory", "--participant", "P99").status == 1


def test_tables_are_written_into_files(study: Path, run: Run, tmp_path: Path) -> None:
    shame(run, study)
    table = list(csv.reader(io.StringIO(run("changes", study, "-").out)))
    assert table[1] == ["Code", "P01", "P02", "P03"]
    assert next(row for row in table if row[0].strip() == "Shame")[1:] == ["↓ D", "", ""]
    for suffix in ("csv", "md", "html", "docx"):
        file = tmp_path / f"grid.{suffix}"
        assert run("changes", study, file).status == 0
        assert file.stat().st_size > 100
    assert "↓ D" in (tmp_path / "grid.md").read_text()
    assert "2 participants in no pair: not counted here." in (tmp_path / "grid.md").read_text()
    assert run("changes", study, tmp_path / "grid.poem").status == 1
    named = run("changes", study, tmp_path / "told.json", "--json").json
    assert named == {"file": str(tmp_path / "told.json"), "tables": 1, "findings": named["findings"]}
    assert json.loads((tmp_path / "told.json").read_text())["report"] == "Changes"
    assert "Shame" in run("changes", study, "-", "--format", "md").out


def test_publication_suppresses_fewer_than_three_participants(study: Path, run: Run) -> None:
    for person in ("P01", "P02"):
        assert shame(run, study, person) == 0
    for mode in ("grid", "cross", "notes"):
        rows = run("changes", study, "--publication", "--mode", mode, "--json").json
        assert "aloud" not in json.dumps(rows)
        assert "↓ D" not in json.dumps([table["rows"] for table in rows["tables"]], ensure_ascii=False)
        assert rows["open"] == []
    assert shame(run, study, "P03") == 0
    (table,) = run("changes", study, "--publication", "--json").json["tables"]
    row = next(row for row in table["rows"] if row[0] == "Shame")
    assert row[1:] == ["↓ D"] * 3


def test_invalid_notes_are_refused_with_a_reason(study: Path, run: Run) -> None:
    refused = run("changes", "note", study, "P01", "--code", "Shame", "--tag", "D")
    assert refused.status == 1
    assert "The change has no evidence at baseline yet" in refused.err
    assert "hint: Cite a unit, or give a reason why there is none." in refused.err
    other = units(run, study, "Shame", "P02", "baseline")[0]
    for argv, message in (
        (["P01", "--code", "Shame", "--first", other], "not from the interview of P01"),
        (["P04", "--tag", "K"], "P04 is in no pair"),
        (["P01", "--tag", "worse"], "no change tag"),
        (["P01", "--code", "Nothing", "--tag", "K"], "no code"),
        (["P01", "--level", "Artefacts", "--tag", "K"], "no level"),
        (["P01", "--level", "Artefacts", "--code", "Shame"], "not about both"),
        (["P01", "--from", "later", "--sentence", "x"], "no such pair"),
        (["P99", "--sentence", "x"], "There is no participant"),
    ):
        refused = run("changes", "note", study, *argv)
        assert refused.status == 1
        assert message in refused.err
    with read_project(study) as project:
        assert not project.change_notes


def test_a_note_is_revised_removed_and_restored_by_undo(study: Path, run: Run) -> None:
    shame(run, study)
    result = run("changes", "note", study, "P01", "--code", "Shame", "--sentence", "SYNTHETIC: other.", "--json").json
    assert (result["sentence"], result["tag"]) == ("SYNTHETIC: other.", "decreases/ceases")
    assert run("changes", "remove", study, "P01", "--code", "Shame").status == 0
    assert run("changes", "remove", study, "P01", "--code", "Shame").status == 1
    assert run("undo", study).status == 0
    with read_project(study) as project:
        (note,) = project.change_notes.values()
        assert changes.about(project, changes.subject_of(note)) == "Before asking/Shame"
    history = run("history", study, "--json").json
    assert any(row["operation"] == "changes.note" for row in history)


def test_a_note_without_a_pair_can_be_removed(study: Path, run: Run) -> None:
    shame(run, study)
    assert run("source", "remove", study, "P01_follow-up", "--yes").status == 0
    assert run("pairs", study, "--json").json["n"] == 2
    (left,) = [row for row in run("changes", study, "--json").json["open"] if "not a pair" in row]
    assert left == "P01, Before asking/Shame: change note on waves that are not a pair"
    assert run("changes", "note", study, "P01", "--code", "Shame", "--sentence", "SYNTHETIC.").status == 1
    assert run("changes", "remove", study, "P01", "--code", "Shame").status == 0
    assert not [row for row in run("changes", study, "--json").json["open"] if row.startswith("P01")]


def test_help_lists_the_verbs(run: Run) -> None:
    out = run("changes", "--help").out
    assert "coder changes note" in out
    assert "examples:" in out
    assert "examples:" in run("changes", "note", "--help").out
    assert "examples:" in run("pairs", "--help").out
