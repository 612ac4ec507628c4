"""Where a search looks: in which sources, at whose words, in what is coded or not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from coder.analysis import patterns
from coder.errors import CoderError, NotFound
from coder.model.source import Source
from coder.project.paths import source_named
from coder.project.study import Study
from coder.text.span import Span
from coder.text.turn import Turn

_LABEL = attrgetter("label")


class Where(NamedTuple):
    """What a search is restricted to; nothing given is no restriction.

    Names may have wildcards (`*`); of several of one kind any will do, and every kind that is given must hold.
    `coded` and `not_coded` are code patterns (`A/**`); `uncoded` means: with no code at all. `attributes` are
    names, or NAME=VALUE, of what is told of the participants.
    """

    speakers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    coded: str = ""
    not_coded: str = ""
    uncoded: bool = False
    services: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


class Scope:
    """The sources and the stretches that a restriction leaves; NotFound for a name that nothing has."""

    def __init__(self, study: Study, where: Where) -> None:
        if where.uncoded and where.coded:
            raise CoderError("Nothing can be coded and not coded", hint="Leave one of the two out.")
        self._study = study
        self._uncoded = where.uncoded
        self._speakers = where.speakers
        self._coded = _codes(study, where.coded)
        self._not_coded = _codes(study, where.not_coded)
        self._of_speaker: dict[str, bool] = {}
        self.sources = self._chosen(where)
        self._every = not (where.speakers or where.coded or where.not_coded or where.uncoded)
        if where.speakers:
            self._check_speakers()

    def lets(self, source: Source, span: Span) -> bool:
        """Whether a stretch of one of the sources is wanted."""
        return self._every or (self._spoken(source, span) and self._coding_fits(source, span))

    def _chosen(self, where: Where) -> list[Source]:
        study = self._study
        chosen = set(study.sources)
        if where.sources:
            chosen &= {id for name in where.sources for id in _sources(study, name)}
        for table, field, names in (
            ("participants", "participant", where.participants),
            ("waves", "wave", where.waves),
        ):
            if names:
                records = {id for name in names for id in _described(study, table, field, name)}
                chosen = {id for id in chosen if study.sources[id][field] in records}
        for asked, people_of in ((where.services, _of_service), (where.attributes, _with_attribute)):
            if asked:
                people = {id for one in asked for id in people_of(study, one)}
                chosen = {id for id in chosen if study.sources[id].participant in people}
        return sorted((study.sources[id] for id in chosen), key=lambda source: (source.order, source.name))

    def _check_speakers(self) -> None:
        there = {turn.speaker for source in self.sources for turn in self._study.text_of(source).turns}
        for name in self._speakers:
            if not any(patterns.named(name, speaker) for speaker in there):
                raise _missing("speaker", name, sorted(filter(None, there)))

    def _spoken(self, source: Source, span: Span) -> bool:
        if not self._speakers:
            return True
        turn = turn_at(self._study.text_of(source).turns, span.start)
        speaker = "" if turn is None else turn.speaker
        if speaker not in self._of_speaker:
            self._of_speaker[speaker] = any(patterns.named(name, speaker) for name in self._speakers)
        return self._of_speaker[speaker]

    def _coding_fits(self, source: Source, span: Span) -> bool:
        if self._coded is None and self._not_coded is None and not self._uncoded:
            return True
        here = codes_over(self._study, source, span)
        if self._uncoded and here:
            return False
        if self._coded is not None and not here & self._coded:
            return False
        return self._not_coded is None or not here & self._not_coded


def turn_at(turns: Sequence[Turn], position: int) -> Turn | None:
    """The turn whose label or words hold a position."""
    at = bisect_right(turns, position, key=_LABEL) - 1
    return turns[at] if at >= 0 and position < turns[at].end else None


def codes_over(study: Study, source: Source, span: Span) -> set[str]:
    """Ids of the codes that share a character with a stretch."""
    found = study.positions(source.id).between(*span)
    return {coding.code for segment in found for coding in study.codings_of(segment)}


def _codes(study: Study, pattern: str) -> set[str] | None:
    return {code.id for code in patterns.codes_like(study, pattern)} if pattern else None


def _sources(study: Study, name: str) -> set[str]:
    if not patterns.has_wildcard(name):
        return {source_named(study, patterns.unquoted(name)).id}
    return {id for id, source in study.sources.items() if patterns.named(name, source.name)}


def _described(study: Study, table: str, noun: str, name: str) -> set[str]:
    records = study.tables[table]
    found = {id for id, record in records.items() if patterns.named(name, record["name"])}
    if not found:
        raise _missing(noun, name, sorted(record["name"] for record in records.values()))
    return found


def _of_service(study: Study, name: str) -> set[str]:
    people = study.participants.values()
    found = {one.id for one in people if one.service and patterns.named(name, one.service)}
    if not found:
        raise _missing("service", name, sorted({one.service for one in people if one.service}))
    return found


def _with_attribute(study: Study, asked: str) -> set[str]:
    name, value = patterns.keyed(asked)
    people = study.participants.values()
    held = [(one.id, text) for one in people for key, text in one.attributes.items() if patterns.named(name, key)]
    if not held:
        raise _missing("attribute", name, sorted({key for one in people for key in one.attributes}))
    found = {id for id, text in held if patterns.named(value, text)}
    if not found:
        raise _missing(f"{patterns.unquoted(name)} with the value", value, sorted({text for _, text in held}))
    return found


def _missing(noun: str, name: str, known: list[str]) -> NotFound:
    shown = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    return NotFound(f"There is no {noun} “{patterns.unquoted(name)}”", hint=f"There is: {shown}" if known else "")
