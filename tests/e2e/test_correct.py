"""A correction with a lost unit, decided, applied and undone, in a real terminal (all SYNTHETIC)."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Machine, cursor_on
from tests.e2e.terminal import Terminal

LOST = "Det gjorde jeg ikke!"
CHANGED = "Hun sa at jeg måtte hvile."
SELECT_ALL = "\x1b[18~"  # F7
KEPT = "Jeg har det bra, takk."


def to(app: Terminal, words: str) -> None:
    """Walk until the cursor is on these words."""
    for _ in range(20):
        app.wait_still(0.1)
        if cursor_on(words)(app.screen()):
            return
        app.press("j")
    raise AssertionError(f"the cursor never came to {words!r}:\n{app.text()}")


def units(machine: Machine) -> set[str]:
    return {one["text"] for one in machine.json("find", "study", "Body")}


def test_a_turn_with_a_lost_unit(machine: Machine, study: Path) -> None:
    machine.run("codes", "add", "study", "Body")
    for words in (LOST, CHANGED, KEPT):
        machine.run("code", "study", "P01_baseline", "--quote", words, "Body")
    text = machine.json("show", "study", "P01_baseline")["text"]
    app = machine.app("study")
    app.wait_for("Hvordan har du det nå?")
    to(app, "Hun sa")
    app.press("E")
    app.wait_for("with its label")
    app.wait_for("P01: Hun sa")
    # Escape asks, and nothing typed is lost.
    app.send(" Typed.")
    app.wait_for("Typed.")
    app.press("escape")
    app.wait_for("Leave this correction?")
    app.press("l")
    app.wait_for("Hva sa legen?")
    app.press("E")
    app.wait_for("what you typed last time")
    app.wait_for("Typed.")
    # The whole turn anew: one unit goes, one is heard better.
    app.send(SELECT_ALL)
    app.press("backspace")
    app.wait_for(lambda lines: "Hun sa" not in "\n".join(lines))
    app.send("P01: Hun sa at jeg skulle hvile. Så ble det øh verre.")
    app.wait_for("øh verre.")
    app.press("ctrl+s")
    app.wait_for("1 changed · 1 lost")
    app.wait_for(LOST)
    app.press("a")
    app.wait_for("still to decide")
    assert units(machine) == {LOST, CHANGED, KEPT}
    app.press("m")
    app.wait_for("make it a memo")
    app.press("a")
    app.wait_for("Reason")
    app.send("listened again\r")
    app.wait_for("u takes it back")
    app.wait_for("skulle hvile")
    assert units(machine) == {"Hun sa at jeg skulle hvile.", KEPT}
    assert any(f"> {LOST}" in memo["text"] for memo in machine.json("memos", "study"))
    assert machine.json("history", "study")[0]["reason"] == "listened again"
    assert machine.run("show", "study", "P01_baseline", "--revision", 1, "--text").rstrip("\n") == text.rstrip("\n")
    app.press("u")
    app.wait_for("undid: corrected")
    app.wait_for("måtte hvile")
    app.press("ctrl+q")
    assert app.wait_end() == 0
    assert units(machine) == {LOST, CHANGED, KEPT}
    assert machine.json("memos", "study") == []
    assert machine.json("show", "study", "P01_baseline")["text"] == text
    assert machine.json("doctor", "study")["ok"]
