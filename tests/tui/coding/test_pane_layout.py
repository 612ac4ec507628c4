"""The layout of the coding screen, and that it is there again the next time."""

from __future__ import annotations

from pathlib import Path

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
        await ui.press("space", "z", "ctrl+q")
    async with running(folder, size=(120, 40)) as ui:
        assert ui.app.focused is ui.tree
        assert not ui.view.region.area
        code = next(one for one in ui.project.codes.values() if one.name == "Before asking")
        assert not ui.tree.nodes[code.id].is_expanded
        await ui.press("z")
        assert ui.app.screen.query_one("#side").outer_size.width == 42


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
