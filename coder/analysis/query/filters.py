"""Filters of a query, `name:value`: each returns a set of coded segments."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from operator import attrgetter

from coder.analysis import patterns
from coder.analysis.search import occurrences
from coder.errors import NotFound
from coder.model.source import MARKS, Coding, Segment, Source
from coder.project.study import Study, source_named
from coder.text.fold import searchable
from coder.text.span import Turn

SHOWN = 12
ANY = "*"

_LABEL = attrgetter("label")
_AGO = re.compile(r"(\d{1,5})d", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")

Segments = set[str]


def coded(study: Study) -> Segments:
    """Return all segments with a coding."""
    return set(study.index.segment_codings)


def speaker_at(study: Study, segment: Segment) -> str:
    """Return the speaker at the start of a segment; "" if unattributed."""
    text = study.rules.text_of(segment.source, segment.revision)
    if text is None or not text.turns:
        return ""
    at = bisect_right(text.turns, segment.start, key=_LABEL) - 1
    return text.turns[at].speaker if at >= 0 and segment.start < text.turns[at].end else ""


def with_codes(study: Study, codes: Iterable[str]) -> Segments:
    """Return the segments with a coding of any of the codes."""
    codings = study.codings
    return {codings[id].segment for code in codes for id in study.codings_with(code)}


def unknown(noun: str, value: str, known: Iterable[str]) -> NotFound:
    """Return the error for an unknown name, with the known names as hint."""
    names = sorted({name for name in known if name})
    more = " …" if len(names) > SHOWN else ""
    hint = f"Known: {', '.join(names[:SHOWN])}{more}" if names else f"There is no {noun} yet"
    return NotFound(f"There is no {noun} “{patterns.unquoted(value)}”", hint=hint)


def first_moment(text: str, today: date) -> datetime | None:
    """Return the local start of a day, month, year (`2026-03-01`, `2026-03`, `2026`) or of `7d`, days ago."""
    try:
        ago, day = _AGO.fullmatch(text), _DAY.fullmatch(text)
        if ago is not None:
            start = today - timedelta(days=int(ago[1]))
        elif day is not None:
            start = date(int(day[1]), int(day[2] or 1), int(day[3] or 1))
        else:
            return None
        return datetime.combine(start, time()).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


class Filters:
    """The filters over a study; `today` is the base of days ago."""

    def __init__(self, study: Study, today: date | None = None, pause: Callable[[], None] = lambda: None) -> None:
        self.study = study
        self.today = today or date.today()
        self.pause = pause
        self.by_name: dict[str, Callable[[str], Segments]] = {
            "source": self.of_source,
            "participant": self.of_participant,
            "wave": self.of_wave,
            "service": self.of_service,
            "attribute": self.with_attribute,
            "speaker": self.of_speaker,
            "by": self.by_coder,
            "since": self.since,
            "mark": self.with_mark,
            "memo": self.with_memo,
            "text": self.with_text,
            "set": self.of_set,
        }

    # Source of a segment

    def of_source(self, value: str) -> Segments:
        sources = self.study.sources.values()
        if not patterns.has_wildcard(value):
            return self._in([source_named(self.study, patterns.unquoted(value))])
        return self._in(source for source in sources if patterns.matches_name(value, source.name))

    def of_participant(self, value: str) -> Segments:
        people = self.study.participants.values()
        ids = {person.id for person in people if patterns.matches_name(value, person.name)}
        if not ids:
            raise unknown("participant", value, (person.name for person in people))
        return self._in(source for source in self.study.sources.values() if source.participant in ids)

    def of_wave(self, value: str) -> Segments:
        waves = self.study.waves.values()
        ids = {wave.id for wave in waves if patterns.matches_name(value, wave.name)}
        if not ids:
            raise unknown("wave", value, (wave.name for wave in waves))
        return self._in(source for source in self.study.sources.values() if source.wave in ids)

    def of_service(self, value: str) -> Segments:
        people = self.study.participants.values()
        ids = {person.id for person in people if person.service and patterns.matches_name(value, person.service)}
        if not ids:
            raise unknown("service", value, (person.service for person in people))
        return self._in(source for source in self.study.sources.values() if source.participant in ids)

    def with_attribute(self, value: str) -> Segments:
        key, pattern = patterns.name_and_value(value)
        attributes = [
            (source, name, text) for source in self.study.sources.values() for name, text in self._attributes(source)
        ]
        values = [(source, text) for source, name, text in attributes if patterns.matches_name(key, name)]
        if not values:
            raise unknown("attribute", key, (name for _, name, _ in attributes))
        sources = [source for source, text in values if patterns.matches_name(pattern, text)]
        if not sources:
            raise unknown(f"{patterns.unquoted(key)} with the value", pattern, (text for _, text in values))
        return self._in(sources)

    def _attributes(self, source: Source) -> Iterator[tuple[str, str]]:
        """Yield the attributes of a source and of its participant."""
        yield from source.attributes.items()
        if source.participant is not None:
            yield from self.study.participants[source.participant].attributes.items()

    def of_speaker(self, value: str) -> Segments:
        matching: dict[str, bool] = {}
        segments = set()
        for id in coded(self.study):
            speaker = speaker_at(self.study, self.study.segments[id])
            if speaker not in matching:
                self.pause()
                matching[speaker] = bool(speaker) and patterns.matches_name(value, speaker)
            if matching[speaker]:
                segments.add(id)
        if not segments:
            speakers = {turn.speaker for source in self.study.sources.values() for turn in self._turns(source)}
            if not any(patterns.matches_name(value, speaker) for speaker in speakers if speaker):
                raise unknown("speaker", value, speakers)
        return segments

    def _turns(self, source: Source) -> Iterable[Turn]:
        return self.study.text_of(source).turns

    def _in(self, sources: Iterable[Source]) -> Segments:
        coded = self.study.index.segment_codings
        return {id for source in sources for id in self.study.positions(source.id) if id in coded}

    # Codings of a segment

    def by_coder(self, value: str) -> Segments:
        coders = self.study.coders.values()
        ids = {coder.id for coder in coders if patterns.matches_name(value, coder.initials)}
        if not ids:
            raise unknown("coder", value, (coder.initials for coder in coders))
        return self._with(lambda coding: coding.coder in ids)

    def since(self, value: str) -> Segments:
        first = first_moment(patterns.unquoted(value), self.today)
        if first is None:
            raise NotFound(
                f"“{value}” is not a date", hint="Write since:2026-03-01, since:2026-03, since:2026, or since:7d"
            )
        edge = first.astimezone(timezone.utc)
        return self._with(lambda coding: _created(coding) >= edge)

    def with_mark(self, value: str) -> Segments:
        marks = {mark for mark in MARKS if mark and patterns.matches_name(value, mark)}
        if not marks:
            raise unknown("mark", value, MARKS)
        return self._with(lambda coding: coding.mark in marks)

    def of_set(self, value: str) -> Segments:
        sets = self.study.sets.values()
        matching = [code_set for code_set in sets if patterns.matches_name(value, code_set.name)]
        if not matching:
            raise unknown("set of codes", value, (code_set.name for code_set in sets))
        return with_codes(self.study, {code for code_set in matching for code in code_set.codes})

    def _with(self, test: Callable[[Coding], bool]) -> Segments:
        self.pause()
        return {coding.segment for coding in self.study.codings.values() if test(coding)}

    # Text

    def with_text(self, value: str) -> Segments:
        words = patterns.unquoted(value)
        segments = set()
        for source in self.study.sources.values():
            self.pause()
            for id in self._in([source]):
                if occurrences(searchable(self.study.segments[id].quote), words):
                    segments.add(id)
        return segments

    def with_memo(self, value: str) -> Segments:
        self.pause()
        words = None if value == ANY else patterns.unquoted(value)
        segments = self.study.index.segment_codings
        return {
            memo.target
            for memo in self.study.memos.values()
            if memo.target in segments and not memo.private
            if words is None or occurrences(searchable(f"{memo.title}\n{memo.text}"), words)
        }


def _created(coding: Coding) -> datetime:
    """Return when a coding was created; the earliest time if not given."""
    try:
        created = datetime.fromisoformat(coding.created.replace("Z", "+00:00"))
    except ValueError:
        return datetime.min.replace(tzinfo=timezone.utc)
    return created if created.tzinfo else created.replace(tzinfo=timezone.utc)
