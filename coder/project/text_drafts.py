"""Drafts of corrections: what was typed into a text and not yet put in its place, one small file each.

Drafts of other texts (condensates, analytic texts, cells, answers): `prose_drafts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from coder.project.project import Project
from coder.store import drafts, files

WHOLE = -1


class TextDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A turn of a source, by its number from 0, or its whole text (`WHOLE`), as it was typed.

    `digest` is the SHA-256 of the words on which it was begun, in hexadecimal.
    """

    source: str
    turn: int = WHOLE
    digest: str
    text: str
    when: str = ""


def keep(project: Project, draft: TextDraft) -> None:
    """Put what was typed on disk; StoreError when the disk refuses."""
    path = _path(project, draft)
    # Half a surrogate pair, as a terminal may paste it, cannot be stored; the rest of the draft must be.
    text = draft.text.encode("utf-8", "replace").decode()
    try:
        files.make_folder(path.parent)
        files.replace(path, msgspec.json.encode(msgspec.structs.replace(draft, text=text, when=project.now())))
    except OSError as error:
        raise files.explain(error, "keep the draft of the correction") from error


def drop(project: Project, draft: TextDraft) -> None:
    """Forget a draft: it was applied or given up."""
    try:
        _path(project, draft).unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, "remove the draft of the correction") from error


def kept(project: Project, source: str, turn: int, digest: str) -> TextDraft | None:
    """The draft of these words, also where the turn has another number now; None where there is none.

    Of a whole text it is the latest, whatever the text was when it was begun: compare the digests.
    """
    found = [one for one in all_of(project, source) if (one.turn == WHOLE) == (turn == WHOLE)]
    if turn != WHOLE:
        found = [one for one in found if one.digest == digest]
    return max(found, key=lambda one: (one.turn == turn, one.when), default=None)


def all_of(project: Project, source: str) -> Iterator[TextDraft]:
    """The drafts of one source; a file that cannot be read is left alone and passed over."""
    for path in sorted((project.folder / drafts.FOLDER).glob(f"{source}.*.text")):
        try:
            yield msgspec.json.decode(path.read_bytes(), type=TextDraft)
        except (OSError, msgspec.DecodeError):
            continue


def _path(project: Project, draft: TextDraft) -> Path:
    what = "whole" if draft.turn == WHOLE else str(draft.turn + 1)
    return project.folder / drafts.FOLDER / f"{draft.source}.{what}.{draft.digest[:12]}.text"
