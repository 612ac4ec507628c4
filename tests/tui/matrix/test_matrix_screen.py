"""The matrix and the bars on the screen: every action by its key, drill-down, queries, export."""

from __future__ import annotations

import csv
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from coder.analysis.matrix import Matrix
from coder.analysis.retrieval import retrieve
from coder.errors import StoreError
from coder.model.query import Query
from coder.project.operations import codings
from coder.project.segments import remove_segment
from coder.tui.keymap import actions
from coder.tui.kit.grid import Grid
from coder.tui.matrix.matrix_counts import MatrixCounts
from coder.tui.matrix.matrix_table import MatrixTable
from tests.tui.conftest import Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}


def act(id: str) -> Callable[[Case], Case]:
    return lambda case: CASES.setdefault(id, case)


@pytest.mark.parametrize("id", [one.id for where in ("grid", "matrix") for one in actions.of(where)])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", "x")
    await CASES[id](ui)
    assert ui.app._exception is None


def test_no_key_twice() -> None:
    scopes = ("matrix", "grid", "study", "app")
    keys = [key for scope in scopes for action in actions.of(scope) for key in action.key.split(",")]
    assert len(keys) == len(set(keys))


def grid(ui: Ui) -> Grid:
    return ui.app.screen.query_one(Grid)


def table(ui: Ui) -> MatrixTable:
    found = grid(ui).table
    assert isinstance(found, MatrixTable)
    return found


def at(ui: Ui) -> tuple[int, int]:
    return grid(ui).row, grid(ui).column


def sides(ui: Ui) -> tuple[str, str]:
    return table(ui).matrix.rows_by, table(ui).matrix.columns_by


def names(ui: Ui) -> list[str]:
    return [table(ui).row_line(row).label for row in range(table(ui).height)]


async def to(ui: Ui, row: str, column: str) -> None:
    """Put the cursor on a cell, by the names of its row and column."""
    columns = [table(ui).column_line(number).label for number in range(len(table(ui).columns))]
    grid(ui).move_to(names(ui).index(row), columns.index(column))
    await ui.pilot.pause()


# Moving


@act("grid.down")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert at(ui) == (2, 0)


@act("grid.up")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert at(ui) == (1, 0)


@act("grid.right")
async def _(ui: Ui) -> None:
    await ui.press("l", "right")
    assert at(ui) == (0, 2)


@act("grid.left")
async def _(ui: Ui) -> None:
    await ui.press("l", "l", "l", "h", "left", "left", "left")
    assert at(ui) == (0, 0)


@act("grid.page_down")
async def _(ui: Ui) -> None:
    await ui.press("pagedown")
    assert at(ui)[0] == min(table(ui).height - 1, grid(ui).body - 1)


@act("grid.page_up")
async def _(ui: Ui) -> None:
    await ui.press("pagedown", "pageup")
    assert at(ui) == (0, 0)


@act("grid.page_right")
async def _(ui: Ui) -> None:
    await ui.press(*"cccc", "]")
    assert at(ui)[1] > 1


@act("grid.page_left")
async def _(ui: Ui) -> None:
    await ui.press(*"cccc", "]", "[")
    assert at(ui) == (0, 0)


@act("grid.first")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "l", "<")
    assert at(ui) == (0, 1)


@act("grid.last")
async def _(ui: Ui) -> None:
    await ui.press("l", ">")
    assert at(ui) == (table(ui).height - 1, 1)


@act("grid.home")
async def _(ui: Ui) -> None:
    await ui.press("j", "l", "l", "home")
    assert at(ui) == (1, 0)


@act("grid.end")
async def _(ui: Ui) -> None:
    await ui.press("j", "end")
    assert at(ui) == (1, len(table(ui).columns) - 1)


@act("grid.open")
async def _(ui: Ui) -> None:
    """A cell's units with what stands around them; one opens in place; Esc comes back, twice."""
    await to(ui, "Shame", "P02")
    wanted = table(ui).units(*at(ui))
    assert "Shame × P02 · 5 units · n = 2 interviews" in ui.seen
    await ui.press("enter")
    assert ui.screen == "SegmentListScreen"
    assert "Before asking/Shame × P02 · 5 units" in ui.seen
    await ui.press("j")
    segment = ui.project.segments[wanted[1]]
    assert segment.quote[:30] in ui.seen
    assert ui.said.startswith("2/5 · ")
    await ui.press("enter")
    assert ui.screen == "CodingScreen"
    assert ui.quote in segment.quote
    await ui.press("escape")
    assert ui.screen == "SegmentListScreen"
    assert ui.said.startswith("2/5 · ")
    await ui.press("escape")
    assert ui.screen == "MatrixScreen"
    assert table(ui).row_line(at(ui)[0]).label == "Shame"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


