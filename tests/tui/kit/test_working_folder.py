"""Paths typed on a screen: the folder they begin with, also when it is gone, and what names no file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.widgets import Input

from coder.errors import CoderError
from coder.tui.kit.working_folder import typed_path, working_folder
from tests.tui.conftest import Ui


def test_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert working_folder() == tmp_path.resolve()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed")
@pytest.mark.parametrize("keys", [("g", "i"), ("g", "e", "c", "c"), ("g", "n", "i")])
async def test_screens_open_where_the_folder_is_gone(
    ui: Ui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert working_folder() == Path.home()
    await ui.press(*keys)
    assert ui.app._exception is None
    assert ui.app.is_running


@pytest.mark.parametrize(
    "text", ["~", "~nobody-of-this-name/x", "nowhere/x", "", " ", "*.docx", "[", "~/å 🙂", "a\nb"]
)
def test_typed_path_is_a_path(text: str) -> None:
    assert typed_path(text) == Path(text.strip().replace("~/", f"{Path.home()}/") if text != "~" else Path.home())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows looks at the length when a file is made")
@pytest.mark.parametrize("text", ["a" * 5000, "a" * 300, "b/" * 4000, "nul\0"])
def test_typed_path_that_no_file_can_have_is_refused(text: str) -> None:
    with pytest.raises(CoderError):
        typed_path(text)


#: Keys that lead to a line for a path.
PATH_LINES = [("g", "i", "/"), ("g", "e", "c", "c"), ("g", "n", "i")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows looks at the length when a file is made")
@pytest.mark.parametrize("keys", PATH_LINES, ids="".join)
async def test_path_that_no_file_can_have_ends_nothing(ui: Ui, keys: tuple[str, ...]) -> None:
    for text in ("~nobody-of-this-name", "a" * 5000):
        await ui.press(*keys)
        assert isinstance(ui.app.focused, Input), ui.seen
        await ui.press("ctrl+u")
        await ui.paste(text)
        await ui.press("enter", "escape")
    assert ui.app._exception is None
