"""Keys are named as people read them, never as Textual calls them."""

from __future__ import annotations

import pytest
from textual.keys import Keys, _character_to_key

from coder.tui.keymap.action import key_name

CHARACTERS = "§ø–“#`~€,;:_&|\\@^¨[]{}()<>*!'-=+./?\"か"


@pytest.mark.parametrize("character", CHARACTERS)
def test_character_is_its_own_name(character: str) -> None:
    assert key_name(_character_to_key(character)) == character


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+right_square_bracket", "Ctrl+]"),
        ("ctrl+underscore", "Ctrl+_"),
        ("ctrl+backslash", "Ctrl+\\"),
        ("alt+left_square_bracket", "Alt+["),
        ("ctrl+shift+left", "Ctrl+Shift+←"),
        ("ctrl+r", "Ctrl+R"),
        ("f11", "F11"),
        ("no_break_space", "No break space"),
        ("<ignore>", "This key"),
    ],
)
def test_key_with_modifiers_is_readable(key: str, name: str) -> None:
    assert key_name(key) == name


def test_no_key_has_a_raw_name() -> None:
    names = {key.value: key_name(key.value) for key in Keys if not key.value.startswith("<")}
    assert len(names) > 100
    assert [name for name in names.values() if "_" in name.removesuffix("_") or name[:1].islower()] == []
