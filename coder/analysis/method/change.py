"""What changed between two waves, for each pair, by code or by level: over everybody, or one person through time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from coder.analysis.method.participation import Pair, pairs
from coder.analysis.method.points import OpenPoint
from coder.model.framework import CHANGE_TAGS, ChangeNote, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project.operations import changes
from coder.project.operations.changes import Subject
from coder.project.ordering import by_order, subtree, walk
from coder.project.paths import path_of
from coder.project.study import Study

CODES, LEVELS = "codes", "levels"
BYS = (CODES, LEVELS)
#: The line of what is noted on a pair as a whole.
WHOLE = ""
#: A note whose tag is not decided.
UNTAGGED = "?"
PLACE = "pairs"


class Line(NamedTuple):
    """What a change can be noted on: a code or a level by its `id`, or (`WHOLE`) the pair as a whole."""

    id: str
    name: str
    path: str
    depth: int = 0
    group: bool = False


def mark(note: ChangeNote | None) -> str:
    """A note in a small cell, glyph and letter: `↑ I`; "" where there is none."""
    if note is None:
        return ""
    tag = CHANGE_TAGS.get(note.tag)
    return f"{tag.glyph} {tag.letter}" if tag else UNTAGGED


def tag_named(text: str) -> str | None:
    """The tag with this name, letter, or beginning; None where there is none, or more than one."""
    folded = text.strip().casefold()
    found = [
        name for name, tag in CHANGE_TAGS.items() if folded in (name.casefold(), tag.letter.casefold(), tag.glyph)
    ]
    found = found or [name for name in CHANGE_TAGS if folded and any(p.startswith(folded) for p in name.split("/"))]
    return found[0] if len(found) == 1 else None


def steps(study: Study) -> list[tuple[Wave, Wave]]:
    """The waves between which there are pairs, in their order."""
    found = {(pair.first.id, pair.then.id): (pair.first, pair.then) for pair in pairs(study)}
    return sorted(found.values(), key=lambda two: (by_order(two[0]), by_order(two[1])))


def lines(study: Study, by: str) -> list[Line]:
    """The lines of a grid: the pair as a whole, then code groups and subgroups, or the levels of each framework.

    Where no code is a code group yet, all codes that are not archived; a code with a note of change always.
    """
    whole = Line(WHOLE, "the whole pair", "the whole pair")
    return [whole, *(_code_lines(study) if by == CODES else _level_lines(study))]


def _code_lines(study: Study) -> Iterator[Line]:
    groups = {group.code for group in study.groups.values()}
    noted = {note.code for note in study.change_notes.values() if note.code is not None}
    for depth, code in walk(study):
        in_groups = code.id in groups or code.parent in groups
        if code.id in noted or (not code.archived and (in_groups or not groups)):
            yield Line(code.id, code.name, path_of(study, code), depth, code.id in groups)


def _level_lines(study: Study) -> Iterator[Line]:
    """The levels; one that has the name of another framework’s says whose it is."""
    frameworks = sorted(study.frameworks.values(), key=lambda one: (one.created, one.name))
    called = Counter(level.name.casefold() for level in study.levels.values())
    for framework in frameworks:
        levels = sorted(study.users(framework.id, "levels"), key=by_order)
        for level in levels:
            path = f"{framework.name}: {level.name}" if len(frameworks) > 1 else level.name
            name = level.name if called[level.name.casefold()] == 1 else f"{level.name} ({framework.name})"
            yield Line(level.id, name, path, group=level.domain)


class Held:
    """The units of a line, of each participant in each wave, from some interviews only.

    Of a code: what it or a code below it is on. Of a level: the evidence of its cells. Of the pair as a whole: all
    coded units.
    """

    def __init__(self, study: Study, by: str, rows: Sequence[Line], among: Iterable[Source]) -> None:
        self._units: dict[tuple[str, str, str], set[str]] = {}
        self._where = {one.id: (one.participant or "", one.wave or "") for one in among}
        self._study = study
        wanted = {line.id for line in rows}
        self._add(WHOLE, (coding.segment for coding in study.codings.values()))
        if by == CODES:
            for id in wanted - {WHOLE}:
                below = [one.id for one in subtree(study, study.codes[id])]
                self._add(id, (study.codings[c].segment for code in below for c in study.codings_with(code)))
            return
        for cell in study.cells.values():
            if cell.level in wanted:
                self._add(cell.level, cell.evidence, (cell.participant, cell.wave))

    def _add(self, line: str, units: Iterable[str], only: tuple[str, str] | None = None) -> None:
        segments, where, held = self._study.segments, self._where, self._units
        for unit in units:
            at = where.get(segments[unit].source)
            if at is not None and only in (None, at):
                held.setdefault((line, *at), set()).add(unit)

    def of(self, line: Line, participant: Participant, wave: Wave) -> set[str]:
        """Ids of the units."""
        return self._units.get((line.id, participant.id, wave.id), set())


class Grid:
    """Lines by pairs, between two waves: only who was interviewed in both of them is in it, or counted anywhere."""

    def __init__(self, study: Study, by: str, first: Wave, then: Wave) -> None:
        self.study = study
        self.by, self.first, self.then = by, first, then
        self.pairs: list[Pair] = [one for one in pairs(study) if (one.first.id, one.then.id) == (first.id, then.id)]
        self.lines = lines(study, by)
        inside = {pair.participant.id for pair in self.pairs}
        self._notes = {
            changes.subject_of(note): note for note in study.change_notes.values() if note.participant in inside
        }

    @property
    def n(self) -> int:
        """How many pairs there are."""
        return len(self.pairs)

    def subject(self, line: Line, pair: Pair) -> Subject:
        """What a note in a cell would be about."""
        return subject(self.by, line, pair)

    def note(self, line: Line, pair: Pair) -> ChangeNote | None:
        """The note in a cell."""
        return self._notes.get(self.subject(line, pair))

    def tags(self, line: Line) -> Counter[str]:
        """How many pairs have each tag; "" is a note whose tag is not decided."""
        found = (self.note(line, pair) for pair in self.pairs)
        return Counter(note.tag for note in found if note is not None)

    @cached_property
    def held(self) -> Held:
        """The units behind the lines."""
        among = [one for pair in self.pairs for one in (*pair.first_sources, *pair.then_sources)]
        return Held(self.study, self.by, self.lines, among)

    def units(self, line: Line, wave: Wave) -> int:
        """How many units the pairs have in a wave."""
        return sum(len(self.held.of(line, pair.participant, wave)) for pair in self.pairs)

    def people(self, line: Line, wave: Wave) -> int:
        """How many of the pairs have a unit in a wave."""
        return sum(1 for pair in self.pairs if self.held.of(line, pair.participant, wave))


class Trajectory:
    """One participant through time: the waves they were interviewed in, and the notes between two that follow."""

    def __init__(self, study: Study, by: str, participant: Participant) -> None:
        self.study, self.by, self.participant = study, by, participant
        self.pairs = [pair for pair in pairs(study) if pair.participant.id == participant.id]
        self.waves = [*(pair.first for pair in self.pairs[:1]), *(pair.then for pair in self.pairs)]
        self.lines = lines(study, by)

    @cached_property
    def held(self) -> Held:
        """The units behind the lines."""
        among = [one for pair in self.pairs for one in (*pair.first_sources, *pair.then_sources)]
        return Held(self.study, self.by, self.lines, among)

    def units(self, line: Line, wave: Wave) -> set[str]:
        """Ids of the units of a line in a wave."""
        return self.held.of(line, self.participant, wave)

    def note(self, line: Line, pair: Pair) -> ChangeNote | None:
        """The note on what changed from one wave to the next."""
        return changes.on(self.study, subject(self.by, line, pair))

    def cell(self, line: Line, wave: Wave) -> LevelCell | None:
        """What is said on a level; None of a code."""
        return cell_of(self.study, line.id, self.participant.id, wave.id) if self.by == LEVELS else None


def cell_of(study: Study, level: str, participant: str, wave: str) -> LevelCell | None:
    """What the interviews of a participant in a wave say on a level, if anything is written."""
    found: list[LevelCell] = study.users(level, "cells")
    return next((one for one in found if (one.participant, one.wave) == (participant, wave)), None)


def subject(by: str, line: Line, pair: Pair) -> Subject:
    """What a note on a line would be about."""
    waves = (pair.participant.id, pair.first.id, pair.then.id)
    if line.id == WHOLE:
        return Subject(*waves)
    return Subject(*waves, code=line.id) if by == CODES else Subject(*waves, level=line.id)


def notes_on(study: Study, pair: Pair) -> list[ChangeNote]:
    """The notes on a pair: on it as a whole, then in the order of the codebook, then of the levels."""
    waves = (pair.first.id, pair.then.id)
    mine: list[ChangeNote] = study.users(pair.participant.id, "change_notes")
    found = {note.code or note.level or WHOLE: note for note in mine if (note.first, note.then) == waves}
    if not found:
        return []
    order = [line.id for by in BYS for line in lines(study, by)]
    return [found[id] for id in dict.fromkeys(order) if id in found]


# What is open


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Pairs without a note of change; notes without tag or sentence, with evidence that has gone, or on no pair."""
    every = pairs(study)
    noted = {changes.subject_of(note)[:3] for note in study.change_notes.values()}
    for pair in every:
        if (pair.participant.id, pair.first.id, pair.then.id) not in noted:
            waves = f"{pair.first.name} → {pair.then.name}"
            yield OpenPoint(5, f"{pair.participant.name} ({waves}) has no change note", PLACE, pair.participant.id)
    known = {(pair.participant.id, pair.first.id, pair.then.id) for pair in every}
    for note in study.change_notes.values():
        what = changes.subject_of(note)
        where = f"{study.participants[note.participant].name}, {changes.about(study, what)}"
        if what[:3] not in known:
            yield OpenPoint(5, f"{where}: a change note on waves that are no pair", PLACE, note.id)
        if note.tag and not note.sentence.strip():
            yield OpenPoint(5, f"{where}: a change tag without a sentence", PLACE, note.id)
        if not note.tag:
            yield OpenPoint(5, f"{where}: a change note without a tag", PLACE, note.id)
        lost = len(changes.gone(study, note))
        if lost:
            what_is = "a unit of its evidence is" if lost == 1 else f"{lost} units of its evidence are"
            yield OpenPoint(5, f"{where}: {what_is} of another participant or wave now", PLACE, note.id)
