"""A quotation with where it is from: as one pastes it into a paper, and as a memo quotes it."""

from __future__ import annotations

from coder.analysis.memo_links import unit_link
from coder.model.segment import Segment
from coder.model.source import Source
from coder.project import Project
from coder.text.span import Span


def whereabouts(project: Project, source: Source, span: Span) -> str:
    """`P01, baseline, turn 34`."""
    words = project.text_of(source)
    turn = next((n for n, turn in enumerate(words.turns, 1) if turn.end > span.start), len(words.turns))
    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    parts = [participant.name if participant else source.name]
    if wave is not None:
        parts.append(wave.name)
    parts.append(f"turn {turn}")
    return ", ".join(parts)


def reference(project: Project, source: Source, span: Span) -> str:
    """`“quotation” (P01, baseline, turn 34)`."""
    return f"“{project.text_of(source).text[span.start : span.end]}” ({whereabouts(project, source, span)})"


def quotation(project: Project, segment: Segment) -> str:
    """A unit as a Markdown block quote, with its reference and a link to it below."""
    lines = "\n".join(f"> {line}".rstrip() for line in segment.quote.split("\n"))
    where = whereabouts(project, project.sources[segment.source], segment.span)
    return f"{lines}\n>\n> — {where} {unit_link(project, segment)}"
