"""The matrix screen: every action by its key, drill-down, queries, export, counting in the background."""

from __future__ import annotations

import csv
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from coder.analysis.matrix import Matrix
from coder.analysis.retrieval import retrieve
from coder.errors import StoreError
from coder.model.project import Query
from coder.project.operations import codings
from coder.project.segments import remove_segment
from coder.tui.kit.grid import Grid
from coder.tui.kit.segment_list import SegmentList
from coder.tui.matrix.matrix_screen import MatrixScreen, MatrixTable
from tests.method.test_counts import HandCount
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("grid", "matrix")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "x")
    await act.run(id, ui)
    assert ui.app._exception is None


def grid(ui: Ui) -> Grid:
    return ui.app.screen.query_one(Grid)


def table(ui: Ui) -> MatrixTable:
    table = grid(ui).table
    assert isinstance(table, MatrixTable)
    return table


def cursor(ui: Ui) -> tuple[int, int]:
    return grid(ui).row, grid(ui).column


def sides(ui: Ui) -> tuple[str, str]:
    return table(ui).matrix.rows_by, table(ui).matrix.columns_by


def names(ui: Ui) -> list[str]:
    return [table(ui).row_line(row).label for row in range(table(ui).height)]


async def move_to(ui: Ui, row: str, column: str) -> None:
    """Put the cursor on a cell, by the names of its row and column."""
    columns = [table(ui).column_line(number).label for number in range(len(table(ui).columns))]
    grid(ui).move_to(names(ui).index(row), columns.index(column))
    await ui.pilot.pause()


# Moving


@act("grid.down")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert cursor(ui) == (2, 0)


@act("grid.up")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert cursor(ui) == (1, 0)


@act("grid.right")
async def _(ui: Ui) -> None:
    await ui.press("l", "right")
    assert cursor(ui) == (0, 2)


@act("grid.left")
async def _(ui: Ui) -> None:
    await ui.press("l", "l", "l", "h", "left", "left", "left")
    assert cursor(ui) == (0, 0)


@act("grid.page_down")
async def _(ui: Ui) -> None:
    await ui.press("pagedown")
    assert cursor(ui)[0] == min(table(ui).height - 1, grid(ui).body - 1)


@act("grid.page_up")
async def _(ui: Ui) -> None:
    await ui.press("pagedown", "pageup")
    assert cursor(ui) == (0, 0)


@act("grid.page_right")
async def _(ui: Ui) -> None:
    await ui.press(*"cccc", "]")
    assert cursor(ui)[1] > 1


@act("grid.page_left")
async def _(ui: Ui) -> None:
    await ui.press(*"cccc", "]", "[")
    assert cursor(ui) == (0, 0)


@act("grid.first")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "l", "<")
    assert cursor(ui) == (0, 1)
    await ui.press("j", "home")
    assert cursor(ui) == (0, 1)


@act("grid.last")
async def _(ui: Ui) -> None:
    await ui.press("l", "end")
    assert cursor(ui) == (table(ui).height - 1, 1)


@act("grid.left_edge")
async def _(ui: Ui) -> None:
    await ui.press("j", "l", "l", "{")
    assert cursor(ui) == (1, 0)


@act("grid.right_edge")
async def _(ui: Ui) -> None:
    await ui.press("j", "}")
    assert cursor(ui) == (1, len(table(ui).columns) - 1)


@act("grid.open")
async def _(ui: Ui) -> None:
    """A cell's units are listed in context; one opens in its transcript; Esc leads back, twice."""
    await move_to(ui, "Shame", "P02")
    units = table(ui).units(*cursor(ui))
    assert "Shame × P02 · 5 units · n = 2 interviews" in ui.seen
    await ui.press("enter")
    assert ui.screen == "SegmentListScreen"
    assert "Before asking/Shame × P02 · 5 units" in ui.seen
    await ui.press("j")
    segment = ui.project.segments[units[1]]
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
    assert table(ui).row_line(cursor(ui)[0]).label == "Shame"
    await ui.press("escape")
    assert ui.screen == "CodingScreen"


# The matrix


