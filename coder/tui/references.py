"""A quotation with where it is from, as one pastes it into a paper."""

from __future__ import annotations

from coder.model.source import Source
from coder.project import Project
from coder.text.span import Span


def reference(project: Project, source: Source, span: Span) -> str:
    """`“quotation” (P01, baseline, turn 34)`."""
    words = project.text_of(source)
    turn = next((n for n, turn in enumerate(words.turns, 1) if turn.end > span.start), len(words.turns))
    participant = project.participants.get(source.participant or "")
    wave = project.waves.get(source.wave or "")
    parts = [participant.name if participant else source.name]
    if wave is not None:
        parts.append(wave.name)
    parts.append(f"turn {turn}")
    return f"“{words.text[span.start : span.end]}” ({', '.join(parts)})"
