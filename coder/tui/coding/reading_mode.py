"""Reading mode: whole transcripts are read without codes, one after the other (step 1 of the condensation)."""

from __future__ import annotations

from coder.model.change import Transaction
from coder.model.source import Source
from coder.project import Project
from coder.tui.keymap import actions
from coder.tui.kit.session_state import SessionState


class ReadingProgress:
    """How much of a source and of the project was read."""

    def __init__(self, project: Project, state: SessionState) -> None:
        self._project, self._state = project, state
        self._read: set[str] | None = None

    def follow(self, transaction: Transaction) -> None:
        """Look up the sources that were read again where a transaction changed them."""
        if any(change.table in ("readings", "sources", "coders") for change in transaction.changes):
            self._read = None

    def notes(self, source: Source, position: int) -> list[str]:
        """Return notes for the status line, with the cursor at an offset of a source."""
        if self._read is None:
            from coder.analysis.method.reading import read_by

            self._read = read_by(self._project, self._project.stored_initials)
        reached = max(position, self._state.read.get(source.id, 0))
        state = "read" if source.id in self._read else f"{100 * reached // max(1, source.characters)} %"
        return ["reading mode", state, f"{len(self._read)} of {len(self._project.sources)} read"]


def toggle_read(project: Project, source: Source) -> tuple[Source | None, str]:
    """Mark a source as read, or unmark it; return the next source to read, and a message."""
    from coder.analysis.method.reading import unread
    from coder.project.operations import sources

    initials = project.stored_initials
    if sources.find_reading(project, source, initials) is not None:
        sources.unmark_read(project, source)
        return None, f"{source.name} is marked as unread · R: mark as read"
    sources.mark_read(project, source)
    rest = unread(project, initials, source.id)
    if not rest:
        return None, f"{source.name} is read: all {len(project.sources)} are"
    return rest[0], f"{source.name} is read · now {rest[0].name}, {len(rest)} to read"


def reading_hints() -> list[tuple[str, str]]:
    """Return the keys of reading mode."""
    keys = {id: actions.BY_ID[f"transcript.{id}"].keys[0] for id in ("read", "theme", "stripes")}
    return [(keys["read"], "read, next"), (keys["theme"], "note a theme"), (keys["stripes"], "codes")]
