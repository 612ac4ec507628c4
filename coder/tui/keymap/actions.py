"""The table of actions: key hints, key help, command palette and key bindings read it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from textual.binding import Binding

from coder.tui.keymap.action import KEYMAP, Action, key_name
from coder.tui.keymap.action_table import METHOD, WORK
from coder.tui.keymap.headings import HEADINGS
from coder.tui.keymap.privacy_actions import PRIVACY

__all__ = ["ACTIONS", "BY_ID", "KEYMAP", "PLACES", "Action", "key_name"]

ACTIONS: tuple[Action, ...] = (*WORK, *PRIVACY, *METHOD)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


#: Actions that also work while a question is open or text is typed.
ALWAYS = ("app.quit", "app.help", "app.lock")

#: Actions that also work while the screen is locked, and whose keys are never ignored.
UNCONDITIONAL = ("app.quit", "app.lock")


def is_unconditional(key: str) -> bool:
    """Return whether a key quits or locks the screen."""
    return any(key in BY_ID[id].bound.split(",") for id in UNCONDITIONAL)


class Place(NamedTuple):
    """A screen that `g` and a letter open; `do` is its route."""

    letter: str
    label: str
    do: str


PLACES: tuple[Place, ...] = (
    Place("c", "coding: transcript and codes", "coding"),
    Place("h", "home: transcripts and progress", "home"),
    Place("i", "import transcripts", "import_files"),
    Place("r", "retrieve: units by a query", "retrieve"),
    Place("x", "matrix", "matrix"),
    Place("b", "statistics: codings, new codes, words", "statistics"),
    Place("w", "participants and waves", "participants"),
    Place("m", "memos", "memos"),
    Place("j", "private session memo: never saved", "session_memo"),
    Place("s", "steps of the condensation", "steps"),
    Place("k", "themes", "themes"),
    Place("u", "code groups", "groups"),
    Place("d", "condense: subgroups and condensates", "condense"),
    Place("a", "analytic texts", "analytic"),
    Place("v", "back-check", "check"),
    Place("p", "pairs: two waves side by side", "pairs"),
    Place("y", "change grid", "changes"),
    Place("f", "framework: levels by waves", "framework"),
    Place("n", "COREQ form and reports", "coreq"),
    Place("e", "export: Word, Excel, csv and others", "export"),
    Place("l", "history", "history"),
    Place("z", "backups", "backups"),
    Place("P", "pseudonyms: what identifies people", "pseudonyms"),
    Place("o", "settings", "settings"),
    Place("t", "theme", "theme"),
    Place("q", "quit", "quit"),
)


def of(where: str) -> Iterator[Action]:
    """Return the actions of one part of the screen."""
    return (action for action in ACTIONS if action.where == where)


def bindings(where: str, only: Container[str] = ()) -> list[Binding]:
    """Return the key bindings of one part of the screen; a key that is a digit passes it to its action.

    `only`: names of actions, for one of several widgets that share the part.
    """
    result = []
    for action in of(where):
        if only and action.do.partition("(")[0] not in only:
            continue
        keys = action.key.split(",")
        if keys[0].isdigit():
            result += [
                Binding(key, f"{action.do}({key})", action.label, show=False, id=f"{action.id}.{key}") for key in keys
            ]
        else:
            always = action.id in ALWAYS
            result.append(Binding(action.key, action.do, action.label, show=False, id=action.id, priority=always))
    return result


def bound_action(id: str | None) -> Action | None:
    """Return the action of a binding by the binding's id, that of one of several digits too; None without one."""
    return BY_ID.get(id or "") or BY_ID.get((id or "").rpartition(".")[0])


def _digits(action: Action) -> str:
    """Return `1-9` for an action with these keys, else ""."""
    return f"1-{action.key[-1]}" if action.key.startswith("1,") else ""


def _hint_of(action: Action) -> list[tuple[str, str]]:
    return [(_digits(action) or action.keys[0], action.hint)] if action.hint else []


def hints(*places: str) -> list[tuple[str, str]]:
    """Return the hints for the active parts of the screen: (key, label)."""
    return [hint for where in places for action in of(where) for hint in _hint_of(action)]


def reading(hints: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the hints that hold in a project open read-only: those of actions that change nothing."""
    edits = {
        (_digits(action) or action.keys[0], action.hint or action.label.lower()) for action in ACTIONS if action.edits
    }
    return [hint for hint in hints if hint not in edits]


def first_keys() -> str:
    """Return the text shown in a project without a transcript."""
    ids = ("transcript.code", "transcript.again", "transcript.memo", "transcript.find", "study.undo")
    rows = [("j k", "Next and previous sentence")]
    rows += [(BY_ID[id].keys[0], BY_ID[id].label) for id in (*ids, "study.next_pane", "app.keys", "app.quit")]
    lines = ["Press g, then i, to import transcripts:", "Word, PDF, text, captions and others.", ""]
    lines.append("Then, in the transcript:")
    return "\n".join([*lines, *(f"  {key:<7} {what}" for key, what in rows)])


_INTRODUCTION = (
    "The keys of every screen. On a screen, `?` shows those that work there first, and `F1` also while you type.",
    "The second column is the name of the action. With the name in brackets before it, such as `transcript.code`, it",
    "is the id by which the settings file changes the key (`coder help settings`).",
)


def as_markdown() -> str:
    """Return all actions with their ids, as the help topic `keys` shows them."""
    lines = ["# Keys", "", *_INTRODUCTION]
    where = ""
    for action in ACTIONS:
        if action.where != where:
            where = action.where
            lines += ["", f"## {HEADINGS[where]} ({where})", ""]
        keys = _digits(action) or " ".join(map(key_name, action.key.split(",")))
        lines.append(f"    {keys:<14} {action.id.partition('.')[2]:<16}  {action.help}".rstrip())
    return "\n".join(lines) + "\n"