# The matrix


@act("matrix.columns")
async def _(ui: Ui) -> None:
    seen = []
    for _ in range(7):
        seen.append(sides(ui)[1])
        await ui.press("c")
    assert seen == ["participants", "interviews", "waves", "services", "codes", "groups", "sources"]
    await ui.press(*"cc")
    assert sides(ui)[1] == "waves"
    assert "n = interviews" in ui.seen
    assert "n=4" in ui.seen


@act("matrix.attribute")
async def _(ui: Ui) -> None:
    await ui.do("matrix.attribute")
    await ui.press(*"special", "enter")
    assert sides(ui)[1] == "attribute:specialty"
    assert "general pract" in ui.seen
    assert "n = participants" in ui.seen
    await ui.press("c")
    assert sides(ui)[1] == "codes"


@act("matrix.rows")
async def _(ui: Ui) -> None:
    seen = []
    for _ in range(6):
        await ui.press("r")
        seen.append(sides(ui)[0])
    assert seen == ["groups", "sources", "interviews", "waves", "services", "codes"]


@act("matrix.groups")
async def _(ui: Ui) -> None:
    """Participants by code groups, with an excerpt in each cell; an empty one says so."""
    await ui.press("p")
    assert sides(ui) == ("participants", "groups")
    assert names(ui) == ["P01", "P02", "P03", "P04", "P05"]
    await to(ui, "P04", "Before asking")
    wanted = table(ui).units(*at(ui))
    assert wanted
    best = table(ui).best(*at(ui))
    assert best is not None
    assert f"“{ui.project.segments[best.segment].quote[:12]}" in table(ui).cell(*at(ui))
    cells = [table(ui).cell(r, c) for r in range(table(ui).height) for c in range(len(table(ui).columns))]
    assert "no unit" in cells
    assert not {"", "0"} & set(cells)
    await ui.press("enter")
    assert ui.screen == "SegmentListScreen"
    assert f"P04 × Before asking · {len(wanted)} unit" in ui.seen


@act("matrix.by_wave")
async def _(ui: Ui) -> None:
    await ui.press("p", "v")
    assert sides(ui) == ("interviews", "groups")
    assert names(ui)[:4] == ["P01", "baseline", "follow-up", "P02"]
    await ui.press("j", "space")
    assert names(ui)[:3] == ["P01", "P02", "baseline"]
    await ui.press("v")
    assert sides(ui) == ("participants", "groups")
    await ui.press("c", "r", "r", "v")
    assert "Neither rows nor columns are participants" in ui.said


@act("matrix.subgroups")
async def _(ui: Ui) -> None:
    await ui.press("p")
    every = len(table(ui).columns)
    await to(ui, "P01", "Patient first")
    await ui.press("s")
    assert len(table(ui).columns) == len(ui.project.groups) < every
    assert table(ui).column_line(at(ui)[1]).label == "What a doctor ought to be"
    await ui.press("s")
    assert len(table(ui).columns) == every
    await ui.press("c", "s")
    assert ui.said == "The columns have no groups"


@act("matrix.turn")
async def _(ui: Ui) -> None:
    await to(ui, "Shame", "P02")
    number = table(ui).count(*at(ui))
    await ui.press("t")
    assert sides(ui) == ("participants", "codes")
    assert table(ui).count(*at(ui)) == number
    assert table(ui).column_line(at(ui)[1]).label == "Shame"


@act("matrix.how")
async def _(ui: Ui) -> None:
    await ui.press("d")
    assert "is for codes × codes" in ui.said
    await ui.press(*"cccc")
    seen = []
    for _ in range(3):
        seen.append((table(ui).matrix.how, "pairs of overlapping units" in ui.seen))
        await ui.press("d")
    assert seen == [("overlap", True), ("segment", False), ("turn", False)]


@act("matrix.fold")
async def _(ui: Ui) -> None:
    await to(ui, "Shame", "P02")
    whole = next(line.units for line in table(ui).matrix.rows if line.label == "Before asking")
    await ui.press("space")
    assert "Shame" not in names(ui)
    assert table(ui).row_line(at(ui)[0])[1] == "Before asking"
    assert table(ui).row_line(at(ui)[0]).units == whole
    await ui.press("space")
    assert "Shame" in names(ui)
    await ui.press("r", "r", "space")
    assert ui.said == "Only codes and participants by wave have groups"


@act("matrix.fold_all")
async def _(ui: Ui) -> None:
    await to(ui, "Shame", "P02")
    await ui.press("-")
    assert names(ui) == [code.name for code in ui.project.children(None)]
    assert table(ui).row_line(at(ui)[0]).label == "Before asking"


