"""Merge, split, autocode and count by a saved query, each undone, in a real terminal (the sample is SYNTHETIC)."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import Any

import pytest

from tests.e2e.conftest import Machine
from tests.e2e.terminal import ROOT, Terminal

STUDY = "tern-house"
GROUP = "Before asking"
FROM, INTO = f"{GROUP}/Home pays", f"{GROUP}/Shame"
NEW = f"{GROUP}/Home at night"
QUERY = "Shame and wave:baseline"

State = dict[str, Any]


@pytest.fixture
def app(machine: Machine) -> Terminal:
    """The sample, opened, made a working copy by its first question, with a memo on a code; opened again."""
    shutil.copytree(ROOT / "sample_project", machine.home / "sample")
    machine.env["CODER_INITIALS"] = "KG"
    first = machine.app("sample")
    first.wait_for("Make a working copy: ~/tern-house")
    first.press("c")
    first.wait_for("KG · saved")
    leave(first)
    machine.run("memo", STUDY, f"code:{FROM}", "--text", "SYNTHETIC: who pays?")
    app = machine.app(STUDY)
    app.wait_for("KG · saved")
    return app


def leave(app: Terminal) -> None:
    app.press("ctrl+q")
    assert app.wait_end() == 0
    assert "Traceback" not in app.text()


def to_code(app: Terminal, name: str) -> None:
    """To the code tree, and by its filter to a code."""
    app.press("tab")
    app.wait_for("Enter light")
    app.press("/")
    app.wait_for("Filter codes:")
    app.send(name)
    app.wait_for(f"/{name}")
    app.press("enter")
    app.wait_for("Enter light")


def state(machine: Machine) -> State:
    """All that codes hold: the tree, the coded units with their codes and memos, the memos."""
    return {
        "codes": machine.json("codes", STUDY),
        "units": machine.json("find", STUDY, "**"),
        "memos": machine.json("memos", STUDY),
    }


def code(state: State, path: str) -> dict[str, Any]:
    return next(one for one in state["codes"] if one["path"] == path)


def coded(state: State, path: str) -> dict[str, set[str]]:
    """Segment → all its codes, of the units that have this one, in the order of the texts."""
    return {unit["segment"]: set(unit["codes"]) for unit in state["units"] if path in unit["codes"]}


def operations(machine: Machine) -> list[str]:
    """What was done, newest first."""
    return [one["operation"] for one in machine.json("history", STUDY)]


def test_a_merge_takes_all_along_and_undo_restores_it(machine: Machine, app: Terminal) -> None:
    before, done = state(machine), operations(machine)
    both = coded(before, FROM).keys() & coded(before, INTO).keys()
    assert both
    to_code(app, "Home pays")
    app.press("M")
    app.wait_for("Merge Home pays into …")
    app.wait_for(lambda lines: "Enter choose  ↑ ↓ move" in lines[-1])
    app.send("Shame")
    app.wait_for(INTO)
    app.press("enter")
    app.wait_for(f"merged Home pays into Shame · {len(both)} double collapsed")

    after = state(machine)
    assert operations(machine) == ["codebook.merge", *done]
    assert FROM not in {one["path"] for one in after["codes"]}
    expected = {**coded(before, FROM), **coded(before, INTO)}
    assert coded(after, INTO) == {id: codes - {FROM} | {INTO} for id, codes in expected.items()}
    assert code(after, INTO)["codings"] == code(before, INTO)["codings"] + code(before, FROM)["codings"] - len(both)
    assert {"Home pays", *code(before, FROM)["aliases"]} <= set(code(after, INTO)["aliases"])
    assert machine.json("find", STUDY, '"Home pays"') == machine.json("find", STUDY, "Shame")
    targets = {memo["id"]: memo["target"] for memo in after["memos"]}
    old, new = code(before, FROM)["id"], code(before, INTO)["id"]
    assert targets == {memo["id"]: memo["target"].replace(old, new) for memo in before["memos"]}
    assert old in {memo["target"] for memo in before["memos"]}

    app.press("u")
    app.wait_for("undid: merged code Home pays")
    assert state(machine) == before
    # While a code is asked about, nothing is done again.
    app.press("M")
    app.wait_for("Merge Home pays into …")
    app.press("ctrl+r")
    app.send("Presen")
    app.wait_for(f"{GROUP}/Presenteeism")
    assert state(machine) == before
    app.press("escape")
    app.wait_for("Enter light")
    leave(app)
    assert state(machine) == before
    assert machine.json("doctor", STUDY)["ok"]


def test_a_split_is_undone_inside_it_and_no_further(machine: Machine, app: Terminal) -> None:
    before = state(machine)
    ids = list(coded(before, FROM))
    total = len(ids)
    assert total > 2
    first = next(unit["text"] for unit in before["units"] if unit["segment"] == ids[0])
    to_code(app, "Home pays")
    app.press("S")
    app.wait_for("Split Home pays: some units go")
    app.send("Home at night\r")
    app.wait_for(f"Split {FROM}  1/{total}")
    app.wait_for("1 + Home at night")
    app.wait_for(lambda lines: first[:40] in re.sub(r"\s+", " ", " ".join(lines)))
    app.press("1")
    app.wait_for(f"2/{total} · 1 changed")
    app.press("1")
    app.wait_for(f"3/{total} · 2 changed")
    after = state(machine)
    assert list(coded(after, NEW)) == ids[:2]
    assert list(coded(after, FROM)) == ids[2:]
    assert operations(machine)[:2] == ["codebook.split", "codebook.split"]

    app.press("u")
    app.wait_for(f"2/{total} · 1 changed")
    assert list(coded(state(machine), NEW)) == ids[:1]
    app.press("ctrl+r")
    app.wait_for(f"2/{total} · 2 changed")
    assert state(machine)["units"] == after["units"]
    app.press("u")
    app.wait_for(f"2/{total} · 1 changed")
    app.press("u")
    app.wait_for("1 + Home at night")
    assert state(machine) == before
    app.press("u")
    app.wait_for("Nothing in this review to take back")
    assert state(machine) == before
    app.press("1")
    app.wait_for(f"2/{total} · 1 changed")
    app.press("escape")
    app.wait_for("P01_baseline")
    app.press("u")
    app.wait_for("undid: split 1 unit of code")
    leave(app)
    assert state(machine) == before
    assert machine.json("doctor", STUDY)["ok"]


def test_autocode_leaves_what_was_left_and_is_one_change(machine: Machine, app: Terminal) -> None:
    before, done = state(machine), operations(machine)
    app.press("ctrl+f")
    app.wait_for("Search in all transcripts")
    app.send("asham")
    app.wait_for("3 places")
    app.press("enter")
    app.wait_for("A autocode")
    app.press("A")
    app.wait_for("Code what was found with")
    app.wait_for("Tab several")
    app.send("Home pays")
    app.wait_for(FROM)
    app.press("enter")
    app.wait_for("3 of 3 taken")
    assert state(machine) == before
    app.press("space")
    app.wait_for("2 of 3 taken")
    app.press("enter")
    app.wait_for("coded 2 units")
    after = state(machine)
    assert operations(machine) == ["autocode.apply", *done]
    fresh = coded(after, FROM).keys() - coded(before, FROM).keys()
    words = [unit["text"] for unit in after["units"] if unit["segment"] in fresh]
    assert words == ["Ashamed.", "Yes, I was ashamed, I suppose."]
    app.press("u")
    app.wait_for("undid:")
    leave(app)
    assert state(machine) == before
    assert machine.json("doctor", STUDY)["ok"]


def test_a_saved_query_counts_the_same_in_the_matrix_and_in_the_command(machine: Machine, app: Terminal) -> None:
    found = machine.json("find", STUDY, QUERY)
    app.press("g", "r")
    app.wait_for("to the units")
    app.send(QUERY)
    app.wait_for(f"{len(found)} units in")
    app.press("enter")
    app.wait_for("s save")
    app.press("s")
    app.wait_for("Save this query under the name:")
    app.send("Early shame\r")
    app.wait_for("saved: @")
    app.press("g", "x")
    app.wait_for("codes × participants")
    app.press("Q")
    app.wait_for("Only the units of a saved query")
    app.send("Early")
    app.wait_for(lambda lines: "all units" not in "\n".join(lines))
    app.press("enter")
    app.wait_for(f'{len(found)} units of @"Early shame"')
    app.press("e")
    app.wait_for("Matrix as csv to:")
    app.press("ctrl+u")
    app.send("app.csv\r")
    app.wait_for("wrote app.csv")

    written = (machine.home / "app.csv").read_bytes()
    for query in ('@"Early shame"', QUERY):
        machine.run("matrix", STUDY, "--columns", "participants", "--query", query, "--csv", "cli.csv")
        assert (machine.home / "cli.csv").read_bytes() == written
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert any(INTO in row and str(len(found)) in row for row in rows)
    assert [unit["segment"] for unit in machine.json("find", STUDY, '@"Early shame"')] == [
        unit["segment"] for unit in found
    ]

    # Where the query is taken back, nothing is counted by it any more.
    app.press("u")
    app.wait_for("undid: saved query Early shame")
    app.wait_for(lambda lines: "units of @" not in lines[0])
    leave(app)
    assert machine.json("queries", STUDY) == []
