"""Codings: put codes on a stretch of text, take them off, adjust its edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from coder.errors import Invalid
from coder.model.codebook import LONGEST_NAME, SEPARATOR, Code
from coder.model.segment import MARKS, Coding, Segment
from coder.model.source import Source
from coder.project.operations import codebook
from coder.project.project import Pending, Project
from coder.text.anchors import anchor
from coder.text.graphemes import snap
from coder.text.span import Span

EXCERPT = 40


@dataclass(frozen=True)
class Coded:
    """What coding a stretch did: the segment, the codings that are new, the codes that were there already."""

    segment: Segment
    new: tuple[Coding, ...]
    already: tuple[Code, ...]


def excerpt(quote: str, longest: int = EXCERPT) -> str:
    """The beginning of a quotation, on one line."""
    flat = " ".join(quote.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without white space at its ends, and never splitting a grapheme cluster.

    Raises Invalid when it is outside the text or holds no words.
    """
    if not 0 <= start < end <= len(text):
        raise Invalid(
            "The stretch lies outside the text", f"{start}-{end}; the text has {len(text):,} characters."
        )
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise Invalid("There are no words in that stretch", f"{start}-{end}")
    return Span(snap(text, start, forward=False), snap(text, end, forward=True))


def segment_at(project: Project, source: Source, start: int, end: int) -> Segment | None:
    """The segment that begins and ends just there, in the current revision."""
    for id in project.positions(source.id).exactly(start, end):
        if project.segments[id].revision == source.revision:
            return project.segments[id]
    return None


def ensure_segment(project: Project, tx: Pending, source: Source, span: Span) -> Segment:
    """The segment on this stretch, made if there is none."""
    found = segment_at(project, source, span.start, span.end)
    if found is not None:
        return found
    there = anchor(project.text_of(source).text, span.start, span.end)
    segment = Segment(
        id=project.new_id(),
        source=source.id,
        revision=source.revision,
        start=there.start,
        end=there.end,
        quote=there.quote,
        before=there.before,
        after=there.after,
    )
    tx.put("segments", segment)
    return segment


def code(project: Project, source: Source, start: int, end: int, codes: Sequence[Code]) -> Coded:
    """Put codes on a stretch of a source; those that this coder has put there already are left."""
    span = trimmed(project.text_of(source).text, start, end)
    quote = excerpt(project.text_of(source).text[span.start : span.end])
    names = " + ".join(code.name for code in codes)
    with project.transaction("codings.add", f"coded “{quote}” with {names}") as tx:
        coder = project.acting(tx)
        segment = ensure_segment(project, tx, source, span)
        there = {coding.code for coding in project.codings_of(segment.id) if coding.coder == coder.id}
        new: list[Coding] = []
        for one in dict.fromkeys(code.id for code in codes):
            if one not in there:
                coding = Coding(
                    id=project.new_id(), segment=segment.id, code=one, coder=coder.id, created=project.now()
                )
                tx.put("codings", coding)
                new.append(coding)
    return Coded(segment, tuple(new), tuple(code for code in codes if code.id in there))


def in_vivo(project: Project, source: Source, start: int, end: int, parent: Code | None = None) -> Coded:
    """Code a stretch with its own words: the code is named as the text reads, and made if there is none."""
    text = project.text_of(source).text
    span = trimmed(text, start, end)
    name = excerpt(text[span.start : span.end].replace(SEPARATOR, "∕"), LONGEST_NAME // 2).strip()
    with project.transaction("codings.in_vivo", f"coded in vivo “{excerpt(name)}”"):
        found = codebook.child_named(project, parent.id if parent else None, name)
        return code(project, source, span.start, span.end, [found or codebook.add(project, name, parent=parent)])


def uncode(project: Project, segment: Segment, codings: Sequence[Coding] | None = None) -> int:
    """Take codings off a segment (None: all); one that is left without codings and memos goes too."""
    doomed = project.codings_of(segment.id) if codings is None else list(codings)
    names = " + ".join(dict.fromkeys(project.codes[coding.code].name for coding in doomed))
    with project.transaction("codings.remove", f"uncoded “{excerpt(segment.quote)}” from {names}") as tx:
        for coding in doomed:
            tx.remove("codings", coding.id)
        codebook.drop_if_bare(project, tx, segment.id)
    return len(doomed)


def recode(project: Project, coding: Coding, code: Code) -> None:
    """Give a coding another code; the segment's memos stay where they are."""
    segment = project.segments[coding.segment]
    label = f"recoded “{excerpt(segment.quote)}” from {project.codes[coding.code].name} to {code.name}"
    with project.transaction("codings.recode", label) as tx:
        codebook._recode(project, tx, coding, code)


def adjust(project: Project, segment: Segment, start: int, end: int) -> Segment:
    """Move the edges of a segment; where another segment has just those edges, the two become one."""
    source = project.sources[segment.source]
    text = project.text_of(source).text
    span = trimmed(text, start, end)
    if span == segment.span:
        return segment
    with project.transaction("codings.adjust", f"adjusted the edges of “{excerpt(segment.quote)}”") as tx:
        twin = segment_at(project, source, span.start, span.end)
        if twin is not None:
            _absorb(project, tx, segment, twin)
            return twin
        there = anchor(text, span.start, span.end)
        changed = msgspec.structs.replace(
            segment,
            revision=source.revision,
            start=there.start,
            end=there.end,
            quote=there.quote,
            before=there.before,
            after=there.after,
        )
        tx.put("segments", changed)
    return changed


def _absorb(project: Project, tx: Pending, segment: Segment, twin: Segment) -> None:
    """Everything on one segment goes to another; a coding that is there already collapses."""
    there = {(coding.code, coding.coder) for coding in project.codings_of(twin.id)}
    for coding in project.codings_of(segment.id):
        if (coding.code, coding.coder) in there:
            tx.remove("codings", coding.id)
        else:
            tx.put("codings", msgspec.structs.replace(coding, segment=twin.id))
    for memo in project.memos_on(segment.id):
        tx.put("memos", msgspec.structs.replace(memo, target=twin.id))
    tx.remove("segments", segment.id)


def mark(project: Project, coding: Coding, mark: str) -> Coding:
    """Mark a coding (gold quotation, doubtful), or take the mark away with ""."""
    changed = msgspec.structs.replace(coding, mark=mark)
    quote = excerpt(project.segments[coding.segment].quote)
    what = f"marked “{quote}” as {mark}" if mark else f"took the mark off “{quote}”"
    if mark not in MARKS:
        raise Invalid("There is no such mark", mark, f"Marks are: {', '.join(filter(None, MARKS))}")
    with project.transaction("codings.mark", what) as tx:
        tx.put("codings", changed)
    return changed
