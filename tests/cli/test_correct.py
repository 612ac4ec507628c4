import json
from pathlib import Path

import pytest

from .conftest import TEXT, Run

BETTER = TEXT.replace("never ill. Never, I say", "never ill").replace("How are you?", "And how are you?")
WITHOUT = TEXT.replace(" But the shame of it – blåbær.", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "listened again.txt"


def test_a_correction_says_what_became_of_the_units(project: Path, run: Run, file: Path) -> None:
    file.write_text(BETTER, encoding="utf-8")
    result = run("source", "correct", project, "P01", file, "--json", "--reason", "listened again")
    assert result.status == 0
    report = result.json
    assert (report["kept"], report["moved"], report["lost"], report["applied"]) == (0, 1, [], True)
    (changed,) = report["changed"]
    start = BETTER.index("I am never")
    assert changed["old"] == "I am never ill. Never, I say. But the shame of it – blåbær."
    assert changed["new"] == "I am never ill. But the shame of it – blåbær."
    assert changed["new"] == BETTER[changed["start"] : changed["end"]]
    assert (changed["start"], changed["codes"]) == (start, ["Before/Pride"])
    shown = run("show", project, "P01", "--json").json
    assert shown["text"] == BETTER
    assert {BETTER[one["start"] : one["end"]] for one in shown["segments"]} == {changed["new"], "the shame of it"}
    latest = run("history", project, "--json").json[0]
    assert (latest["operation"], latest["reason"]) == ("sources.correct", "listened again")
    assert run("doctor", project).status == 0
    run("undo", project)
    assert run("show", project, "P01", "--json").json["text"] == TEXT


def test_for_reading(project: Path, run: Run, file: Path) -> None:
    file.write_text(BETTER, encoding="utf-8")
    result = run("source", "correct", project, "P01", file)
    assert result.out.startswith("0 kept, 1 moved, 1 changed, 0 lost\n\nChanged:\n")
    assert "  → I am never ill. But the shame of it – blåbær.\n" in result.out
    assert result.err == ""


def test_a_dry_run_changes_nothing(project: Path, run: Run, file: Path) -> None:
    file.write_text(WITHOUT, encoding="utf-8")
    result = run("source", "correct", project, "P01", file, "--dry-run", "--json")
    assert result.status == 0
    assert [one["old"] for one in result.json["lost"]] == ["the shame of it"]
    assert result.json["applied"] is False
    assert run("show", project, "P01", "--json").json["text"] == TEXT


def test_lost_units_need_a_decision(project: Path, run: Run, file: Path) -> None:
    file.write_text(WITHOUT, encoding="utf-8")
    refused = run("source", "correct", project, "P01", file, "--json")
    assert refused.status == 1
    assert (refused.json["applied"], len(refused.json["lost"])) == (False, 1)
    assert refused.json["error"]["title"] == "1 unit would be lost"
    assert "hint: " in refused.err
    refused = run("source", "correct", project, "P01", file)
    assert refused.status == 1
    assert "the shame of it" in refused.out
    assert "error: 1 unit would be lost" in refused.err
    assert "shame" not in refused.err
    assert run("source", "correct", project, "P01", file, "--lost", "forget").status == 2
    assert run("show", project, "P01", "--json").json["text"] == TEXT


def test_lost_units_can_be_kept_as_memos_or_dropped(project: Path, run: Run, file: Path) -> None:
    file.write_text(WITHOUT, encoding="utf-8")
    before = len(run("memos", project, "--json").json)
    assert run("source", "correct", project, "P01", file, "--lost", "keep-as-memo").status == 0
    memos = run("memos", project, "--json").json
    assert len(memos) == before + 1
    assert any("> the shame of it" in memo["text"] and "- Before/Shame (KG)" in memo["text"] for memo in memos)
    run("undo", project)
    assert run("source", "correct", project, "P01", file, "--lost", "drop").status == 0
    assert len(run("memos", project, "--json").json) == before
    assert len(run("find", project, "Pride", "--json").json) == 1


def test_nothing_to_correct(project: Path, run: Run, file: Path) -> None:
    file.write_text(TEXT, encoding="utf-8")
    result = run("source", "correct", project, "P01", file)
    assert result.status == 1
    assert "nothing to correct" in result.err


def test_units_among_the_same_words_are_pointed_out(project: Path, run: Run, tmp_path: Path, file: Path) -> None:
    first = tmp_path / "P02.txt"
    first.write_text("SYNTHETIC\n\nP: Ja.\n\nP: Ja.\n\nP: Ja.\n", encoding="utf-8")
    run("import", project, first)
    run("code", project, "P02", "--quote", "Ja.", "--nth", "2", "Yes", "--create")
    file.write_text("SYNTHETIC\n\nP: Ja.\n\nP: Ja.\n", encoding="utf-8")
    result = run("source", "correct", project, "P02", file, "--dry-run")
    assert "the same words occur nearby" in result.out


def test_each_unit_by_a_file_of_decisions(project: Path, run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text(WITHOUT, encoding="utf-8")
    lost = run("source", "correct", project, "P01", file, "--dry-run", "--json").json["lost"][0]["segment"]
    decided = tmp_path / "decided.json"
    start = WITHOUT.index("never ill")
    decided.write_text(json.dumps({lost[:8]: [start, start + 9]}))
    assert run("source", "correct", project, "P01", file, "--decisions", decided).status == 0
    assert {one["text"] for one in run("find", project, "Shame", "--json").json} == {"never ill"}
    run("undo", project)
    decided.write_text(json.dumps({lost: "keep"}))
    assert "cannot be kept" in run("source", "correct", project, "P01", file, "--decisions", decided).err
    for wrong in ("[1]", '{"x": 1}', "{"):
        decided.write_text(wrong)
        assert "holds no decisions" in run("source", "correct", project, "P01", file, "--decisions", decided).err
    missing = tmp_path / "missing.json"
    assert "cannot be opened" in run("source", "correct", project, "P01", file, "--decisions", missing).err
    assert run("show", project, "P01", "--json").json["text"] == TEXT


def test_a_file_of_another_interview_is_pointed_out(project: Path, run: Run, file: Path) -> None:
    file.write_text("SYNTHETIC\n\nP: Quite another person says quite other words here.\n", encoding="utf-8")
    result = run("source", "correct", project, "P01", file, "--dry-run", "--json")
    assert "is it of this interview?" in result.err
    assert result.json["left"] < 0.25


def test_one_turn(project: Path, run: Run, file: Path) -> None:
    turns = run("show", project, "P01", "--json").json["turns"]
    number = next(n for n, turn in enumerate(turns, 1) if "How are you?" in TEXT[turn["start"] : turn["end"]])
    label = TEXT[turns[number - 2]["end"] : turns[number - 1]["start"]].strip()
    file.write_text(f"{label} And how are you?", encoding="utf-8")
    assert run("source", "correct", project, "P01", file, "--turn", number).status == 0
    assert run("show", project, "P01", "--json").json["text"] == TEXT.replace("How are you?", "And how are you?")
    assert "no such turn" in run("source", "correct", project, "P01", file, "--turn", 99).err


def test_who_speaks_a_turn(project: Path, run: Run) -> None:
    turns = run("show", project, "P01", "--json").json["turns"]
    number, turn = next((n, turn) for n, turn in enumerate(turns, 1) if turn["speaker"])
    result = run("source", "speaker", project, "P01", number, "Nurse", "--json", "--reason", "listened again")
    assert (result.json["was"], result.json["speaker"]) == (turn["speaker"], "Nurse")
    assert run("show", project, "P01", "--json").json["turns"][number - 1]["speaker"] == "Nurse"
    assert run("source", "speaker", project, "P01", 99, "Nurse").status == 1
    assert run("source", "speaker", project, "P01", 0, "Nurse").status == 1
    run("undo", project)
    assert run("show", project, "P01", "--text").out == TEXT


def test_the_history_keeps_both_revisions(project: Path, run: Run, file: Path) -> None:
    file.write_text(BETTER, encoding="utf-8")
    run("source", "correct", project, "P01", file)
    assert run("show", project, "P01", "--revision", 1, "--text").out == TEXT
    assert run("show", project, "P01", "--revision", 2, "--text").out == BETTER
    first, second = (run("show", project, "P01", "--revision", n, "--json").json for n in (1, 2))
    assert (first["text"], first["segments"], first["revision"]) == (TEXT, [], 1)
    assert (second["text"], len(second["segments"])) == (BETTER, 2)
    assert "There is: 1, 2" in run("show", project, "P01", "--revision", 3).err
    assert run("show", project, "P01", "--revision", 1, "--codes").status == 2
    assert run("show", project, "P01", "--revision", 2, "--codes").status == 0
