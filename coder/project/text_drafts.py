"""Drafts of corrections: what was typed into a text and not yet put in its place, one small file each."""

from __future__ import annotations

from pathlib import Path

import msgspec

from coder.project.project import Project
from coder.store import drafts, files

WHOLE = -1


class TextDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A turn of a source, by its number from 0, or its whole text (`WHOLE`), as it was typed.

    `digest` is that of the text on which it was begun.
    """

    source: str
    turn: int = WHOLE
    digest: str
    text: str
    when: str = ""


def keep(project: Project, draft: TextDraft) -> None:
    """Put what was typed on disk; StoreError when the disk refuses."""
    path = _path(project, draft.source, draft.turn)
    # Half a surrogate pair, as a terminal may paste it, cannot be stored; the rest of the draft must be.
    text = draft.text.encode("utf-8", "replace").decode()
    draft = msgspec.structs.replace(draft, text=text, when=project.now())
    try:
        files.make_folder(path.parent)
        files.replace(path, msgspec.json.encode(draft))
    except OSError as error:
        raise files.explain(error, "keep the draft of the correction") from error


def drop(project: Project, source: str, turn: int = WHOLE) -> None:
    """Forget a draft: it was applied or given up."""
    try:
        _path(project, source, turn).unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, "remove the draft of the correction") from error


def kept(project: Project, source: str, turn: int = WHOLE) -> TextDraft | None:
    """The draft there is; None where there is none, or where its file cannot be read, which then stays."""
    try:
        return msgspec.json.decode(_path(project, source, turn).read_bytes(), type=TextDraft)
    except (OSError, msgspec.DecodeError):
        return None


def _path(project: Project, source: str, turn: int) -> Path:
    name = source if turn == WHOLE else f"{source}.{turn + 1}"
    return project.folder / drafts.FOLDER / f"{name}.text"
