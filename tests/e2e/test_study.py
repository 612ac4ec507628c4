"""From a Word file to the export, in a real terminal: what was typed is what is there."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.e2e.conftest import Machine, cursor_on
from tests.e2e.terminal import Terminal

FIRST = "Jeg har det bra, takk."
SECOND = "Hun sa at jeg måtte hvile."
THIRD = "Det gjorde jeg ikke!"
MEMO = "Skam, ikke trøtthet – jf. P02. 🙂"
CODES = {FIRST: {"Group/Sub"}, SECOND: {"Group/Sub", "Body"}, THIRD: {"Group/Sub", "Body"}}


def code(app: Terminal, *names: str, said: str) -> None:
    """Code the unit under the cursor: all but the last are marked by Tab, the last is meant by Enter."""
    app.press("c")
    app.wait_for("Code “")
    for name in names[:-1]:
        app.send(name)
        app.wait_for(name)
        app.press("tab")
        app.wait_for("marked:")
    app.send(names[-1])
    app.wait_for(names[-1])
    app.press("enter")
    app.wait_for(said)


def to(app: Terminal, words: str, key: str = "j") -> None:
    """Walk until the cursor is on these words."""
    for _ in range(20):
        app.wait_still(0.1)
        if cursor_on(words)(app.screen()):
            return
        app.press(key)
    raise AssertionError(f"the cursor never came to {words!r}:\n{app.text()}")


def coded(app: Terminal) -> None:
    """Three sentences, each in another way, and a memo on the last."""
    to(app, FIRST)
    code(app, "Group/Sub", said="coded with Sub")
    app.press("j")
    code(app, "Body", said="coded with Body")
    app.press("u")
    app.wait_for("undid:")
    to(app, SECOND)
    code(app, "Sub", "Body", said="coded with")
    app.press("j")
    app.wait_still()
    app.press(".")
    app.wait_for("coded with")
    app.press("m")
    app.wait_for("Esc save and close")
    app.send(MEMO)
    app.press("escape")
    app.wait_for("memo")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (140, 40)])
def test_a_study_from_start_to_finish(machine: Machine, transcript: Path, columns: int, rows: int) -> None:
    machine.run("new", "study", "--coder", "KG", "--language", "nb")
    app = machine.app("study", columns=columns, rows=rows)
    app.wait_for("No transcript yet")
    app.press("g", "i")
    app.wait_for("P01_baseline.docx")
    app.press("enter")
    app.wait_for("✓ P01_baseline.docx")
    app.press("g", "c")
    app.wait_for("Hvordan har du det nå?")
    coded_undone_and_again(app)
    app.press("ctrl+q")
    assert app.wait_end() == 0
    assert "Traceback" not in app.text()

    compare(machine)
    again = machine.app("study", columns=columns, rows=rows)
    again.wait_for(cursor_on("Det gjorde"))
    again.wait_for("Skam, ikke")
    again.press("g", "e")
    again.wait_for("Export to")
    again.press("ctrl+u")
    again.send(str(machine.home / "app.csv") + "\r")
    again.wait_for("wrote ")
    again.press("ctrl+q")
    assert again.wait_end() == 0
    machine.run("export", "study", "cli.csv")
    assert (machine.home / "app.csv").read_bytes() == (machine.home / "cli.csv").read_bytes()


def coded_undone_and_again(app: Terminal) -> None:
    """Code all; then take the memo and its unit back, and do them again."""
    coded(app)
    app.press("u")
    app.wait_for("1 to redo")
    app.press("ctrl+r")
    app.wait_for("did again:")
    app.wait_for(lambda lines: "to redo" not in "\n".join(lines))


def compare(machine: Machine) -> None:
    """Every way out tells the same, verbatim, with offsets that hold the words."""
    text = machine.run("show", "study", "P01_baseline", "--text")
    shown = machine.json("show", "study", "P01_baseline")
    assert text.rstrip("\n") == shown["text"].rstrip("\n")
    assert {shown["text"][one["start"] : one["end"]]: set(one["codes"]) for one in shown["segments"]} == CODES
    found = machine.json("find", "study", "Group/** or Body")
    assert {one["text"]: set(one["codes"]) for one in found} == CODES
    assert all(shown["text"][one["start"] : one["end"]] == one["text"] for one in found)
    assert {one["text"]: one["memos"] for one in found} == {FIRST: [], SECOND: [], THIRD: [MEMO]}
    assert {one["speaker"] for one in found} == {"P01"}
    assert {(one["participant"], one["wave"]) for one in found} == {("P01", "baseline")}

    margin = machine.run("show", "study", "P01_baseline", "--codes")
    for words in (FIRST, SECOND, THIRD):
        assert words in margin
    history = machine.json("history", "study")
    assert sum(one["operation"] == "undo" for one in history) == 2
    assert sum(one["operation"] == "redo" for one in history) == 1
    assert {one["coder"] for one in history if one["operation"].startswith("codings")} == {"KG"}
    exported(machine)
    assert machine.json("doctor", "study")["ok"]


def exported(machine: Machine) -> None:
    machine.run("export", "study", "out.csv")
    data = (machine.home / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    quotes = {quote for row in rows for quote in row.values() if quote in CODES}
    assert quotes == set(CODES)
    assert sum(any(quote in CODES for quote in row.values()) for row in rows) == 5
    assert MEMO in data

    machine.run("export", "study", "out.json")
    told = json.dumps(json.loads((machine.home / "out.json").read_text("utf-8")), ensure_ascii=False)
    machine.run("export", "study", "out.html")
    page = (machine.home / "out.html").read_text("utf-8")
    for words in (*CODES, MEMO):
        assert words in told
        assert words in page
    assert "<script src" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_settings_are_hers_from_the_first_project_on(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("KG · saved")
