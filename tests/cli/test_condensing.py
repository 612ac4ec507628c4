"""`coder steps`, `preconceptions`, `read`, `themes`, `groups`. All text SYNTHETIC."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_steps(project: Path, run: Run) -> None:
    told = run("steps", project)
    assert told.status == 0
    assert "KG has written no preconceptions" in told.out
    assert told.out.rstrip().endswith("STC: not started")
    run("themes", "add", project, "Never ill")
    found = run("steps", project, "--json").json
    assert found["at"] == 1
    assert [step["step"] for step in found["steps"]] == [0, 1, 2, 3, 4, 5]
    assert {"text": "KG has 1 preliminary theme: 4 to 8 are usual", "place": "themes", "target": ""} in found[
        "steps"
    ][1]["open"]
    only = run("steps", project, "--open").out
    assert "○" in only
    assert "1 preliminary theme" in only
    assert "meaning unit" not in only


def test_preconceptions(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
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
    assert [one["text"] for one in kg["versions"]] == ["I expect shame, and pride.", "Now I see."]
    assert kg["coder"] == "KG"
    out = run("preconceptions", project).out
    assert "version 1" in out
    assert "not locked" in out
    assert "write" in run("preconceptions", "--help").out


def test_read(project: Path, run: Run) -> None:
    told = run("read", project, "P01", "--json").json
    assert told == {"source": "P01_baseline", "read": True, "unread": []}
    assert "all are read" in run("read", project, "P01").out
    assert "KG: 1 of 1 transcript read" in run("steps", project).out
    assert "still to read" in run("read", project, "P01", "--undo").out
    assert run("read", project, "P09").status == 1


def test_themes(project: Path, run: Run) -> None:
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
        one for one in run("themes", project, "--json").json if (one["name"], one["coder"]) == ("Relief", "KG")
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
        one["label"]: one["reason"] for one in trail
    }.items()
    assert "take" in run("themes", "--help").out


def test_groups(project: Path, run: Run) -> None:
    assert "no code groups yet" in run("groups", project).out
    run("themes", "add", project, "The time before", "--negotiated")
    assert run("groups", "make", project).status == 2
    made = run("groups", "make", project, "Before", "--theme", "The time before", "--json").json
    assert (made["group"], made["units"], made["themes"]) == ("Before", 2, ["The time before"])
    assert [(one["name"], one["units"]) for one in made["subgroups"]] == [("Shame", 1), ("Pride", 2)]
    assert run("groups", "make", project, "Before").status == 1
    assert "Time" in run("groups", "make", project, "Time/Later").out
    assert run("groups", "move", project, "Pride", "Shame").status == 2
    assert (
        run("groups", "move", project, "Pride", "Shame", "--all", "--reason", "one thing", "--json").json["moved"]
        == 2
    )
    assert run("history", project, "--json").json[0]["reason"] == "one thing"
    segment = run("find", project, "Shame", "--json").json[0]
    id = segment.get("id") or segment["segment"]
    assert run("groups", "move", project, "Shame", "Pride", id[:8]).status == 0
    assert run("groups", "residual", project, "Later", "--json").json["residual"]
    assert not run("groups", "residual", project, "Later", "--no", "--json").json["residual"]
    assert run("groups", "themes", project, "Before").out == "Before comes from no theme\n"
    out = run("groups", project).out
    assert "Later: no unit" in out
    assert "Before: 2 units" in out
    assert run("groups", project, "--json").json["in no group"] == 0
    assert run("groups", "unmake", project, "Before").status == 0
    assert "in no code group: 2 units" in run("groups", project).out
    assert run("groups", "unmake", project, "Before").status == 1
    assert "make" in run("groups", "--help").out
