"""The view in a tiny host. SYNTHETIC text only."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from textual.app import App, ComposeResult

from coder.text.span import Span, Turn
from coder.text.units import Granularity
from coder.tui.kit import colors
from coder.tui.transcript.margin import Mark
from coder.tui.transcript.view import TranscriptView
from tests.tui.at_rest import until

BODY = "I was never ill. You come in with a fever, you do your list. Then I sat in the car."


def transcript(count: int) -> tuple[str, list[Turn]]:
    text, turns = "", []
    for n in range(count):
        name = "PI"[n % 2]
        start = len(text) + 3
        text += f"{name}: {BODY}\n"
        turns.append(Turn(start, start + len(BODY), name, n * 10.0, start - 3))
    return text, turns


class Host(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, count: int = 60) -> None:
        super().__init__()
        for theme in colors.themes("truecolor"):
            self.register_theme(theme)
        self.theme = colors.NAMES[0]
        self.text, self.turns = transcript(count)
        self.marks: list[Mark] = []
        self.selections: list[Span] = []

    def compose(self) -> ComposeResult:
        yield TranscriptView()

    def on_mount(self) -> None:
        self.view.load(self.text, self.turns, "en", self.look_up)
        self.view.on_move = lambda: self.selections.append(self.view.selection)
        self.view.focus()

    @property
    def view(self) -> TranscriptView:
        return self.query_one(TranscriptView)

    def look_up(self, start: int, end: int) -> Sequence[Mark]:
        return [m for m in self.marks if m.start < end and start < m.end]

    def quote(self) -> str:
        return self.text[slice(*self.view.selection)]

    def rows(self) -> list[str]:
        return [strip.text for strip in self.view.render_lines(self.view.size.region)]


async def test_shows_number_speaker_words_but_no_label() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)):
        rows = app.rows()
        assert rows[0].startswith("  1 P ▐I was never ill.▌You come in")
        assert rows[1].startswith("       fever") or rows[1].startswith(" 0:00")
        assert not any("P:" in row for row in rows)
        assert all(len(row) == 60 for row in rows)


async def test_moves_tell_where_the_cursor_is() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)) as pilot:
        app.view.action_move(1)
        await pilot.pause()
        assert app.quote() == "You come in with a fever, you do your list."
        assert app.selections[-1] == app.view.selection
        assert app.view.cursor.granularity is Granularity.SENTENCE
        app.view.action_extend(1)
        await pilot.pause()
        assert app.selections[-1] == app.view.selection
        assert app.quote().endswith("car.")


async def test_a_move_repaints_only_cells_of_the_two_units() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        sent: list[Any] = []
        app.view.refresh = lambda *regions, **_: sent.extend(regions) or app.view  # type: ignore[method-assign]
        app.view.action_move(1)
        assert sent
        assert (
            sum(region.area for region in sent)
            <= len("I was never ill. You come in with a fever, you do your list.") + 8
        )


async def test_a_move_is_one_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        frames: list[object] = []
        display = app._display
        monkeypatch.setattr(app, "_display", lambda screen, update: (frames.append(update), display(screen, update)))
        app.view.action_move(1)
        await until(pilot, lambda: frames)
        await pilot.pause(0.2)  # no more comes
        assert len([frame for frame in frames if frame is not None]) == 1


async def test_leaving_the_view_jumps_half_a_page() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)):
        tops = []
        for _ in range(40):
            app.view.action_move(1)
            tops.append(app.view.canvas.top)
            assert app.view.canvas.shows(app.view.cursor.head)
        assert all(b - a in (0, 6) for a, b in itertools.pairwise(tops))
        app.view.action_edge(-1)
        assert app.view.canvas.top == 0


async def test_marks_are_drawn_and_redrawn() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)):
        assert "a" not in app.rows()[0][-6:]
        app.marks.append(Mark(*app.view.selection, "a", "#ff0000", "c1"))
        app.view.marks_changed(*app.view.selection)
        assert "a" in app.rows()[0][-6:]
        app.view.codes_visible = False
        assert "a" not in app.rows()[0][-6:]


async def test_pages_there_and_back() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)):
        app.view.action_page(1)
        assert app.view.canvas.top == 10
        assert app.view.canvas.shows(app.view.cursor.head)
        app.view.action_page(-1)
        assert app.view.canvas.top == 0


async def test_mouse_clicks_drags_and_scrolls() -> None:
    app = Host()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.click(TranscriptView, offset=(30, 0))
        assert app.quote().startswith("You come in")
        await pilot.mouse_down(TranscriptView, offset=(8, 0))
        await pilot.hover(TranscriptView, offset=(30, 0))
        await pilot.mouse_up(TranscriptView, offset=(30, 0))
        assert app.quote() == "I was never ill. You come in with a fever, you do your list."
        app.view.scroll_rows(3)
        assert app.view.canvas.top == 3


@pytest.mark.parametrize("size", [(20, 5), (4, 2), (1, 1), (250, 70)])
async def test_any_size_will_do(size: tuple[int, int]) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        for _ in range(6):
            app.view.action_move(1)
        app.view.action_page(1)
        app.view.action_extend(-1)
        await pilot.pause()
        assert all(len(row) == size[0] for row in app.rows())


async def test_a_resize_keeps_the_cursor_in_sight() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.go_to(len(app.text) // 2)
        chosen = app.view.selection
        for size in ((50, 10), (120, 40), (30, 6)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.view.canvas.shows(app.view.cursor.head)
            assert app.view.selection == chosen


async def test_nothing_loaded() -> None:
    app = Host(0)
    async with app.run_test(size=(40, 6)) as pilot:
        for move in (app.view.action_edge, app.view.action_turn_edge, app.view.action_granularity):
            move(-1)
            move(1)
        app.view.action_select()
        app.view.action_swap()
        app.view.action_nudge(1)
        app.view.action_page(1)
        app.view.highlight([Span(0, 3)])
        await pilot.pause()
        assert app.view.selection == (0, 0)


async def test_pages_go_through_a_unit_that_is_longer_than_the_screen() -> None:
    app = Host(1)
    words = "words without an end and " * 400
    app.text = f"P: {words}"
    app.turns = [Turn(3, len(app.text), "P", None, 0)]
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        tops = [app.view.canvas.top]
        for step in [1] * 4 + [-1] * 4:
            app.view.action_page(step)
            tops.append(app.view.canvas.top)
        assert tops[:5] == [0, 18, 36, 54, 72]
        assert tops[4:] == tops[4::-1]
        app.view.action_page(30)
        assert app.view.canvas.top == app.view.canvas.layout.height - 20
