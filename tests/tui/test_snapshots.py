"""The screens as pictures at 80×24 and 140×40; `pytest tests/tui/test_snapshots.py -n0 --snapshot-update` redraws."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import textual
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from coder.project import settings
from coder.tui.app import CoderApp
from coder.tui.kit import background
from coder.tui.project import start_screen

#: Another minor version of Textual may draw borders and scroll bars otherwise.
DRAWN_WITH = "8.2"
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
Compare = Callable[..., bool]

pytestmark = pytest.mark.skipif(
    textual.__version__.rpartition(".")[0] != DRAWN_WITH, reason=f"drawn with Textual {DRAWN_WITH}"
)


def typed(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Press keys, then let all come to rest; no cursor blinks."""

    async def act(pilot: Pilot[Any]) -> None:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
            for one in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
                one.cursor_blink = False
        await pilot.pause()

    return act


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done a little at a time is done before anybody looks."""
    monkeypatch.setattr(background, "SLICE", 60.0)


SCREENS = {
    "coding": ("n", "n"),
    "picker": ("n", "c", "s", "h"),
    "picker-several": ("c", "s", "h", "tab", "tab"),
    "code-tree": ("tab", "down", "down", "down", "enter"),
    "memo": ("j", "j", "m", *"Polite. Too polite?"),
    "home": ("g", "h"),
    "keys": ("?",),
    "go-to": ("g",),
    "steps": ("g", "s"),
    "themes": ("g", "k"),
    "groups": ("g", "u"),
    "condense": ("g", "d", "down", "down", "enter"),
    "analytic": ("g", "a"),
    "check": ("g", "v"),
    "pairs": ("g", "p"),
    "changes": ("g", "y"),
    "framework": ("g", "f"),
    "participants": ("g", "w"),
    "coreq": ("g", "n"),
}


@SIZES
@pytest.mark.parametrize("name", SCREENS)
def test_screen(snap_compare: Compare, folder: Path, name: str, size: tuple[int, int]) -> None:
    assert snap_compare(CoderApp(folder), run_before=typed(*SCREENS[name]), terminal_size=size)


@SIZES
@pytest.mark.parametrize("theme", ["coder-light", "coder-contrast"])
def test_theme(snap_compare: Compare, folder: Path, theme: str, size: tuple[int, int]) -> None:
    settings.save(settings.Settings(initials="KG", theme=theme))
    assert snap_compare(CoderApp(folder), run_before=typed("n", "n"), terminal_size=size)


@SIZES
def test_no_color(
    snap_compare: Compare, folder: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(CoderApp(folder), run_before=typed("n", "n"), terminal_size=size)


@SIZES
def test_import(snap_compare: Compare, folder: Path, size: tuple[int, int]) -> None:
    Path("talks").mkdir()
    for name in ("P07_baseline.docx", "P07_follow-up.vtt", "P08_baseline.txt"):
        Path("talks", name).write_text("SYNTHETIC")
    keys = ("g", "i", "shift+tab", "ctrl+u", *"talks", "down", "space")
    assert snap_compare(CoderApp(folder), run_before=typed(*keys), terminal_size=size)


@SIZES
def test_start(snap_compare: Compare, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_screen, "__version__", "1.2.3")
    assert snap_compare(CoderApp(), run_before=typed(), terminal_size=size)
