"""`coder waves` and `dates`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run, participant_rows


def test_waves_are_added_described_and_removed(panel: Path, run: Run) -> None:
    assert run("waves", "add", panel, "five years", "--window", "1800..").out == "five years, from day 1800\n"
    assert run("waves", "describe", panel, "five years", "--later", "-1", "--name", "later").status == 0
    rows = run("waves", panel, "--json").json
    assert [(row["name"], row["window"], row["interviews"]) for row in rows] == [
        ("baseline", "days 0–10", 2),
        ("later", "from day 1800", 0),
        ("follow-up", "days 335–395", 1),
    ]
    refused = run("waves", "remove", panel, "baseline")
    assert (refused.status, refused.err.splitlines()[:2]) == (
        1,
        ["error: The wave baseline cannot be deleted", "  It is used by 2 interviews."],
    )
    assert run("waves", "remove", panel, "later").status == 0
    assert run("waves", "add", panel, "x", "--window", "soon").status == 2
    assert run("waves", "describe", panel, "baseline").status == 2


def test_dates_are_replaced_by_days(panel: Path, run: Run) -> None:
    assert "There are no dates" in run("dates", panel).out
    assert run("participants", "describe", panel, "P01", "--anchor", "2024-08-30").status == 0
    described = run(
        "source", "describe", panel, "P01_baseline", "--date", "2024-09-03", "--minutes", "61", "--mode", "video"
    )
    assert described.out == "P01_baseline: date 2024-09-03, mode video, minutes 61, day 4\n"
    run("source", "describe", panel, "P02_baseline", "--date", "2024-09-03")
    refused = run("dates", panel, "--to-days")
    assert refused.status == 1
    assert "P02_baseline: P02 has no date to count from" in refused.err
    run("source", "describe", panel, "P02_baseline", "--date", "")
    dry = run("dates", panel, "--to-days", "--dry-run", "--json").json
    assert (dry["applied"], dry["interviews"]) == (
        False,
        [{"name": "P01_baseline", "date": "2024-09-03", "day": 4}],
    )
    result = run("dates", panel, "--to-days")
    assert result.status == 0
    assert "history and the backups hold the dates until they are pruned" in result.err
    first = participant_rows(run, panel)["P01"]
    assert (first["anchor"], first["waves"][0]["interviews"][0]["date"]) == ("", "")
    assert "2024-09-03" in (panel / "history.jsonl").read_text("utf-8")  # as is said
