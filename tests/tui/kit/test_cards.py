"""Lists of cards: every action by its key, on the list of steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from coder.tui.keymap import actions
from coder.tui.kit.cards import Cards
from tests.tui.conftest import Ui

Case = Callable[[Ui], Awaitable[None]]
CASES: dict[str, Case] = {}


def case(id: str) -> Callable[[Case], Case]:
    return lambda function: CASES.setdefault(id, function)


@pytest.mark.parametrize("id", [action.id for action in actions.of("cards")])
async def test_action(id: str, ui: Ui) -> None:
    await ui.press("g", "s")
    await CASES[id](ui)
    assert ui.app._exception is None


def cards(ui: Ui) -> Cards:
    widget = ui.app.screen.focused
    assert isinstance(widget, Cards)
    return widget


@case("cards.next")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert cards(ui).row == 2


@case("cards.previous")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert cards(ui).row == 1


@case("cards.page_down")
async def _(ui: Ui) -> None:
    await ui.do("cards.page_down")
    assert cards(ui).row == cards(ui).top == cards(ui).size.height


@case("cards.page_up")
async def _(ui: Ui) -> None:
    await ui.do("cards.page_down", "cards.page_up")
    assert cards(ui).row == cards(ui).top == 0


@case("cards.first")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "<")
    assert cards(ui).row == 0


@case("cards.last")
async def _(ui: Ui) -> None:
    await ui.press(">")
    assert cards(ui).row == cards(ui).deck.height - 1
    assert cards(ui).top == cards(ui).row + 1 - cards(ui).size.height


@case("cards.open")
async def _(ui: Ui) -> None:
    await ui.press("enter")
    assert ui.screen == "MemosScreen"
    await ui.press("g", "s", "n", "enter")
    assert ui.screen != "StepsScreen"
    await ui.press("g", "s")
    assert "○" in cards(ui).deck.card(cards(ui).row, 70)[0].plain
