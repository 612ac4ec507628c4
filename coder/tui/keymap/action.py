"""An action: what a key does and where; and the names of keys for people."""

from __future__ import annotations

from typing import NamedTuple

from textual.keys import key_to_character


class Action(NamedTuple):
    """A key binding: `where` is the part of the screen that has it, `do` the Textual action it runs there.

    `hint` is its label in the hint line; "" leaves it out. `writes`: it changes the project, the settings or a
    file at once, without a question that comes first. `edits`: it changes the project, at once or in the end, so
    that it is refused where the project is open read-only.
    """

    id: str
    key: str
    do: str
    label: str
    help: str
    where: str
    hint: str = ""
    writes: bool = False
    edits: bool = False

    @property
    def bound(self) -> str:
        """The bound keys: those of the settings, else those of the table."""
        return KEYMAP.get(self.id, self.key)

    @property
    def keys(self) -> list[str]:
        """The bound keys as people read them."""
        return [key_name(key) for key in self.bound.split(",")]


#: Action id → keys, as set in the settings; filled by the app.
KEYMAP: dict[str, str] = {}


#: Names of keys that are not the character they type, or that Textual calls by another name than Unicode.
_NAMES = {
    "slash": "/",
    "backslash": "\\",
    "minus": "-",
    "plus": "+",
    "underscore": "_",
    "at": "@",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "escape": "Esc",
    "return": "Enter",
    "delete": "Del",
    "insert": "Ins",
    "<ignore>": "This key",
}


def key_name(key: str) -> str:
    """Return a key's name as people read it: `ctrl+r` → `Ctrl+R`."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last) or _character_name(last)
    name = name.upper() if modifiers and len(name) == 1 else name
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def _character_name(key: str) -> str:
    """Return the character of a key, or its name in words where nothing would be seen."""
    character = key_to_character(key) or ""
    if character.isprintable() and character.strip():
        return character
    words = key.replace("_", " ")
    return words if len(words) == 1 else words[:1].upper() + words[1:]


def define(id: str, key: str, do: str, label: str, help: str, hint: str = "") -> Action:
    """Return an action; the part of its id before the dot is where it works."""
    return Action(id, key, do, label, help, id.split(".")[0], hint)


def change(id: str, key: str, do: str, label: str, help: str, hint: str = "") -> Action:
    """Return an action that changes the project at once."""
    return define(id, key, do, label, help, hint)._replace(writes=True, edits=True)


def edit(id: str, key: str, do: str, label: str, help: str, hint: str = "") -> Action:
    """Return an action that changes the project after a question, or in an editor that it opens."""
    return define(id, key, do, label, help, hint)._replace(edits=True)


def keep(id: str, key: str, do: str, label: str, help: str, hint: str = "") -> Action:
    """Return an action that writes at once, but not into the project: the settings, or a place."""
    return define(id, key, do, label, help, hint)._replace(writes=True)
