"""A study in a real terminal, from a Word file to the export; all outputs agree with what was coded."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.e2e.conftest import Machine, cursor_on
from tests.e2e.person import Person

FIRST = "Jeg har det bra, takk."
SECOND = "Hun sa at jeg måtte hvile."
THIRD = "Det gjorde jeg ikke!"
MEMO = "Skam, ikke trøtthet – jf. P02. 🙂"
CODES = {FIRST: {"Group/Sub"}, SECOND: {"Group/Sub", "Body"}, THIRD: {"Group/Sub", "Body"}}


def code(app: Person, *names: str, said: str) -> None:
    """Code the unit under the cursor: all but the last are marked by Tab, Enter chooses the last."""
    app.do("c", said="Code “")
    for name in names[:-1]:
        app.write(name, "tab", said="marked:")
    app.write(names[-1], "enter", said=said)


def code_all(app: Person) -> None:
    """Code three sentences, each in another way, and write a memo on the last."""
    app.walk("j", cursor_on(FIRST))
    code(app, "Group/Sub", said="coded with Sub")
    app.press("j")
    code(app, "Body", said="coded with Body")
    app.do("u", said="Undid:")
    app.walk("j", cursor_on(SECOND))
    code(app, "Sub", "Body", said="coded with")
    app.press("j")
    app.do(".", said="coded with")
    app.do("m", said="Esc save")
    app.write(MEMO, "escape", said="wrote a memo")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), pytest.param(140, 40, marks=pytest.mark.long)])
def test_a_study_from_start_to_finish(machine: Machine, transcript: Path, columns: int, rows: int) -> None:
    machine.run("new", "study", "--coder", "KG", "--language", "nb")
    app = machine.app("study", columns=columns, rows=rows)
    app.wait_for("No transcript yet")
    app.do("g", "i", said="P01_baseline.docx")
    app.do("enter", said="Nothing is imported yet")
    app.do("i", said="✓ P01_baseline.docx")
    app.do("g", "c", said="/ filter")
    code_undo_and_redo(app)
    app.leave()

    check_outputs(machine)
    again = machine.app("study", columns=columns, rows=rows)
    again.wait_for(cursor_on("Det gjorde"))
    again.wait_for("Skam, ikke")
    again.do("g", "e", said="Export what?")
    again.do("u", said="Coded units as")
    again.do("c", said="to file:")
    again.press("ctrl+u")
    again.write(str(machine.home / "app.csv"), "enter", said="Saved to ")
    again.leave()
    machine.run("export", "study", "cli.csv")
    assert (machine.home / "app.csv").read_bytes() == (machine.home / "cli.csv").read_bytes()


def code_undo_and_redo(app: Person) -> None:
    """Code all; undo the memo with its unit, and redo it."""
    code_all(app)
    app.do("u", said="1 to redo")
    app.do("ctrl+r", said="Redid:")
    app.wait_for(lambda lines: "to redo" not in "\n".join(lines))


def check_outputs(machine: Machine) -> None:
    """Check that all outputs agree, verbatim, with offsets that match the quotations."""
    text = machine.run("show", "study", "P01_baseline", "--text")
    shown = machine.json("show", "study", "P01_baseline")
    assert text.rstrip("\n") == shown["text"].rstrip("\n")
    assert {
        shown["text"][segment["start"] : segment["end"]]: set(segment["codes"]) for segment in shown["segments"]
    } == CODES
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
    assert sum(transaction["operation"] == "undo" for transaction in history) == 2
    assert sum(transaction["operation"] == "redo" for transaction in history) == 1
    assert {transaction["coder"] for transaction in history if transaction["operation"].startswith("codings")} == {
        "KG"
    }
    check_exports(machine)
    assert machine.json("doctor", "study")["ok"]


def check_exports(machine: Machine) -> None:
    machine.run("export", "study", "out.csv")
    data = (machine.home / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data)))
    quotes = {quote for row in rows for quote in row.values() if quote in CODES}
    assert quotes == set(CODES)
    assert sum(any(quote in CODES for quote in row.values()) for row in rows) == 5
    assert MEMO in data

    machine.run("export", "study", "out.json")
    exported = json.dumps(json.loads((machine.home / "out.json").read_text("utf-8")), ensure_ascii=False)
    machine.run("export", "study", "out.html")
    page = (machine.home / "out.html").read_text("utf-8")
    for words in (*CODES, MEMO):
        assert words in exported
        assert words in page
    assert "<script src" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_settings_are_saved_from_the_first_project_on(machine: Machine, study: Path) -> None:
    app = machine.app(study)
    app.wait_for("KG · saved")
    app.leave()
    assert "KG" in (machine.home / "settings.toml").read_text("utf-8")
