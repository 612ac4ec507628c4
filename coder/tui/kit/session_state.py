"""Where a person left off in each project, and how it looked: kept on this machine, without a word of text."""

from __future__ import annotations

from pathlib import Path

import msgspec

from coder.project import Project
from coder.store import files


class SessionState(msgspec.Struct):
    """The last source, the cursor and the furthest position read in each, and the unit of the cursor.

    `bookmarks` and `before` (where the cursor was before it jumped) are places: a source's id and an offset.
    `skip`: the cursor steps over who asks. `side` is the width of the right side in cells (0: by default), `pane`
    the one that had the keys, `folded` the codes whose groups are folded; without `stripes` one reads.
    """

    source: str = ""
    cursors: dict[str, int] = {}
    read: dict[str, int] = {}
    granularity: str = "sentence"
    recent_codes: list[str] = []
    when: str = ""
    bookmarks: list[tuple[str, int]] = []
    before: tuple[str, int] = ("", 0)
    skip: bool = False
    zoomed: bool = False
    side: int = 0
    pane: str = ""
    folded: list[str] = []
    stripes: bool = True


def _path(project: Project) -> Path:
    from platformdirs import user_state_path

    return user_state_path("coder", appauthor=False) / f"{project.info.id}.json"


def load(project: Project) -> SessionState:
    """What was left for this project; a fresh one where nothing can be read."""
    try:
        return msgspec.json.decode(_path(project).read_bytes(), type=SessionState)
    except (OSError, msgspec.DecodeError):
        return SessionState()


def save(project: Project, places: SessionState) -> str:
    """Keep it; gives the reason, in words, where that was not possible (it is a comfort, not data)."""
    path = _path(project)
    try:
        files.make_folder(path.parent)
        files.replace(path, msgspec.json.encode(places))
    except OSError as error:
        return str(files.explain(error, "remember the place"))
    return ""
