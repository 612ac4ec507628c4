"""Step 0: who has said what to expect, and locked it before reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.method.points import OpenPoint
from coder.model.coder import Coder
from coder.model.memo import PRECONCEPTION, Memo
from coder.project.operations.preconceptions import versions
from coder.project.study import Study
from coder.text.phrases import format_count


class Statement(NamedTuple):
    """The versions of an analyst's preconceptions; `late` says, in words, what was done before the first lock."""

    coder: Coder
    versions: list[Memo]
    late: str

    @property
    def locked(self) -> Memo | None:
        """The first version that was locked."""
        return next((memo for memo in self.versions if memo.locked), None)


def analysts(study: Study) -> list[Coder]:
    """Everybody who works on the study, by initials."""
    return sorted(study.coders.values(), key=lambda coder: coder.initials.casefold())


def statements(study: Study) -> list[Statement]:
    """What each analyst expected."""
    written = {coder.id: versions(study, coder.id) for coder in analysts(study)}
    first = {id: next((memo for memo in there if memo.locked), None) for id, there in written.items()}
    locked = {id: memo.locked for id, memo in first.items() if memo is not None}
    coded: dict[str, set[str]] = {id: set() for id in locked}
    for coding in study.codings.values():
        if coding.coder in locked and coding.created and coding.created < locked[coding.coder]:
            coded[coding.coder].add(coding.segment)
    read = dict.fromkeys(locked, 0)
    for one in study.readings.values():
        if one.coder in locked and one.when < locked[one.coder]:
            read[one.coder] += 1
    return [
        Statement(coder, written[coder.id], _late(len(coded.get(coder.id, ())), read.get(coder.id, 0)))
        for coder in analysts(study)
    ]


def _late(coded: int, read: int) -> str:
    parts = [f"{format_count(read, 'transcript')} read"] if read else []
    parts += [f"{format_count(coded, 'unit')} coded"] if coded else []
    return f"locked after {' and '.join(parts)}" if parts else ""


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Who has not written, not locked, or locked late; that nobody has, where nobody is known yet."""
    if study.sources and not study.coders:
        yield OpenPoint(0, "nobody has written preconceptions", "memos", PRECONCEPTION)
    for coder, there, late in statements(study):
        latest = there[-1].id if there else ""
        if not there:
            yield OpenPoint(0, f"{coder.initials} has written no preconceptions", "memos", PRECONCEPTION)
        elif not any(memo.locked for memo in there):
            yield OpenPoint(0, f"{coder.initials} has not locked the preconceptions", "memos", latest)
        elif late:
            yield OpenPoint(0, f"{coder.initials}: {late}", "memos", latest)
