"""Keys typed on another keyboard layout act as the Latin keys in their place; text fields take them as they are."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from coder.tui.keymap.layouts import LATIN, is_foreign, latin
from tests.tui.conftest import Ui


@pytest.mark.parametrize(
    ("character", "plain"),
    [*zip("сСЙюЖλｇ１？ёі", "cCQ.:lg1?`s", strict=True), *((other, "") for other in "céかﬁ中")],
)
def test_latin_key_of_a_character(character: str, plain: str) -> None:
    assert latin(character) == plain


def test_each_letter_of_a_layout_stands_for_one_ascii_character() -> None:
    assert len(LATIN) > 100
    assert all(len(plain) == 1 and plain.isascii() and not letter.isascii() for letter, plain in LATIN.items())


def test_foreign_letters_are_distinguished_from_latin_ones() -> None:
    assert [is_foreign(character) for character in "жか漢éøC5?"] == [True, True, True, *[False] * 5]


async def test_commands_on_a_cyrillic_layout_act_and_text_stays_as_typed(ui: Ui) -> None:
    first = ui.view.cursor.span
    await ui.press("о")  # j
    assert ui.view.cursor.span != first
    await ui.press("с")  # c
    await ui.until(lambda: isinstance(ui.app.focused, Input))
    await ui.type("сон")
    assert isinstance(ui.app.focused, Input)
    assert ui.app.focused.value == "сон"
    await ui.press("escape", "п", "р")  # g h
    await ui.until(lambda: ui.screen == "HomeScreen")


async def test_letter_of_no_known_layout_is_answered_and_the_answer_goes(ui: Ui) -> None:
    before = ui.project.undoable
    await ui.press("か")
    assert ui.said == "か does nothing here. Keyboard layout? The keys are Latin letters"
    await ui.press("j")
    assert "Keyboard layout" not in ui.said
    assert ui.project.undoable == before
