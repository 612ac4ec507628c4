"""The grid: asks only for what is in sight, sends only what changed, keeps the cursor in sight."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region, Size

from coder.tui.kit.grid import Column, Grid


class Numbers:
    """1,200 rows, 370 columns; remembers which cells were asked for."""

    corner = ("rows × columns", "n")
    label_width = 20

    def __init__(self, height: int = 1200, width: int = 370, left: bool = False) -> None:
        self.height = height
        self.columns = [Column((f"c{n}", f"n={n}"), 8, left) for n in range(width)]
        self.asked: set[tuple[int, int]] = set()

    def label(self, row: int) -> tuple[str, str, bool]:
        return f"r{row} 漢字", str(row), row % 10 == 0

    def cell(self, row: int, column: int) -> str:
        self.asked.add((row, column))
        return f"{row * column}" if (row + column) % 3 else ""


class GridApp(App[None]):
    opened = 0

    def on_grid_opened(self) -> None:
        self.opened += 1

    def compose(self) -> ComposeResult:
        yield Grid()


Shown = tuple[App[None], Grid, Numbers]


@pytest.fixture
async def shown() -> AsyncIterator[Shown]:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        grid, table = app.query_one(Grid), Numbers()
        grid.focus()
        grid.show(table)
        await pilot.pause()
        yield app, grid, table


def lines(app: App[None]) -> list[str]:
    return [strip.text for strip in app.screen._compositor.render_strips()]


def in_sight(grid: Grid) -> set[tuple[int, int]]:
    rows = range(grid.top, min(grid.top + grid.body, grid.table.height))
    return {(row, column) for row in rows for column in grid.columns_from(grid.left)}


async def test_a_name_that_is_cut_keeps_a_blank_before_its_number(shown: Shown) -> None:
    app, grid, _ = shown
    table = Numbers()
    table.label = lambda row: (f"A name that is far too long {row}", "domain", False)  # type: ignore[method-assign]
    grid.show(table)
    await app._animator.wait_for_idle()
    assert lines(app)[2].startswith(" A name tha… domain ")


async def test_head_and_first_column_stay(shown: Shown) -> None:
    app, grid, _ = shown
    grid.move_to(701, 200)
    seen = lines(app)
    assert seen[0].startswith(" rows × columns")
    assert "c200" in seen[0]
    assert "n=200" in seen[1]
    assert any(line.startswith(" r701 漢字") and " 140200 " in line for line in seen)
    assert all(line.startswith(" r") for line in seen[2:])


async def test_only_cells_in_sight_are_asked_for(shown: Shown) -> None:
    _, grid, table = shown
    for place in ((0, 0), (1199, 369), (600, 180), (599, 10)):
        table.asked.clear()
        grid.move_to(*place)
        assert place in table.asked
        assert table.asked <= in_sight(grid)
        assert len(table.asked) <= 22 * 8


async def test_a_step_sends_two_cells_and_their_names(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    _, grid, _ = shown
    sent: list[Region] = []
    monkeypatch.setattr(grid, "refresh", lambda *regions, **_: sent.extend(regions))
    grid.action_move(0, 1)
    assert {region.y for region in sent} == {0, 1, 2}
    assert sum(region.width for region in sent) <= 3 * 2 * 8
    sent.clear()
    grid.action_move(1, 0)
    assert {region.y for region in sent} == {2, 3}
    sent.clear()
    grid.redraw()
    assert sent == []


async def test_a_step_asks_for_the_rows_it_touches(shown: Shown) -> None:
    _, grid, table = shown
    grid.move_to(3, 2)
    for by, rows in (((1, 0), {3, 4}), ((0, 1), {4}), ((-1, 0), {3, 4})):
        table.asked.clear()
        grid.action_move(*by)
        assert {row for row, _ in table.asked} == rows


async def test_all_ways_to_move_leave_what_a_new_drawing_shows(shown: Shown) -> None:
    app, grid, _ = shown
    for act in (
        lambda: grid.action_move(1, 0),
        lambda: grid.action_page(1),
        lambda: grid.action_move(0, 1),
        lambda: grid.scroll_rows(3),
        lambda: grid.action_page_across(1),
        lambda: grid.scroll_rows(-2),
        lambda: grid.action_page(-1),
        lambda: grid.action_edge(1, 1),
        lambda: grid.action_move(-1, -1),
    ):
        act()
        kept = lines(app)
        grid.redraw_all()
        assert kept == lines(app)


@pytest.mark.parametrize("by", [(1, 0), (-1, 0), (0, 1), (0, -1)])
async def test_what_leaves_the_view_brings_half_of_it_along(shown: Shown, by: tuple[int, int]) -> None:
    _, grid, _ = shown
    grid.move_to(600, 180)
    moves = 0
    for _ in range(60):
        before = grid.top, grid.left
        grid.action_move(*by)
        moves += before != (grid.top, grid.left)
        assert (grid.row, grid.column) in in_sight(grid)
    assert 0 < moves <= 60 // 3


async def test_a_page_and_the_wheel(shown: Shown) -> None:
    _, grid, _ = shown
    grid.action_move(3, 0)
    grid.action_page(1)
    assert (grid.row, grid.top) == (3 + grid.body - 1, grid.body - 1)
    grid.scroll_rows(1000)
    assert (grid.row, grid.column) in in_sight(grid)
    grid.action_edge(1, 1)
    assert (grid.row, grid.column) == (1199, 369)
    assert grid.top == 1200 - grid.body
    grid.action_edge(-1, -1)
    assert (grid.row, grid.column, grid.top, grid.left) == (0, 0, 0, 0)


async def test_a_press_puts_the_cursor_and_two_open() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        grid = app.query_one(Grid)
        grid.show(Numbers())
        await pilot.click(Grid, offset=(20 + 8 * 2 + 1, 2 + 5))
        assert (grid.row, grid.column) == (5, 2)
        assert app.opened == 0
        await pilot.click(Grid, offset=(20 + 8 * 3 + 1, 2 + 6), times=2)
        await pilot.pause()
        assert (grid.row, grid.column) == (6, 3)
        assert app.opened == 1
        await pilot.click(Grid, offset=(3, 0))
        assert (grid.row, grid.column) == (6, 3)


@pytest.mark.parametrize("size", [(20, 4), (10, 2), (250, 70)])
async def test_any_size(size: tuple[int, int]) -> None:
    app = GridApp()
    async with app.run_test(size=size) as pilot:
        grid = app.query_one(Grid)
        grid.show(Numbers(40, 30))
        grid.move_to(39, 29)
        await pilot.pause()
        assert all(len(line) <= size[0] for line in lines(app))
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert any(line.startswith(" r39 漢字") for line in lines(app))
        assert (grid.row, grid.column) in in_sight(grid)


async def test_words_are_cut_at_the_edge_and_numbers_are_not(shown: Shown) -> None:
    app, grid, _ = shown
    narrow = Numbers(4, 9)
    grid.show(narrow)
    assert len(grid.columns_from(0)) == 7
    assert "c7" not in lines(app)[0]
    wordy = Numbers(4, 9, left=True)
    wordy.columns[6] = wordy.columns[6]._replace(width=30)
    grid.show(wordy)
    assert list(grid.columns_from(0)) == [0, 1, 2, 3, 4, 5]
    assert "c6" in grid.render_lines(Region(0, 0, 80, 24))[0].text


class Unpainted(Grid):
    """A grid of a size, without a screen."""

    size = Size(60, 12)  # type: ignore[assignment]

    def redraw(self) -> None:
        pass


@given(
    places=st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 40)), min_size=1, max_size=12),
    widths=st.lists(st.integers(2, 50), min_size=1, max_size=30),
)
def test_the_cursor_is_always_in_sight(places: list[tuple[int, int]], widths: list[int]) -> None:
    grid, table = Unpainted(), Numbers(50, 1)
    table.columns = [Column((f"c{n}", ""), width) for n, width in enumerate(widths)]
    grid.show(table)
    assert places
    for row, column in places:
        grid.move_to(row, column)
        assert (grid.row, grid.column) == (max(0, min(row, 49)), max(0, min(column, len(widths) - 1)))
        assert (grid.row, grid.column) in in_sight(grid)
        shown = sum(table.columns[number].width for number in grid.columns_from(grid.left))
        assert shown <= 40 or len(grid.columns_from(grid.left)) == 1


async def test_signs_tell_of_columns_out_of_sight(shown: Shown) -> None:
    app, grid, _ = shown
    assert lines(app)[0].rstrip().endswith("›")
    assert "‹" not in lines(app)[0]
    grid.move_to(0, 200)
    assert {"‹", "›"} < set(lines(app)[0])
    grid.move_to(0, 369)
    assert "‹" in lines(app)[0]
    assert "›" not in lines(app)[0]


async def test_the_cursor_is_drawn_otherwise_where_keys_go_elsewhere(shown: Shown) -> None:
    _, grid, _ = shown
    focused = grid._row(grid.row)
    grid.has_focus = False
    assert [segment.text for segment in grid._row(grid.row)] == [segment.text for segment in focused]
    assert grid._row(grid.row) != focused
