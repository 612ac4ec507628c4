"""Drafts of the method's texts (condensates, analytic texts, cells, answers): what was typed and not yet saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from coder.project.project import Project
from coder.store import drafts, files
from coder.store.checkpoint import key_of


class ProseDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was typed into the text `kind` of `target`, such as the condensate of a code, by its id.

    `base` is the saved text on which it was begun.
    """

    kind: str
    target: str
    base: str
    text: str
    coder: str
    when: str = ""


def keep(project: Project, kind: str, target: str, base: str, text: str) -> ProseDraft:
    """Put what was typed on disk; StoreError when the disk refuses."""
    # Half a surrogate pair, as a terminal may paste it, cannot be stored; the rest of the draft must be.
    typed = text.encode("utf-8", "replace").decode()
    draft = ProseDraft(kind=kind, target=target, base=base, text=typed, coder=project.initials, when=project.now())
    path = _path(project, kind, target)
    try:
        files.make_folder(path.parent)
        files.replace(path, msgspec.json.encode(draft))
    except OSError as error:
        raise files.explain(error, f"keep the draft of the {kind}") from error
    return draft


def drop(project: Project, kind: str, target: str) -> None:
    """Forget a draft: it was saved or given up."""
    try:
        _path(project, kind, target).unlink(missing_ok=True)
    except OSError as error:
        raise files.explain(error, f"remove the draft of the {kind}") from error


def kept(project: Project, kind: str, target: str) -> ProseDraft | None:
    """The draft of a text; None where there is none, or the file cannot be read (it is left alone)."""
    return _read(_path(project, kind, target))


def all_of(project: Project) -> Iterator[ProseDraft]:
    """Every draft that lies in the project's folder, by kind; a file that cannot be read is passed over."""
    for path in sorted((project.folder / drafts.FOLDER).glob("*.prose")):
        found = _read(path)
        if found is not None:
            yield found


def follow(project: Project, old: str, new: str, own: bool = True) -> None:
    """Offer on one record what was typed on another that was led to it, behind what was typed there.

    Without `own` the texts of the record itself stay, and only those go that it is a part of, such as its cells.
    """
    for draft in list(all_of(project)):
        parts = draft.target.split(".")
        if old not in parts or (parts == [old] and not own):
            continue
        target = ".".join(new if part == old else part for part in parts)
        there = kept(project, draft.kind, target)
        text = "\n\n".join([there.text, draft.text]) if there is not None else draft.text
        keep(project, draft.kind, target, there.base if there is not None else draft.base, text)
        drop(project, draft.kind, draft.target)


def left_behind(project: Project, since: str) -> str:
    """What to say of the drafts that lay there at a moment; of those whose subject was removed, where they are."""
    left = [one for one in all_of(project) if one.when <= since]
    lost = {_name(one.kind, one.target): one.kind for one in left if not _has_target(project, one)}
    told = sorted({one.kind for one in left if _has_target(project, one)})
    parts = []
    if told:
        what = ", ".join(told)
        parts.append(f"Not saved when the program ended: {what}. What was typed is there when you open it.")
    if lost:
        what, where = ", ".join(sorted(set(lost.values()))), ", ".join(f"{drafts.FOLDER}/{name}" for name in lost)
        parts.append(f"Never saved, and what it was about was removed: {what}. The words are in {where}.")
    return "\n".join(parts)


def _has_target(project: Project, draft: ProseDraft) -> bool:
    """Whether all that a draft names by its id is there; without it no editor opens the draft."""
    ids = [part for part in draft.target.split(".") if key_of(part)]
    return all(any(id in rows for rows in project.tables.values()) for id in ids)


def _read(path: Path) -> ProseDraft | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=ProseDraft)
    except (OSError, msgspec.DecodeError):
        return None


def _path(project: Project, kind: str, target: str) -> Path:
    return project.folder / drafts.FOLDER / _name(kind, target)


def _name(kind: str, target: str) -> str:
    return f"{kind.replace(' ', '-')}.{target}.prose"
