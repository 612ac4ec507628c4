"""A condensate in a real terminal: written, linked, killed while editing, recovered. All text SYNTHETIC."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.e2e.conftest import Machine, kept
from tests.e2e.person import Person


def opened(machine: Machine, study: Path, *, enter: bool = True) -> Person:
    app = machine.app(study)
    app.wait_for("Jeg har det bra")
    app.do("g", "d", said="Condense ·")
    if enter:
        app.do("enter", said="≈ condensate")
    return app


def test_a_condensate_survives_a_kill_while_it_is_edited(machine: Machine, study: Path) -> None:
    for quote in ("Det gjorde jeg ikke!", "Ingen visste noe."):
        machine.run("code", study, "P01", "--quote", quote, "Før/Alene", "--create")
    machine.run("groups", "make", study, "Før")
    app = opened(machine, study)
    app.do("e", said="Ctrl+L")
    app.type("Jeg sa det ikke til noen.")
    app.do("ctrl+l", said="1 unit P01")
    app.press("pagedown")
    app.write(" Ingen visste det.", "ctrl+l", said="all used")
    app.type(" Så gikk å")
    app.wait_for("3 ⚠ no unit")
    drafts = study / "drafts"
    app.until(kept(study, "Så gikk å"))
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL
    found = machine.json("condensates", "show", study, "Alene")
    assert [(sentence["text"], len(sentence["units"])) for sentence in found["sentences"]] == [
        ("Jeg sa det ikke til noen.", 1),
        ("Ingen visste det.", 1),
    ]
    app = opened(machine, study, enter=False)
    app.wait_for(", unsaved draft")
    app.do("enter", said="Så gikk å")
    app.press("tab")
    app.write("rene.", "escape", said="revised the condensate")
    found = machine.json("condensates", "show", study, "Alene")
    assert [(sentence["text"], len(sentence["units"])) for sentence in found["sentences"]] == [
        ("Jeg sa det ikke til noen.", 1),
        ("Ingen visste det.", 1),
        ("Så gikk årene.", 0),
    ]
    assert not list(drafts.glob("*.prose"))
