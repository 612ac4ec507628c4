"""Which keys a person has given which actions: conflicts, swaps, and back to the table's own."""

from __future__ import annotations

from coder.tui.keymap import actions
from coder.tui.keymap.actions import Action


def can_change(action: Action) -> bool:
    """Whether an action's key can be another: those on all nine digits stay there."""
    return not action.key.startswith("1,")


def keys_of(keymap: dict[str, str], action: Action) -> list[str]:
    """The keys of an action under a keymap, as the program calls them."""
    return keymap.get(action.id, action.key).split(",")


def conflicts(keymap: dict[str, str], action: Action, key: str) -> list[Action]:
    """The actions that have this key where it would be pressed for `action`."""
    everywhere = ("study", "app")
    return [
        other
        for other in actions.ACTIONS
        if other.id != action.id
        and (other.where == action.where or other.where in everywhere or action.where in everywhere)
        and key in keys_of(keymap, other)
    ]


def given(keymap: dict[str, str], action: Action, key: str) -> dict[str, str]:
    """The keymap with this key on the action, whose other keys it loses."""
    changed = {id: one for id, one in keymap.items() if id != action.id}
    return changed if key == action.key else changed | {action.id: key}


def swapped(keymap: dict[str, str], action: Action, other: Action, key: str) -> dict[str, str]:
    """The keymap with `key` on the action, and the action's keys so far where the other had it."""
    theirs = [one for one in keys_of(keymap, other) if one != key]
    changed = given(keymap, action, key)
    return given(changed, other, ",".join(theirs or keys_of(keymap, action)))


def reset(keymap: dict[str, str], id: str) -> dict[str, str]:
    """The keymap without what it says of this action."""
    return {other: key for other, key in keymap.items() if other != id}


def unknown(keymap: dict[str, str]) -> list[str]:
    """Ids in a keymap that no action has; a digit's own binding ends in the digit."""
    return [id for id in keymap if id not in actions.BY_ID and id.rpartition(".")[0] not in actions.BY_ID]
