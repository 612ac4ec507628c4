"""Drafts: what was typed and not yet saved of a memo, a text of the method or a correction; one file each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

import msgspec

from coder.errors import Damaged
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.record import Record, key_of
from coder.project.project import Project, change_number
from coder.project.study import author
from coder.store import drafts, rescue
from coder.store.rescue import Rescue
from coder.text.fold import name_key

#: The turn of a correction of a whole text.
WHOLE = -1


def _file_name(name: str) -> str:
    """Return a name that stays in the folder of drafts, whatever the ids in a draft of somebody else are."""
    return re.sub(r"[/\\\0]", "_", name)


class MemoDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A draft of a memo; `memo` is the memo's id, new or existing.

    Where `about` is "segments" and `start` is not -1, `target` is a source: the passage is not a segment yet.
    `base` is when the memo was last modified before the draft was begun.
    """

    memo: str
    kind: str
    about: str
    target: str
    text: str
    coder: str
    start: int = -1
    end: int = -1
    base: str = ""
    when: str = ""

    @property
    def noun(self) -> str:
        return "memo"

    @property
    def file_name(self) -> str:
        return _file_name(f"{self.memo}.json")


class ProseDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft of a text of the method: a condensate, an analytic text, a cell, an answer …

    It belongs to the text `kind` of `target`, such as the condensate of a code, by its id. `base` is the saved
    text on which it was begun.
    """

    kind: str
    target: str
    base: str = ""
    text: str = ""
    coder: str = ""
    when: str = ""

    @property
    def noun(self) -> str:
        return self.kind

    @property
    def file_name(self) -> str:
        return _file_name(f"{self.kind.replace(' ', '-')}.{self.target}.prose")


class CorrectionDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft of a correction: a turn of a source, by its number from 0, or its whole text (`WHOLE`).

    `digest` is the SHA-256 of the text on which it was begun, in hexadecimal.
    """

    source: str
    turn: int = WHOLE
    digest: str
    text: str
    when: str = ""

    @property
    def noun(self) -> str:
        return "correction"

    @property
    def file_name(self) -> str:
        turn = "whole" if self.turn == WHOLE else str(self.turn + 1)
        return _file_name(f"{self.source}.{turn}.{self.digest[:12]}.text")


Draft: TypeAlias = MemoDraft | ProseDraft | CorrectionDraft
D = TypeVar("D", bound=Draft)

#: The files of each type of draft.
PATTERNS: dict[str, type[Draft]] = {
    "*.json": MemoDraft,
    "*.prose": ProseDraft,
    "*.text": CorrectionDraft,
}


def save(project: Project, draft: D) -> D:
    """Write a draft to disk, durably, and return it as written.

    Raises Kept where only the rescue file could be written, StoreError where that could not be written either.
    """
    draft = _dated(project, draft)
    with rescue.guarded(_rescue_of(project, draft)):
        rescue.must_be_in_reach(project.folder)
        drafts.write(project.folder, draft.file_name, draft, draft.noun)
    return draft


def _dated(project: Project, draft: D) -> D:
    # Half a surrogate pair, as a terminal may paste it, cannot be stored; the rest of the draft must be.
    text = draft.text.encode("utf-8", "replace").decode()
    return msgspec.structs.replace(draft, text=text, when=project.now())


def _rescue_of(project: Project, draft: Draft) -> Rescue:
    return Rescue(
        project=project.info.id,
        path=os.path.abspath(project.folder),
        change=change_number(project),
        file=draft.file_name,
        draft=msgspec.json.encode(draft).decode(),
    )


def discard(project: Project, draft: Draft) -> None:
    """Remove a draft that was saved or discarded, with its rescue file; no-op where there is none."""
    drafts.remove(project.folder, draft.file_name, draft.noun)
    rescue.remove(rescue.path_of(_rescue_of(project, draft)))


#: Returns what is typed in an open editor and not saved, as a draft; None where that is nothing. In any thread.
Typed: TypeAlias = Callable[[], "Draft | None"]
#: The open editors, each with its project.
_EDITORS: dict[object, tuple[Project, Typed]] = {}


