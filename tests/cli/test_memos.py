"""`coder memos` with its filters, its export, sharing, and the way into the editor."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def texts(run: Run, *argv: object) -> set[str]:
    return {memo["text"] for memo in run("memos", *argv, "--json").json}


@pytest.fixture
def several(project: Path, run: Run) -> Path:
    run("memo", project, "--text", "mine alone", "--kind", "reflexive")
    run("memo", project, "P01", "--text", "See [[code:Shame]] and [[nobody]]", "--kind", "field note")
    run("memo", project, "--text", "Ours", "--coder", "IH")
    return project


def test_filters(several: Path, run: Run) -> None:
    assert texts(run, several, "--kind", "field note") == {"See [[code:Shame]] and [[nobody]]"}
    assert texts(run, several, "--by", "IH") == {"Ours"}
    assert texts(run, several, "--about", "code:Shame") == {"Close to fear."}
    assert texts(run, several, "--on", "code:Shame") == {"Close to fear."}
    assert texts(run, several, "--words", "OURS") == {"Ours"}
    assert texts(run, several, "--until", "2020") == set()
    assert texts(run, several, "--since", "2020") == texts(run, several)
    assert "2026-03-14" in run("memos", several, "--since", "May").err
    assert texts(run, several, "--coder", "IH") == {"Close to fear.", "Ours", "See [[code:Shame]] and [[nobody]]"}
    assert run("memos", several, "--about", "nothing like it").status == 1


def test_links_in_json(several: Path, run: Run) -> None:
    (memo,) = run("memos", several, "--kind", "field note", "--json").json
    found = [(one["link"], one["about"]) for one in memo["links"]]
    assert found == [("[[code:Shame]]", "codes"), ("[[nobody]]", None)]
    assert (memo["words"], memo["private"]) == (5, False)


def test_sharing(several: Path, run: Run) -> None:
    (memo,) = run("memos", several, "--kind", "reflexive", "--json").json
    assert memo["private"]
    assert "private" in run("memos", several).out
    target = f"memo:{memo['id']}"
    assert run("memo", several, target, "--share", "--coder", "IH").status == 1
    assert run("memo", several, target, "--share", "--json").json == {"id": memo["id"], "shared": True}
    assert "mine alone" in texts(run, several, "--coder", "IH")
    assert run("history", several, "--json").json[0]["operation"] == "memos.share"
    assert run("undo", several).status == 0
    assert "mine alone" not in texts(run, several, "--coder", "IH")
    run("memo", several, target, "--share")
    assert run("memo", several, target, "--unshare").status == 0
    assert "mine alone" not in texts(run, several, "--coder", "IH")
    assert run("memo", several, "Shame", "--share").status == 1
    (open_one,) = run("memos", several, "--about", "code:Shame", "--json").json
    assert "Everybody" in run("memo", several, f"memo:{open_one['id']}", "--share").err
    assert run("memo", several, target, "--share", "--text", "x").status == 2


@pytest.mark.parametrize("suffix", ["md", "html", "json", "csv"])
def test_export_without_private_memos(several: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"memos.{suffix}"
    told = run("memos", "export", several, out, "--json").json
    assert told["memos"] == 3
    written = out.read_text(encoding="utf-8")
    assert "Close to fear" in written
    assert "Ours" in written
    assert "mine alone" not in written
    assert "mine alone" not in run("memos", "export", several, "-", "--format", suffix, "--kind", "reflexive").out


def test_ones_own_journal_is_exported_for_oneself_only(several: Path, run: Run, tmp_path: Path) -> None:
    mine = run("memos", "export", several, "-", "--format", "md", "--kind", "reflexive", "--private")
    assert "mine alone" in mine.out
    theirs = run("memos", "export", several, "-", "--format", "md", "--private", "--coder", "IH")
    assert "mine alone" not in theirs.out
    assert "Close to fear" in theirs.out


def test_export_of_some(several: Path, run: Run) -> None:
    out = run("memos", "export", several, "-", "--format", "csv", "--by", "IH").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["text"], row["coder"], row["words"]) for row in rows] == [("Ours", "IH", "1")]


def test_export_that_cannot_be(several: Path, run: Run, tmp_path: Path) -> None:
    assert "csv" in run("memos", "export", several, tmp_path / "memos.odt").err
    assert run("memos", "export", several, several / "project.json").status == 1


def test_help_names_the_export(run: Run) -> None:
    assert "coder memos export" in run("memos", "--help").out


def test_a_kind_for_the_editor(several: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr("coder.cli.open.open_app", lambda *words: opened.append(words) or 0)
    assert run("memo", several, "--kind", "field note").status == 0
    assert opened == [(several, "project", "field note")]
    assert run("memo", several, "--kind", "poem").status == 1
