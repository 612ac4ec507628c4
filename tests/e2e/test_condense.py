"""A condensate in a real terminal: written, linked while writing, killed, found again. All text SYNTHETIC."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.e2e.conftest import Machine
from tests.e2e.terminal import Terminal


def opened(machine: Machine, study: Path, *, enter: bool = True) -> Terminal:
    app = machine.app(study)
    app.wait_for("Jeg har det bra")
    app.press("g")
    app.wait_for("Go to")
    app.press("d")
    app.wait_for("Condense")
    if enter:
        app.press("enter")
        app.wait_for("≈ condensate")
    return app


def test_written_linked_killed_and_found_again(machine: Machine, study: Path) -> None:
    for quote in ("Det gjorde jeg ikke!", "Ingen visste noe."):
        machine.run("code", study, "P01", "--quote", quote, "Før/Alene", "--create")
    machine.run("groups", "make", study, "Før")
    app = opened(machine, study)
    app.press("e")
    app.wait_for("Ctrl+L")
    app.send("Jeg sa det ikke til noen.")
    app.wait_for("not saved")
    app.press("ctrl+l")
    app.wait_for("1 unit P01")
    app.press("pagedown")
    app.send(" Ingen visste det.")
    app.press("ctrl+l")
    app.wait_for("all used")
    app.send(" Så gikk å")
    drafts = study / "drafts"
    app.wait_for("3 ⚠ no unit")
    app.wait_for(lambda _: any("Så gikk å" in path.read_text("utf-8") for path in drafts.glob("*.prose")))
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL
    found = machine.json("condensates", "show", study, "Alene")
    assert [(one["text"], len(one["units"])) for one in found["sentences"]] == [
        ("Jeg sa det ikke til noen.", 1),
        ("Ingen visste det.", 1),
    ]
    app = opened(machine, study, enter=False)
    app.wait_for("typed and not saved")
    app.press("enter")
    app.wait_for("Så gikk å")
    app.press("tab")
    app.send("rene.")
    app.wait_for("årene.")
    app.press("escape")
    app.wait_for("revised the condensate")
    found = machine.json("condensates", "show", study, "Alene")
    assert [(one["text"], len(one["units"])) for one in found["sentences"]] == [
        ("Jeg sa det ikke til noen.", 1),
        ("Ingen visste det.", 1),
        ("Så gikk årene.", 0),
    ]
    assert not list(drafts.glob("*.prose"))
