"""The rescue: drafts that are kept outside a project whose folder could not be reached, and the way back into it."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import msgspec

from coder.errors import CoderError
from coder.project.drafts import PATTERNS, Draft
from coder.project.opening import folder_of
from coder.project.project import Project
from coder.store import checkpoint, drafts, files, rescue
from coder.store.rescue import Rescue
from coder.text.phrases import format_count


class Rescued(NamedTuple):
    """A rescue file; `rescue` and `draft` are None where it is damaged, and `damage` says how."""

    file: Path
    rescue: Rescue | None = None
    draft: Draft | None = None
    damage: str = ""


class Applied(NamedTuple):
    """The rescued drafts that are in the project now, and those that were left, each with the reason."""

    moved: list[Rescued]
    left: list[tuple[Rescued, str]]


def listed(path: Path | str) -> list[Rescued]:
    """Return what is kept of a project, of its copies too; of one that cannot be reached, by its path."""
    place = folder_of(path)
    info = checkpoint.info_at_a_glance(place)
    id = info.id if info is not None else ""
    rows = [_read(file) for file in rescue.paths()]
    return [row for row in rows if _id_of(row) == id or is_from(row, place)]


def _id_of(row: Rescued) -> str:
    return row.rescue.project if row.rescue is not None else row.file.parent.name


def is_from(row: Rescued, folder: Path) -> bool:
    """Return whether a rescued draft was typed in the project in this very folder, not in a copy elsewhere."""
    return row.rescue is not None and rescue.is_from(row.rescue, folder)


def _read(file: Path) -> Rescued:
    try:
        kept = rescue.read(file)
    except CoderError as error:
        return Rescued(file, damage=error.detail or error.title)
    draft_type = next((kind for pattern, kind in PATTERNS.items() if fnmatch(kept.file, pattern)), None)
    if draft_type is None:
        return Rescued(file, damage=f"{file}: this version of coder cannot read it as a draft.")
    try:
        draft: Draft = msgspec.json.decode(kept.draft, type=draft_type)
    except files.UNDECODABLE:
        return Rescued(file, damage=f"{file}: this version of coder cannot read it as a draft.")
    return Rescued(file, kept, draft)


def apply(project: Project, rows: list[Rescued]) -> Applied:
    """Move rescued drafts into the drafts of their project, where they are offered; StoreError when it refuses.

    A draft in the project that is newer, or another coder's, is never replaced: the rescued one is left.
    """
    applied = Applied([], [])
    for row in rows:
        draft = row.draft
        if draft is None:
            applied.left.append((row, row.damage))
            continue
        present = drafts.read(project.folder, draft.file_name, type(draft))
        reason = _why_not(draft, present) if present is not None else ""
        if reason:
            applied.left.append((row, reason))
            continue
        if present is None or present.text != draft.text:
            drafts.write(project.folder, draft.file_name, draft, draft.noun)
        rescue.remove(row.file)
        applied.moved.append(row)
    return applied


def _why_not(draft: Draft, present: Draft) -> str:
    """Return why a rescued draft does not replace the one in the project; "" where it does."""
    if present.text == draft.text:
        return ""
    if getattr(present, "coder", "") != getattr(draft, "coder", ""):
        return "The project has another coder's draft of it."
    return "The project has a newer draft of it." if present.when > draft.when else ""


def discard(rows: list[Rescued]) -> None:
    """Remove rescue files for good."""
    for row in rows:
        rescue.remove(row.file)


def take_back(project: Project) -> Applied:
    """Move what was typed in this project while its folder could not be reached into its drafts."""
    rows = [] if project.readonly else listed(project.folder)
    return apply(project, [row for row in rows if is_from(row, project.folder)])


def return_drafts(project: Project) -> None:
    """Move texts typed while the project could not be reached into it; add notices of those left outside."""
    rows = listed(project.folder)
    try:
        moved = take_back(project).moved
    except CoderError as error:
        project.notices.append(f"The texts kept outside the project cannot be moved back into it: {error}")
        return
    left = len(rows) - len(moved)
    if left:
        texts = format_count(left, "text")
        project.notices.append(f"Kept outside the project: {texts}. To see: coder rescue list {project.folder}")
