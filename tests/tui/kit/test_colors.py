"""Color themes, and none."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.project import settings
from coder.tui.kit import colors
from tests.tui.conftest import Opener


@pytest.mark.parametrize("theme", colors.NAMES)
@pytest.mark.parametrize("no_color", [False, True])
async def test_every_theme_and_no_color(
    running: Opener, folder: Path, theme: str, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    settings.save(settings.Settings(initials="KG", theme=theme))
    async with running(folder) as ui:
        assert ui.app.theme == theme
        await ui.press("j", "j", "2", "1")
        stripes = [row[:49] for row in ui.seen.splitlines()[3:8]]
        assert any("b" in row[40:] and "e" in row[40:] for row in stripes)
        for keys in (("c", "s", "escape"), ("g", "h", "escape"), ("?", "escape")):
            await ui.press(*keys)
        if no_color:
            for strip in ui.app.screen._compositor.render_strips():
                for segment in strip:
                    color = segment.style.color if segment.style else None
                    if color is not None and color.triplet is not None:
                        assert len(set(color.triplet)) == 1, segment


async def test_the_chosen_theme_is_there_next_time(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press("ctrl+t")
    async with running(folder) as ui:
        assert ui.app.theme == "coder-light"
