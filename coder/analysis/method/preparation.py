"""Steps 0 and 1: preconceptions, whole transcripts read, preliminary themes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from coder.analysis.method.points import Kind, OpenPoint
from coder.model.condensation import FATES, Theme
from coder.model.memo import PRECONCEPTION, Memo
from coder.model.project import Coder
from coder.model.source import Source
from coder.project.operations.preconceptions import versions
from coder.project.operations.themes import negotiated, preliminary
from coder.project.study import Study, sources_in_order
from coder.text.fold import name_key
from coder.text.phrases import format_count, format_list


class Statement(NamedTuple):
    """The versions of an analyst's preconceptions.

    `late` describes work done before the first lock, and says whether one was changed outside the program after it.
    """

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
        Statement(
            coder,
            by_coder[coder.id],
            _describe_late(
                len(coded.get(coder.id, ())),
                read.get(coder.id, 0),
                any(memo.changed_since_locked for memo in by_coder[coder.id]),
            ),
        )
        for coder in analysts(study)
    ]


def _describe_late(coded: int, read: int, changed: bool) -> str:
    parts = [f"{format_count(read, 'transcript')} read"] if read else []
    parts += [f"{format_count(coded, 'unit')} coded"] if coded else []
    problems = [f"locked after {format_list(parts)}"] if parts else []
    problems += ["changed outside the program after being locked"] if changed else []
    return "; ".join(problems)


def preconception_points(study: Study) -> Iterator[OpenPoint]:
    """Yield preconceptions that are not written, not locked, or locked late."""
    if study.sources and not study.coders:
        yield OpenPoint(0, "no preconceptions have been written", Kind.MEMO, PRECONCEPTION)
    for coder, memos, late in statements(study):
        latest = memos[-1].id if memos else ""
        if not memos:
            yield OpenPoint(0, f"{coder.initials} has written no preconceptions", Kind.MEMO, PRECONCEPTION)
        elif not any(memo.locked for memo in memos):
            yield OpenPoint(0, f"{coder.initials} has not locked the preconceptions", Kind.MEMO, latest)
        elif late:
            yield OpenPoint(0, f"{coder.initials}: {late}", Kind.MEMO, latest)


def read_by(study: Study, initials: str) -> set[str]:
    """Return the ids of the transcripts that a coder has read."""
    coders = {coder.id for coder in study.coders.values() if name_key(coder.initials) == name_key(initials)}
    return {reading.source for reading in study.readings.values() if reading.coder in coders}


def unread(study: Study, initials: str, after: str = "") -> list[Source]:
    """Return the transcripts that a coder has not read, starting after the one with the id `after`."""
    done = read_by(study, initials)
    sources = sources_in_order(study)
    start = next((n for n, source in enumerate(sources, 1) if source.id == after), 0)
    rotated = (*sources[start:], *sources[:start])
    return [source for source in rotated if source.id not in done and source.id != after]


def reading_points(study: Study) -> Iterator[OpenPoint]:
    """Yield, for each analyst, the transcripts not read yet."""
    total = len(study.sources)
    for coder in analysts(study):
        sources = unread(study, coder.initials)
        if sources:
            what = sources[0].name if len(sources) == 1 else f"{len(sources)} of {total} transcripts"
            yield OpenPoint(1, f"{coder.initials} has not marked {what} as read yet", Kind.TRANSCRIPT, sources[0].id)


#: The usual number of preliminary themes per analyst.
FEWEST, MOST = 4, 8


def origins(study: Study, theme: Theme) -> list[Theme]:
    """Return the preliminary themes that a negotiated theme was made from."""
    themes: list[Theme] = study.referrers(theme.id, "themes")
    return sorted(themes, key=lambda theme: (study.coders[theme.coder].initials, theme.order))


def resulting_groups(study: Study, theme: Theme) -> list[str]:
    """Return the names of the code groups that a negotiated theme led to."""
    return sorted(study.codes[group.code].name for group in study.referrers(theme.id, "groups"))


def describe_fate(study: Study, theme: Theme) -> str:
    """Describe the decision on a preliminary theme: analyst, day and reason."""
    if not theme.fate:
        return FATES[""]
    into = study.themes.get(theme.into or "")
    coder = study.coders.get(theme.decided_by or "")
    text = FATES[theme.fate] + (f" into “{into.name}”" if into else "")
    text += f" by {coder.initials}" if coder else ""
    text += f" on {theme.decided[:10]}" if theme.decided else ""
    return text + (f": {theme.why}" if theme.why else "")


def theme_points(study: Study) -> Iterator[OpenPoint]:
    """Yield unusual numbers of themes, undecided or unexplained ones, and negotiated ones without origin or group."""
    for coder in analysts(study):
        number = len(preliminary(study, coder.id))
        if not FEWEST <= number <= MOST:
            themes = format_count(number, "preliminary theme")
            yield OpenPoint(1, f"{coder.initials} has {themes}: {FEWEST} to {MOST} are usual", Kind.THEME)
    agreed = negotiated(study)
    decided = any(theme.fate for theme in study.themes.values())
    if study.themes and not agreed and not decided:
        yield OpenPoint(1, "the preliminary themes have not been negotiated yet", Kind.THEME)
        return
    for theme in _all_preliminary(study):
        if not theme.fate:
            initials = study.coders[theme.coder].initials
            text = f"theme “{theme.name}” ({initials}) is neither taken up nor dropped"
            yield OpenPoint(1, text, Kind.THEME, theme.id)
        elif not theme.why:
            text = f"theme “{theme.name}” was {FATES[theme.fate]} without a reason"
            yield OpenPoint(1, text, Kind.THEME, theme.id)
    for theme in agreed:
        if not study.referrers(theme.id, "themes"):
            text = f"negotiated theme “{theme.name}” was not made from a preliminary one"
            yield OpenPoint(1, text, Kind.THEME, theme.id)
        if study.groups and not study.referrers(theme.id, "groups"):
            yield OpenPoint(2, f"theme “{theme.name}” has not led to a code group", Kind.THEME, theme.id)


def _all_preliminary(study: Study) -> list[Theme]:
    return [theme for coder in analysts(study) for theme in preliminary(study, coder.id)]
