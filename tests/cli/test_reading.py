from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from .conftest import TEXT, Run

SHAMED = "the shame of it"


def test_sources(project: Path, run: Run) -> None:
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


def test_codes(project: Path, run: Run) -> None:
    rows = run("codes", project, "--json").json
    assert [row["path"] for row in rows] == ["Before", "Before/Shame", "Before/Pride"]
    pride = rows[2]
    assert (pride["codings"], pride["segments"], pride["sources"]) == (2, 2, 1)
    assert pride["parent"] == rows[0]["id"]
    assert {"id", "name", "color", "definition"} <= pride.keys()
    lines = run("codes", project).out.splitlines()
    assert lines[1].split() == ["Before", "0", "3", "0", "0"]
    assert lines[3].split() == ["Pride", "2", "2", "2", "1"]


def test_show_json_and_its_offsets(project: Path, run: Run) -> None:
    shown = run("show", project, "P01", "--json").json
    assert shown["name"] == "P01_baseline"
    assert [turn["speaker"] for turn in shown["turns"]] == ["", "I", "P", "I", "P"]
    long, short = shown["segments"]
    assert shown["text"][short["start"] : short["end"]] == SHAMED
    assert short["codes"] == ["Before/Pride", "Before/Shame"]
    assert long["codes"] == ["Before/Pride"]


def test_show_text_is_the_text(project: Path, run: Run) -> None:
    assert run("show", project, "P01", "--text").out == TEXT
    assert run("show", project, "P01").out == TEXT


def test_show_codes_draws_stripes_and_a_legend(project: Path, run: Run) -> None:
    lines = run("show", project, "P01", "--codes", "--width", 50).out.splitlines()
    assert all(len(line) <= 50 for line in lines)
    stripes = [line for line in lines if "never ill" in line or "shame" in line]
    assert [line[-3:] for line in stripes] == ["bab", "╵╵╵"]
    assert any(line.split() == ["b", "2", "Before/Pride"] for line in lines)


def test_find(project: Path, run: Run) -> None:
    (row,) = run("find", project, "Shame", "--json").json
    assert row["text"] == SHAMED
    assert row["codes"] == ["Before/Pride", "Before/Shame"]
    assert (row["source"], row["participant"], row["wave"], row["speaker"]) == (
        "P01_baseline",
        "P01",
        "baseline",
        "P",
    )
    assert row["memos"] == []
    assert TEXT[row["start"] : row["end"]] == SHAMED
    assert len(run("find", project, "Before/** and not Shame", "--json").json) == 1
    assert "2 units in 1 source" in run("find", project, "Pride").out


def test_find_names_memos_of_the_unit_but_no_private_ones(project: Path, run: Run) -> None:
    id = run("find", project, "Shame", "--json").json[0]["segment"]
    run("memo", project, id, "--text", "seen")
    run("memo", project, id, "--text", "not seen", "--kind", "reflexive")
    for query in ("Shame", "Shame and text:shame"):
        assert run("find", project, query, "--json").json[0]["memos"] == ["seen"]


def test_find_points_at_the_place(project: Path, run: Run) -> None:
    result = run("find", project, "Shame and Shmae")
    assert result.status == 1
    assert result.err.splitlines()[:3] == [
        "error: There is no code “Shmae”",
        "  Shame and Shmae",
        "            ^ this",
    ]


def test_search(project: Path, run: Run) -> None:
    hits = run("search", project, "NEVER", "--context", "5", "--json").json
    assert [hit["text"] for hit in hits] == ["never", "Never"]
    assert hits[0].keys() == {"source", "start", "end", "text", "before", "after"}
    assert (hits[0]["before"], hits[0]["after"]) == ("I am ", " ill.")
    assert run("search", project, "blabær", "--json").json[0]["text"] == "blåbær"
    assert run("search", project, r"n\w+r ill", "--regex", "--json").json[0]["text"] == "never ill"
    wrong = run("search", project, "(a", "--regex")
    assert wrong.status == 1
    assert "^" in wrong.err


