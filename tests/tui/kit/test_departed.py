"""Keys that come faster than screens open and close: what a screen left undone ends nothing."""

from __future__ import annotations

from textual import events
from textual.css.query import NoMatches

from coder.tui.kit import departed
from coder.tui.kit.input_widgets import Prompt
from coder.tui.kit.project_screen import ProjectScreen
from tests.tui.conftest import Ui


async def test_callback_of_a_screen_that_is_left_is_dropped(ui: Ui) -> None:
    await ui.press("g", "n")
    pane = ui.app.screen.query_one("#coreq-pane")
    called: list[str] = []
    pane.call_after_refresh(called.append, "there")
    await ui.pilot.pause()
    assert called == ["there"]
    pane.call_after_refresh(called.append, "gone")
    ui.app.open("framework")
    await ui.until(lambda: not pane.is_running)
    await ui.pilot.pause()
    assert called == ["there"]
    assert ui.app._exception is None


async def test_error_ends_the_program_only_while_its_widget_is_there(ui: Ui) -> None:
    await ui.press("g", "n")
    pane = ui.app.screen.query_one("#coreq-pane")
    with pane._context():
        assert not departed.is_of_departed(NoMatches("SYNTHETIC"))
        ui.app.open("framework")
        assert departed.is_of_departed(NoMatches("SYNTHETIC"))
        assert not departed.is_of_departed(ValueError("SYNTHETIC"))
    with ui.app._context():
        assert not departed.is_of_departed(NoMatches("SYNTHETIC"))


async def test_leaving_the_form_while_an_answer_is_open_ends_nothing(ui: Ui) -> None:
    await ui.press("g", "n", "enter")
    for _ in range(3):
        ui.send("g", "n", "enter", "j", "tab", "g", "f")
        await ui.pilot.pause()
        ui.app.open("framework")
        ui.app.open("coreq")
    await ui.pilot.pause()
    assert ui.app._exception is None


async def test_two_questions_at_once_wait_for_the_same_widgets(ui: Ui) -> None:
    await ui.press("g", "o")
    screen = ui.app.screen
    assert isinstance(screen, ProjectScreen)
    screen.run_worker(screen.ask("First"))
    screen.run_worker(screen.ask("Second"))
    await ui.pilot.pause()
    assert ui.app._exception is None
    assert len(screen.query(Prompt)) == 1
    assert screen.query_one(Prompt).is_open


async def test_quit_typed_before_a_dialog_is_shown_ends_the_program(ui: Ui) -> None:
    await ui.press("E")
    await ui.type("x")
    ui.send("escape", "ctrl+q")
    await ui.until(lambda: not ui.app.is_running)
    assert ui.app._return_code in (0, None)


async def test_click_on_what_is_gone_ends_nothing(ui: Ui) -> None:
    await ui.press("g", "n")
    title = ui.app.screen.query("Static").filter(".title").first()
    column, row = title.region.offset
    await title.remove()
    assert ui.app.screen.get_widget_at(column, row)[0] is title  # until the next layout
    down = events.MouseDown(None, column, row, 0, 0, 1, False, False, False)
    await ui.app.on_event(down)
    await ui.pilot.pause()
    assert ui.app._exception is None
    await ui.press("j")
    assert ui.app.is_running
