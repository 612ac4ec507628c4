"""An analytic text in a real terminal: written, killed, recovered, checked, stale (SYNTHETIC)."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.e2e.conftest import Machine, kept
from tests.e2e.person import Person


def open_screen(machine: Machine, study: Path, letter: str, message: str) -> Person:
    app = machine.app(study)
    app.wait_for("Jeg har det bra")
    app.do("g", letter, said=message)
    return app


def test_an_analytic_text_is_recovered_checked_and_goes_stale(machine: Machine, study: Path) -> None:
    for quote in ("Det gjorde jeg ikke!", "Ingen visste noe."):
        machine.run("code", study, "P01", "--quote", quote, "Før/Alene", "--create")
    machine.run("groups", "make", study, "Før")
    machine.run("condensates", "write", study, "Alene", "--text", "Jeg sa det ikke til noen.")
    app = open_screen(machine, study, "a", "No analytic text yet")
    app.do("e", said="save and close")
    app.write("De holdt det for seg selv. Ingen spurte.", "escape", said="wrote the analytic text")
    app.do("h", said="Category heading")
    app.write("Alene", "enter", said="heading “Alene”")
    app.do("e", said="save and close")
    app.type(" Så gikk å")
    app.until(kept(study, "Så gikk å"))
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL
    app = open_screen(machine, study, "a", "heading “Alene”")
    app.do("e", said="Unsaved draft")
    app.write("rene.", "escape", said="revised the analytic text")
    app.do("g", "v", said="none of 2")
    app.do("enter", said="faithful")
    app.do("1", said="checked 1 of 2")
    app.do("3", said="checked 2 of 2")
    app.do("escape", said="✓ 2 of 2")
    app.do("l", "enter", said="unsupported")
    app.do("c", said="searched for counter-examples: yes")
    app.do("2", said="checked 1 of 3")
    app.kill(signal.SIGKILL)
    app.wait_end()
    verdicts = machine.json("check", study)
    assert [(verdict["check"], verdict["verdict"], verdict["state"]) for verdict in verdicts] == [
        ("unit", "faithful", "done"),
        ("unit", "leading question", "done"),
        ("claim", "partly", "done"),
    ]
    assert verdicts[2]["counter-examples searched for"] is True
    machine.run("condensates", "write", study, "Alene", "--text", "Jeg sa det til én.")
    (stale,) = machine.json("check", study, "--stale")
    assert stale["changed since"] == ["the condensate of ‘Alene’ was changed"]
    (text,) = machine.json("analytic", study)
    assert [sentence["text"] for sentence in text["sentences"]] == [
        "De holdt det for seg selv.",
        "Ingen spurte.",
        "Så gikk årene.",
    ]
