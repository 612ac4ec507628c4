"""Keys that mean the same on every screen: `/` goes to a row of the list, `q` goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatch
from itertools import islice
from typing import Any, NamedTuple

from textual.widgets import DataTable

from coder.tui.kit.cards import EDGE, Cards
from coder.tui.kit.grid import Grid
from coder.tui.kit.option_list import OptionList
from coder.tui.kit.project_screen import ProjectScreen
from coder.tui.kit.questions import interactive, list_finder
from coder.tui.kit.requests import Item

#: Rows of a list that `/` searches at most.
MOST = 5000


class Rows(NamedTuple):
    """What each row says, "" for one that cannot be gone to; what moves the cursor to a row; the row it is on."""

    texts: Iterable[str]
    go_to: Callable[[int], object]
    row: int


@singledispatch
def rows_of(widget: object) -> Rows | None:
    """Return the rows of a widget; None if it is no list."""
    return None


@rows_of.register
def _(options: OptionList) -> Rows:
    texts = ("" if option.disabled else str(option.prompt) for option in options.options)
    return Rows(texts, lambda row: setattr(options, "highlighted", row), options.highlighted or 0)


@rows_of.register
def _(cards: Cards) -> Rows:
    width = max(1, cards.size.width - EDGE)
    rows = range(cards.deck.height)
    return Rows(
        (" ".join(line.plain for line in cards.deck.card(row, width)) for row in rows), cards.move_to, cards.row
    )


@rows_of.register
def _(grid: Grid) -> Rows:
    table = grid.table
    left = [number for number, column in enumerate(table.columns) if column.left]

    def text(row: int) -> str:
        return " ".join([*table.label(row)[:2], *(table.cell(row, column) for column in left)])

    return Rows(map(text, range(table.height)), lambda row: grid.move_to(row, grid.column), grid.row)


@rows_of.register(DataTable)
def _(table: DataTable[Any]) -> Rows:
    texts = (" ".join(map(str, table.get_row_at(row))) for row in range(table.row_count))
    return Rows(texts, lambda row: table.move_cursor(row=row), table.cursor_row)


def list_of(screen: ProjectScreen) -> Rows | None:
    """Return the rows of the list with the focus, or else of the first list on the screen; None without one."""
    lists = [screen.focused, *(widget for widget in screen.query("*") if widget.focusable)]
    return next(filter(None, map(rows_of, lists)), None)


@interactive
async def find_row(screen: ProjectScreen) -> None:
    """Go to a row of the list with the focus, or else of the first list on the screen."""
    rows = list_of(screen)
    texts = rows.texts if rows is not None else ()
    items = [Item(str(row), " ".join(text.split())) for row, text in enumerate(islice(texts, MOST)) if text.strip()]
    if rows is None or not items:
        screen.say("There is no list to search here" if rows is None else "The list is empty")
        return
    row = await screen.pick("Go to row", list_finder(items), reads=True)
    if row is not None:
        rows.go_to(int(row))


def go_back(screen: ProjectScreen) -> None:
    """Do what Esc does here; on the screen below all others, say how to quit."""

    async def act() -> None:
        app = screen.app
        lowest = next(below for below in app.screen_stack if isinstance(below, ProjectScreen))
        await app.run_action("app.escape")
        if app.screen is screen is lowest:
            screen.say("Ctrl+Q saves and quits")

    screen.app.call_next(act)
