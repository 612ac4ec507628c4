"""`coder backups …`, and the backups that writing verbs make."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.store import backups
from tests.cli.conftest import Run, code_paths


def only(run: Run, project: Path) -> dict[str, object]:
    (row,) = run("backups", "list", project, "--json").json
    return dict(row)


def test_writing_verbs_make_one_backup_an_hour(run: Run, project: Path) -> None:
    assert len(backups.listed(project)) == 1
    assert only(run, project)["state"] == "verified"


def test_reading_verbs_and_read_only_make_none(run: Run, project: Path) -> None:
    for path in (project / "backups").iterdir():
        path.unlink()
    assert run("codes", project).status == 0
    assert run("backups", "list", project).out.strip() == "There are no backups yet."
    assert run("backups", "make", project, "--read-only").status == 1
    assert list((project / "backups").iterdir()) == []


def test_list_show_and_restore_into_a_folder(run: Run, project: Path, tmp_path: Path) -> None:
    assert run("backups", "make", project, "--note", "before").status == 0
    assert run("codes", "add", project, "Since").status == 0
    rows = run("backups", "list", project, "--json").json
    assert (rows[0]["since"], rows[0]["note"]) == (1, "before")
    shown = run("backups", "show", project, "latest", "--json").json
    assert shown["differences"]["codes"] == {"back": 0, "removed": 1, "changed": 0}
    assert [item["label"] for item in shown["changes_after"]] == ["added code Since"]
    done = run("backups", "restore", project, rows[0]["id"], "--to", tmp_path / "new", "--json", "--read-only")
    assert done.json["restored"]
    assert "Since" not in code_paths(run, tmp_path / "new")
    assert run("history", tmp_path / "new").out == "".join(run("history", project).out.splitlines(True)[1:])
    again = run("backups", "restore", project, "latest", "--to", tmp_path / "new")
    assert again.status == 1
    assert "exists" in again.err


def test_restore_in_place_asks_and_can_be_undone(run: Run, project: Path) -> None:
    assert run("backups", "make", project).status == 0
    assert run("codes", "add", project, "Since").status == 0
    asked = run("backups", "restore", project, "latest")
    assert asked.status == 1
    assert "code: 1 removed" in asked.err
    assert "--yes" in asked.err
    dry = run("backups", "restore", project, "latest", "--dry-run", "--read-only")
    assert "code: 1 removed" in dry.out
    assert "Since" in code_paths(run, project)
    refused = run("--read-only", "backups", "restore", project, "latest", "--yes")
    assert refused.status == 1
    assert run("backups", "restore", project, "latest", "--yes", "--reason", "astray").status == 0
    assert "Since" not in code_paths(run, project)
    latest = run("history", project, "--json").json[0]
    assert latest["label"].startswith("Restored backup of ")
    assert latest["reason"] == "astray"
    assert run("undo", project).status == 0
    assert "Since" in code_paths(run, project)
    assert run("doctor", project).status == 0


def test_damaged_backup_is_listed_and_refused(run: Run, project: Path, tmp_path: Path) -> None:
    (path,) = backups.listed(project)
    path.write_bytes(path.read_bytes()[:-30])
    row = only(run, project)
    assert row["state"] == "damaged"
    assert row["damage"]
    for more in (["--yes"], ["--to", tmp_path / "new"]):
        result = run("backups", "restore", project, row["id"], *more)
        assert result.status == 1
        assert "damaged" in result.err
        assert "hint:" in result.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("words", [["list"], ["show", "99"], ["restore", "99", "--yes"], ["make"]])
def test_errors_have_a_way_out(run: Run, project: Path, tmp_path: Path, words: list[str]) -> None:
    place = project if len(words) > 1 else tmp_path / "nothing"
    result = run("backups", words[0], place, *words[1:])
    assert result.status == 1
    assert result.err.startswith("error: There is no ")


def test_a_backup_that_fails_does_not_fail_the_change(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for path in (project / "backups").iterdir():
        path.unlink()
    monkeypatch.setattr("coder.store.backups.make", full)
    result = run("codes", "add", project, "Safe")
    assert result.status == 0
    assert "No backup could be made: The disk is full" in result.err
    assert "Safe" in code_paths(run, project)
