"""A note of change in a real terminal: written, killed in the middle of its sentence, finished."""

from __future__ import annotations

import signal
import time

from tests.e2e.conftest import Machine

WORDS = "What could not be said aloud is said to a docto"


def test_a_note_of_change_that_is_killed_and_finished(machine: Machine) -> None:
    machine.run("new", "study", "--sample", "--coder", "KG")
    study = machine.home / "study"
    for pair in machine.json("pairs", study)["pairs"]:
        for note in pair["notes"]:
            on = ["--code", note["on"]] if note["code"] else ["--level", note["level"]] if note["level"] else []
            machine.run("changes", "remove", study, pair["participant"], *on)
    app = machine.app(study)
    app.wait_for("tape recorder")
    app.press("g", "p")
    app.wait_for("together by coded unit")
    app.press("c")
    app.wait_for("What the note is about")
    app.send("shame")
    app.wait_for("Before asking/Shame")
    app.press("enter")
    app.wait_for("together by code")
    app.press("e", "tab", "a")
    app.wait_for("Why there is no evidence at follow-up")
    app.send("not asked")
    app.press("enter")
    app.wait_for("no evidence: not asked")
    app.press("t", "d")
    app.wait_for("D decreases/ceases")
    app.press("s")
    app.wait_for("What changed:")
    for letter in WORDS:
        app.send(letter)
    app.wait_for("docto")
    time.sleep(1.5)  # a keystroke is on disk after at most one second
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL

    again = machine.app(study)
    again.wait_for("Not saved when the program ended")
    again.press("g", "p")
    again.wait_for("together by coded unit")
    again.press("c")
    again.wait_for("What the note is about")
    again.send("shame")
    again.press("enter")
    again.wait_for("D decreases/ceases")
    again.press("s")
    again.wait_for("docto")
    again.send("r.")
    again.press("escape")
    again.wait_for("changed the note of change on P01")
    again.press("ctrl+q")
    assert again.wait_end() == 0
    notes = [note for pair in machine.json("pairs", study)["pairs"] for note in pair["notes"]]
    assert [(note["on"], note["tag"], note["sentence"]) for note in notes] == [
        ("Before asking/Shame", "decreases/ceases", f"{WORDS}r.")
    ]
    assert len(notes[0]["evidence_first"]) == 1
    assert not any((study / "drafts").glob("*"))
