"""Private names of Textual: each use is listed with what breaks when Textual renames it; no other name collides."""

from __future__ import annotations

import inspect
import re
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.command import CommandPalette
from textual.message_pump import MessagePump
from textual.widgets import Input, TextArea

import coder.tui

#: Class, private name, and what breaks without it.
USED: tuple[tuple[type, str, str], ...] = (
    (XTermParser, "_sequence_to_key_events", "Esc and keys that arrive in one piece are lost (keymap/terminal_keys)"),
    (App, "_handle_exception", "a fault prints interview text in its traceback (kit/crash)"),
    (App, "_check_bindings", "a key that does nothing does not say so (app)"),
    (App, "_display", "keys typed before a screen was painted write unseen (app)"),
    (App, "_batch_count", "a frame that is held back counts as painted (app)"),
    (App, "_exception", "tests do not see a fault of the program (app)"),
    (App, "_exception_event", "the program hangs after a fault (app)"),
    (App, "_return_code", "a fault ends with exit status 0 (app)"),
    (App, "_close_messages_no_wait", "the program hangs after a fault (app)"),
    (App, "_driver", "Ctrl+Z and the end of a line that was dropped do not reach the terminal (app)"),
    (App, "_loop", "a dropped line does not save on the loop of the app (app)"),
    (App, "_clipboard", "cut and paste inside the program do nothing (app)"),
    (App, "_filters", "NO_COLOR has no effect (kit/no_color)"),
    (
        CommandPalette,
        "_action_command_list",
        "paging in a tiny palette ends the program (kit/option_list)",
    ),
    (TextArea, "_on_key", "[[ in a memo opens no list of links (kit/memo_editor)"),
    (Input, "_on_paste", "a pasted text of several lines loses all but the first (kit/prompt)"),
)
PRIVATE = re.compile(r"\bself\.(_[a-z]\w*)|def (_[a-z]\w*)\(self")


def private_names(source: str) -> set[str]:
    """The private names that a class reads, sets or defines on itself."""
    return {name for pair in PRIVATE.findall(source) for name in pair if name}


@cache
def names_of(kind: type) -> frozenset[str]:
    """The private names of one class of Textual."""
    return frozenset(private_names(inspect.getsource(kind)))


def widget_classes() -> list[type]:
    """Every class of `coder.tui` that derives from a class of Textual."""
    found = []
    for module in walk_packages(coder.tui.__path__, "coder.tui."):
        for kind in vars(import_module(module.name)).values():
            own = inspect.isclass(kind) and kind.__module__ == module.name
            if own and issubclass(kind, MessagePump | XTermParser):
                found.append(kind)
    assert len(found) > 50
    return found


@pytest.mark.parametrize(("kind", "name", "breaks"), USED, ids=[name for _, name, _ in USED])
def test_a_private_name_that_is_used_exists(kind: type, name: str, breaks: str) -> None:
    assert any(name in names_of(base) for base in kind.__mro__ if base.__module__.startswith("textual")), breaks


def test_no_class_uses_a_private_name_of_textual_unless_it_is_listed() -> None:
    listed = {name for _, name, _ in USED}
    collisions = {}
    for kind in widget_classes():
        bases = [base for base in kind.__mro__ if base.__module__.startswith("textual")]
        theirs = frozenset().union(*map(names_of, bases))
        ours = private_names(inspect.getsource(kind)) & theirs - listed
        if ours:
            collisions[f"{kind.__module__}.{kind.__name__}"] = sorted(ours)
    assert collisions == {}
