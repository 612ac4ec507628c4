"""`coder new`, `doctor` and `coders`. All text SYNTHETIC."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import read_project
from tests.cli.conftest import Run


def test_coders_rename_changes_everything_but_the_history(project: Path, run: Run) -> None:
    run("preconceptions", "write", project, "--text", "SYNTHETIC: I expect shame.", "--coder", "root")
    run("preconceptions", "lock", project, "--coder", "root")
    run("memo", project, "--text", "SYNTHETIC.", "--coder", "KG")
    (who,) = [row for row in run("coders", project, "--json").json if row["initials"] == "root"]
    assert (who["codings"], who["memos"]) == (0, 1)
    assert "KG is another coder" in run("coders", "rename", project, "root", "kg").err
    assert run("coders", "rename", project, "ROOT", "IH").out == "root is now IH\n"
    assert "IH" in run("coders", project).out
    assert "There is no coder “root”" in run("coders", "rename", project, "root", "XY").err
    rows = read_project(project)
    (memo,) = [row for row in rows.memos.values() if row.locked]
    assert rows.coders[memo.coder].initials == "IH"  # what is locked stays as it was written, and theirs
    assert next(iter(rows.history())).label == "renamed coder root to IH"
    assert {"root", "KG"} <= {row.coder for row in rows.history()}
    assert run("preconceptions", "write", project, "--text", "SYNTHETIC: later.", "--coder", "IH").status == 0
    assert len(read_project(project).coders) == len(rows.coders)  # the same coder goes on


def test_doctor_finds_and_repairs(project: Path, run: Run) -> None:
    clean = run("doctor", project, "--json").json
    assert clean.pop("chain")["since"] == 1
    assert clean == {"ok": True, "findings": [], "notes": [], "repaired": []}
    history = project / "history.jsonl"
    with history.open("ab") as file:
        file.write(b'{"sum":"torn')
    result = run("doctor", project, "--json")
    assert result.status == 1
    assert result.json["findings"][0].keys() == {"kind", "record", "detail", "repairable"}
    assert run("doctor", project, "--repair").status == 0
    assert run("find", project, "Shame").status == 0


def test_new_refuses_a_full_folder_and_an_invalid_language(tmp_path: Path, run: Run) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert run("new", tmp_path / "full").status == 1
    assert run("new", tmp_path / "other", "--language", "not a language").status == 1
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("options", [(), ("--sample",)], ids=["new", "sample"])
def test_initials_of_the_first_project_are_remembered(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.delenv("CODER_INITIALS")
    assert "You are AA" in run("new", tmp_path / "one", *options, "--coder", "AA").err
    assert run("new", tmp_path / "two", "--coder", "BB").err == ""  # she has said it before
    run("codes", "add", tmp_path / "two", "Shame")
    assert run("history", tmp_path / "two", "--json").json[0]["coder"] == "AA"


def test_new_makes_a_working_copy_of_the_sample(tmp_path: Path, run: Run) -> None:
    folder = str(tmp_path / "copy")
    assert run("new", folder, "--sample", "--coder", "KG").status == 0
    assert run("codes", "add", folder, "A new one").status == 0
    again = run("new", folder, "--sample")
    assert (again.status, "already" in again.err) == (1, True)


def test_the_name_in_the_settings_is_stored_with_the_coder(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('initials = "KG"\nname = "Kari Grey"\n', encoding="utf-8")
    run("memo", project, "--text", "SYNTHETIC, by another", "--coder", "IH")
    run("memo", project, "--text", "SYNTHETIC, by her")
    coders = {row["initials"]: row["name"] for row in run("export", project, "-", "--format", "json").json["coders"]}
    assert coders["KG"] == "Kari Grey"
    assert coders["IH"] == ""
