"""Coded segments as Markdown: units under their codes, to read, print or paste into a paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from coder.exchange.extract import JOINT, Extract, Unit, describe_codings, kind_label
from coder.exchange.markdown import block_quote, condensate, escape
from coder.exchange.registry import SEGMENTS, writer
from coder.model.codebook import Code, labelled_texts
from coder.model.condensation import prose
from coder.model.memo import Memo
from coder.project.interviews import format_interview_day
from coder.project.project import Project
from coder.text.phrases import format_count, format_day

_DEEPEST = 6


@writer(SEGMENTS, "md", "Coded units by code (Markdown)", ".md", ".markdown")
def write(project: Project, segments: Sequence[str] | None = None) -> bytes:
    """Return each code with definition, units (block quotes with reference) and memos; then the sources.

    CommonMark, UTF-8, LF. Names and quotations are escaped, so that they read verbatim; memos stay Markdown.
    """
    return "".join(f"{block}\n\n" for block in _blocks(project, Extract(project, segments))).encode()


def _blocks(project: Project, extract: Extract) -> Iterator[str]:
    yield f"# {escape(project.info.name)}"
    part = "" if extract.whole else " An extract: only the units found by a query."
    yield f"Coded units, {format_day(project.now())}: {', '.join(extract.counted())}.{part}"
    yield "## Codes"
    for depth, code in extract.codes:
        yield from _code(extract, depth, code, extract.with_code.get(code.id, []))
    loose = [unit for unit in extract.units if not unit.placed]
    if loose:
        yield "### Units with a memo and no code"
        for unit in loose:
            yield from _unit(extract, unit, None)
    yield "## Sources"
    yield from _sources(extract)
    if memos := extract.study_memos():
        yield "## Memos on the study"
        yield from _memos(extract, memos)


def _code(extract: Extract, depth: int, code: Code, units: list[Unit]) -> Iterator[str]:
    yield f"{'#' * min(depth + 3, _DEEPEST)} {escape(extract.path(code.id))}"
    yield format_count(len(units), "unit")
    for label, words in labelled_texts(code):
        yield f"**{label}:** {' '.join(escape(line) for line in words.splitlines() if line.strip())}"
    yield from _memos(extract, extract.memos(code.id))
    sentences = extract.condensate(code.id)
    if sentences:
        yield condensate("", prose(sentences))
    for unit in units:
        yield from _unit(extract, unit, code)


def _unit(extract: Extract, unit: Unit, code: Code | None) -> Iterator[str]:
    parts = [unit.reference, unit.speaker, *describe_codings(unit, code)]
    yield block_quote(unit.segment.quote) + f"\n>\n> — {escape(JOINT.join(filter(None, parts)))}"
    yield from _memos(extract, unit.memos)


def _memos(extract: Extract, memos: Iterable[Memo]) -> Iterator[str]:
    """Yield each memo as a list item, so that no Markdown in it ends the section."""
    for memo in memos:
        head = f"- **Memo** ({kind_label(memo)}, {escape(extract.initials(memo.coder))}"
        day = format_day(memo.created)
        title = f" **{escape(' '.join(memo.title.split()))}**" if memo.title else ""
        text = "\n".join(f"  {line}".rstrip() for line in extract.memo_markdown(memo).strip("\n").split("\n"))
        yield f"{head}{', ' + day if day else ''}){title}\n\n{text}".rstrip()


def _sources(extract: Extract) -> Iterator[str]:
    for source in extract.sources:
        units = extract.in_source.get(source.id, [])
        yield f"### {escape(source.name)}"
        day = format_interview_day(extract.study.waves.get(source.wave or ""), source.day)
        facts = [
            escape(extract.labels[source.id]),
            day,
            format_count(source.words, "word"),
            format_count(len(units), "unit"),
        ]
        yield JOINT.join(filter(None, facts))
        yield from _memos(extract, extract.memos(source.id))
        if units:
            yield "\n".join(
                f"- {'turn ' + str(unit.turn) if unit.turn else 'unit'}: "
                + (escape(", ".join(dict.fromkeys(placed.path for placed in unit.placed))) or "memo only")
                for unit in units
            )
