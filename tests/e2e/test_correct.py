"""A correction with a lost unit, decided, applied and undone, in a real terminal (all SYNTHETIC)."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Machine, cursor_on

LOST = "Det gjorde jeg ikke!"
CORRECTED = "Hun sa at jeg måtte hvile."
UNCHANGED = "Jeg har det bra, takk."


def units(machine: Machine) -> set[str]:
    return {unit["text"] for unit in machine.json("find", "study", "Body")}


def test_correcting_a_turn_with_a_lost_unit(machine: Machine, study: Path) -> None:
    machine.run("codes", "add", "study", "Body")
    for words in (LOST, CORRECTED, UNCHANGED):
        machine.run("code", "study", "P01_baseline", "--quote", words, "Body")
    text = machine.json("show", "study", "P01_baseline")["text"]
    app = machine.app("study")
    app.wait_for("Hvordan har du det nå?")
    app.walk("j", cursor_on("Hun sa"))
    app.do("E", said="with its label")
    app.wait_for("P01: Hun sa")
    # Esc asks before leaving; the typed text stays as a draft.
    app.write(" Typed.", "escape", said="Discard changes?")
    app.do("l", said="Hva sa legen?")
    app.do("E", said="Restored from your draft")
    app.wait_for("Typed.")
    # Replace the whole turn: one unit is lost, one is corrected.
    app.do("f7", "backspace", said=lambda lines: "Hun sa" not in "\n".join(lines))
    app.write("P01: Hun sa at jeg skulle hvile. Så ble det øh verre.", "ctrl+s", said="1 changed · 1 lost")
    assert LOST in app.seen()
    app.do("a", said="1 undecided")
    assert units(machine) == {LOST, CORRECTED, UNCHANGED}
    app.do("m", said="make it a memo")
    app.do("a", said="Reason")
    app.write("listened again", "enter", said="corrected P01_baseline · u: undo")
    assert "jeg skulle hvile" in app.seen()
    assert units(machine) == {"Hun sa at jeg skulle hvile.", UNCHANGED}
    assert any(f"> {LOST}" in memo["text"] for memo in machine.json("memos", "study"))
    assert machine.json("history", "study")[0]["reason"] == "listened again"
    assert machine.run("show", "study", "P01_baseline", "--revision", 1, "--text").rstrip("\n") == text.rstrip("\n")
    app.do("u", said="Undid: corrected")
    assert "jeg måtte hvile" in app.seen()
    app.leave()
    assert units(machine) == {LOST, CORRECTED, UNCHANGED}
    assert machine.json("memos", "study") == []
    assert machine.json("show", "study", "P01_baseline")["text"] == text
    assert machine.json("doctor", "study")["ok"]
