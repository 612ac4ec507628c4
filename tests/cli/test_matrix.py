"""`coder matrix` and `shares`."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_matrix_as_text(project: Path, run: Run) -> None:
    lines = [line.split() for line in run("matrix", project, "--columns", "waves").out.splitlines()]
    assert lines == [
        ["codes", "units", "baseline"],
        ["n", "(interviews)", "1"],
        ["units", "2", "2"],
        ["Before", "2", "2"],
        ["Shame", "1", "1"],
        ["Pride", "2", "2"],
    ]


def test_an_empty_cell_is_never_a_zero(project: Path, run: Run) -> None:
    out = run("matrix", project, "--columns", "codes", "--how", "segment", "--csv", "-").out
    table = list(csv.reader(io.StringIO(out)))
    assert table[0] == ["codes", "level", "units", "Before", "Before/Shame", "Before/Pride"]
    assert table[3:] == [
        ["Before", "1", "2", "1", "1", "1"],
        ["Before/Shame", "2", "1", "1", "", "1"],
        ["Before/Pride", "2", "2", "1", "1", ""],
    ]


@pytest.mark.parametrize(("how", "number"), [("overlap", 2), ("segment", 1), ("turn", 1)])
def test_json_has_only_filled_cells(project: Path, run: Run, how: str, number: int) -> None:
    rows = run("matrix", project, "--columns", "codes", "--how", how, "--json").json
    assert rows["how"] == how
    assert [line["path"] for line in rows["rows"]["lines"]] == ["Before", "Before/Shame", "Before/Pride"]
    cell = next(row for row in rows["cells"] if (row["row"], row["column"]) == ("Before/Shame", "Before/Pride"))
    assert cell["count"] == number
    assert cell["excerpt"]
    assert not any((row["row"], row["column"]) == ("Before/Shame", "Before/Shame") for row in rows["cells"])


def test_a_query_restricts_the_units(project: Path, run: Run) -> None:
    rows = run("matrix", project, "--query", "Shame", "--json").json
    assert (rows["units"], rows["query"], rows["how"]) == (1, "Shame", None)
    assert {(row["row"], row["count"]) for row in rows["cells"]} == {
        ("Before", 1),
        ("Before/Shame", 1),
        ("Before/Pride", 1),
    }
    assert run("matrix", project, "--query", "Nothing like it").status == 1


def test_depth_and_csv_file(project: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "matrix.csv"
    result = run("matrix", project, "--rows", "participants", "--columns", "codes", "--depth", 1, "--csv", out)
    assert result.out == f"Wrote {out} (1 row, 1 column)\n"
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert out.read_text(encoding="utf-8-sig").splitlines() == [
        "participants,level,units,Before",
        "n (units),,,2",
        "units,,2,2",
        "P01,1,2,2",
    ]


def test_a_name_like_a_formula_is_guarded(project: Path, run: Run) -> None:
    assert run("codes", "add", project, "=1+1").status == 0
    out = run("matrix", project, "--csv", "-").out
    assert "\n'=1+1,1,,\n" in out


def test_columns_that_do_not_fit_are_counted(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_, **__: os.terminal_size((30, 24)))
    out = run("matrix", project, "--columns", "codes").out
    assert "… and 1 column more" in out or "… and 2 columns more" in out
    assert max(map(len, out.splitlines()[:-1])) <= 30


def test_invalid_axes_are_refused(project: Path, run: Run) -> None:
    assert run("matrix", project, "--columns", "weather").status == 2
    refused = run("matrix", project, "--rows", "waves", "--columns", "waves")
    assert refused.status == 1
    assert "Rows and columns are the same" in refused.err


def test_shares_of_each_source(project: Path, run: Run) -> None:
    (row,) = run("shares", project, "--json").json
    assert {key: row[key] for key in ("name", "units", "codings", "codes", "new_codes", "codes_so_far")} == {
        "name": "P01_baseline",
        "units": 2,
        "codings": 3,
        "codes": 2,
        "new_codes": 2,
        "codes_so_far": 2,
    }
    assert [item["speaker"] for item in row["speakers"]] == ["P", "I", ""]
    out = run("shares", project).out
    assert "P01_baseline" in out
    assert "2 codes in use" in out
    assert "new codes in the last coded source" in out


def test_shares_of_an_empty_project(tmp_path: Path, run: Run) -> None:
    assert run("new", tmp_path / "bare").status == 0
    assert run("shares", tmp_path / "bare").out.startswith("source")
    assert run("shares", tmp_path / "bare", "--json").json == []
    assert run("matrix", tmp_path / "bare").out.split() == ["codes", "units", "units"]
