"""What goes with a record when it is removed, in words; "" where nothing does."""

from __future__ import annotations

from coder.model.source import Source
from coder.project.study import Study
from coder.text.phrases import format_count


def of_source(study: Study, source: Source) -> str:
    """Return the coded segments, codings and memos that go with a source."""
    segments = study.positions(source.id)
    codings = sum(len(study.codings_of(segment)) for segment in segments)
    memos = len(study.memos_on(source.id)) + sum(len(study.memos_on(segment)) for segment in segments)
    return _counted((len(segments), "coded segment"), (codings, "coding"), (memos, "memo"))


def _counted(*counts: tuple[int, str]) -> str:
    parts = [format_count(number, noun) for number, noun in counts if number]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
