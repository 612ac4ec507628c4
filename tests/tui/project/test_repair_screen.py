"""Damaged files and the app: it starts, names what is wrong, and offers the repair."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from coder.errors import StoreError
from coder.project import read_project, settings
from tests.tui.conftest import Opener

BAD_SETTINGS = {
    "no UTF-8": b'initials = "\xff"',
    "zeros": bytes(300),
    "UTF-16": 'initials = "KG"'.encode("utf-16"),
    "nested": b"recent = " + b"[" * 5_000 + b"]" * 5_000,
    "wrong type": b"recent = 7",
    "torn": b'initials = "K',
}


def rename_a_code(folder: Path) -> tuple[str, str]:
    """Change the name of a code in project.json by hand; return its old and its new name."""
    path = folder / "project.json"
    code = next(code for code in read_project(folder).codes.values() if code.codable)
    text = path.read_text("utf-8")
    assert f'"name":"{code.name}"' in text
    path.write_text(text.replace(f'"name":"{code.name}"', '"name":"By hand"'), "utf-8")
    return code.name, "By hand"


@pytest.mark.parametrize(("key", "kept"), [("r", 0), ("p", 1)])
async def test_edited_project_is_repaired_as_chosen(running: Opener, folder: Path, key: str, kept: int) -> None:
    names = rename_a_code(folder)
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "RepairScreen" and "p Keep" in ui.seen)
        assert "changed outside the program" in ui.seen
        assert "name" in ui.seen
        await ui.press(key)
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert names[kept] in {code.name for code in ui.project.codes.values()}
        assert names[1 - kept] not in {code.name for code in ui.project.codes.values()}


async def test_damaged_project_is_left_alone_after_escape(running: Opener, folder: Path) -> None:
    path = folder / "project.json"
    path.write_bytes(b"\xff" + path.read_bytes())
    before = path.read_bytes()
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "RepairScreen" and "r Repair" in ui.seen)
        assert "p Keep" not in ui.seen
        await ui.press("k", "escape")
        await ui.until(lambda: ui.screen == "StartScreen")
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", BAD_SETTINGS.values(), ids=BAD_SETTINGS)
async def test_damaged_settings_do_not_end_the_app(running: Opener, folder: Path, data: bytes) -> None:
    settings.path().parent.mkdir(parents=True, exist_ok=True)
    settings.path().write_bytes(data)
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen" and "settings" in ui.toasts)
        assert ui.project.codes
    assert settings.path().read_bytes() == data


async def test_damaged_draft_is_set_aside_with_a_notice(running: Opener, folder: Path) -> None:
    (folder / "drafts").mkdir(mode=0o700, exist_ok=True)
    for name in ("m.json", "cell.x.prose", "s.whole.0.text"):
        (folder / "drafts" / name).write_bytes(b'{"memo":"\xff')
    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        await ui.until(lambda: "m.json.damaged" in ui.toasts)
    assert {path.suffix for path in (folder / "drafts").iterdir()} == {".damaged"}


async def test_failed_change_is_never_shown_as_saved(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        assert " saved" in ui.state
        with monkeypatch.context() as patch:
            patch.setattr("coder.store.files.write_all", full)
            await ui.press("1")
            await ui.until(lambda: "disk is full" in ui.toasts)
        assert "not saved" in ui.state
        await ui.press("1")
        await ui.until(lambda: "not saved" not in ui.state)
        assert " saved" in ui.state


async def test_full_disk_at_the_end_is_told_as_kept(
    running: Opener, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full")

    async with running(folder) as ui:
        await ui.until(lambda: ui.screen == "CodingScreen")
        before = len(ui.project.codings)
        await ui.press("1")
        after = len(ui.project.codings)
        assert after != before
        with monkeypatch.context() as patch:
            patch.setattr("coder.store.checkpoint.write", full)
            await ui.press("ctrl+q")
            await ui.until(lambda: ui.app.project is None)
        assert ui.app.return_code == 0
        assert any("They are in the history" in str(line) for line in ui.app._exit_renderables)
    with read_project(folder) as project:
        assert len(project.codings) == after


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_keys_stay_in_sight_below_many_findings(running: Opener, folder: Path, size: tuple[int, int]) -> None:
    path = folder / "project.json"
    path.write_text(path.read_text("utf-8").replace('"id":"', '"definition":7,"id":"'), "utf-8")
    history = folder / "history.jsonl"
    history.write_bytes(history.read_bytes()[:-200])
    for number in range(40):
        (folder / "drafts").mkdir(mode=0o700, exist_ok=True)
        (folder / "drafts" / f"{number}.json").write_bytes(b"{")
    async with running(folder, size=size) as ui:
        await ui.until(lambda: ui.screen == "RepairScreen" and "r Repair" in ui.seen)
        assert "Esc Back" in ui.seen
