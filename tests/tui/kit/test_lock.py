"""The lock: a blank screen from everywhere, at a key or after some minutes, until the person is back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from coder.project import drafts, encryption, settings
from coder.store.cipher import Cost
from coder.tui.kit.background import ThreadJob
from coder.tui.kit.lock_screen import ENCRYPTED, NONE_OPEN, PLAIN, WRONG
from coder.tui.memos.session_memo import SessionMemoEditor
from tests.tui.conftest import Opener, Ui

LOCK = "ctrl+backslash"
SECRET = "SYNTHETIC correct horse"
#: What opens a screen, a dialog or an editor → its name.
PLACES = {
    "CodingScreen": (),
    "HomeScreen": ("g", "h"),
    "SearchScreen": ("ctrl+f",),
    "KeysScreen": ("f1",),
    "ChoiceModal": ("g",),
    "Palette": ("ctrl+p",),
    "SettingsScreen": ("g", "o"),
}


def words_of(seen: str) -> str:
    return " ".join(seen.split())


async def test_a_plain_project_is_hidden_until_enter_and_it_says_so(ui: Ui) -> None:
    before = ui.seen
    await ui.press(LOCK)
    assert (ui.screen, ui.app.is_locked) == ("LockScreen", True)
    assert words_of(ui.seen) == f"Locked {PLAIN}"
    await ui.press("j", "g", "h", "question_mark", "ctrl+p", "ctrl+t", "f1", "q", LOCK)
    assert words_of(ui.seen) == f"Locked {PLAIN}"
    await ui.press("enter")
    assert (ui.screen, ui.app.is_locked, ui.seen) == ("CodingScreen", False, before)


@pytest.mark.parametrize(("name", "way"), PLACES.items(), ids=PLACES)
async def test_it_locks_from_everywhere_and_returns_there(ui: Ui, name: str, way: tuple[str, ...]) -> None:
    await ui.press(*way)
    await ui.until(lambda: ui.screen == name)
    await ui.press("f8")
    assert words_of(ui.seen) == f"Locked {PLAIN}"
    await ui.press("escape")
    assert ui.screen == name


async def test_text_being_typed_is_kept_as_a_draft_and_still_there(ui: Ui) -> None:
    await ui.press("m")
    await ui.type("SYNTHETIC half a memo")
    await ui.press(LOCK)
    assert "half" not in ui.seen
    assert [draft.text for draft in drafts.memo_drafts(ui.project)] == ["SYNTHETIC half a memo"]
    await ui.type("not for the memo")
    await ui.press("enter")
    await ui.type("!")
    assert ui.app.focused is not None
    assert ui.app.focused.text == "SYNTHETIC half a memo!"  # type: ignore[attr-defined]


async def test_the_start_screen_is_hidden_too(running: Opener, folder: Path) -> None:
    settings.remember(folder)
    async with running(None) as ui:
        assert folder.name in ui.seen
        await ui.press(LOCK)
        assert words_of(ui.seen) == f"Locked {NONE_OPEN}"
        await ui.press("enter")
        assert folder.name in ui.seen


async def test_messages_are_hidden_too(ui: Ui) -> None:
    ui.app.notify("SYNTHETIC Strong, never ill")
    await ui.pilot.pause()
    assert "Strong" in ui.seen
    await ui.press(LOCK)
    ui.app.notify("SYNTHETIC Shame")
    ui.app.say("SYNTHETIC Shame")
    await ui.pilot.pause()
    assert words_of(ui.seen) == f"Locked {PLAIN}"


async def test_results_of_work_wait_until_the_person_is_back(ui: Ui) -> None:
    done: list[str] = []
    await ui.press(LOCK)
    ThreadJob(ui.app, lambda progress: "done", done.append, lambda error: None, at_once=1).start()
    await ui.pilot.pause(0.2)
    assert done == []
    await ui.press("enter")
    await ui.until(lambda: done)


async def test_a_screen_that_opens_meanwhile_is_covered_and_shown_afterwards(ui: Ui) -> None:
    await ui.press(LOCK)
    ui.app.open("home")
    ui.app._display(ui.app.screen, "")
    await ui.until(lambda: ui.screen == "LockScreen")
    assert words_of(ui.seen) == f"Locked {PLAIN}"
    await ui.press("enter")
    assert ui.screen == "HomeScreen"
    assert not any(type(screen).__name__ == "LockScreen" for screen in ui.app.screen_stack)


async def test_the_private_session_memo_is_lost_after_asking_once(ui: Ui) -> None:
    await ui.press("g", "j")
    await ui.until(lambda: ui.screen == "SessionMemoScreen")
    await ui.type("SYNTHETIC quokka")
    await ui.press(LOCK)
    await ui.until(lambda: ui.screen == "ChoiceModal")
    await ui.press("n")
    assert ui.app.session_memo == "SYNTHETIC quokka"
    await ui.press(LOCK, LOCK)
    await ui.until(lambda: ui.screen == "LockScreen")
    assert ui.app.session_memo == ""
    await ui.press("enter")
    texts = [editor.text for screen in ui.app.screen_stack for editor in screen.query(SessionMemoEditor)]
    assert texts == [""]


async def test_it_falls_when_nobody_typed_for_the_minutes_of_the_settings(ui: Ui) -> None:
    ui.app.change_settings(idle_lock=5)
    ui.app.lock._last = (ui.app.lock._last[0] - 100.0, ui.app.lock._last[1])
    ui.app.lock.run()
    await ui.pilot.pause()
    assert not ui.app.is_locked
    await ui.press("j")
    ui.app.lock._last = (ui.app.lock._last[0], ui.app.lock._last[1] - 301.0)  # the machine slept
    await ui.press("j")
    await ui.until(lambda: ui.screen == "LockScreen")
    await ui.press("enter")
    assert not ui.app.is_locked


async def test_it_announces_that_the_session_memo_will_be_lost(ui: Ui) -> None:
    ui.app.change_settings(idle_lock=1)
    ui.app.session_memo = "SYNTHETIC quokka"
    ui.app.lock._last = (ui.app.lock._last[0] - 40.0, ui.app.lock._last[1])
    ui.app.lock.run()
    await ui.pilot.pause()
    assert "The screen locks in 30 seconds" in ui.toasts
    await ui.press("j")
    ui.app.lock.run()
    assert (ui.app.is_locked, ui.app.session_memo) == (False, "SYNTHETIC quokka")


async def test_quit_works_while_it_is_locked(running: Opener, folder: Path) -> None:
    async with running(folder) as ui:
        await ui.press(LOCK, "ctrl+q")
        await ui.until(lambda: not ui.app.is_running)
    assert ui.app.return_code == 0


async def test_an_encrypted_project_needs_its_passphrase(running: Opener, folder: Path) -> None:
    encryption.encrypt(folder, SECRET, cost=Cost(1, 8192))
    async with running(folder) as ui:
        before = ui.seen
        await ui.press(LOCK)
        assert words_of(ui.seen).startswith(f"Locked {ENCRYPTED}")
        assert "Strong" not in ui.seen
        await ui.press("enter", "escape")
        await ui.type("wrong horse")
        assert "horse" not in ui.seen
        await ui.press("enter")
        await ui.until(lambda: WRONG in ui.seen)
        assert ui.app.is_locked
        await ui.paste(SECRET)
        assert SECRET not in ui.seen
        encryption.change_passphrase(folder, SECRET, "battery staple", cost=Cost(1, 8192))
        await ui.press("enter")
        await ui.until(lambda: ui.seen.count(WRONG) == 1 and ui.app.screen.query_one(Input).value == "")
        await ui.paste("battery staple\n")
        await ui.press("enter")
        await ui.until(lambda: not ui.app.is_locked)
        assert ui.seen == before


async def test_an_encrypted_project_is_unlocked_while_its_folder_is_away(running: Opener, folder: Path) -> None:
    encryption.encrypt(folder, SECRET, cost=Cost(1, 8192))
    async with running(folder) as ui:
        await ui.press(LOCK)
        folder.rename(folder.with_name("away"))
        await ui.paste(SECRET)
        await ui.press("enter")
        await ui.until(lambda: not ui.app.is_locked)
        folder.with_name("away").rename(folder)
        assert ui.screen == "CodingScreen"


async def test_the_minutes_are_a_setting_of_the_screen(ui: Ui) -> None:
    await ui.press("g", "o", "slash", *"idle", "enter", "enter")
    await ui.press("backspace", "1", "5", "enter")
    await ui.until(lambda: ui.app.settings.idle_lock == 15)
    assert settings.load().idle_lock == 15
    await ui.press("enter", *"x", "enter")
    await ui.until(lambda: "no number of minutes" in ui.toasts)
    assert settings.load().idle_lock == 15
