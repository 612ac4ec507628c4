"""Merge, split, autocode and count by a saved query, each undone, in a real terminal (the sample is SYNTHETIC)."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import Any

import pytest

from tests.e2e.conftest import Machine
from tests.e2e.person import Person
from tests.e2e.terminal import ROOT

STUDY = "tern-house"
GROUP = "Before asking"
FROM, INTO = f"{GROUP}/Home pays", f"{GROUP}/Shame"
NEW = f"{GROUP}/Home at night"
QUERY = "Shame and wave:baseline"

State = dict[str, Any]


@pytest.fixture
def app(machine: Machine) -> Person:
    """The sample, opened, made a working copy by its first question, with a memo on a code; opened again."""
    shutil.copytree(ROOT / "sample_project", machine.home / "sample")
    machine.env["CODER_INITIALS"] = "KG"
    first = machine.app("sample")
    first.wait_for("Make a working copy: ~/tern-house")
    first.do("c", said="KG · saved")
    first.leave()
    machine.run("memo", STUDY, f"code:{FROM}", "--text", "SYNTHETIC: who pays?")
    app = machine.app(STUDY)
    app.wait_for("KG · saved")
    return app


def to_code(app: Person, name: str) -> None:
    """Go to a code in the code tree, by the filter."""
    app.do("tab", said="Enter highlight")
    app.do("/", said="Filter codes:")
    app.write(name, "enter", said="Enter highlight")


def state(machine: Machine) -> State:
    """The code tree, the coded units with their codes and memos, and all memos."""
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
    """The operations in the history, newest first."""
    return [one["operation"] for one in machine.json("history", STUDY)]


def test_a_merge_moves_everything_and_undo_restores_it(machine: Machine, app: Person) -> None:
    before, done = state(machine), operations(machine)
    both = coded(before, FROM).keys() & coded(before, INTO).keys()
    assert both
    to_code(app, "Home pays")
    app.do("M", said="Merge Home pays into …")
    app.wait_for(lambda lines: "Enter choose  ↑ ↓ move" in lines[-1])
    app.type("Shame")
    assert INTO in app.text()
    app.do("enter", said="This also deletes 1 coding, 1 condensate and 1 change note")
    app.do("y", said=f"merged Home pays into Shame · {len(both)} duplicate coding")

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

    app.do("u", said="Undid: merged code Home pays")
    assert state(machine) == before
    # Redo does nothing while the picker is open.
    app.do("M", said="Merge Home pays into …")
    app.press("ctrl+r")
    app.type("Presen")
    assert f"{GROUP}/Presenteeism" in app.text()
    assert state(machine) == before
    app.do("escape", said="Enter highlight")
    app.leave()
    assert state(machine) == before
    assert machine.json("doctor", STUDY)["ok"]


def test_undo_in_a_split_goes_back_to_its_start_only(machine: Machine, app: Person) -> None:
    before = state(machine)
    ids = list(coded(before, FROM))
    total = len(ids)
    assert total > 2
    first = next(unit["text"] for unit in before["units"] if unit["segment"] == ids[0])
    to_code(app, "Home pays")
    app.do("S", said="some of the units of Home")
    app.write("Home at night", "enter", said=f"Split {FROM}  1/{total}")
    app.wait_for("1 + Home at night")
    app.wait_for(lambda lines: first[:40] in re.sub(r"\s+", " ", " ".join(lines)))
    app.do("1", said=f"2/{total} · 1 changed")
    app.do("1", said=f"3/{total} · 2 changed")
    after = state(machine)
    assert list(coded(after, NEW)) == ids[:2]
    assert list(coded(after, FROM)) == ids[2:]
    assert operations(machine)[:2] == ["codebook.split", "codebook.split"]

    app.do("u", said=f"2/{total} · 1 changed")
    assert list(coded(state(machine), NEW)) == ids[:1]
    app.do("ctrl+r", said=f"2/{total} · 2 changed")
    assert state(machine)["units"] == after["units"]
    app.do("u", said=f"2/{total} · 1 changed")
    app.do("u", said="1 + Home at night")
    assert state(machine) == before
    app.do("u", said="Nothing to undo in this review")
    assert state(machine) == before
    app.do("1", said=f"2/{total} · 1 changed")
    app.do("escape", said="P01_baseline")
    app.do("u", said="Undid: split 1 unit of code")
    app.leave()
    assert state(machine) == before
    assert machine.json("doctor", STUDY)["ok"]


def test_autocode_skips_deselected_matches_and_is_one_change(machine: Machine, app: Person) -> None:
    before, done = state(machine), operations(machine)
    app.do("ctrl+f", said="Search in all transcripts")
    app.type("asham")
    app.wait_for("3 matches")
    app.do("enter", said="Enter open  ")
    app.do("A", said="Code the matches with")
    app.wait_for("Tab mark several")
    app.write("Home pays", "enter", said="3 of 3 selected")
    assert state(machine) == before
    app.do("space", said="2 of 3 selected")
    app.do("enter", said="coded 2 units")
    after = state(machine)
    assert operations(machine) == ["autocode.apply", *done]
    fresh = coded(after, FROM).keys() - coded(before, FROM).keys()
    words = [unit["text"] for unit in after["units"] if unit["segment"] in fresh]
    assert words == ["Ashamed.", "Yes, I was ashamed, I suppose."]
    app.do("u", said="Undid:")
    app.leave()
    assert state(machine) == before
    assert machine.json("doctor", STUDY)["ok"]


def test_a_saved_query_counts_the_same_in_the_matrix_and_in_the_command(machine: Machine, app: Person) -> None:
    found = machine.json("find", STUDY, QUERY)
    app.do("g", "r", said="to the units")
    app.type(QUERY)
    app.wait_for(f"{len(found)} units in")
    app.do("enter", said="s save")
    app.do("s", said="Save this query as:")
    app.write("Early shame", "enter", said="Saved: use @")
    app.do("g", "x", said="codes × participants")
    app.do("F", said="Only units of a saved query")
    app.write("Early", "enter", said=f'{len(found)} units of @"Early shame"')
    app.do("e", said="Matrix to (")
    app.press("ctrl+u")
    app.write("app.csv", "enter", said="Saved to app.csv")

    written = (machine.home / "app.csv").read_bytes()
    for query in ('@"Early shame"', QUERY):
        machine.run("matrix", STUDY, "--columns", "participants", "--query", query, "--csv", "cli.csv", "--force")
        assert (machine.home / "cli.csv").read_bytes() == written
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert any(INTO in row and str(len(found)) in row for row in rows)
    assert [unit["segment"] for unit in machine.json("find", STUDY, '@"Early shame"')] == [
        unit["segment"] for unit in found
    ]

    # Undoing the saved query removes it from the matrix.
    app.do("u", said="Undid: saved query Early shame")
    app.wait_for(lambda lines: "units of @" not in lines[0])
    app.leave()
    assert machine.json("queries", STUDY) == []
