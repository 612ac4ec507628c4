"""Scope of a search: sources, speakers, participants, and what is coded or not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from coder.analysis import patterns
from coder.errors import CoderError, NotFound
from coder.model.source import Source
from coder.project.study import Study, by_order, source_named
from coder.text.span import Span, Turn

_LABEL = attrgetter("label")


class Scope(NamedTuple):
    """Restrictions of a search; an empty field does not restrict.

    Names may have wildcards (`*`). Names of one kind are alternatives; different kinds must all hold. `coded` and
    `not_coded` are code patterns (`A/**`); `uncoded` means no code at all. `attributes` are NAME or NAME=VALUE of
    the participants.
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


class ResolvedScope:
    """The sources and passages that a scope admits; NotFound for an unknown name."""

    def __init__(self, study: Study, scope: Scope) -> None:
        if scope.uncoded and scope.coded:
            raise CoderError("Text cannot be both coded and not coded", hint="Leave one of the two out.")
        self._study = study
        self._uncoded = scope.uncoded
        self._speakers = scope.speakers
        self._coded = _codes(study, scope.coded)
        self._not_coded = _codes(study, scope.not_coded)
        self._speaker_admitted: dict[str, bool] = {}
        self.sources = self._select_sources(scope)
        self._admits_all = not (scope.speakers or scope.coded or scope.not_coded or scope.uncoded)
        if scope.speakers:
            self._check_speakers()

    def admits(self, source: Source, span: Span) -> bool:
        """Return whether a passage of one of the sources is in the scope."""
        return self._admits_all or (self._admits_speaker(source, span) and self._admits_codes(source, span))

    def _select_sources(self, scope: Scope) -> list[Source]:
        study = self._study
        selected = set(study.sources)
        if scope.sources:
            selected &= {id for name in scope.sources for id in _sources(study, name)}
        for table, field, names in (
            ("participants", "participant", scope.participants),
            ("waves", "wave", scope.waves),
        ):
            if names:
                records = {id for name in names for id in _records(study, table, field, name)}
                selected = {id for id in selected if study.sources[id][field] in records}
        for names, participants_of in ((scope.services, _of_service), (scope.attributes, _with_attribute)):
            if names:
                participants = {id for name in names for id in participants_of(study, name)}
                selected = {id for id in selected if study.sources[id].participant in participants}
        return sorted((study.sources[id] for id in selected), key=by_order)

    def _check_speakers(self) -> None:
        speakers = {turn.speaker for source in self.sources for turn in self._study.text_of(source).turns}
        for name in self._speakers:
            if not any(patterns.matches_name(name, speaker) for speaker in speakers):
                raise _unknown("speaker", name, sorted(filter(None, speakers)))

    def _admits_speaker(self, source: Source, span: Span) -> bool:
        if not self._speakers:
            return True
        turn = turn_at(self._study.text_of(source).turns, span.start)
        speaker = "" if turn is None else turn.speaker
        if speaker not in self._speaker_admitted:
            self._speaker_admitted[speaker] = any(patterns.matches_name(name, speaker) for name in self._speakers)
        return self._speaker_admitted[speaker]

    def _admits_codes(self, source: Source, span: Span) -> bool:
        if self._coded is None and self._not_coded is None and not self._uncoded:
            return True
        codes = codes_over(self._study, source, span)
        if self._uncoded and codes:
            return False
        if self._coded is not None and not codes & self._coded:
            return False
        return self._not_coded is None or not codes & self._not_coded


def turn_at(turns: Sequence[Turn], position: int) -> Turn | None:
    """Return the turn whose label or text holds a position."""
    index = bisect_right(turns, position, key=_LABEL) - 1
    return turns[index] if index >= 0 and position < turns[index].end else None


def codes_over(study: Study, source: Source, span: Span) -> set[str]:
    """Return the ids of the codes that overlap a passage."""
    segments = study.positions(source.id).between(*span)
    return {coding.code for segment in segments for coding in study.codings_of(segment)}


def _codes(study: Study, pattern: str) -> set[str] | None:
    return {code.id for code in patterns.codes_like(study, pattern)} if pattern else None


def _sources(study: Study, name: str) -> set[str]:
    if not patterns.has_wildcard(name):
        return {source_named(study, patterns.unquoted(name)).id}
    return {id for id, source in study.sources.items() if patterns.matches_name(name, source.name)}


def _records(study: Study, table: str, noun: str, name: str) -> set[str]:
    records = study.tables[table]
    ids = {id for id, record in records.items() if patterns.matches_name(name, record["name"])}
    if not ids:
        raise _unknown(noun, name, sorted(record["name"] for record in records.values()))
    return ids


def _of_service(study: Study, name: str) -> set[str]:
    services = {participant.id: participant.service for participant in study.participants.values()}
    ids = {id for id, service in services.items() if service and patterns.matches_name(name, service)}
    if not ids:
        raise _unknown("service", name, sorted({*services.values()} - {""}))
    return ids


def _with_attribute(study: Study, pattern: str) -> set[str]:
    name, value = patterns.name_and_value(pattern)
    participants = study.participants.values()
    values = [
        (participant.id, text)
        for participant in participants
        for key, text in participant.attributes.items()
        if patterns.matches_name(name, key)
    ]
    if not values:
        raise _unknown(
            "attribute", name, sorted({key for participant in participants for key in participant.attributes})
        )
    ids = {id for id, text in values if patterns.matches_name(value, text)}
    if not ids:
        raise _unknown(f"{patterns.unquoted(name)} with the value", value, sorted({text for _, text in values}))
    return ids


def _unknown(noun: str, name: str, known: list[str]) -> NotFound:
    names = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    return NotFound(f"There is no {noun} “{patterns.unquoted(name)}”", hint=f"Known: {names}" if known else "")
