"""Quotations with their reference. SYNTHETIC text only."""

from __future__ import annotations

from coder.project import Project
from coder.project.quotations import location, quotation, reference


def test_location_and_reference(small_project: Project) -> None:
    segment = next(segment for segment in small_project.segments.values() if segment.quote.startswith("Long"))
    source = small_project.sources[segment.source]
    assert location(small_project, source, segment.span) == "P01, baseline, turn 3"
    assert reference(small_project, source, segment.span) == f"“{segment.quote}” (P01, baseline, turn 3)"
    assert quotation(small_project, segment).startswith(f"> {segment.quote}\n>\n> — P01, baseline, turn 3 [[unit ")
