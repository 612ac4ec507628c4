"""The folder that paths typed on a screen begin with, also when it is gone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from coder.tui.kit.working_folder import working_folder
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
