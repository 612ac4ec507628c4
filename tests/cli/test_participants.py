"""coder participants, waves, dates, and source describe. All SYNTHETIC."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .conftest import TEXT, Run


@pytest.fixture
def study(project: Path, run: Run, tmp_path: Path) -> Path:
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


def rows(run: Run, study: Path) -> dict[str, Any]:
    return {one["name"]: one for one in run("participants", study, "--json").json["participants"]}


def test_the_list_says_days_windows_pairs_and_why_not(study: Path, run: Run) -> None:
    run("source", "describe", study, "P01_baseline", "--day", "6")
    told = run("source", "describe", study, "P01_follow-up", "--day", "402")
    assert "note: Day 402 lies 7 outside the window of follow-up (days 335–395)" in told.err
    assert "P01_follow-up: day 402, 7 outside the window of follow-up" in run("sources", study).out
    listed = run("participants", study)
    assert listed.status == 0
    for words in ("day 6 ✓", "day 402, 7 outside", "1 pair, n = 1", "in no pair: P02: no interview in follow-up"):
        assert words in listed.out
    found = run("participants", study, "--json").json
    assert found["pairs"] == [{"participant": "P01", "first": "baseline", "then": "follow-up"}]
    assert found["unpaired"] == [{"participant": "P02", "reason": "no interview in follow-up"}]
    assert any("no reason in the register" in text for text in found["open"])
    follow_up = rows(run, study)["P01"]["waves"][1]
    assert (follow_up["wave"], follow_up["paired"]) == ("follow-up", True)
    assert follow_up["interviews"][0]["outside"] == 7


def test_a_second_interview_in_a_wave_is_told_at_import(study: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "P01_baseline_again.txt"
    path.write_text(f"{TEXT}\n\nP: again.\n", encoding="utf-8")
    done = run("import", study, path, "--json").json
    assert done[0]["warnings"] == ["P01 has another interview in baseline: P01_baseline"]
    listed = run("participants", study)
    assert "2 interviews: " in listed.out
    assert "note: P01, baseline: 2 interviews (P01_baseline and P01_baseline_again)" in listed.out


def test_adding_describing_renaming_removing(study: Path, run: Run) -> None:
    added = run("participants", "add", study, "P9", "--attribute", "age=50–59", "--service", "Harbour Line", "--json")
    assert added.json["attributes"] == {"age": "50–59"}
    assert run("participants", "describe", study, "P9", "--attribute", "age=", "--attribute", "sex=f").status == 0
    assert run("participants", "rename", study, "P9", "P09").out == "Renamed P9 to P09\n"
    assert rows(run, study)["P09"]["attributes"] == {"sex": "f"}
    refused = run("participants", "remove", study, "P01", "--json")
    assert refused.status == 1
    assert refused.json["error"]["detail"] == "P01 still has 2 interviews."
    assert run("participants", "remove", study, "P09").status == 0
    assert "P09" not in rows(run, study)
    assert run("participants", "describe", study, "P01").status == 2
    assert run("participants", "describe", study, "P01", "--attribute", "age").status == 2


def test_merging_tells_of_two_interviews_in_a_wave(study: Path, run: Run) -> None:
    merged = run("participants", "merge", study, "P02", "P01", "--reason", "one person")
    assert merged.status == 0
    assert "more than one interview in the same wave now: P01_baseline, P02_baseline" in merged.err
    assert list(rows(run, study)) == ["P01"]
    assert run("undo", study).status == 0
    assert list(rows(run, study)) == ["P01", "P02"]


def test_the_register(study: Path, run: Run) -> None:
    done = run(
        "participants", "attrition", study, "P02", "unreachable", "--wave", "follow-up", "--reason", "two letters"
    )
    assert done.out == "P02, follow-up: could not be reached\n"
    assert "in no pair: P02: follow-up: could not be reached: two letters" in run("participants", study).out
    assert run("participants", "attrition", study, "P02", "lost").status == 1
    assert run("participants", "attrition", study, "P02").status == 2
    assert run("participants", "attrition", study, "P02", "--wave", "follow-up", "--remove").status == 0
    assert run("participants", "attrition", study, "P02", "--wave", "follow-up", "--remove").status == 1
    left = run("participants", "withdraw", study, "P01", "--reason", "by letter")
    assert left.out == "P01: withdrawn; what was said may be kept\n"
    assert len(run("participants", study, "--json").json["pairs"]) == 1
    erase = run("participants", "withdraw", study, "P01", "--erase")
    assert "the erasing itself is still to be done" in erase.err
    assert run("participants", study, "--json").json["pairs"] == []
    assert "the data of P01 are to be erased" in run("participants", study).out


def test_waves(study: Path, run: Run) -> None:
    assert run("waves", "add", study, "five years", "--window", "1800..").out == "five years, from day 1800\n"
    assert run("waves", "describe", study, "five years", "--later", "-1", "--name", "later").status == 0
    found = run("waves", study, "--json").json
    assert [(one["name"], one["window"], one["interviews"]) for one in found] == [
        ("baseline", "days 0–10", 2),
        ("later", "from day 1800", 0),
        ("follow-up", "days 335–395", 1),
    ]
    refused = run("waves", "remove", study, "baseline")
    assert (refused.status, refused.err.splitlines()[:2]) == (
        1,
        ["error: The wave baseline cannot be removed", "  It is used by 2 interviews."],
    )
    assert run("waves", "remove", study, "later").status == 0
    assert run("waves", "add", study, "x", "--window", "soon").status == 2
    assert run("waves", "describe", study, "baseline").status == 2


def test_dates_and_days(study: Path, run: Run) -> None:
    assert "There are no dates" in run("dates", study).out
    assert run("participants", "describe", study, "P01", "--anchor", "2024-08-30").status == 0
    described = run(
        "source", "describe", study, "P01_baseline", "--date", "2024-09-03", "--minutes", "61", "--mode", "video"
    )
    assert described.out == "P01_baseline: date 2024-09-03, mode video, minutes 61, day 4\n"
    run("source", "describe", study, "P02_baseline", "--date", "2024-09-03")
    refused = run("dates", study, "--to-days")
    assert refused.status == 1
    assert "P02_baseline: P02 has no date to count from" in refused.err
    run("source", "describe", study, "P02_baseline", "--date", "")
    dry = run("dates", study, "--to-days", "--dry-run", "--json").json
    assert (dry["applied"], dry["interviews"]) == (
        False,
        [{"name": "P01_baseline", "date": "2024-09-03", "day": 4}],
    )
    done = run("dates", study, "--to-days")
    assert done.status == 0
    assert "history and the backups hold the dates until they are pruned" in done.err
    first = rows(run, study)["P01"]
    assert (first["anchor"], first["waves"][0]["interviews"][0]["date"]) == ("", "")
    assert "2024-09-03" in (study / "history.jsonl").read_text("utf-8")  # as is said


def test_sheets_out_and_in(study: Path, run: Run, tmp_path: Path) -> None:
    assert run("participants", "export", study, "-").out.startswith("id,name,service,anchor,note")
    sheet = tmp_path / "talks.csv"
    assert run("participants", "export", study, sheet, "--sheet", "interviews").out == "Wrote 3 rows of interviews\n"
    changed = sheet.read_text("utf-8-sig").replace("P02_baseline,P02,baseline,,,", "P02_baseline,P02,baseline,,7,")
    sheet.write_text(changed, "utf-8")
    dry = run("participants", "import", study, sheet, "--dry-run")
    assert "changed  P02_baseline  (day: — → 7)" in dry.out
    assert rows(run, study)["P02"]["waves"][0]["interviews"][0]["day"] is None
    assert run("participants", "import", study, sheet, "--json").json["applied"] is True
    assert rows(run, study)["P02"]["waves"][0]["interviews"][0]["day"] == 7
    assert run("participants", "import", study, sheet, "--json").json["changes"] == 0


def test_help_names_the_verbs(run: Run) -> None:
    told = run("participants", "--help").out
    for verb in ("add", "describe", "rename", "merge", "remove", "withdraw", "attrition", "import", "export"):
        assert f"coder participants {verb}" in told
        assert "examples:" in run("participants", verb, "--help").out
    for verb in ("add", "describe", "remove"):
        assert "examples:" in run("waves", verb, "--help").out
    assert "until they are pruned" in " ".join(run("dates", "--help").out.split())


def test_a_project_without_participants(run: Run, tmp_path: Path) -> None:
    run("new", tmp_path / "empty")
    assert "There are no participants yet" in run("participants", tmp_path / "empty").out
    assert "There are no waves yet" in run("waves", tmp_path / "empty").out
    empty = run("participants", tmp_path / "empty", "--json").json
    assert empty == {"participants": [], "pairs": [], "unpaired": [], "open": []}
