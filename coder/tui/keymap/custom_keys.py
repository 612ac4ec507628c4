"""Custom keys: conflicts, swaps, and a reset to the default."""

from __future__ import annotations

from coder.tui.keymap import actions
from coder.tui.keymap.actions import Action


def can_change(action: Action) -> bool:
    """Return whether an action's key can be changed: those on all nine digits cannot."""
    return not action.key.startswith("1,")


def keys_of(keymap: dict[str, str], action: Action) -> list[str]:
    """Return the keys of an action under a keymap, by their Textual names."""
    return keymap.get(action.id, action.key).split(",")


def conflicts(keymap: dict[str, str], action: Action, key: str) -> list[Action]:
    """Return the other actions that have this key where `action` works."""
    everywhere = ("study", "app")
    return [
        other
        for other in actions.ACTIONS
        if other.id != action.id
        and (other.where == action.where or other.where in everywhere or action.where in everywhere)
        and key in keys_of(keymap, other)
    ]


def assigned(keymap: dict[str, str], action: Action, key: str) -> dict[str, str]:
    """Return the keymap with this key, alone, bound to the action."""
    changed = {id: keys for id, keys in keymap.items() if id != action.id}
    return changed if key == action.key else changed | {action.id: key}


def swapped(keymap: dict[str, str], action: Action, other: Action, key: str) -> dict[str, str]:
    """Return the keymap with `key` bound to the action; `other` keeps its further keys or gets the former ones.

    Where both had this key alone, `other` gets its default, or else the action's.
    """
    offers = (keys_of(keymap, other), keys_of(keymap, action), other.key.split(","), action.key.split(","))
    theirs = next(filter(None, ([bound for bound in keys if bound != key] for keys in offers)))
    return assigned(assigned(keymap, action, key), other, ",".join(theirs))


def reset(keymap: dict[str, str], id: str) -> dict[str, str]:
    """Return the keymap without this action: its default keys apply again."""
    return {other: key for other, key in keymap.items() if other != id}


def unknown(keymap: dict[str, str]) -> list[str]:
    """Return the ids in a keymap that no action has; the id of a digit binding ends in the digit."""
    return [id for id in keymap if id not in actions.BY_ID and id.rpartition(".")[0] not in actions.BY_ID]
