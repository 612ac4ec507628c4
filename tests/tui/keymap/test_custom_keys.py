"""Keys that a person assigned."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from coder.project import settings
from coder.tui.keymap import actions, custom_keys
from tests.tui.conftest import Opener


async def test_a_key_of_ones_own(running: Opener, folder: Path) -> None:
    settings.save(settings.Settings(initials="KG", keymap={"transcript.down": "w"}))
    async with running(folder) as ui:
        await ui.press("w", "w")
        assert ui.quote == "Thank you for coming."


KEYS = st.sampled_from(["a", "b", "j", "k", "f9", "ctrl+r", "tab", "z"])


REMAPPED = st.sampled_from([action for action in actions.ACTIONS if custom_keys.can_change(action)])


@given(st.lists(st.tuples(REMAPPED, KEYS), max_size=6))
def test_assigned_and_swapped_keys_never_conflict(pairs: list[tuple[actions.Action, str]]) -> None:
    mine: dict[str, str] = {}
    for action, key in pairs:
        others = custom_keys.conflicts(mine, action, key)
        if not others:
            mine = custom_keys.assigned(mine, action, key)
            assert custom_keys.keys_of(mine, action) == [key]
            assert not custom_keys.conflicts(mine, action, key)
        elif len(others) == 1:
            before = custom_keys.keys_of(mine, others[0])
            mine = custom_keys.swapped(mine, action, others[0], key)
            assert key not in custom_keys.keys_of(mine, others[0])
            assert before == [key] or custom_keys.keys_of(mine, others[0])
    for action, _ in pairs:
        mine = custom_keys.reset(mine, action.id)
    assert all(custom_keys.keys_of(mine, action) == action.key.split(",") for action, _ in pairs)
