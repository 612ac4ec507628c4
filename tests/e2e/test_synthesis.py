"""Step 4 in a real terminal: written, headed, checked, killed, found again, stale. All text SYNTHETIC."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.e2e.conftest import Machine
from tests.e2e.terminal import Terminal


def gone_to(machine: Machine, study: Path, letter: str, there: str) -> Terminal:
    app = machine.app(study)
    app.wait_for("Jeg har det bra")
    app.press("g")
    app.wait_for("Go to")
    app.press(letter)
    app.wait_for(there)
    return app


def test_written_checked_killed_and_stale(machine: Machine, study: Path) -> None:
    for quote in ("Det gjorde jeg ikke!", "Ingen visste noe."):
        machine.run("code", study, "P01", "--quote", quote, "Før/Alene", "--create")
    machine.run("groups", "make", study, "Før")
    machine.run("condensates", "write", study, "Alene", "--text", "Jeg sa det ikke til noen.")
    app = gone_to(machine, study, "a", "Nothing written yet")
    app.press("e")
    app.wait_for("save and close")
    app.send("De holdt det for seg selv. Ingen spurte.")
    app.press("escape")
    app.wait_for("wrote the analytic text")
    app.press("h")
    app.wait_for("Category heading")
    app.send("Alene")
    app.press("enter")
    app.wait_for("heading “Alene”")
    app.press("e")
    app.wait_for("save and close")
    app.send(" Så gikk å")
    app.wait_for(lambda _: any("Så gikk å" in one.read_text("utf-8") for one in (study / "drafts").glob("*.prose")))
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL
    app = gone_to(machine, study, "a", "heading “Alene”")
    app.press("e")
    app.wait_for("did not save")
    app.send("rene.")
    app.press("escape")
    app.wait_for("revised the analytic text")
    app.press("g")
    app.wait_for("Go to")
    app.press("v")
    app.wait_for("0 of 2")
    app.press("enter")
    app.wait_for("faithful")
    app.press("1")
    app.wait_for("checked 1 of 2")
    app.press("3")
    app.wait_for("checked 2 of 2")
    app.press("escape")
    app.wait_for("✓ 2 of 2")
    app.press("l", "enter")
    app.wait_for("unsupported")
    app.press("c")
    app.wait_for("searched for: yes")
    app.press("2")
    app.wait_for("checked 1 of 3")
    app.kill(signal.SIGKILL)
    app.wait_end()
    given = machine.json("check", study)
    assert [(one["check"], one["verdict"], one["state"]) for one in given] == [
        ("unit", "faithful", "done"),
        ("unit", "leading question", "done"),
        ("claim", "partly", "done"),
    ]
    assert given[2]["counter-examples searched for"] is True
    machine.run("condensates", "write", study, "Alene", "--text", "Jeg sa det til én.")
    (stale,) = machine.json("check", study, "--stale")
    assert stale["changed since"] == ["the condensate of ‘Alene’ was changed since"]
    (text,) = machine.json("analytic", study)
    assert [one["text"] for one in text["sentences"]] == [
        "De holdt det for seg selv.",
        "Ingen spurte.",
        "Så gikk årene.",
    ]
