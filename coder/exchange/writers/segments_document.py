"""Coded segments as a document: units under their codes; this is what the Word file is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coder.exchange.extract import JOINT, Extract, Unit, describe_codings, kind_label
from coder.exchange.registry import DOCUMENT, SEGMENTS, adapter
from coder.model.codebook import Code, labelled_texts
from coder.model.condensation import prose
from coder.model.document import AnyBlock, Condensate, Document, Heading, Note, Paragraph, Quotation
from coder.model.memo import Memo
from coder.project.interviews import format_interview_day
from coder.project.project import Project
from coder.text.phrases import format_count, format_day

_DEEPEST = 6


@adapter(SEGMENTS, DOCUMENT)
def document(project: Project, segments: Sequence[str] | None = None) -> Document:
    """Return a heading for each code, its definition, memos and units; then the sources with their memos."""
    extract = Extract(project, segments)
    remarks = [f"{', '.join(extract.counted())}."]
    if not extract.whole:
        remarks.append("An extract: only the units found by a query.")
    blocks = tuple(_blocks(extract))
    return Document("Coded units", project.info.name, project.now(), tuple(remarks), blocks)


def _blocks(extract: Extract) -> Iterator[AnyBlock]:
    yield Heading(2, "Codes")
    for depth, code in extract.codes:
        yield from _code(extract, depth, code)
    loose = [unit for unit in extract.units if not unit.placed]
    if loose:
        yield Heading(3, "Units with a memo and no code")
        for unit in loose:
            yield from _unit(extract, unit, None)
    yield Heading(2, "Sources")
    for source in extract.sources:
        day = format_interview_day(extract.study.waves.get(source.wave or ""), source.day)
        units = format_count(len(extract.in_source.get(source.id, [])), "unit")
        label = extract.labels[source.id]
        yield Heading(3, source.name)
        facts = [label if label != source.name else "", day, format_count(source.words, "word"), units]
        yield Paragraph(JOINT.join(filter(None, facts)))
        yield from _memos(extract, extract.memos(source.id))
    if memos := extract.study_memos():
        yield Heading(2, "Memos on the study")
        yield from _memos(extract, memos)


def _code(extract: Extract, depth: int, code: Code) -> Iterator[AnyBlock]:
    units = extract.with_code.get(code.id, [])
    yield Heading(min(depth + 3, _DEEPEST), extract.path(code.id))
    yield Paragraph(format_count(len(units), "unit"))
    for label, words in labelled_texts(code):
        yield Paragraph(" ".join(words.split()), label)
    yield from _memos(extract, extract.memos(code.id))
    sentences = extract.condensate(code.id)
    if sentences:
        yield Condensate("", prose(sentences))
    for unit in units:
        yield from _unit(extract, unit, code)


def _unit(extract: Extract, unit: Unit, code: Code | None) -> Iterator[AnyBlock]:
    named = unit.reference.startswith(unit.source.name)
    parts = [unit.reference, unit.speaker, "" if named else unit.source.name, *describe_codings(unit, code)]
    yield Quotation(unit.segment.quote, JOINT.join(filter(None, parts)))
    yield from _memos(extract, unit.memos)


def _memos(extract: Extract, memos: Sequence[Memo]) -> Iterator[AnyBlock]:
    for memo in memos:
        head = (kind_label(memo).capitalize(), extract.initials(memo.coder), format_day(memo.created))
        yield Note(", ".join(filter(None, head)), extract.memo_markdown(memo), memo.title)
