"""Quotations with their reference, for a paper or a memo."""

from __future__ import annotations

from coder.model.source import Segment, Source
from coder.project.memo_links import unit_link
from coder.project.project import Project
from coder.text.span import Span


def location(project: Project, source: Source, span: Span) -> str:
    """Return participant, wave and turn: `P01, baseline, turn 34`."""
    text = project.text_of(source)
    turn = next((n for n, turn in enumerate(text.turns, 1) if turn.end > span.start), len(text.turns))
    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    parts = [participant.name if participant else source.name]
    if wave is not None:
        parts.append(wave.name)
    parts.append(f"turn {turn}")
    return ", ".join(parts)


def reference(project: Project, source: Source, span: Span) -> str:
    """Return `“quotation” (P01, baseline, turn 34)`."""
    return f"“{project.text_of(source).text[span.start : span.end]}” ({location(project, source, span)})"


def quotation(project: Project, segment: Segment) -> str:
    """Return a unit as a Markdown block quote with its reference and a link to it."""
    lines = "\n".join(f"> {line}".rstrip() for line in segment.quote.split("\n"))
    reference = location(project, project.sources[segment.source], segment.span)
    return f"{lines}\n>\n> — {reference} {unit_link(project, segment)}"