@act("matrix.columns")
async def _(ui: Ui) -> None:
    kinds = []
    for _ in range(7):
        kinds.append(sides(ui)[1])
        await ui.press("c")
    assert kinds == ["participants", "interviews", "waves", "services", "codes", "groups", "sources"]
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
    kinds = []
    for _ in range(6):
        await ui.press("r")
        kinds.append(sides(ui)[0])
    assert kinds == ["groups", "sources", "interviews", "waves", "services", "codes"]


@act("matrix.groups")
async def _(ui: Ui) -> None:
    """Participants by code groups, with an excerpt in each cell; an empty one says “no unit”."""
    await ui.press("p")
    assert sides(ui) == ("participants", "groups")
    assert names(ui) == ["P01", "P02", "P03", "P04", "P05"]
    await move_to(ui, "P04", "Before asking")
    units = table(ui).units(*cursor(ui))
    assert units
    best = table(ui).best(*cursor(ui))
    assert best is not None
    assert f"“{ui.project.segments[best.segment].quote[:12]}" in table(ui).cell(*cursor(ui))
    cells = [table(ui).cell(r, c) for r in range(table(ui).height) for c in range(len(table(ui).columns))]
    assert "no unit" in cells
    assert not {"", "0"} & set(cells)
    await ui.press("enter")
    assert ui.screen == "SegmentListScreen"
    assert f"P04 × Before asking · {len(units)} unit" in ui.seen


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
    number = len(table(ui).columns)
    await move_to(ui, "P01", "Patient first")
    await ui.press("s")
    assert len(table(ui).columns) == len(ui.project.groups) < number
    assert table(ui).column_line(cursor(ui)[1]).label == "What a doctor ought to be"
    await ui.press("s")
    assert len(table(ui).columns) == number
    await ui.press("c", "s")
    assert ui.said == "The columns have no groups"


@act("matrix.turn")
async def _(ui: Ui) -> None:
    await move_to(ui, "Shame", "P02")
    number = table(ui).count(*cursor(ui))
    await ui.press("t")
    assert sides(ui) == ("participants", "codes")
    assert table(ui).count(*cursor(ui)) == number
    assert table(ui).column_line(cursor(ui)[1]).label == "Shame"


@act("matrix.how")
async def _(ui: Ui) -> None:
    await ui.press("d")
    assert "defined for codes × codes" in ui.said
    await ui.press(*"cccc")
    definitions = []
    for _ in range(3):
        definitions.append((table(ui).matrix.how, "pairs of overlapping units" in ui.seen))
        await ui.press("d")
    assert definitions == [("overlap", True), ("segment", False), ("turn", False)]


@act("matrix.fold")
async def _(ui: Ui) -> None:
    await move_to(ui, "Shame", "P02")
    units = next(line.units for line in table(ui).matrix.rows if line.label == "Before asking")
    await ui.press("space")
    assert "Shame" not in names(ui)
    assert table(ui).row_line(cursor(ui)[0])[1] == "Before asking"
    assert table(ui).row_line(cursor(ui)[0]).units == units
    await ui.press("space")
    assert "Shame" in names(ui)
    await ui.press("r", "r", "space")
    assert ui.said == "Only codes and participants by wave have groups"


@act("matrix.fold_all")
async def _(ui: Ui) -> None:
    await move_to(ui, "Shame", "P02")
    await ui.press("-")
    assert names(ui) == [code.name for code in ui.project.children(None)]
    assert table(ui).row_line(cursor(ui)[0]).label == "Before asking"


@act("matrix.unfold_all")
async def _(ui: Ui) -> None:
    await ui.press("-", "=")
    assert len(names(ui)) == len(ui.project.codes)


@act("matrix.excerpts")
async def _(ui: Ui) -> None:
    await move_to(ui, "Shame", "P02")
    best = table(ui).best(*cursor(ui))
    assert best is not None
    await ui.press("w")
    assert f"“{ui.project.segments[best.segment].quote[:12]}" in table(ui).cell(*cursor(ui))
    await ui.press("w")
    assert table(ui).cell(*cursor(ui)) == "5 ██"


