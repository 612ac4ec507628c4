"""Codings: code passages, uncode, recode, adjust boundaries, mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from coder.errors import Invalid
from coder.model.codebook import LONGEST_NAME, SEPARATOR, Code
from coder.model.source import MARKS, Coding, Segment, Source
from coder.project.operations import codebook
from coder.project.project import Project
from coder.project.segments import (
    anchor_segment,
    ensure_segment,
    merge_segments,
    remove_if_unused,
    segment_at,
    trim_span,
)
from coder.text.phrases import excerpt, format_count


@dataclass(frozen=True)
class Coded:
    """The outcome of `code`: the segment, the new codings, and the codes that it had already."""

    segment: Segment
    new: tuple[Coding, ...]
    already: tuple[Code, ...]


def code(project: Project, source: Source, start: int, end: int, codes: Sequence[Code | str]) -> Coded:
    """Code a passage of a source, except with codes that this coder has applied already.

    A string is the path of a code, which is created if it does not exist.
    """
    span = trim_span(project.text_of(source).text, start, end)
    quote = excerpt(project.text_of(source).text[span.start : span.end])
    names = " + ".join(code if isinstance(code, str) else code.name for code in codes)
    with project.transaction("codings.add", f"coded “{quote}” with {names}") as tx:
        all_codes = codebook.ensure_codes(project, codes)
        coder = project.acting_coder(tx)
        segment = ensure_segment(project, tx, source, span)
        existing = {coding.code for coding in project.codings_of(segment.id) if coding.coder == coder.id}
        new: list[Coding] = []
        for code_id in dict.fromkeys(code.id for code in all_codes):
            if code_id not in existing:
                coding = Coding(
                    id=project.new_id(), segment=segment.id, code=code_id, coder=coder.id, created=project.now()
                )
                tx.put("codings", coding)
                new.append(coding)
    return Coded(segment, tuple(new), tuple(code for code in all_codes if code.id in existing))


def in_vivo(project: Project, source: Source, start: int, end: int, parent: Code | None = None) -> Coded:
    """Code a passage in vivo: with a code named after its words, created if missing."""
    text = project.text_of(source).text
    span = trim_span(text, start, end)
    words = excerpt(text[span.start : span.end].replace(SEPARATOR, "∕"), LONGEST_NAME // 2)
    name = words.rstrip(" .,;:") or words
    with project.transaction("codings.in_vivo", f"coded in vivo “{excerpt(name)}”"):
        existing = codebook.find_child(project, parent.id if parent else None, name)
        return code(project, source, span.start, span.end, [existing or codebook.add(project, name, parent=parent)])


def uncode(project: Project, segment: Segment, codings: Sequence[Coding] | None = None) -> int:
    """Remove codings of a segment (None: all); a segment without codings and memos is removed."""
    removed = project.codings_of(segment.id) if codings is None else list(codings)
    names = " + ".join(dict.fromkeys(project.codes[coding.code].name for coding in removed))
    with project.transaction("codings.remove", f"uncoded “{excerpt(segment.quote)}” from {names}") as tx:
        for coding in removed:
            tx.remove("codings", coding.id)
        remove_if_unused(project, tx, segment.id)
    return len(removed)


def uncode_all(project: Project, codings: Sequence[Coding]) -> int:
    """Remove codings of any segments; return how many."""
    of_segment: dict[str, list[Coding]] = {}
    for coding in codings:
        of_segment.setdefault(coding.segment, []).append(coding)
    if len(of_segment) == 1:
        return uncode(project, project.segments[codings[0].segment], codings)
    with project.transaction("codings.remove", f"uncoded {len(codings)} codings"):
        return sum(uncode(project, project.segments[segment], some) for segment, some in of_segment.items())


def recode(project: Project, coding: Coding, code: Code | str, beside: Code | None = None) -> Code:
    """Give a coding another code and return that; the segment's memos stay where they are.

    A string is a path beside the code `beside`, or beside the coding's present code; it is created if missing.
    """
    segment, present = project.segments[coding.segment], project.codes[coding.code]
    name = code if isinstance(code, str) else code.name
    with project.transaction(
        "codings.recode", f"recoded “{excerpt(segment.quote)}” from {present.name} to {name}"
    ) as tx:
        if isinstance(code, str):
            code = codebook.ensure_beside(project, beside or present, code)
        codebook.recode_to(project, tx, coding, code)
    return code


def adjust(project: Project, segment: Segment, start: int, end: int) -> Segment:
    """Move the boundaries of a segment; it is merged with a segment that has the same boundaries."""
    source = project.sources[segment.source]
    text = project.text_of(source).text
    span = trim_span(text, start, end)
    if span == segment.span:
        return segment
    with project.transaction("codings.adjust", f"adjusted the edges of “{excerpt(segment.quote)}”") as tx:
        twin = segment_at(project, source, span.start, span.end)
        if twin is not None:
            merge_segments(project, tx, segment, twin)
            return twin
        changed = anchor_segment(segment, source.revision, text, span)
        tx.put("segments", changed)
    return changed


def mark(project: Project, coding: Coding, mark: str) -> Coding:
    """Mark a coding (gold quotation, doubtful), "" to clear."""
    changed = msgspec.structs.replace(coding, mark=mark)
    quote = excerpt(project.segments[coding.segment].quote)
    what = f"marked “{quote}” as {mark}" if mark else f"unmarked “{quote}”"
    if mark not in MARKS:
        raise Invalid("There is no such mark", mark, f"Marks are: {', '.join(filter(None, MARKS))}")
    with project.transaction("codings.mark", what) as tx:
        tx.put("codings", changed)
    return changed


# Many passages at once


class SourceSpan(NamedTuple):
    """A passage of a source, in code points, end exclusive."""

    source: Source
    start: int
    end: int


class CodedAll(NamedTuple):
    """The number of coded passages, of new codings, and of passages that had all the codes already."""

    units: int
    codings: int
    already: int

    @property
    def message(self) -> str:
        """What was coded, for the status line."""
        already = f"; {self.already:,} already coded" if self.already else ""
        return f"coded {format_count(self.units, 'unit')}{already} · u: undo"


def code_all(
    project: Project, spans: Iterable[SourceSpan], codes: Sequence[Code | str], reason: str = ""
) -> CodedAll:
    """Code each of the passages in one transaction; `reason` is the search that found them.

    A string is the path of a code, which is created if it does not exist.

    Raises Invalid without passages or codes, or for a passage outside its text.
    """
    passages = list({(passage.source.id, passage.start, passage.end): passage for passage in spans}.values())
    if not passages or not codes:
        raise Invalid("There is nothing to code" if codes else "There is no code to code with")
    names = " + ".join(dict.fromkeys(code if isinstance(code, str) else code.name for code in codes))
    units = format_count(len(passages), "unit")
    with project.transaction("autocode.apply", f"coded {units} with {names}", reason):
        all_codes = codebook.ensure_codes(project, codes)
        results = [code(project, *span, all_codes) for span in passages]
    new_counts = [len(coded.new) for coded in results]
    return CodedAll(sum(1 for number in new_counts if number), sum(new_counts), new_counts.count(0))
