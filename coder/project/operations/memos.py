"""Memos: write, change, remove; and their drafts."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.model.memo import MEMO_KINDS, Draft, Memo
from coder.model.record import Record
from coder.model.source import Source
from coder.project.paths import path_of
from coder.project.project import Project
from coder.project.segments import drop_if_bare, ensure_segment, excerpt, trimmed
from coder.store import drafts


def target_label(project: Project, about: str, target: str) -> str:
    """What a memo is about, in words."""
    if about == "segments" and target in project.segments:
        return f"unit “{excerpt(project.segments[target].quote, 32)}”"
    if about == "sources" and target in project.sources:
        return project.sources[target].name
    if about == "codes" and target in project.codes:
        return f"code {path_of(project, project.codes[target])}"
    if about == "participants" and target in project.participants:
        return f"participant {project.participants[target].name}"
    return "the project"


def kind_known(kind: str) -> str:
    """The kind itself; Invalid when there is no such kind."""
    if kind not in MEMO_KINDS:
        raise Invalid("There is no such kind of memo", kind, f"Kinds are: {', '.join(MEMO_KINDS)}")
    return kind


def write(
    project: Project,
    text: str,
    *,
    about: str = "project",
    target: str = "",
    kind: str = "analytic",
    title: str = "",
    memo: str = "",
) -> Memo:
    """Write a new memo on a record; `memo` gives the id it is to have, as a draft does."""
    if not text.strip() and not title.strip():
        raise Invalid("An empty memo is not kept", hint="Write something, or leave it.")
    target = target or project.info.id
    with project.transaction("memos.add", f"wrote a memo on {target_label(project, about, target)}") as tx:
        now = project.now()
        written = Memo(
            id=memo or project.new_id(),
            kind=kind_known(kind),
            about=about,
            target=target,
            title=title,
            text=text,
            coder=project.acting(tx).id,
            created=now,
            modified=now,
        )
        tx.put("memos", written)
    return written


def write_on_stretch(
    project: Project, source: Source, start: int, end: int, text: str, *, kind: str = "analytic", memo: str = ""
) -> Memo:
    """Write a memo on a stretch of a source; the stretch becomes a segment if it is none yet."""
    span = trimmed(project.text_of(source).text, start, end)
    quote = excerpt(project.text_of(source).text[span.start : span.end], 32)
    with project.transaction("memos.add", f"wrote a memo on unit “{quote}”") as tx:
        segment = ensure_segment(project, tx, source, span)
        return write(project, text, about="segments", target=segment.id, kind=kind, memo=memo)


def revise(
    project: Project, memo: Memo, *, text: str | None = None, kind: str | None = None, title: str | None = None
) -> Memo:
    """Change a memo's text, kind or title."""
    changed = msgspec.structs.replace(
        memo,
        text=memo.text if text is None else text,
        kind=memo.kind if kind is None else kind_known(kind),
        title=memo.title if title is None else title,
    )
    if changed == memo:
        return memo
    changed = msgspec.structs.replace(changed, modified=project.now())
    label = f"changed a memo on {target_label(project, memo.about, memo.target)}"
    with project.transaction("memos.revise", label) as tx:
        tx.put("memos", changed)
    return changed


def remove(project: Project, memo: Memo) -> None:
    """Remove a memo; a segment that was there only for it goes too."""
    label = f"removed a memo on {target_label(project, memo.about, memo.target)}"
    with project.transaction("memos.remove", label) as tx:
        tx.remove("memos", memo.id)
        if memo.about == "segments":
            drop_if_bare(project, tx, memo.target)


def keep_draft(project: Project, draft: Draft) -> None:
    """Put what is being typed on disk."""
    drafts.keep(project.folder, msgspec.structs.replace(draft, when=project.now()))


def drop_draft(project: Project, memo: str) -> None:
    """Forget a draft: it was saved or given up."""
    drafts.drop(project.folder, memo)


def recovered(project: Project) -> list[Draft]:
    """The drafts that a killed program left, apart from those whose text was saved after all."""
    found = []
    for draft in drafts.found(project.folder):
        saved: Record | None = project.memos.get(draft.memo)
        if isinstance(saved, Memo) and saved.text == draft.text:
            continue
        found.append(draft)
    return found
