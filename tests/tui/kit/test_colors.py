"""Color themes, and none."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color

from coder.model.codebook import PALETTE
from coder.project import settings
from coder.tui.app import CoderApp
from coder.tui.kit import colors, terminal_palettes
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


#: What is opened to look at: keys from the coding screen, and back.
LOOKED_AT = ((), ("n", "n"), ("v", "j"), ("g", "h"), ("escape", "c", "s"), ("escape", "?"), ("escape", "g", "d"))


def _unreadable(app: CoderApp, depth: str) -> list[tuple[str, float]]:
    """Return the texts on the screen whose contrast is below that of their kind, as terminals show them."""
    low = []
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            least = colors._least(text)
            if style is None or style.color is None or style.bgcolor is None or not least:
                continue
            if depth == "truecolor":
                found = terminal_palettes.contrast_of_any(
                    [(tuple(style.color.get_truecolor()), tuple(style.bgcolor.get_truecolor()))]
                )
            else:
                found = terminal_palettes.contrast(style.color.number or 0, style.bgcolor.number or 0)
            if found < least:
                low.append((text, found))
    return low


@pytest.mark.parametrize("depth", terminal_palettes.DEPTHS)
@pytest.mark.parametrize("theme", colors.NAMES)
async def test_every_text_on_screens_is_readable(
    running: Opener, folder: Path, theme: str, depth: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(colors, "depth_of", lambda system: depth)
    settings.save(settings.Settings(initials="KG", theme=theme))
    async with running(folder) as ui:
        low, screens = [], 0
        for keys in LOOKED_AT:
            await ui.press(*keys)
            low += _unreadable(ui.app, depth)
            screens += 1
        assert screens == len(LOOKED_AT)
        assert low == []


@pytest.mark.parametrize("depth", terminal_palettes.DEPTHS)
@pytest.mark.parametrize("theme", colors.NAMES)
def test_every_color_is_readable_on_every_background(theme: str, depth: str) -> None:
    shown = next(known for known in colors.themes(depth) if known.name == theme)
    names = ("coded", "match", "selection", "active", "block-cursor-background", "block-cursor-blurred-background")
    behind = [*(shown.variables[name] for name in names), shown.background, shown.surface, shown.panel]
    texts = [*PALETTE.values(), shown.primary, shown.accent, shown.error, shown.success, shown.foreground, "#808080"]
    low = {}
    for text, back in product(texts, behind):
        style = Style(color=text, bgcolor=back, dim=False)
        style = colors.readable(style, colors.CONTRAST, depth, (0, 0, 0))
        low[text, back] = _contrast(style, depth)
    assert len(low) >= 9
    assert {pair: ratio for pair, ratio in low.items() if ratio < colors.CONTRAST} == {}


def _contrast(style: Style, depth: str) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    if depth == "truecolor":
        pair = (tuple(style.color.get_truecolor()), tuple(style.bgcolor.get_truecolor()))
        return terminal_palettes.contrast_of_any([pair])
    return terminal_palettes.contrast(style.color.number or 0, style.bgcolor.number or 0)


@pytest.mark.parametrize("depth", terminal_palettes.DEPTHS)
@pytest.mark.parametrize("theme", colors.NAMES)
def test_layers_of_a_transcript_have_backgrounds_of_their_own(theme: str, depth: str) -> None:
    shown = next(known for known in colors.themes(depth) if known.name == theme)
    layers = ("coded", "match", "selection", "block-cursor-background")
    backs = [shown.background, *(shown.variables[name] for name in layers)]
    reduced = {str(colors.readable(Style(bgcolor=back), 0, depth, (0, 0, 0)).bgcolor) for back in backs}
    assert len(reduced) == len(backs)


@pytest.mark.parametrize("depth", terminal_palettes.DEPTHS)
def test_high_contrast_shows_codings_best(depth: str) -> None:
    stands_out = {}
    for theme in colors.themes(depth):
        pair = [Color.parse(value).rgb for value in (theme.variables["coded"], theme.background)]
        stands_out[theme.name] = terminal_palettes.contrast_of_any([(pair[0], pair[1])])
    assert max(stands_out, key=stands_out.__getitem__) == "coder-contrast"
    assert stands_out["coder-contrast"] > 3
    assert min(stands_out.values()) > 1.3


@pytest.mark.parametrize("number", range(16, 256))
def test_a_color_that_every_terminal_has_stays(number: int) -> None:
    nearest = terminal_palettes.nearest(terminal_palettes.CUBE[number], "256")
    assert terminal_palettes.CUBE[nearest] == terminal_palettes.CUBE[number]


def _shown_with_16(color: str, background: str, text: str = "a", bold: bool = False) -> Style:
    style = Style(color=color, bgcolor=background, bold=bold)
    return colors.readable(style, colors._least(text), "standard", (0, 0, 0), colors._is_mark(text))


@pytest.mark.parametrize("background", ["#000000", "#e5e5e5"])
def test_16_colors_show_six_colors_of_codes_behind_their_marks(background: str) -> None:
    behind = {_shown_with_16(color, background).bgcolor for color in PALETTE.values()}
    assert len(behind) == 6
    stripes = [_shown_with_16(color, background, "│").bgcolor for color in PALETTE.values()]
    assert stripes == [_shown_with_16(color, background).bgcolor for color in PALETTE.values()]


@pytest.mark.parametrize("background", colors.NOMINAL[:8])
def test_marks_of_codes_with_16_colors_are_readable(background: str) -> None:
    ratios = {color: _contrast(_shown_with_16(color, background), "standard") for color in PALETTE.values()}
    assert len(ratios) == 12
    assert min(ratios.values()) >= colors.CONTRAST


def test_bold_black_is_blue_with_16_colors() -> None:
    heading = _shown_with_16("#000000", "#e5e5e5", "Heading", bold=True)
    assert (heading.color and heading.color.number, heading.bold) == (4, False)
    assert _contrast(heading, "standard") >= colors.CONTRAST


@pytest.mark.parametrize("name", ["active", "match", "selection", "block-cursor-background"])
def test_text_on_bright_layers_of_high_contrast_is_black(name: str) -> None:
    theme = next(theme for theme in colors.themes("truecolor") if theme.name == "coder-contrast")
    style = Style(color=theme.foreground, bgcolor=theme.variables[name])
    shown = colors.readable(style, colors.CONTRAST, "truecolor", (0, 0, 0))
    assert shown.color is not None
    assert tuple(shown.color.get_truecolor()) == (0, 0, 0)


@pytest.mark.parametrize("depth", terminal_palettes.DEPTHS)
@pytest.mark.parametrize("theme", colors.NAMES)
def test_the_title_of_the_focus_differs_from_cursor_and_titles(theme: str, depth: str) -> None:
    shown = next(known for known in colors.themes(depth) if known.name == theme)
    names = ("active", "block-cursor-background", "block-cursor-blurred-background")
    backs = {*(shown.variables[name] for name in names), shown.panel}
    assert len(backs) == len({shown.panel, shown.variables["block-cursor-blurred-background"]}) + 2


@pytest.mark.parametrize("level", range(0, 256, 15))
def test_a_grey_background_is_never_shown_in_a_color(level: int) -> None:
    assert terminal_palettes.nearest((level, level, level), "standard", 0, 8) in (0, 7)
