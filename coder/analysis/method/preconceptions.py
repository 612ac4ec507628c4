"""Step 0: the analysts' preconceptions, and whether they were locked before reading and coding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.method.points import Kind, OpenPoint
from coder.model.memo import PRECONCEPTION, Memo
from coder.model.project import Coder
from coder.project.operations.preconceptions import versions
from coder.project.study import Study
from coder.text.phrases import format_count, format_list


class Statement(NamedTuple):
    """The versions of an analyst's preconceptions; `late` describes work done before the first lock."""

    coder: Coder
    versions: list[Memo]
    late: str

    @property
    def locked(self) -> Memo | None:
        """The first version that was locked."""
        return next((memo for memo in self.versions if memo.locked), None)


def analysts(study: Study) -> list[Coder]:
    """Return all coders of the study, by initials."""
    return sorted(study.coders.values(), key=lambda coder: coder.initials.casefold())


def statements(study: Study) -> list[Statement]:
    """Return the preconceptions of each analyst."""
    by_coder = {coder.id: versions(study, coder.id) for coder in analysts(study)}
    locks: dict[str, str] = {}
    for id, memos in by_coder.items():
        first = next((memo for memo in memos if memo.locked), None)
        if first is not None:
            locks[id] = first.locked
    coded: dict[str, set[str]] = {id: set() for id in locks}
    for coding in study.codings.values():
        if coding.coder in locks and coding.created and coding.created < locks[coding.coder]:
            coded[coding.coder].add(coding.segment)
    read = dict.fromkeys(locks, 0)
    for reading in study.readings.values():
        if reading.coder in locks and reading.when < locks[reading.coder]:
            read[reading.coder] += 1
    return [
        Statement(coder, by_coder[coder.id], _describe_late(len(coded.get(coder.id, ())), read.get(coder.id, 0)))
        for coder in analysts(study)
    ]


def _describe_late(coded: int, read: int) -> str:
    parts = [f"{format_count(read, 'transcript')} read"] if read else []
    parts += [f"{format_count(coded, 'unit')} coded"] if coded else []
    return f"locked after {format_list(parts)}" if parts else ""


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield preconceptions that are not written, not locked, or locked late."""
    if study.sources and not study.coders:
        yield OpenPoint(0, "nobody has written preconceptions", Kind.MEMO, PRECONCEPTION)
    for coder, memos, late in statements(study):
        latest = memos[-1].id if memos else ""
        if not memos:
            yield OpenPoint(0, f"{coder.initials} has written no preconceptions", Kind.MEMO, PRECONCEPTION)
        elif not any(memo.locked for memo in memos):
            yield OpenPoint(0, f"{coder.initials} has not locked the preconceptions", Kind.MEMO, latest)
        elif late:
            yield OpenPoint(0, f"{coder.initials}: {late}", Kind.MEMO, latest)
