"""Step 1: which transcripts were read as a whole, by whom."""

from __future__ import annotations

from collections.abc import Iterator

from coder.analysis.method.points import OpenPoint
from coder.analysis.method.preconceptions import analysts
from coder.model.source import Source
from coder.project.ordering import sources_in_order
from coder.project.study import Study


def read_by(study: Study, initials: str) -> set[str]:
    """Ids of the transcripts that a coder has read."""
    wanted = {coder.id for coder in study.coders.values() if coder.initials.casefold() == initials.casefold()}
    return {one.source for one in study.readings.values() if one.coder in wanted}


def unread(study: Study, initials: str, after: str = "") -> list[Source]:
    """The transcripts that a coder has not read, those that follow the one with the id `after` first."""
    done = read_by(study, initials)
    sources = sources_in_order(study)
    at = next((n for n, one in enumerate(sources, 1) if one.id == after), 0)
    return [one for one in (*sources[at:], *sources[:at]) if one.id not in done and one.id != after]


def open_points(study: Study) -> Iterator[OpenPoint]:
    """What each analyst has not read."""
    total = len(study.sources)
    for coder in analysts(study):
        rest = unread(study, coder.initials)
        if rest:
            what = rest[0].name if len(rest) == 1 else f"{len(rest)} of {total} transcripts"
            yield OpenPoint(1, f"{coder.initials} has still to read {what}", "coding", rest[0].id)
