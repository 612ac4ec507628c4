"""What the screens of the method count in the sample, against a count by hand over its JSON."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coder.sample import folder as sample_folder
from tests.method.test_counts import ByHand
from tests.tui.conftest import Ui


@pytest.fixture(scope="module")
def by() -> ByHand:
    where = sample_folder()
    assert where is not None
    return ByHand(Path(where))


async def test_groups_and_their_units(ui: Ui, by: ByHand) -> None:
    await ui.press("g", "u")
    rows = ui.seen.splitlines()
    for group in by.t["groups"].values():
        for code in (group["code"], *by.subgroups(group["code"])):
            name, units = by.t["codes"][code]["name"], len(by.units(code))
            assert any(name[:10] in row and re.search(rf"\b{units}\b", row.split(name[:10])[1]) for row in rows), (
                name,
                units,
                rows,
            )
    loose = [row for row in rows if "in no subgr" in row]
    assert any("no unit" in row for row in loose)
    assert not re.search(r"\b0 units?\b", ui.seen)


async def test_condensates_used_and_unused(ui: Ui, by: ByHand) -> None:
    await ui.press("g", "d")
    seen = " ".join(ui.seen.replace("▌", " ").split())
    for condensate in by.t["condensates"].values():
        name, units = by.t["codes"][condensate["code"]]["name"], by.units(condensate["code"])
        used = {unit for sentence in condensate["sentences"] for unit in sentence[2]}
        unused = len(units - used)
        said = f"{unused} of {len(units)} units unused" if unused else f"all {len(units)} units used"
        assert f"/ {name} condensate written, {said}" in seen
    assert seen.count("without support") == 1


async def test_verdicts_done_open_and_stale(ui: Ui, by: ByHand) -> None:
    await ui.press("g", "v")
    assert by.t["groups"]
    for group in by.t["groups"].values():
        units = by.units(group["code"])
        checked = {one.get("segment") for one in by.t["verdicts"].values() if one["group"] == group["id"]} & units
        row = next(line for line in ui.seen.splitlines() if by.t["codes"][group["code"]]["name"] in line)
        found = re.search(r"(\d+) of (\d+)(?:, (\d+) stale)?", row)
        if found is None:
            assert not checked
            continue
        assert int(found[2]) == len(units)
        assert int(found[1]) + int(found[3] or 0) == len(checked)


async def test_pairs_and_the_change_grid(ui: Ui, by: ByHand) -> None:
    pairs = by.pairs()
    await ui.press("g", "w")
    assert f"pairs: n = {len(pairs)}" in ui.seen
    await ui.press("g", "p")
    assert f"1/{len(pairs)}" in ui.seen
    await ui.press("g", "y")
    assert f"n = {len(pairs)} pairs" in ui.seen
    (numbers,) = [row for row in ui.seen.splitlines() if row.startswith(f" n = {len(pairs)} pairs")]
    names = sorted((by.t["participants"][id]["name"], id) for id in pairs)
    noted = [
        sum(one["participant"] == id and not one.get("level") for one in by.t["change_notes"].values())
        for _, id in names
    ]
    assert [int(word) for word in numbers.split("pairs")[1].split()] == noted


async def test_the_matrix(ui: Ui, by: ByHand) -> None:
    await ui.press("g", "x")
    assert by.t["groups"]
    for group in by.t["groups"].values():
        units = by.units(group["code"])
        name = by.t["codes"][group["code"]]["name"]
        row = next(line for line in ui.seen.splitlines() if name in line and "×" not in line)
        shown = [int(word) for word in re.findall(r"\d+", row.split(name)[1])]
        each = [sum(by.person(unit) == id for unit in units) for id in sorted_people(by)]
        assert shown == [len(units), *filter(None, each)]
        assert " 0 " not in row


def sorted_people(by: ByHand) -> list[str]:
    return sorted(by.t["participants"], key=lambda id: by.t["participants"][id]["name"])