def watch(editor: object, project: Project, typed: Typed) -> None:
    """Rescue what is typed in an editor if the program must end while its main thread hangs; until `unwatch`."""
    _EDITORS[editor] = (project, typed)


def unwatch(editor: object) -> None:
    """Forget an editor; no-op for one that is not watched."""
    _EDITORS.pop(editor, None)


def save_typed(project: Project) -> None:
    """Write what is typed in each open editor of a project to its draft."""
    for of_project, typed in list(_EDITORS.values()):
        draft = typed() if of_project is project else None
        if draft is not None:
            save(project, draft)


def keep_typed() -> None:
    """Write the rescue files of what is typed or being written into a project; may be called in any thread.

    One that fails does not hinder the others; the first error is raised after them.
    """
    writers: list[Callable[[], None]] = [rescue.keep_unwritten]
    writers += [partial(_keep, *editor) for editor in list(_EDITORS.values())]
    errors: list[Exception] = []
    for write in writers:
        try:
            write()
        except Exception as error:
            errors.append(error)
    if errors:
        raise errors[0]


def _keep(project: Project, typed: Typed) -> None:
    draft = typed()
    if draft is not None:
        rescue.write(_rescue_of(project, _dated(project, draft)))


def damaged(folder: Path) -> list[tuple[str, Damaged]]:
    """Return the names of the draft files of a project that are damaged, each with what is wrong."""
    return [
        (name, error)
        for pattern, draft_type in PATTERNS.items()
        for name in drafts.names(folder, pattern)
        if (error := drafts.problem(folder, name, draft_type)) is not None
    ]


def set_aside(folder: Path, name: str) -> str:
    """Rename a damaged draft so that nothing reads it; return its new name. OSError when the system refuses."""
    return drafts.set_aside(folder, name)


# Memos


def memo_drafts(project: Project) -> list[MemoDraft]:
    """Return the latest unsaved draft of each memo, except another coder's drafts of private memos."""
    latest: dict[str, MemoDraft] = {}
    for _, draft in drafts.read_all(project.folder, "*.json", MemoDraft):
        saved: Record | None = project.memos.get(draft.memo)
        if isinstance(saved, Memo) and saved.text == draft.text:
            continue
        if not _is_readable(project, draft):
            continue
        other = latest.get(draft.memo)
        if other is None or other.when < draft.when:
            latest[draft.memo] = draft
    return list(latest.values())


def find_memo(project: Project, memo: str) -> MemoDraft | None:
    """Return the unsaved draft of a memo, by the memo's id."""
    return next((draft for draft in memo_drafts(project) if draft.memo == memo), None)


def _is_readable(project: Project, draft: MemoDraft) -> bool:
    kind = MEMO_KINDS.get(draft.kind)
    return kind is not None and (not kind.private or name_key(draft.coder) == name_key(project.initials))


class OtherVersion(NamedTuple):
    """Another text of the memo that is being written: saved since the draft was begun, or a second draft."""

    text: str
    by: str
    when: str
    saved: bool


def saved_since(project: Project, draft: MemoDraft) -> OtherVersion | None:
    """Return the memo as it was saved after its draft was begun; None where nothing else was saved."""
    memo = project.memos.get(draft.memo)
    if memo is None or memo.modified == draft.base or memo.text == draft.text:
        return None
    return OtherVersion(memo.text, author(project, memo), memo.modified, True)


def other_version(project: Project, draft: MemoDraft) -> OtherVersion | None:
    """Return a text of the same memo that is neither the draft's nor the one it was begun on, if there is one."""
    saved = saved_since(project, draft)
    if saved is not None:
        return saved
    known = (draft.text, getattr(project.memos.get(draft.memo), "text", draft.text))
    for _, other in drafts.read_all(project.folder, "*.json", MemoDraft):
        if other.memo == draft.memo and other.text not in known and _is_readable(project, other):
            return OtherVersion(other.text, other.coder, other.when, False)
    return None


