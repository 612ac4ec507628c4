"""The table of actions: keys, labels, the manual page, a case for each."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import coder
from coder.tui.keymap import actions

HELP = Path(coder.__file__).parent / "help"
TESTS = Path(__file__).parents[1]
#: Parts of a screen whose actions are tried by tests of any shape, without `ActionCases`.
WITHOUT_CASES = {"correction"}
PLACES = sorted({action.where for action in actions.ACTIONS} - {"study", "app"})
#: Parts of one screen whose keys work at the same time.
TOGETHER = [
    ("themes", "cards"),
    ("groups", "cards"),
    ("steps", "cards"),
    ("changes", "grid"),
    ("matrix", "grid"),
    ("checking", "unitcheck"),
    ("checking", "claimcheck"),
]


def places_with_cases() -> set[str]:
    """The places that tests give to `ActionCases`, which has a case for each of their actions."""
    nodes = (node for path in TESTS.rglob("test_*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = (node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ActionCases")
    return {ast.literal_eval(argument) for call in calls for argument in call.args}


def test_every_action_has_a_case() -> None:
    assert {action.where for action in actions.ACTIONS} - places_with_cases() == WITHOUT_CASES


@pytest.mark.parametrize("places", [(), *((place,) for place in PLACES), *TOGETHER], ids="+".join)
def test_no_key_is_used_twice(places: tuple[str, ...]) -> None:
    scopes = (*places, "study", "app")
    keys = [key for scope in scopes for action in actions.of(scope) for key in action.key.split(",")]
    assert keys
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_the_help_topic_keys_is_the_table() -> None:
    """Write it anew: `python -c "from coder.tui.keymap import actions; print(actions.as_markdown(), end='')"`."""
    assert (HELP / "keys.md").read_text(encoding="utf-8") == actions.as_markdown()


def test_every_action_has_words_of_its_own() -> None:
    assert len(actions.BY_ID) == len(actions.ACTIONS)
    for action in actions.ACTIONS:
        assert action.label, action.id
        assert action.help, action.id