@act("matrix.unfold_all")
async def _(ui: Ui) -> None:
    await ui.press("-", "=")
    assert len(names(ui)) == len(ui.project.codes)


@act("matrix.excerpts")
async def _(ui: Ui) -> None:
    await to(ui, "Shame", "P02")
    best = table(ui).best(*at(ui))
    assert best is not None
    await ui.press("w")
    assert f"“{ui.project.segments[best.segment].quote[:12]}" in table(ui).cell(*at(ui))
    await ui.press("w")
    assert table(ui).cell(*at(ui)) == "5"


@act("matrix.query")
async def _(ui: Ui) -> None:
    await ui.press("q", *"wave:baseline", "enter")
    wanted = retrieve(ui.project, "wave:baseline")
    assert table(ui).matrix.total == len(wanted)
    assert f"{len(wanted)} units of wave:baseline" in ui.seen
    await ui.press("q", "ctrl+u", *"wave:(", "enter")
    assert "✗" in ui.said
    assert table(ui).matrix.total == len(wanted)
    await ui.press("q", "ctrl+u", "enter")
    assert table(ui).matrix.total == 67


@act("matrix.saved")
async def _(ui: Ui) -> None:
    with ui.project.transaction("queries.save", "saved query") as tx:
        tx.put("queries", Query(id=ui.project.new_id(), name="First talks", text="wave:baseline"))
    await ui.press("Q", *"first", "enter")
    assert table(ui).matrix.total == len(retrieve(ui.project, "wave:baseline"))
    await ui.press("Q", *"all units", "enter")
    assert table(ui).matrix.total == 67


@act("matrix.find")
async def _(ui: Ui) -> None:
    await ui.press("/", *"shame", "enter")
    assert table(ui).row_line(at(ui)[0]).label == "Shame"


@act("matrix.export")
async def _(ui: Ui) -> None:
    """What is in sight, as it stands."""
    await ui.press("-", "e", "ctrl+u", *"out.csv", "enter")
    assert ui.said == "Saved to out.csv"
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["codes", "level", "units", "P01", "P02", "P03", "P04", "P05"]
    assert [row[0] for row in rows[3:]] == names(ui)
    assert next(row for row in rows if row[0] == "Afterwards")[6] == ""
    await ui.press("e", "ctrl+u", *"nowhere/out.csv", "enter")
    assert "There is no such folder" in ui.toasts


# As a whole


async def test_what_is_in_sight_is_what_is_counted(ui: Ui) -> None:
    await ui.press("g", "x")
    matrix = Matrix(ui.project, "codes", "participants")
    lines = ui.seen.splitlines()
    for number, row in enumerate(matrix.rows):
        shown = next(line for line in lines if line.lstrip(" ▾").startswith(row.label))
        wanted = [str(matrix.count(number, column) or "") for column in range(len(matrix.columns))]
        assert shown.split()[-len([one for one in wanted if one]) :] == [one for one in wanted if one]


async def test_an_empty_cell_says_so_and_opens_nothing(ui: Ui) -> None:
    await ui.press("g", "x")
    await to(ui, "Residual", "P01")
    assert table(ui).cell(*at(ui)) == ""
    assert "Residual × P01 · no unit · n = 2 interviews" in ui.seen
    await ui.press("enter")
    assert ui.screen == "MatrixScreen"
    assert ui.said == "There is no unit in this cell"


async def test_undo_counts_anew_and_the_place_is_kept(ui: Ui) -> None:
    await ui.press("1", "g", "x")
    await to(ui, "Shame", "P02")
    before = table(ui).matrix.total
    await ui.press("u")
    assert table(ui).matrix.total == before - 1
    assert table(ui).row_line(at(ui)[0]).label == "Shame"
    await ui.press("escape", "g", "x")
    assert table(ui).row_line(at(ui)[0]).label == "Shame"


async def test_a_unit_removed_while_its_cell_is_open(ui: Ui) -> None:
    await ui.press("g", "x", "enter")
    segments = list(ui.app.screen._segments)  # type: ignore[attr-defined]
    with ui.project.transaction("codings.uncode", "took a unit away") as tx:
        for coding in ui.project.codings_of(segments[0]):
            tx.remove("codings", coding.id)
        for memo in ui.project.memos_on(segments[0]):
            tx.remove("memos", memo.id)
        remove_segment(ui.project, tx, segments[0])
    await ui.pilot.pause()
    assert f"{len(segments) - 1} units" in ui.seen


