"""Lists of cards: every action by its key, on the list of steps."""

from __future__ import annotations

import pytest

from coder.tui.kit.cards import Cards
from tests.tui.conftest import ActionCases, Ui

act = ActionCases("list")


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "s")
    await act.run(id, ui)
    assert ui.app._exception is None


def cards(ui: Ui) -> Cards:
    widget = ui.app.screen.focused
    assert isinstance(widget, Cards)
    return widget


@act("list.next")
async def _(ui: Ui) -> None:
    await ui.press("j", "down")
    assert cards(ui).row == 2


@act("list.previous")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "j", "k", "up")
    assert cards(ui).row == 1


@act("list.page_down")
async def _(ui: Ui) -> None:
    await ui.do("list.page_down")
    assert cards(ui).row == cards(ui).top == cards(ui).size.height


@act("list.page_up")
async def _(ui: Ui) -> None:
    await ui.do("list.page_down", "list.page_up")
    assert cards(ui).row == cards(ui).top == 0


@act("list.first")
async def _(ui: Ui) -> None:
    await ui.press("j", "j", "<")
    assert cards(ui).row == 0


@act("list.last")
async def _(ui: Ui) -> None:
    await ui.press(">")
    assert cards(ui).row == cards(ui).deck.height - 1
    assert cards(ui).top == cards(ui).row + 1 - cards(ui).size.height


@act("list.open")
async def _(ui: Ui) -> None:
    await ui.press("enter")
    assert ui.screen == "MemosScreen"
    await ui.press("g", "s", "n", "enter")
    assert ui.screen != "StepsScreen"
    await ui.press("g", "s")
    assert "○" in cards(ui).deck.card(cards(ui).row, 70)[0].plain


async def test_cards_of_units_stand_one_blank_row_apart(ui: Ui) -> None:
    await ui.press("g", "u", "tab")
    await ui.until(lambda: isinstance(ui.app.screen.focused, Cards))
    widget = cards(ui)
    rows = ["".join(segment.text for segment in strip).strip() for strip in widget.visible_lines()]
    used = "\n".join(rows).rstrip()
    units = used.split("\n\n")
    assert len(units) > 2
    assert all(unit.startswith("“") and not unit.startswith("\n") for unit in units)
    await ui.press("j", "j")
    assert widget.row == 2


@act("list.find")
async def _(ui: Ui) -> None:
    await ui.press("/", *"condensates", "enter")
    assert "condensates" in cards(ui).deck.card(cards(ui).row, 70)[0].plain
