"""Search, opening a match and returning, autocoding after a preview, and undo, in a real terminal (SYNTHETIC)."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Machine


def test_search_opens_a_match_returns_and_autocodes(machine: Machine, study: Path) -> None:
    machine.run("codes", "add", study, "Spurt")
    app = machine.app(study)
    app.wait_for("Hvordan har du det nå?")
    app.do("ctrl+f", said="Search in all transcripts")
    app.type("legn")
    app.wait_for("No match for “legn”")
    app.do("ctrl+o", said="Search options")
    app.do("f", said="1 match")
    app.do("enter", said="Enter open  ")
    app.do("enter", said="Esc goes back to the matches")
    app.do("escape", said="1 match")
    app.do("A", said="Code the matches with")
    app.write("Spurt", "enter", said="1 of 1 selected")
    app.do("enter", said="coded 1 unit · u: undo")
    app.leave()
    assert [unit["text"] for unit in machine.json("find", study, "Spurt")] == ["Hva sa legen?"]
    assert machine.json("history", study)[0]["reason"] == "search: legn"
    machine.run("undo", study)
    assert machine.json("find", study, "Spurt") == []
