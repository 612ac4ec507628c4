"""A list of options, and the command palette, in a terminal of any size."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from coder.tui.kit.option_list import OptionList, Palette
from tests.tui.conftest import Opener


class Lists(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionList("one", "two", "three")


@pytest.mark.parametrize("height", [0, 1, 10])
async def test_paging_in_any_room(height: int) -> None:
    app = Lists()
    async with app.run_test() as pilot:
        options = app.query_one(OptionList)
        options.styles.height = height
        await pilot.pause()
        options.clear_options()
        options.add_options(["one", "two", "three"])  # not laid out yet when the keys come
        options.action_page(1)
        options.action_page(-1)
        options.action_page(1)
        await pilot.pause()
        assert options.highlighted in (None, 0, 2)


@pytest.mark.parametrize("rows", [2, 3, 5, 24])
async def test_paging_in_the_command_palette_in_any_room(running: Opener, rows: int) -> None:
    async with running(size=(20, rows)) as ui:
        await ui.press("ctrl+p", "pagedown", "pageup", "pagedown")
        assert isinstance(ui.app.screen, Palette)
        await ui.press("escape")
        assert ui.screen == "StartScreen"
