"""The coding screen: its layout at any size, zoom, reading mode."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.widgets import Input

from coder.project import Project
from coder.project.operations import codebook
from coder.project.study import code_named
from coder.tui.keymap import actions
from coder.tui.kit.code_letters import letters_of
from coder.tui.kit.input_widgets import Prompt
from tests.tui.conftest import Opener, Ui


async def test_the_side_grows_and_shrinks_within_bounds(ui: Ui) -> None:
    side = ui.app.screen.query_one("#side")
    before = side.size.width
    await ui.press("(", "(")
    assert side.size.width == before + 4
    for _ in range(30):
        await ui.press(")")
    assert ui.view.size.width < 80
    assert side.outer_size.width == 18
    for _ in range(30):
        await ui.press("(")
    assert side.outer_size.width == 50


async def test_the_layout_is_there_again(running: Opener, folder: Path) -> None:
    async with running(folder, size=(120, 40)) as ui:
        await ui.press("(", "(")
        await ui.to_code("Before asking")
        await ui.press("left", "z", "ctrl+q")
    async with running(folder, size=(120, 40)) as ui:
        side = ui.app.screen.query_one("#side")
        assert ui.app.focused is ui.view
        assert not side.region.area
        code = next(code for code in ui.project.codes.values() if code.name == "Before asking")
        assert not ui.tree.nodes[code.id].is_expanded
        await ui.press("z")
        assert side.outer_size.width == 34


async def test_reading_mode_hides_stripes(ui: Ui) -> None:
    assert ui.view.canvas._cells
    await ui.press("S")
    assert ui.view.canvas._cells == []
    assert "reading mode" in ui.said
    await ui.press("S")
    assert ui.view.canvas._cells


async def test_whoever_reads_has_the_themes_where_the_codes_were(running: Opener, folder: Path) -> None:
    """One's own themes only: the others have theirs. It is so again when one comes back."""
    async with running(folder, size=(120, 40)) as ui:
        await ui.press("S")
        assert not ui.tree.region.area
        assert "KG · 6 themes" in ui.seen
        unit = ui.project.segments[next(id for cell in ui.project.cells.values() for id in cell.evidence)]
        ui.pane.show(ui.project, ui.project.sources[unit.source], unit.start)
        ui._coding.workspace.show_status()
        await ui.pilot.pause()  # keys are for what was painted
        assert ui.said.startswith("sentence · reading mode · ")  # no code, and no level
        assert "→ Being strong" in ui.seen
        assert "Rules nobody wrote" not in ui.seen
        await ui.press("t", *"Weather", "enter")
        assert "KG · 7 themes" in ui.seen
        assert "○ Weather" in ui.seen
        await ui.press("tab")
        assert ui.app.focused is not ui.tree
        await ui.press("tab", "ctrl+q")
    async with running(folder, size=(120, 40)) as ui:
        assert not ui.view.codes_visible
        assert "○ Weather" in ui.seen
        await ui.press("S")
        assert ui.tree.region.area
        assert "○ Weather" not in ui.seen


async def test_elsewhere_there_is_one_pane(ui: Ui) -> None:
    await ui.press("g", "h", "(")
    assert "one pane" in ui.said


async def test_reading_mode_shows_its_keys(ui: Ui) -> None:
    await ui.press("S")
    assert "mark as read, next" in ui.hints
    assert "note a theme" in ui.hints
    await ui.press("S")
    assert "mark as read, next" not in ui.hints


async def test_three_panes_a_header_and_a_foot_of_two_lines(ui: Ui) -> None:
    assert ui.view.region.width + ui.tree.region.width >= 78
    for widget in (ui.view, ui.tree, ui.memo):
        assert widget.region.area, widget
    rows = ui.seen.splitlines()
    assert len(rows) == 24
    assert rows[0].startswith(" P01_baseline")
    assert "1/45" in rows[0]
    assert "Codes" in rows[0]
    assert rows[22].startswith(" sentence")
    assert rows[22].rstrip().endswith("saved")
    assert rows[23].startswith(" c code")
    assert ui.view.region.bottom == 22