def test_history(project: Path, run: Run) -> None:
    rows = run("history", project, "--json").json
    assert rows[0].keys() == {"id", "when", "coder", "operation", "label", "reason", "undoes"}
    assert rows[0]["operation"] == "memos.add"
    assert rows[1]["label"].startswith("coded “I am never ill")
    assert len(run("history", project, "-n", 2, "--json").json) == 2
    assert "imported P01_baseline" in run("history", project).out


def test_memos(project: Path, run: Run) -> None:
    run("memo", project, "--text", "mine alone", "--kind", "reflexive")
    assert {memo["text"] for memo in run("memos", project, "--json").json} == {"Close to fear.", "mine alone"}
    assert [memo["text"] for memo in run("memos", project, "--coder", "IH", "--json").json] == ["Close to fear."]
    assert "code Before/Shame" in run("memos", project, "--on", "code:Shame").out
    assert run("memos", project, "--kind", "poem").status == 1


def test_doctor(project: Path, run: Run) -> None:
    assert run("doctor", project, "--json").json == {"ok": True, "findings": [], "repaired": []}
    history = project / "history.jsonl"
    with history.open("ab") as file:
        file.write(b'{"sum":"torn')
    result = run("doctor", project, "--json")
    assert result.status == 1
    assert result.json["findings"][0].keys() == {"kind", "record", "detail", "repairable"}
    assert run("doctor", project, "--repair").status == 0
    assert run("find", project, "Shame").status == 0


@pytest.mark.parametrize("suffix", ["csv", "json", "md", "html"])
def test_export(project: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"units.{suffix}"
    assert run("export", project, out, "--query", "Shame").status == 0
    assert SHAMED in out.read_text(encoding="utf-8")
    others = "" if suffix == "html" else "I am never ill. Never"  # the page shows units in their whole source
    assert not others or others not in out.read_text(encoding="utf-8")
    assert SHAMED in run("export", project, "-", "--format", suffix).out


def test_a_table_in_a_pipe_is_plain(project: Path, run: Run, tmp_path: Path) -> None:
    piped = run("export", project, "-", "--format", "csv").out
    assert piped.startswith("segment,source,")
    assert "\r" not in piped
    out = tmp_path / "units.csv"
    run("export", project, out)
    assert out.read_bytes().startswith(codecs.BOM_UTF8)  # a spreadsheet would not know that it is UTF-8


def test_export_never_writes_over_a_project(project: Path, run: Run) -> None:
    before = (project / "project.json").read_bytes()
    assert run("export", project, project / "project.json").status == 1
    assert (project / "project.json").read_bytes() == before


def test_export_without_a_known_format(project: Path, run: Run, tmp_path: Path) -> None:
    assert "Formats: " in run("export", project, tmp_path / "units.odt").err
    assert run("export", project, "-").status == 1
    assert run("export", project, tmp_path / "gone" / "units.csv").status == 1


@pytest.mark.parametrize("suffix", ["md", "html", "json"])
def test_trail(project: Path, run: Run, tmp_path: Path, suffix: str) -> None:
    run("codes", "rename", project, "Shame", "Fear_2", "--reason", "wider <b>")
    run("memo", project, "--text", "private", "--kind", "reflexive")
    run("undo", project, "-n", 2)
    run("redo", project)
    out = tmp_path / f"trail.{suffix}"
    assert run("report", "trail", project, out).status == 0
    text = out.read_text(encoding="utf-8")
    if suffix == "json":
        (step,) = (step for step in json.loads(text) if step["operation"] == "codebook.rename")
        assert step["reason"] == "wider <b>"
        assert step["undone"] is False
        assert json.loads(text)[-1] == step
    else:
        assert "renamed code Shame" in text
        assert "<b>" not in text.replace("\\<b\\>", "")
        assert "memo on the project" not in text


def test_help(run: Run) -> None:
    assert "queries" in run("help").out
    assert run("help", "queries").out.startswith("# Queries")
    missing = run("help", "nonsense")
    assert missing.status == 1
    assert "queries" in missing.err
