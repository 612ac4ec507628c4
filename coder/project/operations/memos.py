"""Memos: write, revise, share, remove."""

from __future__ import annotations

import msgspec

from coder.errors import Invalid
from coder.model.memo import MEMO_KINDS, Memo
from coder.model.source import Segment, Source
from coder.project.drafts import MemoDraft
from coder.project.project import Project
from coder.project.segments import ensure_segment, remove_if_unused, segment_at, trim_span
from coder.project.study import author, is_mine, target_label
from coder.text.phrases import excerpt


def checked_kind(kind: str) -> str:
    """Return the memo type; Invalid if there is no such type."""
    if kind not in MEMO_KINDS:
        raise Invalid("There is no such memo type", kind, f"Known: {', '.join(MEMO_KINDS)}")
    return kind


def check_unlocked(memo: Memo) -> None:
    """Raise Invalid if a memo is locked."""
    if memo.locked:
        raise Invalid(
            f"Locked on {memo.locked[:10]}; write a new version",
            "Preconceptions stay as they were before reading.",
            "Nothing was changed.",
        )


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
    """Write a memo on a record; `memo` is its id if it was written from a draft."""
    if not text.strip() and not title.strip():
        raise Invalid("A memo cannot be empty", hint="Write something, or cancel.")
    target = target or project.info.id
    with project.transaction("memos.add", f"wrote a memo on {target_label(project, about, target)}") as tx:
        now = project.now()
        new_memo = Memo(
            id=memo or project.new_id(),
            kind=checked_kind(kind),
            about=about,
            target=target,
            title=title,
            text=text,
            coder=project.acting_coder(tx).id,
            created=now,
            modified=now,
        )
        tx.put("memos", new_memo)
    return new_memo


def write_on_span(
    project: Project, source: Source, start: int, end: int, text: str, *, kind: str = "analytic", memo: str = ""
) -> Memo:
    """Write a memo on a passage of a source; the segment is created if missing."""
    span = trim_span(project.text_of(source).text, start, end)
    quote = excerpt(project.text_of(source).text[span.start : span.end], 32)
    with project.transaction("memos.add", f"wrote a memo on unit “{quote}”") as tx:
        segment = ensure_segment(project, tx, source, span)
        return write(project, text, about="segments", target=segment.id, kind=kind, memo=memo)


def revise(
    project: Project, memo: Memo, *, text: str | None = None, kind: str | None = None, title: str | None = None
) -> Memo:
    """Change a memo's text, kind or title; Invalid if it is locked."""
    changed = msgspec.structs.replace(
        memo,
        text=memo.text if text is None else text,
        kind=memo.kind if kind is None else checked_kind(kind),
        title=memo.title if title is None else title,
    )
    if changed == memo:
        return memo
    check_unlocked(memo)
    changed = msgspec.structs.replace(changed, modified=project.now())
    label = f"changed a memo on {target_label(project, memo.about, memo.target)}"
    with project.transaction("memos.revise", label) as tx:
        tx.put("memos", changed)
    return changed


def remove(project: Project, memo: Memo) -> None:
    """Remove a memo and its segment if used for nothing else; Invalid if the memo is locked."""
    check_unlocked(memo)
    label = f"deleted a memo on {target_label(project, memo.about, memo.target)}"
    with project.transaction("memos.remove", label) as tx:
        tx.remove("memos", memo.id)
        if memo.about == "segments":
            remove_if_unused(project, tx, memo.target)


def share(project: Project, memo: Memo) -> Memo:
    """Let all coders read a private memo; only its author can share it."""
    return _set_shared(project, memo, True)


def unshare(project: Project, memo: Memo) -> Memo:
    """Make a shared memo private again."""
    return _set_shared(project, memo, False)


def check_sharable(project: Project, memo: Memo) -> None:
    """Raise Invalid unless it is a private memo of the acting coder, and not locked."""
    if not MEMO_KINDS[memo.kind].private:
        raise Invalid(
            "This memo is visible to all coders", f"Its kind is: {memo.kind}.", "Only reflexive memos are private."
        )
    if not is_mine(project, memo, project.initials):
        raise Invalid("Only its author can share a private memo", f"It is by {author(project, memo)}.")
    if not memo.shared:
        check_unlocked(memo)


def _set_shared(project: Project, memo: Memo, shared: bool) -> Memo:
    check_sharable(project, memo)
    if memo.shared == shared:
        return memo
    check_unlocked(memo)
    changed = msgspec.structs.replace(memo, shared=shared)
    label = f"{'shared' if shared else 'made private'} a memo on {target_label(project, memo.about, memo.target)}"
    with project.transaction("memos.share" if shared else "memos.unshare", label) as tx:
        tx.put("memos", changed)
    return changed


def quote(project: Project, source: Source, start: int, end: int) -> Segment:
    """Return the segment on a passage to quote in a memo, created if missing."""
    span = trim_span(project.text_of(source).text, start, end)
    segment = segment_at(project, source, span.start, span.end)
    if segment is not None:
        return segment
    words = excerpt(project.text_of(source).text[span.start : span.end], 32)
    with project.transaction("segments.add", f"quoted unit “{words}” in a memo") as tx:
        return ensure_segment(project, tx, source, span)


def save_draft(project: Project, draft: MemoDraft) -> Memo:
    """Save a draft as a memo: a new one, or the existing one, revised.

    If that was locked meanwhile, the draft becomes a new memo.
    """
    memo = project.memos.get(draft.memo)
    if memo is not None and memo.locked and memo.text != draft.text:
        return write(project, draft.text, about=memo.about, target=memo.target, kind=memo.kind)
    if memo is not None:
        return revise(project, memo, text=draft.text, kind=memo.kind if memo.locked else draft.kind)
    if draft.about == "segments" and draft.start >= 0:
        source = project.sources.get(draft.target)
        if source is None:
            raise Invalid("The transcript of this memo was removed", hint="Copy the text to another memo.")
        return write_on_span(project, source, draft.start, draft.end, draft.text, kind=draft.kind, memo=draft.memo)
    return write(project, draft.text, about=draft.about, target=draft.target, kind=draft.kind, memo=draft.memo)
