"""The screens as pictures at 80×24 and 140×40; `pytest tests/tui/test_snapshots.py -n0 --snapshot-update` redraws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import textual
from pytest_textual_snapshot import normalize_svg
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from coder.project import settings
from coder.tui.app import CoderApp
from coder.tui.kit import background
from coder.tui.project import start_screen
from tests.tui.at_rest import until

#: Another minor version of Textual may draw borders and scroll bars otherwise.
DRAWN_WITH = "8.2"
SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
Compare = Callable[..., bool]

pytestmark = pytest.mark.skipif(
    textual.__version__.rpartition(".")[0] != DRAWN_WITH, reason=f"drawn with Textual {DRAWN_WITH}"
)


class Picture:
    """What the program draws, beside the picture on record."""

    def __init__(self, compare: Compare, record: Path) -> None:
        self._compare = compare
        self._record = record
        self._drawn: list[str] = []

    def matches(self, app: CoderApp, keys: Iterable[str], size: tuple[int, int]) -> bool:
        """Press keys and compare; where the pictures differ, the error shows the rows that do."""

        async def act(pilot: Pilot[Any]) -> None:
            await until(pilot, lambda: len(app.screen_stack) > 1)
            for key in keys:
                await pilot.press(key)
            with suppress(AssertionError):  # a busy machine draws late; what never comes is shown below
                await until(pilot, lambda: self._is_drawn(app), seconds=3)
            self._drawn = [strip.text for strip in app.screen._compositor.render_strips()]

        if self._compare(app, run_before=act, terminal_size=size):
            return True
        raise AssertionError("\n".join(["drawn otherwise than on record:", *self._drawn]))

    def _is_drawn(self, app: CoderApp) -> bool:
        drawn = app.export_screenshot(title=app.title, simplify=True)
        return self._record.exists() and normalize_svg(drawn) == normalize_svg(self._record.read_text())


@pytest.fixture
def picture(snap_compare: Compare, request: pytest.FixtureRequest) -> Picture:
    record = Path(__file__).parent / "__snapshots__" / Path(__file__).stem / f"{request.node.name}.svg"
    return Picture(snap_compare, record)


@pytest.fixture(autouse=True)
def _no_blinking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)


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
def test_screen(picture: Picture, folder: Path, name: str, size: tuple[int, int]) -> None:
    assert picture.matches(CoderApp(folder), SCREENS[name], size)


@SIZES
@pytest.mark.parametrize("theme", ["coder-light", "coder-contrast"])
def test_theme(picture: Picture, folder: Path, theme: str, size: tuple[int, int]) -> None:
    settings.save(settings.Settings(initials="KG", theme=theme))
    assert picture.matches(CoderApp(folder), ("n", "n"), size)


@SIZES
def test_no_color(picture: Picture, folder: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert picture.matches(CoderApp(folder), ("n", "n"), size)


@SIZES
def test_import(picture: Picture, folder: Path, size: tuple[int, int]) -> None:
    Path("talks").mkdir()
    for name in ("P07_baseline.docx", "P07_follow-up.vtt", "P08_baseline.txt"):
        Path("talks", name).write_text("SYNTHETIC")
    keys = ("g", "i", "shift+tab", "ctrl+u", *"talks", "down", "space")
    assert picture.matches(CoderApp(folder), keys, size)


@SIZES
def test_start(picture: Picture, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_screen, "__version__", "1.2.3")
    assert picture.matches(CoderApp(), (), size)
