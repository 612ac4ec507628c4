"""Search, there and back, autocode with a preview, and undo, in a real terminal. SYNTHETIC text only."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Machine


def test_search_open_come_back_and_autocode(machine: Machine, study: Path) -> None:
    machine.run("codes", "add", study, "Spurt")
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.press("ctrl+f")
    app.wait_for("Search in all transcripts")
    app.send("legn")
    app.wait_for("is in no transcript")
    app.press("ctrl+o")
    app.wait_for("Search how, and where?")
    app.send("f")
    app.wait_for("1 place")
    app.press("enter")
    app.press("enter")
    app.wait_for("Esc comes back to what was found")
    app.press("escape")
    app.wait_for("1 place")
    app.send("A")
    app.wait_for("Code what was found with")
    app.send("Spurt")
    app.wait_for("Spurt")
    app.press("enter")
    app.wait_for("1 of 1 taken")
    app.press("enter")
    app.wait_for("coded 1 unit · u takes it back")
    app.press("ctrl+q")
    app.wait_end()
    assert [unit["text"] for unit in machine.json("find", study, "Spurt")] == ["Hva sa legen?"]
    assert machine.json("history", study)[0]["reason"] == "search: legn"
    machine.run("undo", study)
    assert machine.json("find", study, "Spurt") == []
