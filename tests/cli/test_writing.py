from __future__ import annotations

import io
from pathlib import Path

import pytest

from .conftest import TEXT, Run


def paths(run: Run, project: Path) -> list[str]:
    return [row["path"] for row in run("codes", project, "--json").json]


def test_new_refuses_a_folder_with_files_and_a_language_that_is_none(tmp_path: Path, run: Run) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert run("new", tmp_path / "full").status == 1
    assert run("new", tmp_path / "other", "--language", "not a language").status == 1
    assert not (tmp_path / "other").exists()


def test_import_goes_on_past_a_bad_file(project: Path, run: Run, tmp_path: Path) -> None:
    good, empty = tmp_path / "P02_follow-up_day 352.txt", tmp_path / "P03.txt"
    good.write_text("I: So?\n\nP: SYNTHETIC, well.\n")
    empty.touch()
    result = run("import", project, empty, tmp_path / "missing.docx", good, tmp_path / "P01_baseline.txt", "--json")
    assert result.status == 1
    none, missing, done, twin = result.json
    assert "empty" in none["error"]
    assert "error" in missing
    assert "already" in twin["error"]
    assert done["source"] == "P02_follow-up_day 352"
    assert (done["participant"], done["wave"], done["format"], done["turns"]) == ("P02", "follow-up", "txt", 2)
    assert {"file", "words", "encoding", "warnings"} <= done.keys()
    assert len(run("sources", project, "--json").json) == 2


def test_import_takes_what_is_given_over_what_is_guessed(project: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "P02_baseline.txt"
    file.write_text("P: SYNTHETIC words.")
    run("import", project, file, "--participant", "P09", "--wave", "late", "--day", 402, "--language", "nb")
    row = run("sources", project, "--json").json[1]
    assert (row["participant"], row["wave"], row["day"], row["language"]) == ("P09", "late", 402, "nb")
    run("undo", project)
    run("import", project, file, "--no-guess")
    assert run("sources", project, "--json").json[1]["participant"] is None


def test_source_rename_describe_remove(project: Path, run: Run) -> None:
    assert run("source", "rename", project, "P01", "First").status == 0
    assert run("source", "describe", project, "First", "--wave", "", "--day", "6").status == 0
    row = run("sources", project, "--json").json[0]
    assert (row["name"], row["wave"], row["day"], row["participant"]) == ("First", None, 6, "P01")
    assert run("source", "remove", project, "First").status == 0
    assert run("sources", project, "--json").json == []
    run("undo", project)
    assert len(run("find", project, "Pride", "--json").json) == 2


def test_code_and_uncode(project: Path, run: Run) -> None:
    done = run("code", project, "P01", "--quote", "nothing", "Shame", "--json").json
    assert done["new"] == ["Before/Shame"]
    assert TEXT[done["start"] : done["end"]] == "nothing"
    again = run("code", project, "P01", done["start"], done["end"], "Shame", "--json").json
    assert (again["segment"], again["new"], again["already"]) == (done["segment"], [], ["Before/Shame"])
    assert run("uncode", project, done["segment"][:8], "Pride").status == 1
    assert run("uncode", project, done["segment"][:8], "Shame", "--json").json["kept"] is False
    assert run("uncode", project, done["segment"]).status == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["P01", "--quote", "not there", "Pride"], "not in the source"),
        (["P01", "--quote", "ever", "Pride"], "2 places"),
        (["P01", "--quote", "ever", "--nth", "3", "Pride"], "no occurrence number 3"),
        (["P01", "--quote", "nothing", "Prde"], "--create"),
        (["P01", "5", "99999", "Pride"], "outside the text"),
        (["P09", "5", "9", "Pride"], "no source"),
        (["P01", "5", "9", "a//b", "--create"], "empty"),
    ],
)
def test_code_refuses(project: Path, run: Run, words: list[str], said: str) -> None:
    before = len(run("history", project, "--json").json)
    result = run("code", project, *words)
    assert result.status == 1
    assert said in result.err
    assert len(run("history", project, "--json").json) == before


@pytest.mark.parametrize(
    "words", [["P01", "5", "9"], ["P01", "5", "x", "Pride"], ["P01", "5", "9", "A", "--nth", "1"], ["P01"]]
)
def test_code_wrong_usage(project: Path, run: Run, words: list[str]) -> None:
    assert run("code", project, *words).status == 2


def test_codes_are_added_renamed_moved_merged_deleted(project: Path, run: Run) -> None:
    run("codes", "add", project, "After/Relief", "--color", "#AABBCC", "--definition", "Lighter")
    run("codes", "rename", project, "Relief", "Ease")
    assert paths(run, project) == ["Before", "Before/Shame", "Before/Pride", "After", "After/Ease"]
    run("codes", "move", project, "Ease", "Before", "--place", 1)
    assert paths(run, project)[:2] == ["Before", "Before/Ease"]
    run("codes", "move", project, "Ease", "/")
    assert paths(run, project)[-1] == "Ease"
    assert run("codes", "merge", project, "Shame", "Pride", "--reason", "one").status == 0
    assert "Before/Shame" not in paths(run, project)
    assert len(run("find", project, "Pride", "--json").json) == 2
    assert run("codes", "delete", project, "Pride").status == 1
    assert run("codes", "delete", project, "Pride", "--units-to", "Ease").status == 0
    assert len(run("find", project, "Ease", "--json").json) == 2
    assert run("codes", "delete", project, "Ease", "--uncode").status == 0
    assert run("history", project, "--json").json[2]["reason"] == "one"


