"""A change note in a real terminal: written, killed in the middle of its sentence, finished."""

from __future__ import annotations

import re
import signal

from tests.e2e.conftest import Machine, kept

WORDS = "What could not be said aloud is said to a docto"


def test_a_note_of_change_survives_a_kill_while_it_is_edited(machine: Machine) -> None:
    machine.run("new", "study", "--sample", "--coder", "KG")
    study = machine.home / "study"
    for pair in machine.json("pairs", study)["pairs"]:
        for note in pair["notes"]:
            on = ["--code", note["on"]] if note["code"] else ["--level", note["level"]] if note["level"] else []
            machine.run("changes", "remove", study, pair["participant"], *on, "--yes")
    app = machine.app(study)
    app.wait_for("tape recorder")
    app.do("g", "p", said="linked by coded unit")
    app.do("c", said="Subject of the note")
    app.write("shame", "enter", said=re.compile(r"linked by code\b"))
    app.do("e", "tab", "a", said="Why is there no evidence at follow-up?")
    app.write("not asked", "enter", said="no evidence: not asked")
    app.do("t", "d", said="D decreases/ceases")
    app.do("s", said="What changed:")
    app.settle()
    for letter in WORDS:
        app.send(letter)
    app.until(kept(study, WORDS))
    app.kill(signal.SIGKILL)
    assert app.wait_end() == -signal.SIGKILL

    again = machine.app(study)
    again.wait_for("Not saved when the program ended")
    again.do("g", "p", said="linked by coded unit")
    again.do("c", said="Subject of the note")
    again.write("shame", "enter", said="D decreases/ceases")
    again.do("s", said="docto")
    again.write("r.", "escape", said="changed the change note on P01")
    again.leave()
    notes = [note for pair in machine.json("pairs", study)["pairs"] for note in pair["notes"]]
    assert [(note["on"], note["tag"], note["sentence"]) for note in notes] == [
        ("Before asking/Shame", "decreases/ceases", f"{WORDS}r.")
    ]
    assert len(notes[0]["evidence_first"]) == 1
    assert not any((study / "drafts").glob("*"))