@pytest.mark.parametrize("size", [(140, 40), (250, 70)])
async def test_wide(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    async with running(folder, size) as ui:
        assert ui.view.region.right == ui.codes.region.x - 1
        assert ui.memo.region.bottom == size[1] - 2
        await ui.press("j", "j", "2")
        assert ui.here == {"Shame"}


async def test_narrow_shows_a_pane_at_a_time(running: Opener, folder: Path) -> None:
    async with running(folder, (50, 20)) as ui:
        for _ in range(2):
            for shown in (ui.view, ui.tree, ui.memo):
                visible = [one for one in (ui.view, ui.tree, ui.memo) if one.region.area]
                assert visible == [shown]
                assert shown.region.width >= 48
                await ui.press("tab")
        await ui.press("j", "j", "c", *"sha", "enter")
        assert ui.here == {"Shame"}
        await ui.press("m", *"x")
        assert ui.memo.query_one("#memo-editor").region.area
        await ui.press("escape")
        assert ui.view.region.area


async def test_zoom_follows_the_pane(ui: Ui) -> None:
    await ui.press("tab", "z")
    assert ui.tree.region.width == 80
    await ui.press("tab")
    assert (ui.memo.region.width, ui.tree.region.area) == (80, 0)
    await ui.press("z")
    assert ui.tree.region.area


async def test_tiny(running: Opener, folder: Path) -> None:
    async with running(folder, (20, 5)) as ui:
        for keys in (
            ("j", "2", "u", "tab", "j", "tab", "tab", "z", "z"),
            ("c", "s", "enter", "x", "g", "escape", "?", "escape"),
            ("m", "a", "escape", "g", "h", "escape", "g", "i", "escape", "g", "l", "escape", "ctrl+f", "a", "escape"),
        ):
            await ui.press(*keys)
        assert ui.screen == "CodingScreen"
        await ui.pilot.resize_terminal(80, 24)
        await ui.pilot.pause()
        assert "Codes" in ui.seen


async def test_a_resize_storm_while_typing_a_memo(ui: Ui) -> None:
    order = random.Random(1)
    words = "the rule is kept alive by praise"
    await ui.press("m")
    for letter in words:
        await ui.pilot.resize_terminal(order.randint(12, 160), order.randint(4, 50))
        await ui.press(letter)
    await ui.pilot.resize_terminal(80, 24)
    await ui.press("escape", "j", "2")
    assert words in {memo.text for memo in ui.project.memos.values()}
    assert ui.here == {"Shame"}


async def test_a_message_goes_with_the_next_key_in_the_code_tree(ui: Ui) -> None:
    await ui.press("tab", "H")
    assert "archived codes" in ui.said
    await ui.press("j")
    await ui.until(lambda: ui.said.startswith("sentence"))
    assert "archived" not in ui.said


async def test_the_unit_in_the_status_line_is_that_of_the_cursor_after_another_transcript_is_opened(ui: Ui) -> None:
    await ui.press("=", "s", "end")
    await ui.press("down", "enter")
    assert ui.said.startswith("turn")
    assert ui.view.cursor.granularity.value == "turn"
    await ui.press("-", "-", "s", "enter")
    assert ui.said.startswith("word")
    assert ui.view.cursor.granularity.value == "word"


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_tab_stays_in_the_find_prompt_until_it_is_answered(ui: Ui, key: str) -> None:
    await ui.press("/", "t", key, "h")
    prompt = ui.app.screen.query_one(Prompt)
    assert prompt.is_open
    assert prompt.query_one(Input).value == "th"
    await ui.press("escape")
    assert not prompt.is_open
    assert ui.app.focused is ui.view


def margin_of(ui: Ui) -> list[str]:
    """Return the margin beside the transcript, row by row."""
    return ["".join(text for text, _ in row) for row in ui.view.canvas._cells]


@pytest.mark.parametrize(("columns", "named"), [(109, False), (110, True)])
async def test_the_margin_has_names_from_110_columns(
    running: Opener, folder: Path, columns: int, named: bool
) -> None:
    async with running(folder, size=(columns, 30)) as ui:
        code = next(code for code in ui.project.codes.values() if code.name == "Patient first")
        await ui.to_code("Patient first")
        await ui.press("space")
        margin = margin_of(ui)
        assert any("Patient first" in row for row in margin) is named
        letter = letters_of(ui.project)[code.id]
        assert any(row.strip() == letter for row in margin) is not named


async def test_a_code_with_codes_below_has_its_letter_from_its_first_coding_on(ui: Ui) -> None:
    project = ui.project
    code = next(
        code
        for code in project.codes.values()
        if code.codable and project.children(code.id) and not project.codings_with(code.id)
    )
    assert code.id not in letters_of(project)
    await ui.press("c", *code.name, "enter")
    letter = letters_of(ui.project)[code.id]
    assert any(row.strip() == letter for row in margin_of(ui))


async def test_the_memo_editor_has_the_whole_screen_and_its_place_again(ui: Ui) -> None:
    await ui.press("m", *"Why")
    editor = ui.app.screen.focused
    assert editor is not None
    before = editor.size.width
    await ui.press("ctrl+l")
    assert editor.size.width > before
    assert not ui.view.region.area
    await ui.press("ctrl+l")
    assert editor.size.width == before
    await ui.press("ctrl+l", "escape")
    assert ui.app.focused is ui.view
    assert ui.view.region.area


async def test_space_codes_nothing_in_a_read_only_project(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    await ui.to_code("Shame")
    monkeypatch.setattr(Project, "readonly", property(lambda project: True))
    before = ui.project.undoable
    await ui.press("space")
    assert ui.project.undoable == before
    assert "read-only" in ui.said
    monkeypatch.undo()


async def test_code_that_is_opened_in_reading_mode_is_in_sight(ui: Ui) -> None:
    await ui.press("S")
    assert not ui.tree.region.area
    ui.app.open("coding", record=code_named(ui.project, "Shame").id)
    await ui.pilot.pause()
    assert ui.app.focused is ui.tree
    assert ui.tree.region.area


async def test_memo_pane_shows_the_definition_that_was_just_changed(ui: Ui) -> None:
    await ui.to_code("Shame")
    codebook.define(ui.project, code_named(ui.project, "Shame"), definition="A newer definition.")
    await ui.until(lambda: "A newer definition." in ui.seen)
    await ui.press("r")
    assert isinstance(ui.app.focused, Input)
    codebook.define(ui.project, code_named(ui.project, "Shame"), definition="The newest definition.")
    await ui.until(lambda: "The newest definition." in ui.seen)
    assert ui.app.focused is not ui.tree


async def test_status_of_now_is_shown_after_another_screen(ui: Ui) -> None:
    await ui.press("g", "h")
    codebook.define(ui.project, code_named(ui.project, "Shame"), definition="A newer definition.")
    await ui.press("g", "c")
    assert ui.said.startswith("sentence")


def test_key_line_of_a_read_only_project_offers_no_changes() -> None:
    hints = actions.hints("transcript", "codes", "study", "app")
    kept = actions.reading(hints)
    assert ("g", "go to") in kept
    assert {label for _, label in hints} - {label for _, label in kept} >= {"code", "uncode", "rename"}


async def test_unused_key_names_the_memo_pane(ui: Ui) -> None:
    await ui.press("tab", "tab", "x")
    assert ui.said.startswith("x does nothing in the memo pane · Tab: next pane")


async def test_tree_explains_a_count_of_codings_that_is_not_that_of_units(ui: Ui) -> None:
    code = next(code for code in ui.project.codes.values() if code.name == "Strong, never ill")
    ids = ui.project.codings_with(code.id)
    units = {ui.project.codings[id].segment for id in ids}
    assert len(units) < len(ids)
    await ui.to_code(code.name)
    side = " ".join(row.rpartition("▏")[2].strip() for row in ui.seen.splitlines())
    assert f"({len(ids)} codings on {len(units)} units)" in side