@act("matrix.query")
async def _(ui: Ui) -> None:
    await ui.press("f", *"wave:baseline", "enter")
    segments = retrieve(ui.project, "wave:baseline")
    assert table(ui).matrix.total == len(segments)
    assert f"{len(segments)} units of wave:baseline" in ui.seen
    await ui.press("f", "ctrl+u", *"wave:(", "enter")
    assert "✗" in ui.said
    assert table(ui).matrix.total == len(segments)
    await ui.press("f", "ctrl+u", "enter")
    assert table(ui).matrix.total == 67


@act("matrix.saved")
async def _(ui: Ui) -> None:
    with ui.project.transaction("queries.save", "saved query") as tx:
        tx.put("queries", Query(id=ui.project.new_id(), name="First talks", text="wave:baseline"))
    await ui.press("F", *"first", "enter")
    assert table(ui).matrix.total == len(retrieve(ui.project, "wave:baseline"))
    await ui.press("F", *"all units", "enter")
    assert table(ui).matrix.total == 67


@act("matrix.export")
async def _(ui: Ui) -> None:
    """The lines in sight are exported, in their order."""
    await ui.press("-", "e", "ctrl+u", *"out.csv", "enter")
    await ui.until(lambda: ui.said.startswith("Saved to out.csv"))
    with Path("out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["codes", "level", "units", "P01", "P02", "P03", "P04", "P05"]
    assert [row[0] for row in rows[3:]] == names(ui)
    assert next(row for row in rows if row[0] == "Afterwards")[6] == ""
    await ui.press("e", "ctrl+u", *"nowhere/out.csv", "enter")
    assert "There is no such folder" in ui.toasts
    assert ui.app.focused.value == "nowhere/out.csv"  # to be mended, not typed again
    await ui.press("ctrl+u", *"mended.csv", "enter")
    await ui.until(lambda: ui.said.startswith("Saved to mended.csv"))
    assert "There is no such folder" not in ui.toasts


# The grid


async def test_cells_show_the_counts_of_the_matrix(ui: Ui) -> None:
    await ui.press("g", "x")
    matrix = Matrix(ui.project, "codes", "participants")
    lines = ui.seen.splitlines()
    assert matrix.rows
    for number, row in enumerate(matrix.rows):
        line = next(line for line in lines if line.lstrip(" ▾").startswith(row.label))
        counts = [str(count) for column in range(len(matrix.columns)) if (count := matrix.count(number, column))]
        assert [word for word in line.split() if word.isdigit()][-len(counts) :] == counts


async def test_an_empty_cell_says_no_unit_and_opens_nothing(ui: Ui) -> None:
    await ui.press("g", "x")
    await move_to(ui, "Residual", "P01")
    assert table(ui).cell(*cursor(ui)) == ""
    assert "Residual × P01 · no unit · n = 2 interviews" in ui.seen
    await ui.press("enter")
    assert ui.screen == "MatrixScreen"
    assert ui.said == "No unit in this cell"


async def test_undo_counts_again_and_keeps_the_cursor(ui: Ui) -> None:
    await ui.press("1", "g", "x")
    await move_to(ui, "Shame", "P02")
    before = table(ui).matrix.total
    await ui.press("u")
    assert table(ui).matrix.total == before - 1
    assert table(ui).row_line(cursor(ui)[0]).label == "Shame"
    await ui.press("escape", "g", "x")
    assert table(ui).row_line(cursor(ui)[0]).label == "Shame"


async def test_a_unit_deleted_while_its_cell_is_open_leaves_the_list(ui: Ui) -> None:
    await ui.press("g", "x", "enter")
    segments = list(ui.app.screen.query_one(SegmentList).segments)
    with ui.project.transaction("codings.uncode", "took a unit away") as tx:
        for coding in ui.project.codings_of(segments[0]):
            tx.remove("codings", coding.id)
        for memo in ui.project.memos_on(segments[0]):
            tx.remove("memos", memo.id)
        remove_segment(ui.project, tx, segments[0])
    await ui.pilot.pause()
    assert f"{len(segments) - 1} units" in ui.seen


async def test_an_empty_project_has_an_empty_matrix(running: Any, tmp_path: Path) -> None:
    from tests.strategies import new_project

    new_project(tmp_path / "bare").close()
    async with running(tmp_path / "bare") as ui:
        for keys in ("gx", "c", "t", "-", "=", "w", " "):
            await ui.press(*("space" if key == " " else key for key in keys))
        await ui.press("enter", "down", "pagedown", "]", "end")
        assert ui.screen == "MatrixScreen"
        await ui.press("g", "b", "enter", "down")
        assert ui.app._exception is None


# Counting in the background


def hold_counting(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Hold each count of a matrix at 40 % until the returned event is set."""
    release, count = threading.Event(), Matrix.__init__

    def held(self: Matrix, *arguments: Any, **options: Any) -> None:
        if len(arguments) == 6:  # in the background: the last one reports progress
            while not release.wait(0.01):
                arguments[5](0.4)
        count(self, *arguments, **options)

    monkeypatch.setattr("coder.tui.kit.background.AT_ONCE", 0)
    monkeypatch.setattr(Matrix, "__init__", held)
    return release


async def test_a_long_count_shows_progress_and_can_be_cancelled(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "x")
    before = sides(ui)
    release = hold_counting(monkeypatch)
    await ui.press("c")
    await ui.until(lambda: "Counting … 40 %" in ui.said)
    assert sides(ui) == before  # the counts so far stay in sight
    await ui.press("ctrl+g")
    assert ui.said == "Cancelled"
    assert sides(ui) == before
    release.set()
    await ui.press("c")
    await ui.until(lambda: sides(ui) != before)


async def test_rows_and_columns_are_shown_while_cells_are_counted(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "x")
    total, release = table(ui).matrix.total, hold_counting(monkeypatch)
    coding = next(iter(ui.project.codings.values()))
    codings.uncode(ui.project, ui.project.segments[coding.segment])
    await ui.until(lambda: not table(ui).counted)
    assert {table(ui).cell(row, 0) for row in range(table(ui).height)} == {"…"}
    await ui.press("enter", "e")
    assert "not counted yet" in ui.seen
    await ui.press("ctrl+g")
    assert "counts again" in ui.said
    release.set()
    await ui.press("u")
    await ui.until(lambda: table(ui).counted)
    assert table(ui).matrix.total == total


async def test_undo_halts_the_count_and_a_refused_undo_resumes_it(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "x")
    before, release = sides(ui), hold_counting(monkeypatch)
    await ui.press("c")
    await ui.until(lambda: "Counting … 40 %" in ui.said)
    running: list[bool] = []
    screen = ui.app.screen
    assert isinstance(screen, MatrixScreen)

    def refused(*_: Any) -> None:
        running.append(screen.matrix.count.running)
        raise StoreError("The disk is full")

    monkeypatch.setattr(type(ui.project), "_turn", refused)
    await ui.press("u")
    assert running == [False]
    release.set()
    await ui.until(lambda: sides(ui) != before)


async def test_a_wrong_query_in_the_background_leaves_the_matrix(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.press("g", "x")
    before, total = sides(ui), table(ui).matrix.total
    monkeypatch.setattr("coder.tui.kit.background.AT_ONCE", 0)
    await ui.press("f", *"nobody", "enter")
    await ui.until(lambda: "✗" in ui.said)
    assert (sides(ui), table(ui).matrix.total) == (before, total)


async def test_the_matrix(ui: Ui, by: HandCount) -> None:
    await ui.press("g", "x")
    assert by.tables["groups"]
    for group in by.tables["groups"].values():
        units = by.units(group["code"])
        name = by.tables["codes"][group["code"]]["name"]
        row = next(line for line in ui.seen.splitlines() if name in line and "×" not in line)
        shown = [int(word) for word in re.findall(r"\d+", row.split(name)[1])]
        each = [sum(by.person(unit) == id for unit in units) for id in sorted_people(by)]
        assert shown == [len(units), *filter(None, each)]
        assert " 0 " not in row


def sorted_people(by: HandCount) -> list[str]:
    return sorted(by.tables["participants"], key=lambda id: by.tables["participants"][id]["name"])
