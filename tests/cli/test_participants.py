"""`coder participants`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import TEXT, Run, participant_rows


def test_listing_shows_days_windows_pairs_and_reasons(panel: Path, run: Run) -> None:
    run("source", "describe", panel, "P01_baseline", "--day", "6")
    result = run("source", "describe", panel, "P01_follow-up", "--day", "402")
    assert "note: Day 402 lies 7 days outside the window of follow-up (days 335–395)" in result.err
    assert "P01_follow-up: day 402, 7 days outside the window of follow-up" in run("sources", panel).out
    listed = run("participants", panel)
    assert listed.status == 0
    for words in (
        "day 6 ✓",
        "day 402, 7 days outside the window",
        "1 pair, n = 1",
        "in no pair: P02: no interview in follow-up",
    ):
        assert words in listed.out
    matches = run("participants", panel, "--json").json
    assert matches["pairs"] == [{"participant": "P01", "first": "baseline", "then": "follow-up"}]
    assert matches["unpaired"] == [{"participant": "P02", "reason": "no interview in follow-up"}]
    assert any("no reason in the register" in text for text in matches["open"])
    follow_up = participant_rows(run, panel)["P01"]["waves"][1]
    assert (follow_up["wave"], follow_up["paired"]) == ("follow-up", True)
    assert follow_up["interviews"][0]["outside"] == 7


def test_import_warns_of_a_second_interview_in_a_wave(panel: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "P01_baseline_again.txt"
    path.write_text(f"{TEXT}\n\nP: again.\n", encoding="utf-8")
    result = run("import", panel, path, "--json").json
    assert result[0]["warnings"] == ["P01 has another interview in baseline: P01_baseline"]
    listed = run("participants", panel)
    assert "2 interviews: " in listed.out
    assert "note: P01, baseline: 2 interviews (P01_baseline and P01_baseline_again)" in listed.out


def test_participants_are_added_described_renamed_and_removed(panel: Path, run: Run) -> None:
    added = run("participants", "add", panel, "P9", "--attribute", "age=50–59", "--service", "Harbour Line", "--json")
    assert added.json["attributes"] == {"age": "50–59"}
    assert run("participants", "describe", panel, "P9", "--attribute", "age=", "--attribute", "sex=f").status == 0
    assert run("participants", "rename", panel, "P9", "P09").out == "Renamed P9 to P09\n"
    assert participant_rows(run, panel)["P09"]["attributes"] == {"sex": "f"}
    refused = run("participants", "remove", panel, "P01", "--json")
    assert refused.status == 1
    assert refused.json["error"]["detail"] == "P01 still has 2 interviews."
    assert run("participants", "remove", panel, "P09").status == 0
    assert "P09" not in participant_rows(run, panel)
    assert run("participants", "describe", panel, "P01").status == 2
    assert run("participants", "describe", panel, "P01", "--attribute", "age").status == 2


def test_merge_warns_of_two_interviews_in_a_wave(panel: Path, run: Run) -> None:
    merged = run("participants", "merge", panel, "P02", "P01", "--reason", "one person")
    assert merged.status == 0
    assert "more than one interview in the same wave now: P01_baseline, P02_baseline" in merged.err
    assert list(participant_rows(run, panel)) == ["P01"]
    assert run("undo", panel).status == 0
    assert list(participant_rows(run, panel)) == ["P01", "P02"]


def test_the_attrition_register_is_changed(panel: Path, run: Run) -> None:
    result = run(
        "participants", "attrition", panel, "P02", "unreachable", "--wave", "follow-up", "--reason", "two letters"
    )
    assert result.out == "P02, follow-up: could not be reached\n"
    assert "in no pair: P02: follow-up: could not be reached: two letters" in run("participants", panel).out
    assert run("participants", "attrition", panel, "P02", "lost").status == 1
    assert run("participants", "attrition", panel, "P02").status == 2
    assert run("participants", "attrition", panel, "P02", "--wave", "follow-up", "--remove").status == 0
    assert run("participants", "attrition", panel, "P02", "--wave", "follow-up", "--remove").status == 1
    left = run("participants", "withdraw", panel, "P01", "--reason", "by letter")
    assert left.out == "P01: withdrawn; data may be kept\n"
    assert len(run("participants", panel, "--json").json["pairs"]) == 1
    erase = run("participants", "withdraw", panel, "P01", "--erase")
    assert "Nothing has been erased yet" in erase.err
    assert run("participants", panel, "--json").json["pairs"] == []
    assert "the data of P01 are to be erased" in run("participants", panel).out


def test_sheets_are_exported_and_imported(panel: Path, run: Run, tmp_path: Path) -> None:
    assert run("participants", "export", panel, "-").out.startswith("id,name,service,anchor,note")
    sheet = tmp_path / "talks.csv"
    assert run("participants", "export", panel, sheet, "--sheet", "interviews").out == "Wrote 3 rows of interviews\n"
    changed = sheet.read_text("utf-8-sig").replace("P02_baseline,P02,baseline,,,", "P02_baseline,P02,baseline,,7,")
    sheet.write_text(changed, "utf-8")
    dry = run("participants", "import", panel, sheet, "--dry-run")
    assert "changed  P02_baseline  (day: — → 7)" in dry.out
    assert participant_rows(run, panel)["P02"]["waves"][0]["interviews"][0]["day"] is None
    assert run("participants", "import", panel, sheet, "--json").json["applied"] is True
    assert participant_rows(run, panel)["P02"]["waves"][0]["interviews"][0]["day"] == 7
    assert run("participants", "import", panel, sheet, "--json").json["changes"] == 0


def test_help_lists_the_verbs(run: Run) -> None:
    result = run("participants", "--help").out
    for verb in ("add", "describe", "rename", "merge", "remove", "withdraw", "attrition", "import", "export"):
        assert f"coder participants {verb}" in result
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
