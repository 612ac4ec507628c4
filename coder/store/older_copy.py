"""Notices of older copies: files of a project that were put back by hand, from a backup or another copy."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import cast

from coder.errors import StoreError
from coder.model.project import Info
from coder.store import backups, checkpoint, reading
from coder.store.checkpoint import Tables
from coder.store.journal import State
from coder.text.moments import format_moment


def message(folder: Path, stored: State, current: State, closed: bool | None = None) -> str:
    """Return a message if `project.json` is older than the history, or both are older than the newest backup; or "".

    `stored` is the state in `project.json`, `current` the one after the rest of the history. After a crash it is
    older, too: `closed` says that there was none; None: the owner file tells.
    """
    if current.number > stored.number:
        from coder.store.lock import owner_of

        if closed is None:
            closed = owner_of(folder) is None
        return _behind(stored, current) if closed else ""
    newest = next(iter(backups.listed(folder)), None)
    changes = backups.name_of(newest).changes if newest is not None else None
    if newest is None or changes is None or changes <= current.number:
        return ""
    with contextlib.suppress(StoreError):
        head = backups.manifest(newest)
        return (
            f"The project is at change {current.number:,}, but its newest backup is at change {changes:,} "
            f"({format_moment(head.place.when or head.made)}). An older copy was probably put into this folder. "
            f"To continue with it: do nothing. To get the later state back: {_restore(newest)}."
        )
    return ""


def _behind(stored: State, current: State) -> str:
    return (
        f"project.json is at change {stored.number:,}, the history at change {current.number:,}: an older "
        "project.json was probably put back by hand. The history counts: all later changes are still in. "
        "To go on: do nothing."
    )


def keep(folder: Path, now: datetime, stored: State, tables: Tables, message: str) -> str:
    """Back up the project as it was found, so that it can be restored; return the message that says how."""
    content = reading.read_bytes(folder / checkpoint.NAME) or b""
    (info,) = tables["project"].values()
    note = "as it was found: an older copy, put back by hand"
    try:
        path = backups.make(folder, now, content, stored, cast(Info, info), note=note)
    except (OSError, StoreError) as error:
        return f"{message} No backup of what was found could be made: {error}."
    return f"{message} What was found is kept as a backup; to go back to that: {_restore(path)}."


def _restore(path: Path) -> str:
    number = backups.name_of(path).number
    command = f"coder backups restore {path.parent.parent} {number}"
    return f"restore backup {number} (on the screen: g z; or: {command})"
