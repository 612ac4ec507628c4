"""`coder memo` and `memos`. All text SYNTHETIC."""

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


def test_a_memo_on_a_framework(project: Path, run: Run) -> None:
    assert run("frameworks", "add", project, "--template", "levels-of-culture").status == 0
    result = run("memo", project, "framework:Levels of culture", "--kind", "theoretical", "--text", "After 1985.")
    assert result.status == 0
    assert run("memo", project, "levels of culture", "--text", "And later.").status == 0
    assert run("memo", project, "framework:Phases", "--text", "x").status == 1
    assert [row["about"] for row in run("memos", project, "--json").json].count("frameworks") == 2


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
    rows = [(row["link"], row["about"]) for row in memo["links"]]
    assert rows == [("[[code:Shame]]", "codes"), ("[[nobody]]", None)]
    assert (memo["words"], memo["private"]) == (5, False)


def test_share_and_unshare(several: Path, run: Run) -> None:
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
    assert "visible to all coders" in run("memo", several, f"memo:{open_one['id']}", "--share").err
    assert run("memo", several, target, "--share", "--text", "x").status == 2


@pytest.mark.parametrize("suffix", ["md", "html", "json", "csv"])
def test_export_omits_private_memos(several: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"memos.{suffix}"
    result = run("memos", "export", several, out, "--json").json
    assert result["memos"] == 3
    written = out.read_text(encoding="utf-8")
    assert "Close to fear" in written
    assert "Ours" in written
    assert "mine alone" not in written
    assert "mine alone" not in run("memos", "export", several, "-", "--format", suffix, "--kind", "reflexive").out


def test_private_exports_only_ones_own_memos(several: Path, run: Run, tmp_path: Path) -> None:
    mine = run("memos", "export", several, "-", "--format", "md", "--kind", "reflexive", "--private")
    assert "mine alone" in mine.out
    theirs = run("memos", "export", several, "-", "--format", "md", "--private", "--coder", "IH")
    assert "mine alone" not in theirs.out
    assert "Close to fear" in theirs.out


def test_export_filters_by_coder(several: Path, run: Run) -> None:
    out = run("memos", "export", several, "-", "--format", "csv", "--by", "IH").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["text"], row["coder"], row["words"]) for row in rows] == [("Ours", "IH", "1")]


def test_export_to_an_invalid_file_is_refused(several: Path, run: Run, tmp_path: Path) -> None:
    assert "csv" in run("memos", "export", several, tmp_path / "memos.odt").err
    assert run("memos", "export", several, several / "project.json").status == 1


def test_help_lists_the_export(run: Run) -> None:
    assert "coder memos export" in run("memos", "--help").out


def test_the_editor_opens_with_a_kind(several: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr("coder.cli.open.open_app", lambda *words: opened.append(words) or 0)
    assert run("memo", several, "--kind", "field note").status == 0
    assert opened == [(several, "project", "field note")]
    assert run("memo", several, "--kind", "poem").status == 1


def test_memos_lists_private_memos_for_their_author(project: Path, run: Run) -> None:
    run("memo", project, "--text", "mine alone", "--kind", "reflexive")
    assert {memo["text"] for memo in run("memos", project, "--json").json} == {"Close to fear.", "mine alone"}
    assert [memo["text"] for memo in run("memos", project, "--coder", "IH", "--json").json] == ["Close to fear."]
    assert "code Before/Shame" in run("memos", project, "--on", "code:Shame").out
    assert run("memos", project, "--kind", "poem").status == 1


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


def test_a_memo_of_undecodable_bytes_is_refused(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"bl\xe5")))
    assert "UTF-8" in run("memo", project, "-").err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\ufeffblå\r\nbær".encode())))
    assert run("memo", project, "-").status == 0
    assert "blå\nbær" in [memo["text"] for memo in run("memos", project, "--json").json]
    assert "not text" in run("memo", project, "--text", "bl\udce5").err


def test_invalid_memos_are_refused(project: Path, run: Run) -> None:
    assert run("memo", project, "nowhere", "--text", "x").status == 1
    assert run("memo", project, "--text", "  ").status == 1
    assert run("memo", project, "--text", "x", "--kind", "poem").status == 1
    run("codes", "add", project, "P01")
    either = run("memo", project, "P01", "--text", "x")
    assert either.status == 1
    assert "code:P01" in either.err
