"""Session state: where a person left off in a project, stored on this machine without any text; and screens' state.

Copies of a project have its id: the state belongs to a project in a folder.

`of(project)` is stored between sessions; `screen_state(project, kind)` lives as long as the project is open.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

import msgspec

from coder.errors import StoreError
from coder.model.record import key_of
from coder.project import Project
from coder.project.study import LETTERS
from coder.store import files, reading
from coder.text.units import Granularity

T = TypeVar("T")


class SessionState(msgspec.Struct):
    """The last source, the cursor in each and up to where it was read without a jump, and the unit of the cursor.

    `bookmarks` and `before` (the cursor before its last jump) are positions: a source id and an offset. `skip`: the
    cursor skips the interviewer. `side` is the width of the side panes in cells (0: default), `folded` the codes
    whose children are folded; without `stripes`, reading mode is on. `letters` are those of codes, by id.
    """

    source: str = ""
    cursors: dict[str, int] = {}
    read: dict[str, int] = {}
    granularity: Granularity = Granularity.SENTENCE
    recent_codes: list[str] = []
    when: str = ""
    bookmarks: list[tuple[str, int]] = []
    before: tuple[str, int] = ("", 0)
    skip: bool = False
    zoomed: bool = False
    side: int = 0
    folded: list[str] = []
    stripes: bool = True
    letters: dict[str, str] = {}


#: Project → type of a state → the state; the session state is one of them.
_STATES: WeakKeyDictionary[Project, dict[type, object]] = WeakKeyDictionary()


def screen_state(project: Project, kind: type[T]) -> T:
    """Return the state of this type that belongs to the open project, made with `kind()` the first time."""
    states = _STATES.setdefault(project, {})
    state = states.setdefault(kind, None) or kind()
    states[kind] = state
    assert isinstance(state, kind)
    return state


def of(project: Project) -> SessionState:
    """Return the session state of a project: as it was stored, or a new one where nothing can be read."""
    states = _STATES.setdefault(project, {})
    if SessionState not in states:
        states[SessionState] = _load(project)
    return screen_state(project, SessionState)


def forget_removed(project: Project) -> None:
    """Take sources that are not in the project any more out of its session state."""
    state, sources = of(project), project.sources
    state.cursors = {id: at for id, at in state.cursors.items() if id in sources}
    state.read = {id: at for id, at in state.read.items() if id in sources}
    state.bookmarks = [place for place in state.bookmarks if place[0] in sources]
    state.before = state.before if state.before[0] in sources else ("", 0)
    state.source = state.source if state.source in sources else ""


def save(project: Project) -> str:
    """Store the session state; return why that failed, or "" (it is a comfort, not data)."""
    path = path_of(project)
    try:
        files.make_folder(path.parent)
        files.tighten(path.parent)
        files.replace(path, msgspec.json.encode(of(project)))
    except OSError as error:
        return str(files.explain(error, "remember the place"))
    return ""


def _load(project: Project) -> SessionState:
    try:
        state = reading.read_json(path_of(project), SessionState) or SessionState()
    except StoreError:  # a comfort, not data
        return SessionState()
    codes = project.codes
    state.letters = {id: letter for id, letter in state.letters.items() if id in codes and letter in [*LETTERS]}
    return state


def path_of(project: Project) -> Path:
    """Return where the session state of a project is stored."""
    from hashlib import blake2b

    from platformdirs import user_state_path

    folder = blake2b(os.fsencode(os.path.realpath(project.folder)), digest_size=8).hexdigest()
    id = project.info.id if key_of(project.info.id) else "unknown"  # an id of somebody else's is no path
    return user_state_path("coder", appauthor=False) / f"{id}-{folder}.json"
