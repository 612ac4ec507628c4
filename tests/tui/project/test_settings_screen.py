"""The settings screen: every action by its key, saving, custom keys, invalid files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coder.errors import CoderError
from coder.project import settings
from coder.tui.keymap import actions
from coder.tui.project.settings_screen import sections
from tests.tui.conftest import ActionCases, Opener, Ui

act = ActionCases("settings")


@pytest.fixture(autouse=True)
def _own_keys() -> Iterator[None]:
    yield
    actions.KEYMAP.clear()


@pytest.mark.parametrize("id", act.ids)
async def test_action_works_by_its_key(id: str, ui: Ui) -> None:
    await ui.press("g", "o")
    await act.run(id, ui)
    assert ui.app._exception is None


async def to(ui: Ui, words: str) -> None:
    """Filter the list to the setting with these words."""
    await ui.press("slash", "ctrl+u", *words, "enter")


@act("settings.change")
async def _(ui: Ui) -> None:
    await ui.press("enter", "ctrl+u", *"AB", "enter")
    assert settings.load().initials == "AB"
    assert "settings" in ui.said or "config" in ui.said


@act("settings.reset")
async def _(ui: Ui) -> None:
    await to(ui, "language")
    await ui.press("enter", *"nb", "enter")
    assert settings.load().language == "nb"
    await ui.press("delete")
    assert settings.load().language == ""


@act("settings.find")
async def _(ui: Ui) -> None:
    await to(ui, "code again")
    assert "transcript.again" in ui.seen or "again" in ui.seen
    assert "Initials" not in ui.seen
    await to(ui, "")
    assert "Initials" in ui.seen


async def test_each_setting_is_saved_at_once(ui: Ui) -> None:
    await ui.press("g", "o", "j", "enter", *"Kari Grey", "enter")
    await ui.press("j", "enter", "2")
    await ui.press("j", "enter", "w")
    await ui.press("j", "enter", *"nn", "enter")
    await ui.press("j", "enter", "o")
    mine = settings.load()
    kept = (mine.initials, mine.name, mine.theme, mine.unit, mine.language, mine.clipboard)
    assert kept == ("KG", "Kari Grey", "coder-light", "word", "nn", "off")
    assert ui.app.theme == "coder-light"
    assert ui.project.full_name == "Kari Grey"  # what is made from now on is hers by name


async def test_memo_templates_can_be_edited_and_reset(ui: Ui) -> None:
    await ui.press("g", "o")
    await to(ui, "field note")
    assert "default" in ui.seen
    await ui.press("enter", "ctrl+g")
    assert settings.load().templates == {}
    await ui.press("enter", "enter", *"Weather", "escape")
    text = settings.load().templates["field note"]
    assert text.endswith("**What struck me:** \n\nWeather")
    assert "custom" in ui.seen
    await ui.press("enter", *"!", "ctrl+s")
    assert settings.load().templates["field note"] == f"{text}!"
    await ui.press("delete")
    assert settings.load().templates == {}
    await to(ui, "analytic memo")
    await ui.press("enter", *"Idea: ", "escape")
    await ui.press("escape", "m")
    assert ui.memo.view.editor.text == "Idea: "


async def test_a_template_that_cannot_be_saved_stays_in_the_editor(ui: Ui, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> settings.Settings:
        raise CoderError("The disk is full")

    await ui.press("g", "o")
    await to(ui, "analytic memo")
    await ui.press("enter", *"Idea: ")
    with monkeypatch.context() as patch:
        patch.setattr(settings, "change", refuse)
        await ui.press("escape")
        assert "The disk is full" in ui.toasts
        assert "Idea:" in ui.seen
    await ui.press("escape")
    assert settings.load().templates == {"analytic": "Idea: "}


async def test_an_invalid_language_is_refused(ui: Ui) -> None:
    await ui.press("g", "o")
    await to(ui, "language")
    await ui.press("enter", *"norsk", "enter")
    assert "is not a language" in ui.toasts
    assert settings.load().language == ""


async def test_reasons_and_quick_codes_belong_to_the_project(ui: Ui) -> None:
    await ui.press("g", "o")
    await to(ui, "require a reason")
    await ui.press("enter")
    assert ui.project.info.reasons
    await ui.press("u")
    assert not ui.project.info.reasons
    await to(ui, "quick code 7")
    await ui.press("enter", *"shame", "enter")
    assert {code.name for code in ui.project.codes.values() if code.quick == 7} == {"Shame"}
    await ui.press("delete")
    assert not [code for code in ui.project.codes.values() if code.quick == 7]


async def test_a_custom_key_works_at_once(running: Opener, ui: Ui) -> None:
    await ui.press("g", "o")
    await to(ui, "transcript.in_vivo")
    await ui.press("enter", "f9")
    assert settings.load().keymap == {"transcript.in_vivo": "f9"}
    assert "f9" in ui.seen.lower()
    await ui.press("escape", "j", "f9")
    await ui.until(lambda: ui.app.screen.questions.open or "in vivo" in ui.said)  # type: ignore[attr-defined]
    await ui.press("escape", "?")
    await ui.until(lambda: "Go to the next sentence" in ui.seen)
    await ui.press("pagedown")
    await ui.until(lambda: "f9" in ui.seen.lower())


async def test_a_taken_key_can_be_swapped(ui: Ui) -> None:
    await ui.press("g", "o")
    await to(ui, "transcript.in_vivo")
    await ui.press("enter", "c")
    assert "c is taken" in ui.seen
    assert "transcript.code" in ui.seen
    await ui.press("escape")
    assert settings.load().keymap == {}
    await ui.press("enter", "c", "s")
    assert settings.load().keymap == {"transcript.in_vivo": "c", "transcript.code": "i"}
    await ui.press("escape", "i")
    assert ui.app.screen.questions.open  # type: ignore[attr-defined]
    await ui.press("escape", "g", "o")
    await to(ui, "transcript.in_vivo")
    await ui.press("delete")
    assert settings.load().keymap == {"transcript.code": "i"}


async def test_escape_leaves_the_key_unchanged(ui: Ui) -> None:
    await ui.press("g", "o")
    await to(ui, "transcript.in_vivo")
    await ui.press("enter", "escape")
    assert ui.screen == "SettingsScreen"
    assert settings.load().keymap == {}


async def test_an_unknown_action_can_be_removed(ui: Ui) -> None:
    settings.change(keymap={"transcript.fly": "f"})
    ui.app.settings = settings.load()
    await ui.press("g", "o")
    await to(ui, "unknown action")
    assert "transcript.fly" in ui.seen
    await ui.press("delete")
    assert settings.load().keymap == {}


async def test_manual_edits_of_the_file_are_preserved(ui: Ui) -> None:
    file = settings.path()
    file.write_text('# mine\ninitials = "KG"  # Kari\n[keymap]\n"study.undo" = "ctrl+z"\n', encoding="utf-8")
    await ui.press("ctrl+t")
    text = file.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "# Kari" in text
    assert '"study.undo" = "ctrl+z"' in text
    assert 'theme = "coder-light"' in text


async def test_an_invalid_file_is_reported_and_never_overwritten(ui: Ui) -> None:
    file = settings.path()
    file.write_text("initials = ", encoding="utf-8")
    await ui.press("g", "o", "enter", "ctrl+u", *"AB", "enter")
    assert "cannot be read" in ui.toasts
    assert file.read_text(encoding="utf-8") == "initials = "


async def test_the_unit_applies_to_a_project_opened_for_the_first_time(running: Opener, folder: object) -> None:
    settings.change(unit="turn")
    async with running(folder) as ui:
        assert ui.said.startswith("turn")


async def test_the_setting_under_the_cursor_is_explained_in_full(ui: Ui) -> None:
    await ui.press("g", "o")
    assert "applies after" in " ".join(ui.seen.splitlines()[-4:])
    await ui.press("j", "j")
    assert "Ctrl+T" in " ".join(ui.seen.splitlines()[-4:-2])


async def test_the_theme_row_follows_the_key(ui: Ui) -> None:
    await ui.press("g", "o")
    assert "coder-light" not in ui.seen
    await ui.press("ctrl+t")
    await ui.until(lambda: "coder-light" in ui.seen)


async def test_initials_of_the_environment_are_shown_and_so_is_that_they_are_not_used(
    ui: Ui, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODER_INITIALS", "QX")
    rows = {row.id: row for _, rows in sections(ui.app.screen) for row in rows}  # type: ignore[arg-type]
    assert "CODER_INITIALS (QX) is not used" in rows["initials"].help
    ui.app.settings.initials = ""
    rows = {row.id: row for _, rows in sections(ui.app.screen) for row in rows}  # type: ignore[arg-type]
    assert rows["initials"].value == "QX (from CODER_INITIALS)"
