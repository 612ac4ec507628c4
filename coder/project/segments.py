"""Segments: find, create, anchor, merge and remove; references repointed to a replacement."""

from __future__ import annotations

from functools import partial

import msgspec

from coder.errors import Invalid
from coder.model.schema import repointed
from coder.model.source import Segment, Source
from coder.project import drafts
from coder.project.project import Pending, Project
from coder.text.characters import snap
from coder.text.span import Span, anchor

#: The tables whose records have drafts.
WRITTEN_ABOUT = ("codes", "groups", "participants")


def repoint(project: Project, tx: Pending, table: str, old: str, new: str | None) -> None:
    """Repoint all references to a record; without a replacement, records that require it are removed too.

    Unsaved drafts about it are moved to the replacement.
    """
    if new is not None and table in WRITTEN_ABOUT:
        tx.on_commit(partial(drafts.repoint_prose, project, old, new))
    for where, user in list(project.rules.referrers_of(table, old)):
        record = project.rules.get(where, user)
        if record is None:  # removed together with another record
            continue
        changed = repointed(where, record, old, new)
        if changed is None:
            repoint(project, tx, where, user, None)
            tx.remove(where, user)
        else:
            tx.put(where, changed)


def trim_span(text: str, start: int, end: int) -> Span:
    """Return a passage without white space at its ends, snapped to grapheme clusters.

    Raises Invalid when it lies outside the text or contains no words.
    """
    if not 0 <= start < end <= len(text):
        raise Invalid("The passage lies outside the text", f"{start}-{end}; the text has {len(text):,} characters.")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise Invalid("There are no words in this passage", f"{start}-{end}")
    return Span(snap(text, start, forward=False), snap(text, end, forward=True))


def segment_at(project: Project, source: Source, start: int, end: int) -> Segment | None:
    """Return the segment with exactly these boundaries in the current revision."""
    for id in project.positions(source.id).exactly(start, end):
        if project.segments[id].revision == source.revision:
            return project.segments[id]
    return None


def anchor_segment(segment: Segment, revision: int, text: str, span: Span) -> Segment:
    """Return the segment, anchored to this passage of a revision."""
    place = anchor(text, span.start, span.end)
    return msgspec.structs.replace(segment, revision=revision, **place._asdict())


def ensure_segment(project: Project, tx: Pending, source: Source, span: Span) -> Segment:
    """Return the segment on this passage, created if there is none."""
    segment = segment_at(project, source, span.start, span.end)
    if segment is not None:
        return segment
    place = anchor(project.text_of(source).text, span.start, span.end)
    segment = Segment(id=project.new_id(), source=source.id, revision=source.revision, **place._asdict())
    tx.put("segments", segment)
    return segment


def merge_segments(project: Project, tx: Pending, segment: Segment, twin: Segment) -> None:
    """Move everything on a segment to its `twin` and remove it; duplicate codings and verdicts collapse."""
    existing = {(coding.code, coding.coder) for coding in project.codings_of(twin.id)}
    for coding in project.codings_of(segment.id):
        if (coding.code, coding.coder) in existing:
            tx.remove("codings", coding.id)
        else:
            tx.put("codings", msgspec.structs.replace(coding, segment=twin.id))
    for memo in project.memos_on(segment.id):
        tx.put("memos", msgspec.structs.replace(memo, target=twin.id))
    on_twin = (verdict for verdict in project.referrers(twin.id, "verdicts") if verdict.segment == twin.id)
    judged = {(verdict.group, verdict.coder) for verdict in on_twin}
    for verdict in project.referrers(segment.id, "verdicts"):
        if verdict.segment == segment.id and (verdict.group, verdict.coder) in judged:
            tx.remove("verdicts", verdict.id)
    remove_segment(project, tx, segment.id, twin.id)


def remove_segment(project: Project, tx: Pending, segment: str, instead: str = "") -> None:
    """Remove a segment; references to it (in condensates, cells …) are repointed to `instead`, or dropped."""
    repoint(project, tx, "segments", segment, instead or None)
    tx.remove("segments", segment)


def remove_if_unused(project: Project, tx: Pending, segment: str) -> None:
    """Remove a segment without codings, memos or references other than as an example of a code."""
    if project.index.segment_codings.get(segment) or project.index.memos.get(segment):
        return
    if all(table == "codes" for table, _ in project.rules.referrers_of("segments", segment)):
        remove_segment(project, tx, segment)