def resolve(project: Project, draft: MemoDraft, other: OtherVersion, text: str) -> MemoDraft:
    """Save the text that was chosen in place of a draft and its other version; return the new draft."""
    memo = project.memos.get(draft.memo)
    resolved = save(
        project, msgspec.structs.replace(draft, text=text, base=memo.modified if memo is not None else "")
    )
    # Copies under another name, as synchronizing leaves them.
    for name, copy in list(drafts.read_all(project.folder, "*.json", MemoDraft)):
        if copy.memo == draft.memo and copy.text in (draft.text, other.text) and name != draft.file_name:
            drafts.remove(project.folder, name, draft.noun)
    return resolved


# Texts of the method


def prose_draft(project: Project, kind: str, target: str, base: str, text: str) -> ProseDraft:
    """Return what was typed into a text as a draft of the coder."""
    return ProseDraft(kind=kind, target=target, base=base, text=text, coder=project.initials)


def save_prose(project: Project, kind: str, target: str, base: str, text: str) -> ProseDraft:
    """Write what was typed into a text to disk, durably; StoreError when the disk refuses."""
    return save(project, prose_draft(project, kind, target, base, text))


def discard_prose(project: Project, kind: str, target: str) -> None:
    """Remove the draft of a text; no-op where there is none."""
    discard(project, ProseDraft(kind=kind, target=target))


def find_prose(project: Project, kind: str, target: str) -> ProseDraft | None:
    """Return the draft of a text; None where there is none."""
    return drafts.read(project.folder, ProseDraft(kind=kind, target=target).file_name, ProseDraft)


def prose_drafts(project: Project) -> list[ProseDraft]:
    """Return the drafts of all texts, by kind."""
    return [draft for _, draft in drafts.read_all(project.folder, "*.prose", ProseDraft)]


def repoint_prose(project: Project, old: str, new: str, own: bool = True) -> None:
    """Move the drafts of a record that is replaced by another to that, behind what was typed there.

    Without `own` the drafts of the record's own texts stay; only those of its parts, such as its cells, move.
    """
    for draft in prose_drafts(project):
        parts = draft.target.split(".")
        if old not in parts or (parts == [old] and not own):
            continue
        target = ".".join(new if part == old else part for part in parts)
        other = find_prose(project, draft.kind, target)
        text = "\n\n".join([other.text, draft.text]) if other is not None else draft.text
        save_prose(project, draft.kind, target, other.base if other is not None else draft.base, text)
        discard(project, draft)


def describe_unsaved(project: Project, since: str) -> str:
    """Return a message about the drafts of texts saved up to `since`: those to open, and those without a target."""
    unsaved = [draft for draft in prose_drafts(project) if draft.when <= since]
    orphans = [draft for draft in unsaved if not _has_target(project, draft)]
    parts = []
    if kinds := sorted({draft.kind for draft in unsaved if draft not in orphans}):
        parts.append(f"Not saved when the program ended: {', '.join(kinds)}. Open it to continue with the draft.")
    if orphans:
        kinds = sorted({draft.kind for draft in orphans})
        paths = ", ".join(f"{drafts.FOLDER}/{draft.file_name}" for draft in orphans)
        parts.append(f"Never saved, and what it was about was removed: {', '.join(kinds)}. The text is in {paths}.")
    return "\n".join(parts)


def _has_target(project: Project, draft: ProseDraft) -> bool:
    """Return whether all records that a draft names exist; otherwise no editor opens it."""
    ids = [part for part in draft.target.split(".") if key_of(part)]
    return all(any(id in rows for rows in project.tables.values()) for id in ids)


# Corrections


def correction_drafts(project: Project, source: str) -> list[CorrectionDraft]:
    """Return the drafts of corrections of a source."""
    return [draft for _, draft in drafts.read_all(project.folder, f"{source}.*.text", CorrectionDraft)]


def find_correction(project: Project, source: str, turn: int, digest: str) -> CorrectionDraft | None:
    """Return the draft of a turn, even if the turn has another number now, or of the whole text.

    For a whole text it is the latest draft, whatever the text was when it was begun: compare the digests.
    """
    candidates = [draft for draft in correction_drafts(project, source) if (draft.turn == WHOLE) == (turn == WHOLE)]
    if turn != WHOLE:
        candidates = [draft for draft in candidates if draft.digest == digest]
    return max(candidates, key=lambda draft: (draft.turn == turn, draft.when), default=None)