def test_codes_define(project: Path, run: Run) -> None:
    run("codes", "define", project, "Shame", "Fear of eyes", "--include", "blushing", "--alias", "skam", "--key", 3)
    (row,) = (row for row in run("codes", project, "--json").json if row["name"] == "Shame")
    assert (row["definition"], row["include"], row["aliases"], row["quick"]) == (
        "Fear of eyes",
        "blushing",
        ["skam"],
        3,
    )
    assert run("history", project, "-n", 1, "--json").json[0]["label"] == "defined code Before/Shame"
    assert "Fear of eyes" in run("codes", "define", project, "skam").out
    assert run("codes", "define", project, "Shame", "--color", "blue").status == 1


def test_memo_targets(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = run("find", project, "Shame", "--json").json[0]["segment"]
    for target, about in [
        (None, "project"),
        ("project", "project"),
        ("source:P01", "sources"),
        ("P01_baseline", "sources"),
        ("P01", "participants"),
        ("Before/Shame", "codes"),
        (segment[:8], "segments"),
    ]:
        words = [target] if target else []
        assert run("memo", project, *words, "--text", "words", "--json").json["about"] == about
    monkeypatch.setattr("sys.stdin", io.StringIO("from *stdin*"))
    id = run("memo", project, "-", "--kind", "methodological", "--json").json["id"]
    run("memo", project, f"memo:{id}", "--text", "changed")
    (memo,) = (memo for memo in run("memos", project, "--json").json if memo["id"] == id)
    assert memo["text"] == "changed"


def test_memo_from_bytes_that_are_no_text(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"bl\xe5")))
    assert "UTF-8" in run("memo", project, "-").err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\ufeffblå\r\nbær".encode())))
    assert run("memo", project, "-").status == 0
    assert "blå\nbær" in [memo["text"] for memo in run("memos", project, "--json").json]
    assert "not text" in run("memo", project, "--text", "bl\udce5").err


def test_memo_refuses(project: Path, run: Run) -> None:
    assert run("memo", project, "nowhere", "--text", "x").status == 1
    assert run("memo", project, "--text", "  ").status == 1
    assert run("memo", project, "--text", "x", "--kind", "poem").status == 1
    run("codes", "add", project, "P01")
    either = run("memo", project, "P01", "--text", "x")
    assert either.status == 1
    assert "code:P01" in either.err


def test_undo_and_redo(project: Path, run: Run) -> None:
    assert run("undo", project, "-n", 2, "--json").json["undo"][0].startswith("wrote a memo")
    assert len(run("find", project, "Pride", "--json").json) == 1
    assert run("redo", project, "-n", 9).status == 0
    assert len(run("find", project, "Pride", "--json").json) == 2
    nothing = run("redo", project)
    assert nothing.status == 1
    assert "Nothing to redo" in nothing.err


def test_every_writing_verb_is_one_change_of_the_coder(project: Path, run: Run) -> None:
    before = len(run("history", project, "--json").json)
    run("code", project, "P01", "--quote", "nothing", "New/One", "Two", "--create", "--coder", "IH")
    rows = run("history", project, "--json").json
    assert len(rows) == before + 1
    assert rows[0]["coder"] == "IH"
    assert run("undo", project).status == 0
    assert "Two" not in paths(run, project)


def test_who_names_herself_with_her_first_project_is_meant_from_then_on(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CODER_INITIALS")
    assert "You are AA" in run("new", tmp_path / "one", "--coder", "AA").err
    assert run("new", tmp_path / "two", "--coder", "BB").err == ""  # she has said it before
    run("codes", "add", tmp_path / "two", "Shame")
    assert run("history", tmp_path / "two", "--json").json[0]["coder"] == "AA"


def test_a_working_copy_of_the_sample(tmp_path: Path, run: Run) -> None:
    folder = str(tmp_path / "copy")
    assert run("new", folder, "--sample", "--coder", "KG").status == 0
    assert run("codes", "add", folder, "A new one").status == 0
    again = run("new", folder, "--sample")
    assert (again.status, "already" in again.err) == (1, True)


def test_what_the_settings_call_a_person_is_kept_with_what_they_do(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('initials = "KG"\nname = "Kari Grey"\n', encoding="utf-8")
    run("memo", project, "--text", "SYNTHETIC, by another", "--coder", "IH")
    run("memo", project, "--text", "SYNTHETIC, by her")
    coders = {one["initials"]: one["name"] for one in run("export", project, "-", "--format", "json").json["coders"]}
    assert coders["KG"] == "Kari Grey"
    assert coders["IH"] == ""
