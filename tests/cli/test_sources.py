"""`coder import`, `sources`, `source`, `show` and `read`. All text SYNTHETIC."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SHAMED, TEXT, Run

BETTER = TEXT.replace("never ill. Never, I say", "never ill").replace("How are you?", "And how are you?")


WITHOUT = TEXT.replace(" But the shame of it – blåbær.", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "listened again.txt"


def test_describe_sets_the_interviewers(project: Path, run: Run) -> None:
    described = run("source", "describe", project, "P01", "--interviewers", "I", "--json").json
    assert described["interviewers"] == ["I"]
    assert "has no speaker “Q”" in run("source", "describe", project, "P01", "--interviewers", "I,Q").err
    assert run("source", "describe", project, "P01", "--interviewers", "", "--json").json["interviewers"] == []


def test_read_marks_a_transcript(project: Path, run: Run) -> None:
    result = run("read", project, "P01", "--json").json
    assert result == {"source": "P01_baseline", "read": True, "unread": []}
    assert "all are read" in run("read", project, "P01").out
    assert "KG: 1 of 1 transcript marked as read" in run("steps", project).out
    assert "still to read" in run("read", project, "P01", "--undo").out
    assert run("read", project, "P09").status == 1


def test_correct_reports_the_fate_of_the_units(project: Path, run: Run, file: Path) -> None:
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
    assert {BETTER[row["start"] : row["end"]] for row in shown["segments"]} == {changed["new"], "the shame of it"}
    latest = run("history", project, "--json").json[0]
    assert (latest["operation"], latest["reason"]) == ("sources.correct", "listened again")
    assert run("doctor", project).status == 0
    run("undo", project)
    assert run("show", project, "P01", "--json").json["text"] == TEXT


def test_correct_prints_the_fate_of_the_units(project: Path, run: Run, file: Path) -> None:
    file.write_text(BETTER, encoding="utf-8")
    result = run("source", "correct", project, "P01", file)
    assert result.out.startswith("0 kept, 1 moved, 1 changed, 0 lost\n\nChanged:\n")
    assert "  → I am never ill. But the shame of it – blåbær.\n" in result.out
    assert result.err == ""


def test_a_dry_run_of_a_correction_changes_nothing(project: Path, run: Run, file: Path) -> None:
    file.write_text(WITHOUT, encoding="utf-8")
    result = run("source", "correct", project, "P01", file, "--dry-run", "--json")
    assert result.status == 0
    assert [row["old"] for row in result.json["lost"]] == ["the shame of it"]
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


def test_correcting_with_the_same_text_is_refused(project: Path, run: Run, file: Path) -> None:
    file.write_text(TEXT, encoding="utf-8")
    result = run("source", "correct", project, "P01", file)
    assert result.status == 1
    assert "nothing to correct" in result.err


def test_units_among_repeated_words_are_pointed_out(project: Path, run: Run, tmp_path: Path, file: Path) -> None:
    first = tmp_path / "P02.txt"
    first.write_text("SYNTHETIC\n\nP: Ja.\n\nP: Ja.\n\nP: Ja.\n", encoding="utf-8")
    run("import", project, first)
    run("code", project, "P02", "--quote", "Ja.", "--nth", "2", "Yes", "--create")
    file.write_text("SYNTHETIC\n\nP: Ja.\n\nP: Ja.\n", encoding="utf-8")
    result = run("source", "correct", project, "P02", file, "--dry-run")
    assert "the same words occur nearby" in result.out


def test_a_file_of_decisions_decides_on_each_unit(project: Path, run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text(WITHOUT, encoding="utf-8")
    lost = run("source", "correct", project, "P01", file, "--dry-run", "--json").json["lost"][0]["segment"]
    decided = tmp_path / "decided.json"
    start = WITHOUT.index("never ill")
    decided.write_text(json.dumps({lost[:8]: [start, start + 9]}))
    assert run("source", "correct", project, "P01", file, "--decisions", decided).status == 0
    assert {row["text"] for row in run("find", project, "Shame", "--json").json} == {"never ill"}
    run("undo", project)
    decided.write_text(json.dumps({lost: "keep"}))
    assert "cannot be kept" in run("source", "correct", project, "P01", file, "--decisions", decided).err
    for wrong in (b"[1]", b'{"x": 1}', b"{", b"\xff", bytes(9), b"[" * 5_000, b""):
        decided.write_bytes(wrong)
        assert "contains no decisions" in run("source", "correct", project, "P01", file, "--decisions", decided).err
        dry = run("source", "correct", project, "P01", file, "--decisions", decided, "--dry-run")
        assert (dry.status, "contains no decisions" in dry.err) == (1, True)
    missing = tmp_path / "missing.json"
    assert "cannot be opened" in run("source", "correct", project, "P01", file, "--decisions", missing).err
    assert run("show", project, "P01", "--json").json["text"] == TEXT


def test_a_file_of_another_interview_is_pointed_out(project: Path, run: Run, file: Path) -> None:
    file.write_text("SYNTHETIC\n\nP: Quite another person says quite other words here.\n", encoding="utf-8")
    result = run("source", "correct", project, "P01", file, "--dry-run", "--json")
    assert "is it of this interview?" in result.err
    assert result.json["left"] < 0.25


def test_one_turn_can_be_corrected(project: Path, run: Run, file: Path) -> None:
    turns = run("show", project, "P01", "--json").json["turns"]
    number = next(n for n, turn in enumerate(turns, 1) if "How are you?" in TEXT[turn["start"] : turn["end"]])
    label = TEXT[turns[number - 2]["end"] : turns[number - 1]["start"]].strip()
    file.write_text(f"{label} And how are you?", encoding="utf-8")
    assert run("source", "correct", project, "P01", file, "--turn", number).status == 0
    assert run("show", project, "P01", "--json").json["text"] == TEXT.replace("How are you?", "And how are you?")
    assert "no such turn" in run("source", "correct", project, "P01", file, "--turn", 99).err


def test_speaker_changes_the_speaker_of_a_turn(project: Path, run: Run) -> None:
    turns = run("show", project, "P01", "--json").json["turns"]
    number, turn = next((n, turn) for n, turn in enumerate(turns, 1) if turn["speaker"])
    result = run("source", "speaker", project, "P01", number, "Nurse", "--json", "--reason", "listened again")
    assert (result.json["was"], result.json["speaker"]) == (turn["speaker"], "Nurse")
    assert run("show", project, "P01", "--json").json["turns"][number - 1]["speaker"] == "Nurse"
    assert run("source", "speaker", project, "P01", 99, "Nurse").status == 1
    assert run("source", "speaker", project, "P01", 0, "Nurse").status == 1
    run("undo", project)
    assert run("show", project, "P01", "--text").out == TEXT


def test_both_revisions_can_be_shown(project: Path, run: Run, file: Path) -> None:
    file.write_text(BETTER, encoding="utf-8")
    run("source", "correct", project, "P01", file)
    assert run("show", project, "P01", "--revision", 1, "--text").out == TEXT
    assert run("show", project, "P01", "--revision", 2, "--text").out == BETTER
    first, second = (run("show", project, "P01", "--revision", n, "--json").json for n in (1, 2))
    assert (first["text"], first["segments"], first["revision"]) == (TEXT, [], 1)
    assert (second["text"], len(second["segments"])) == (BETTER, 2)
    assert "Known: 1, 2" in run("show", project, "P01", "--revision", 3).err
    assert run("show", project, "P01", "--revision", 1, "--codes").status == 2
    assert run("show", project, "P01", "--revision", 2, "--codes").status == 0


def test_sources_lists_each_source(project: Path, run: Run) -> None:
    (row,) = run("sources", project, "--json").json
    assert {key: row[key] for key in row if key != "id"} == {
        "name": "P01_baseline",
        "participant": "P01",
        "wave": "baseline",
        "day": None,
        "outside": 0,
        "service": "",
        "date": "",
        "interviewer": "",
        "mode": "",
        "guide": "",
        "minutes": None,
        "language": "en",
        "words": row["words"],
        "characters": len(TEXT),
        "turns": 5,
        "segments": 2,
        "codings": 3,
    }
    assert "P01_baseline" in run("sources", project).out


def test_show_json_has_offsets_into_the_text(project: Path, run: Run) -> None:
    shown = run("show", project, "P01", "--json").json
    assert shown["name"] == "P01_baseline"
    assert [turn["speaker"] for turn in shown["turns"]] == ["", "I", "P", "I", "P"]
    long, short = shown["segments"]
    assert shown["text"][short["start"] : short["end"]] == SHAMED
    assert short["codes"] == ["Before/Pride", "Before/Shame"]
    assert long["codes"] == ["Before/Pride"]


def test_show_prints_the_exact_text(project: Path, run: Run) -> None:
    assert run("show", project, "P01", "--text").out == TEXT
    assert run("show", project, "P01").out == TEXT


def test_show_codes_draws_stripes_and_a_legend(project: Path, run: Run) -> None:
    lines = run("show", project, "P01", "--codes", "--width", 50).out.splitlines()
    assert all(len(line) <= 50 for line in lines)
    stripes = [line for line in lines if "never ill" in line or "shame" in line]
    assert [line[-3:] for line in stripes] == ["bab", "╵╵╵"]
    assert any(line.split() == ["b", "2", "Before/Pride"] for line in lines)


def test_import_continues_after_a_bad_file(project: Path, run: Run, tmp_path: Path) -> None:
    good, empty = tmp_path / "P02_follow-up_day 352.txt", tmp_path / "P03.txt"
    good.write_text("I: So?\n\nP: SYNTHETIC, well.\n")
    empty.touch()
    result = run("import", project, empty, tmp_path / "missing.docx", good, tmp_path / "P01_baseline.txt", "--json")
    assert result.status == 1
    none, missing, outcome, twin = result.json
    assert "empty" in none["error"]
    assert "error" in missing
    assert "already" in twin["error"]
    assert outcome["source"] == "P02_follow-up_day 352"
    assert (outcome["participant"], outcome["wave"], outcome["format"], outcome["turns"]) == (
        "P02",
        "follow-up",
        "txt",
        2,
    )
    assert {"file", "words", "encoding", "warnings"} <= outcome.keys()
    assert len(run("sources", project, "--json").json) == 2


def test_import_options_override_the_file_name(project: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "P02_baseline.txt"
    file.write_text("P: SYNTHETIC words.")
    run("import", project, file, "--participant", "P09", "--wave", "late", "--day", 402, "--language", "nb")
    row = run("sources", project, "--json").json[1]
    assert (row["participant"], row["wave"], row["day"], row["language"]) == ("P09", "late", 402, "nb")
    run("undo", project)
    run("import", project, file, "--no-guess")
    assert run("sources", project, "--json").json[1]["participant"] is None


def test_a_source_is_renamed_described_and_removed(project: Path, run: Run) -> None:
    assert run("source", "rename", project, "P01", "First").status == 0
    assert run("source", "describe", project, "First", "--wave", "", "--day", "6").status == 0
    row = run("sources", project, "--json").json[0]
    assert (row["name"], row["wave"], row["day"], row["participant"]) == ("First", None, 6, "P01")
    assert run("source", "remove", project, "First", "--yes").status == 0
    assert run("sources", project, "--json").json == []
    run("undo", project)
    assert len(run("find", project, "Pride", "--json").json) == 2


def test_speakers_lists_them_with_turns_and_words(project: Path, run: Run) -> None:
    result = run("source", "speakers", project, "P01", "--json").json
    assert [(row["name"], row["turns"], row["words"], row["interviewer"]) for row in result["speakers"]] == [
        ("I", 2, 5, True),
        ("P", 2, 15, False),
    ]
    assert result["speakers"][0]["first"] == "How are you?"
    assert (result["interviewers_chosen"], result["alike"]) == (False, [])
    out = run("source", "speakers", project, "P01").out.splitlines()
    assert out[0].split() == ["speaker", "turns", "words", "begins"]
    assert out[1].split(maxsplit=4) == ["I", "2", "5", "interviewer", "How are you?"]


def test_speakers_renames_and_keeps_the_units(project: Path, run: Run) -> None:
    before = run("show", project, "P01", "--json").json
    tried = run(
        "source", "speakers", project, "P01", "--rename", "P=Liv", "--interviewer", "i", "--dry-run", "--json"
    )
    assert [row["name"] for row in tried.json["speakers"]] == ["I", "Liv"]
    assert run("show", project, "P01", "--json").json == before
    changed = run("source", "speakers", project, "P01", "--rename", "P=Liv", "--interviewer", "I", "--reason", "sure")
    assert changed.status == 0
    assert "To undo: coder undo" in changed.out
    after = run("show", project, "P01", "--json").json
    assert [turn["speaker"] for turn in after["turns"]] == ["", "I", "Liv", "I", "Liv"]
    assert (after["text"], after["segments"]) == (before["text"], before["segments"])
    assert run("history", project, "--json").json[0]["reason"] == "sure"
    again = run("source", "speakers", project, "P01", "--rename", "Liv=Liv")
    assert "There was nothing to change." in again.out
    assert run("undo", project).status == 0
    assert run("show", project, "P01", "--json").json["turns"] == before["turns"]


def test_speakers_takes_a_label_as_text_and_as_a_speaker_again(project: Path, run: Run) -> None:
    before = run("show", project, "P01", "--json").json["turns"]
    run("source", "speakers", project, "P01", "--not-a-speaker", "I")
    assert {turn["speaker"] for turn in run("show", project, "P01", "--json").json["turns"]} == {"", "P"}
    run("source", "speakers", project, "P01", "--speaker", "I")
    assert run("show", project, "P01", "--json").json["turns"] == before


@pytest.mark.parametrize(
    ("option", "status", "message"),
    [
        (("--rename", "Q=I"), 1, "P01_baseline has no speaker “Q”"),
        (("--rename", "Q"), 2, "must be A=B"),
        (("--interviewer", "Q"), 1, "has no speaker “Q”"),
        (("--speaker", "Q"), 1, "No line of P01_baseline begins with the label “Q”"),
        (("--label-form", "<>"), 2, "NAME"),
        (("--dry-run",), 2, "nothing to preview"),
    ],
)
def test_speakers_refuses(project: Path, run: Run, option: tuple[str, ...], status: int, message: str) -> None:
    refused = run("source", "speakers", project, "P01", *option)
    assert (refused.status, message in refused.err) == (status, True)


def test_show_gives_the_times_of_turns(project: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "P02.vtt"
    file.write_text("WEBVTT\n\n00:00:03.000 --> 00:00:05.000\n<v Liv>SYNTHETIC.\n", encoding="utf-8")
    run("import", project, file)
    (turn,) = run("show", project, "P02", "--json").json["turns"]
    assert (turn["speaker"], turn["seconds"]) == ("Liv", 3.0)
    assert {turn["seconds"] for turn in run("show", project, "P01", "--json").json["turns"]} == {None}