async def test_nothing_to_count(running: Any, tmp_path: Path) -> None:
    from tests.strategies import new_project

    new_project(tmp_path / "bare").close()
    async with running(tmp_path / "bare") as ui:
        for keys in ("gx", "c", "t", "-", "=", "w", " "):
            await ui.press(*("space" if key == " " else key for key in keys))
        await ui.press("enter", "down", "pagedown", "]", "end")
        assert ui.screen == "MatrixScreen"
        await ui.press("g", "b", "enter", "down")
        assert ui.app._exception is None


# Bars


async def test_bars_say_the_numbers_too(ui: Ui) -> None:
    await ui.press("g", "b")
    assert ui.screen == "SharesScreen"
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01_baseline"))
    assert line.split()[:5] == ["P01_baseline", "11", "██████████", "7", "██████████"]
    assert "13 in use, none new in the last 1" in ui.seen
    await ui.press("end")
    assert "P 85 % · I 14 %" in ui.seen
    await ui.press("down", "enter")
    assert ui.screen == "CodingScreen"
    assert ui.pane.source is not None
    assert ui.pane.source.name == "P02_baseline"


async def test_bars_without_block_characters(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(ui.app.console), "encoding", "ascii")
    await ui.press("g", "b")
    line = next(line for line in ui.seen.splitlines() if line.startswith(" P01_baseline"))
    assert line.split()[:5] == ["P01_baseline", "11", "##########", "7", "##########"]


async def test_bars_follow_a_change(ui: Ui) -> None:
    await ui.press("1", "g", "b")
    assert "68 in 8 sources" in ui.seen
    await ui.press("u")
    assert "67 in 8 sources" in ui.seen
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


# Counting that takes long


def slowly(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """From now on a matrix is counted to 40 %, and no further until the event is set."""
    go_on, count = threading.Event(), Matrix.__init__

    def held(self: Matrix, *wanted: Any, **more: Any) -> None:
        if len(wanted) == 6:  # counted apart: the last tells how far it is
            while not go_on.wait(0.01):
                wanted[5](0.4)
        count(self, *wanted, **more)

    monkeypatch.setattr("coder.tui.kit.background.AT_ONCE", 0)
    monkeypatch.setattr(Matrix, "__init__", held)
    return go_on


async def test_counting_that_takes_long_is_watched_and_stopped(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "x")
    before = sides(ui)
    go_on = slowly(monkeypatch)
    await ui.press("c")
    await ui.until(lambda: "counting … 40 %" in ui.said)
    assert sides(ui) == before  # what was counted stays in sight
    await ui.press("ctrl+g")
    assert ui.said.startswith("stopped")
    assert sides(ui) == before
    go_on.set()
    await ui.press("c")
    await ui.until(lambda: sides(ui) != before)


async def test_rows_and_columns_are_there_while_it_is_counted(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "x")
    total, go_on = table(ui).matrix.total, slowly(monkeypatch)
    coding = next(iter(ui.project.codings.values()))
    codings.uncode(ui.project, ui.project.segments[coding.segment])
    await ui.until(lambda: not table(ui).counted)
    assert {table(ui).cell(row, 0) for row in range(table(ui).height)} == {"…"}
    await ui.press("enter", "e")
    assert "not counted yet" in ui.seen
    await ui.press("ctrl+g")
    assert "count again" in ui.said
    go_on.set()
    await ui.press("u")
    await ui.until(lambda: table(ui).counted)
    assert table(ui).matrix.total == total


async def test_nothing_is_read_while_undo_changes_it_and_is_counted_again_where_it_could_not(
    ui: Ui, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ui.press("g", "x")
    before, go_on = sides(ui), slowly(monkeypatch)
    await ui.press("c")
    await ui.until(lambda: "counting … 40 %" in ui.said)
    reading: list[bool] = []
    screen = ui.app.screen
    assert isinstance(screen, MatrixCounts)

    def refused(*_: Any) -> None:
        reading.append(screen._counting is not None)
        raise StoreError("The disk is full")

    monkeypatch.setattr(type(ui.project), "_turn", refused)
    await ui.press("u")
    assert reading == [False]
    go_on.set()
    await ui.until(lambda: sides(ui) != before)


async def test_a_query_that_is_wrong_leaves_the_matrix_also_when_it_is_asked_apart(
    ui: Ui, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ui.press("g", "x")
    before, total = sides(ui), table(ui).matrix.total
    monkeypatch.setattr("coder.tui.kit.background.AT_ONCE", 0)
    await ui.press("q", *"nobody", "enter")
    await ui.until(lambda: "✗" in ui.said)
    assert (sides(ui), table(ui).matrix.total) == (before, total)
