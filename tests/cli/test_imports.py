"""`coder import` with choices, and its preview. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import open_project
from tests.cli.conftest import Run
from tests.strategies import files_in

TALK = """Interviewer: How was the winter?
Liv: Long, and I was alone.
Interveiwer: Who came?
Liv: Nobody came until March.
Interviewer: And then?
Liv: Then my sister came.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "P07_baseline_day 6.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def test_dry_run_writes_nothing_and_takes_no_lock(project: Path, run: Run, file: Path) -> None:
    before = files_in(project)
    assert run("import", project, file, "--dry-run").status == 0
    assert files_in(project) == before
    with open_project(project, "KG"):
        assert run("import", project, file, "--dry-run", "--json").status == 0
    assert run("import", project, file).status == 0


def test_dry_run_gives_what_the_file_would_become(project: Path, run: Run, file: Path) -> None:
    (row,) = run("import", project, file, "--dry-run", "--json").json
    facts = ("format", "encoding", "language", "participant", "wave", "day", "turns", "words", "times", "unexplained")
    assert {name: row[name] for name in facts} == {
        "format": "txt",
        "encoding": "utf-8",
        "language": "en",
        "participant": "P07",
        "wave": "baseline",
        "day": 6,
        "turns": 6,
        "words": 21,
        "times": None,
        "unexplained": [],
    }
    assert row["encoding_evidence"]
    assert [(each["name"], each["turns"], each["words"], each["first"]) for each in row["speakers"]][1] == (
        "Liv",
        3,
        13,
        "Long, and I was alone.",
    )
    assert row["alike"] == [["Interviewer", "Interveiwer"]]
    assert row["begins"][0] == "Interviewer: How was the winter?"
    assert "source" not in row


def test_dry_run_prints_it_for_people(project: Path, run: Run, file: Path) -> None:
    out = run("import", project, file, "--dry-run").out
    assert "  interview: P07, baseline, day 6\n" in out
    assert "“Interviewer” and “Interveiwer” look alike: --rename 'Interveiwer=Interviewer'" in out
    assert "Liv: Long, and I was alone." in out
    assert out.endswith("Nothing was imported.\n")


