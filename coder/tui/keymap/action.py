"""An action: what a key does, and where; and how keys are written for people."""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """What a key does: `where` is the part of the screen that owns it, `do` its action there.

    `footer` tells whether the hint line shows it, as `hint` (or the label).
    """

    id: str
    key: str
    do: str
    label: str
    help: str
    where: str
    hint: str = ""

    @property
    def now(self) -> str:
        """The keys that do it now: the person's own, else those of the table."""
        return KEYMAP.get(self.id, self.key)

    @property
    def keys(self) -> list[str]:
        """The keys that do it now, as a person reads them."""
        return [shown(key) for key in self.now.split(",")]


#: Action id → keys, as the settings of the person say; the program fills it.
KEYMAP: dict[str, str] = {}

_NAMES = {
    "quotation_mark": '"',
    "full_stop": ".",
    "slash": "/",
    "question_mark": "?",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "asterisk": "*",
    "exclamation_mark": "!",
    "apostrophe": "'",
    "minus": "-",
    "equals_sign": "=",
    "plus": "+",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "delete": "Del",
    "backspace": "Backspace",
}


def shown(key: str) -> str:
    """A key's name as a person reads it: `ctrl+r` → `Ctrl+R`."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last.upper() if modifiers and len(last) == 1 else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def row(id: str, key: str, do: str, label: str, help: str, hint: str = "") -> Action:
    return Action(id, key, do, label, help, id.split(".")[0], hint)
