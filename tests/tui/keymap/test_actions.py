"""The table of actions: keys, labels, the manual page, a case for each."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode

import coder
import coder.tui
from coder.tui.keymap import actions

HELP = Path(coder.__file__).parent / "help"
TESTS = Path(__file__).parents[1]
#: Parts of a screen whose actions are tried by tests of any shape, without `ActionCases`.
WITHOUT_CASES = {"correction"}
WHERE = {action.where for action in actions.ACTIONS}
PLACES = sorted(WHERE - {"study", "app"})
#: Parts of one screen whose keys work at the same time.
TOGETHER = [
    ("themes", "list"),
    ("groups", "list"),
    ("steps", "list"),
    ("changes", "grid"),
    ("matrix", "grid"),
    ("checking", "unitcheck"),
    ("checking", "claimcheck"),
    ("preview", "speakers"),
    ("settle", "speakers"),
]
#: Actions that take the key of an action of every screen, in the same sense: undo of choices not applied yet.
REPLACING = {"speakers.back"}


def places_with_cases() -> set[str]:
    """The places that tests give to `ActionCases`, which has a case for each of their actions."""
    nodes = (node for path in TESTS.rglob("test_*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = (node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ActionCases")
    return {ast.literal_eval(argument) for call in calls for argument in call.args}


def test_every_action_has_a_case() -> None:
    assert WHERE - places_with_cases() == WITHOUT_CASES


@pytest.mark.parametrize("places", [(), *((place,) for place in PLACES), *TOGETHER], ids="+".join)
def test_no_key_is_used_twice(places: tuple[str, ...]) -> None:
    scopes = (*places, "study", "app")
    keys = [
        key
        for scope in scopes
        for action in actions.of(scope)
        if action.id not in REPLACING
        for key in action.key.split(",")
    ]
    assert keys
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_the_help_topic_keys_is_the_table() -> None:
    """Write it anew: `python -c "from coder.tui.keymap import actions; print(actions.as_markdown(), end='')"`."""
    assert (HELP / "keys.md").read_text(encoding="utf-8") == actions.as_markdown()


def bindings_of_the_table() -> Iterator[tuple[type[DOMNode], Binding]]:
    """Yield each class of the program with each of the bindings that it takes from the table."""
    for module in pkgutil.walk_packages(coder.tui.__path__, "coder.tui."):
        importlib.import_module(module.name)
    classes, seen = [DOMNode], set()
    while classes:
        node = classes.pop()
        classes += [below for below in node.__subclasses__() if below not in seen]
        seen.update(classes)
        if node.__module__.startswith("coder."):
            for binding in vars(node).get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id and binding.id.partition(".")[0] in WHERE:
                    yield node, binding


def test_every_action_is_a_method_of_the_widget_that_has_its_key() -> None:
    """Without the method the key is dead; widgets that share a place have lists of what each of them does."""
    bound = list(bindings_of_the_table())
    assert bound
    for node, binding in bound:
        target, method, _ = parse(binding.action)
        problem = f"{binding.id} is bound by {node.__name__}, which has no action_{method}"
        assert target or hasattr(node, f"action_{method}"), problem
    ids = {".".join(binding.id.split(".")[:2]) for _, binding in bound if binding.id}
    assert sorted(actions.BY_ID.keys() - ids) == [], "no widget binds these"


def test_every_action_has_words_of_its_own() -> None:
    assert len(actions.BY_ID) == len(actions.ACTIONS)
    for action in actions.ACTIONS:
        assert action.label, action.id
        assert action.help, action.id