def test_dry_run_names_files_that_cannot_be_imported(project: Path, run: Run, file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.txt"
    again.write_text(TALK, encoding="utf-8")
    run("import", project, file)
    result = run("import", project, again, tmp_path / "missing.txt", "--dry-run", "--json")
    assert result.status == 1
    assert ["already" in row["error"] for row in result.json] == [True, False]


def test_choices_settle_the_speakers(project: Path, run: Run, file: Path) -> None:
    options = (
        "--rename",
        "Interviewer=IH",
        "--rename",
        "Interveiwer=IH",
        "--rename",
        "Liv=P07",
        "--interviewer",
        "IH",
    )
    (row,) = run("import", project, file, *options, "--dry-run", "--json").json
    assert {each["name"]: each["interviewer"] for each in row["speakers"]} == {"IH": True, "P07": False}
    (row,) = run("import", project, file, *options, "--json").json
    assert [each["name"] for each in row["speakers"]] == ["IH", "P07"]
    shown = run("show", project, row["source"], "--json").json
    assert (shown["text"], {turn["speaker"] for turn in shown["turns"]}) == (TALK, {"IH", "P07"})
    assert run("undo", project).status == 0
    assert len(run("sources", project, "--json").json) == 1


def test_choices_are_followed_for_the_next_file_unless_it_is_fresh(
    project: Path, run: Run, file: Path, tmp_path: Path
) -> None:
    run("import", project, file, "--rename", "Interviewer=IH", "--not-a-speaker", "Interveiwer")
    second = tmp_path / "P08.txt"
    second.write_text(TALK + "Liv: Ja.\n", encoding="utf-8")
    said = "as for P07_baseline_day 6.txt: “Interviewer” is IH and “Interveiwer” is not a speaker"
    (row,) = run("import", project, second, "--dry-run", "--json").json
    assert (row["followed"], [each["name"] for each in row["speakers"]]) == ([said], ["IH", "Liv"])
    (row,) = run("import", project, second, "--dry-run", "--json", "--fresh").json
    assert (row["followed"], len(row["speakers"])) == ([], 3)
    assert f"  note: {said}\n" in run("import", project, second).out


@pytest.mark.parametrize(
    ("options", "status"),
    [(("--rename", "A"), 2), (("--label-form", "x"), 2), (("--interviewer", "Nobody"), 1)],
)
def test_impossible_choices_are_refused(
    project: Path, run: Run, file: Path, options: tuple[str, ...], status: int
) -> None:
    assert run("import", project, file, *options).status == status
    assert len(run("sources", project, "--json").json) == 1


def test_an_encoding_can_be_chosen(project: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "P07.txt"
    file.write_bytes("I: Ağrı nasıl?\nP: Şimdi daha iyi.\n".encode("cp1254"))
    (row,) = run("import", project, file, "--encoding", "cp1254", "--json").json
    assert row["encoding"] == "cp1254"
    assert "Şimdi daha iyi" in run("show", project, row["source"], "--text").out
    refused = run("import", project, file, "--encoding", "nonsense", "--json")
    assert (refused.status, "nonsense" in refused.json[0]["error"]) == (1, True)


def test_choices_for_labels_that_are_not_there_are_named(project: Path, run: Run, file: Path) -> None:
    options = ("--rename", "Q=Liv", "--speaker", "Zebra", "--rename", "Liv=P07")
    (row,) = run("import", project, file, *options, "--dry-run", "--json").json
    assert row["warnings"] == [
        "No turn begins with the label “Q”",
        "No turn begins with the label “Zebra”",
    ]


def test_an_interviewer_who_is_in_one_of_several_files_is_a_warning_in_the_others(
    project: Path, run: Run, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "P08.txt"
    other.write_text("KG: Did you sleep?\nOla: No.\nKG: Why?\nOla: The pain.\n", encoding="utf-8")
    result = run("import", project, file, other, "--interviewer", "Liv", "--json")
    assert result.status == 0
    first, second = result.json
    assert {each["name"] for each in first["speakers"] if each["interviewer"]} == {"Liv"}
    assert "No speaker is called “Liv” in this file" in second["warnings"]
    assert "No speaker is called “Liv” in this file" not in first["warnings"]


def test_no_speaker_need_be_an_interviewer(project: Path, run: Run, file: Path) -> None:
    (row,) = run("import", project, file, "--no-interviewer", "--json").json
    assert not any(each["interviewer"] for each in row["speakers"])
    listed = run("source", "speakers", project, row["source"], "--json").json
    assert not any(each["interviewer"] for each in listed["speakers"])
    run("source", "speakers", project, row["source"], "--interviewer", "Liv")
    run("source", "speakers", project, row["source"], "--rename", "Liv=P07")
    listed = run("source", "speakers", project, row["source"], "--json").json
    assert [each["name"] for each in listed["speakers"] if each["interviewer"]] == ["P07"]
    run("source", "speakers", project, row["source"], "--no-interviewer")
    listed = run("source", "speakers", project, row["source"], "--json").json
    assert not any(each["interviewer"] for each in listed["speakers"])


def test_no_interviewer_contradicts_an_interviewer(project: Path, run: Run, file: Path) -> None:
    assert run("import", project, file, "--no-interviewer", "--interviewer", "Liv").status == 2


def test_decisions_are_listed_and_forgotten(project: Path, run: Run, file: Path) -> None:
    assert "No decisions" in run("decisions", project).out
    run("import", project, file, "--rename", "Interviewer=IH", "--not-a-speaker", "Interveiwer")
    assert [(row["number"], row["kind"], row["label"]) for row in run("decisions", project, "--json").json] == [
        (1, "name", "Interviewer"),
        (2, "not a speaker", "Interveiwer"),
    ]
    assert "“Interviewer” is IH" in run("decisions", project).out
    assert [row["kind"] for row in run("decisions", project, "--forget", "1", "--json").json] == ["not a speaker"]
    assert run("decisions", project, "--forget", "2").status == 1
    assert run("decisions", project, "--forget", "all").status == 0
    assert run("decisions", project, "--json").json == []
    assert run("undo", project).status == 0
    assert len(run("decisions", project, "--json").json) == 1
