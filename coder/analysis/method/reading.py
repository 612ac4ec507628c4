"""Step 1: which transcripts each analyst has read as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import Kind, OpenPoint
from coder.analysis.method.preconceptions import analysts
from coder.model.source import Source
from coder.project.study import Study, sources_in_order


def read_by(study: Study, initials: str) -> set[str]:
    """Return the ids of the transcripts that a coder has read."""
    coders = {coder.id for coder in study.coders.values() if coder.initials.casefold() == initials.casefold()}
    return {reading.source for reading in study.readings.values() if reading.coder in coders}


def unread(study: Study, initials: str, after: str = "") -> list[Source]:
    """Return the transcripts that a coder has not read, starting after the one with the id `after`."""
    done = read_by(study, initials)
    sources = sources_in_order(study)
    start = next((n for n, source in enumerate(sources, 1) if source.id == after), 0)
    rotated = (*sources[start:], *sources[:start])
    return [source for source in rotated if source.id not in done and source.id != after]


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield, for each analyst, the transcripts not read yet."""
    total = len(study.sources)
    for coder in analysts(study):
        sources = unread(study, coder.initials)
        if sources:
            what = sources[0].name if len(sources) == 1 else f"{len(sources)} of {total} transcripts"
            yield OpenPoint(1, f"{coder.initials} has not read {what} yet", Kind.TRANSCRIPT, sources[0].id)
