"""`coder steps`, `preconceptions` and `themes`. All text SYNTHETIC."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_steps_lists_artefacts_and_open_points(project: Path, run: Run) -> None:
    result = run("steps", project)
    assert result.status == 0
    assert "KG has written no preconceptions" in result.out
    assert result.out.rstrip().endswith("Condensation steps: not started")
    run("themes", "add", project, "Never ill")
    rows = run("steps", project, "--json").json
    assert rows["at"] == 1
    assert [step["step"] for step in rows["steps"]] == [0, 1, 2, 3, 4, 5]
    assert {"text": "KG has 1 preliminary theme: 4 to 8 are usual", "place": "themes", "target": ""} in rows["steps"][
        1
    ]["open"]
    only = run("steps", project, "--open").out
    assert "○" in only
    assert "1 preliminary theme" in only
    assert "meaning unit" not in only


def test_preconceptions_are_written_and_locked(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("preconceptions", "lock", project).status == 1
    assert run("preconceptions", "write", project).status == 2
    written = run("preconceptions", "write", project, "--text", "I expect shame.", "--json").json
    assert written["locked"] is None
    monkeypatch.setattr("sys.stdin", io.StringIO("I expect shame, and pride."))
    assert run("preconceptions", "write", project, "-", "--json").json["id"] == written["id"]
    assert run("preconceptions", "lock", project, "--json").json["locked"]
    refused = run("memo", project, f"memo:{written['id']}", "--text", "I knew it.")
    assert refused.status == 1
    assert "Locked on" in refused.err
    assert "version 2" in run("preconceptions", "write", project, "--text", "Now I see.").out
    (kg,) = run("preconceptions", project, "--json").json
    assert [row["text"] for row in kg["versions"]] == ["I expect shame, and pride.", "Now I see."]
    assert kg["coder"] == "KG"
    out = run("preconceptions", project).out
    assert "version 1" in out
    assert "not locked" in out
    assert "write" in run("preconceptions", "--help").out


def test_themes_are_proposed_decided_and_removed(project: Path, run: Run) -> None:
    assert "no themes yet" in run("themes", project).out
    run("themes", "add", project, "Never ill", "--note", "in every interview")
    run("themes", "add", project, "Relief")
    run("themes", "add", project, "Relief", "--coder", "IH")
    run("themes", "add", project, "Doctor", "--negotiated")
    assert run("themes", "add", project, "relief").status == 1
    taken = run("themes", "take", project, "Never ill", "doctor", "--why", "the rule", "--json").json
    assert (taken["fate"], taken["into"], taken["why"], taken["by"]) == ("taken", "Doctor", "the rule", "KG")
    assert run("themes", "drop", project, "Relief").status == 1  # whose?
    (mine,) = [
        row for row in run("themes", project, "--json").json if (row["name"], row["coder"]) == ("Relief", "KG")
    ]
    assert "dropped by KG" in run("themes", "drop", project, mine["id"], "--why", "one voice").out
    assert run("themes", "change", project, "Relief", "--note", "x").status == 1
    assert "open" in run("themes", "reopen", project, mine["id"], "--why", "too soon").out
    assert run("themes", "change", project, "Relief", "--name", "Easing").status == 0
    assert run("themes", "remove", project, "Doctor").status == 1
    assert run("themes", "remove", project, "Easing", "--json").json["removed"] == "Easing"
    assert run("themes", "take", project, "Relief", "A new one").status == 0
    out = run("themes", project).out
    assert "taken up into “A new one” by KG" in out
    assert "from Never ill (KG)" in out
    trail = run("history", project, "--json").json
    assert {"took up theme “Never ill” (KG) into “Doctor”": "the rule"}.items() <= {
        row["label"]: row["reason"] for row in trail
    }.items()
    assert "take" in run("themes", "--help").out
