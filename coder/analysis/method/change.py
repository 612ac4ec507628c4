"""Change between two waves: pairs by code or level (`ChangeGrid`), one participant through time (`Trajectory`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from coder.analysis.method.participation import Pair, pairs
from coder.analysis.method.points import Kind, OpenPoint
from coder.model.framework import CHANGE_TAGS, ChangeNote, LevelCell
from coder.model.participant import Participant, Wave
from coder.model.source import Source
from coder.project.operations import changes
from coder.project.operations.changes import Subject
from coder.project.study import Study, by_order, path_of, subtree, walk
from coder.text.fold import name_key
from coder.text.phrases import format_count

CODES, LEVELS = "codes", "levels"
BYS = (CODES, LEVELS)
#: The line of notes on a pair as a whole.
WHOLE = ""
#: Mark of a note without a tag.
UNTAGGED = "?"


class Line(NamedTuple):
    """Subject of a change: a code or a level by its `id`, or (`WHOLE`) the pair as a whole."""

    id: str
    name: str
    path: str
    depth: int = 0
    group: bool = False


def mark(note: ChangeNote | None) -> str:
    """Return a note as glyph and letter for a small cell: `↑ I`; "" without a note."""
    if note is None:
        return ""
    tag = CHANGE_TAGS.get(note.tag)
    return f"{tag.glyph} {tag.letter}" if tag else UNTAGGED


def tag_named(text: str) -> str | None:
    """Return the tag with this name, letter, glyph or beginning; None for no tag or several."""
    folded = text.strip().casefold()
    names = [
        name for name, tag in CHANGE_TAGS.items() if folded in (name.casefold(), tag.letter.casefold(), tag.glyph)
    ]
    names = names or [name for name in CHANGE_TAGS if folded and any(p.startswith(folded) for p in name.split("/"))]
    return names[0] if len(names) == 1 else None


def wave_pairs(study: Study) -> list[tuple[Wave, Wave]]:
    """Return the pairs of waves that have paired participants, in their order."""
    by_ids = {(pair.first.id, pair.then.id): (pair.first, pair.then) for pair in pairs(study)}
    return sorted(by_ids.values(), key=lambda waves: (by_order(waves[0]), by_order(waves[1])))


def lines(study: Study, by: str) -> list[Line]:
    """Return the lines of a grid: the whole pair, then code groups and subgroups, or the levels of each framework.

    Without code groups, all codes that are not archived; codes with a change note in any case.
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
    """Yield the levels; equal names in several frameworks get the name of the framework."""
    frameworks = sorted(study.frameworks.values(), key=lambda framework: (framework.created, framework.name))
    name_counts = Counter(name_key(level.name) for level in study.levels.values())
    for framework in frameworks:
        for level in sorted(study.referrers(framework.id, "levels"), key=by_order):
            path = f"{framework.name}: {level.name}" if len(frameworks) > 1 else level.name
            unique = name_counts[name_key(level.name)] == 1
            yield Line(
                level.id, level.name if unique else f"{level.name} ({framework.name})", path, group=level.domain
            )


class LineUnits:
    """Units of each line by participant and wave, limited to some interviews.

    A code has its units and those of the codes below it, a level the evidence of its cells, the pair all coded units.
    """

    def __init__(self, study: Study, by: str, rows: Sequence[Line], sources: Iterable[Source]) -> None:
        self._units: dict[tuple[str, str, str], set[str]] = {}
        self._positions = {source.id: (source.participant or "", source.wave or "") for source in sources}
        self._study = study
        ids = {line.id for line in rows}
        self._add(WHOLE, (coding.segment for coding in study.codings.values()))
        if by == CODES:
            for id in ids - {WHOLE}:
                codes = [code.id for code in subtree(study, study.codes[id])]
                self._add(id, (study.codings[c].segment for code in codes for c in study.codings_with(code)))
            return
        for cell in study.cells.values():
            if cell.level in ids:
                self._add(cell.level, cell.evidence, (cell.participant, cell.wave))

    def _add(self, line: str, units: Iterable[str], only: tuple[str, str] | None = None) -> None:
        segments, positions, by_position = self._study.segments, self._positions, self._units
        for unit in units:
            position = positions.get(segments[unit].source)
            if position is not None and only in (None, position):
                by_position.setdefault((line, *position), set()).add(unit)

    def of(self, line: Line, participant: Participant, wave: Wave) -> set[str]:
        """Return the ids of the units."""
        return self._units.get((line.id, participant.id, wave.id), set())


def _units_of_pairs(study: Study, by: str, rows: Sequence[Line], paired: Iterable[Pair]) -> LineUnits:
    sources = [source for pair in paired for source in (*pair.first_sources, *pair.then_sources)]
    return LineUnits(study, by, rows, sources)


class ChangeGrid:
    """Lines by pairs, between two waves; only participants interviewed in both waves are included."""

    def __init__(self, study: Study, by: str, first: Wave, then: Wave) -> None:
        self.study = study
        self.by, self.first, self.then = by, first, then
        self.pairs: list[Pair] = [
            pair for pair in pairs(study) if (pair.first.id, pair.then.id) == (first.id, then.id)
        ]
        self.lines = lines(study, by)
        paired = {pair.participant.id for pair in self.pairs}
        self._notes = {
            changes.subject_of(note): note for note in study.change_notes.values() if note.participant in paired
        }

    @property
    def n(self) -> int:
        """The number of pairs."""
        return len(self.pairs)

    def subject(self, line: Line, pair: Pair) -> Subject:
        """Return the subject of a note in a cell."""
        return subject(self.by, line, pair)

    def note(self, line: Line, pair: Pair) -> ChangeNote | None:
        """Return the note in a cell."""
        return self._notes.get(self.subject(line, pair))

    def tags(self, line: Line) -> Counter[str]:
        """Count the pairs by tag; "" is a note without a tag."""
        notes = (self.note(line, pair) for pair in self.pairs)
        return Counter(note.tag for note in notes if note is not None)

    @cached_property
    def line_units(self) -> LineUnits:
        """The units of the lines."""
        return _units_of_pairs(self.study, self.by, self.lines, self.pairs)

    def units(self, line: Line, wave: Wave) -> int:
        """Count the units of the pairs in a wave."""
        return sum(len(self.line_units.of(line, pair.participant, wave)) for pair in self.pairs)

    def participants(self, line: Line, wave: Wave) -> int:
        """Count the pairs with a unit in a wave."""
        return sum(1 for pair in self.pairs if self.line_units.of(line, pair.participant, wave))


class Trajectory:
    """One participant through time: the waves with interviews, and the notes between consecutive waves."""

    def __init__(self, study: Study, by: str, participant: Participant) -> None:
        self.study, self.by, self.participant = study, by, participant
        self.pairs = [pair for pair in pairs(study) if pair.participant.id == participant.id]
        self.waves = [*(pair.first for pair in self.pairs[:1]), *(pair.then for pair in self.pairs)]
        self.lines = lines(study, by)

    @cached_property
    def line_units(self) -> LineUnits:
        """The units of the lines."""
        return _units_of_pairs(self.study, self.by, self.lines, self.pairs)

    def units(self, line: Line, wave: Wave) -> set[str]:
        """Return the ids of the units of a line in a wave."""
        return self.line_units.of(line, self.participant, wave)

    def note(self, line: Line, pair: Pair) -> ChangeNote | None:
        """Return the note on the change from one wave to the next."""
        return changes.on(self.study, subject(self.by, line, pair))

    def cell(self, line: Line, wave: Wave) -> LevelCell | None:
        """Return the cell of a level; None for a code."""
        return cell_of(self.study, line.id, self.participant.id, wave.id) if self.by == LEVELS else None


def cell_of(study: Study, level: str, participant: str, wave: str) -> LevelCell | None:
    """Return the cell of a participant in a wave on a level, if written."""
    cells: list[LevelCell] = study.referrers(level, "cells")
    return next((cell for cell in cells if (cell.participant, cell.wave) == (participant, wave)), None)


def subject(by: str, line: Line, pair: Pair) -> Subject:
    """Return the subject of a note on a line."""
    waves = (pair.participant.id, pair.first.id, pair.then.id)
    if line.id == WHOLE:
        return Subject(*waves)
    return Subject(*waves, code=line.id) if by == CODES else Subject(*waves, level=line.id)


def notes_on(study: Study, pair: Pair) -> list[ChangeNote]:
    """Return the notes on a pair: on the whole pair, then in the order of the codebook, then of the levels."""
    waves = (pair.first.id, pair.then.id)
    notes: list[ChangeNote] = study.referrers(pair.participant.id, "change_notes")
    by_line = {note.code or note.level or WHOLE: note for note in notes if (note.first, note.then) == waves}
    if not by_line:
        return []
    order = [line.id for by in BYS for line in lines(study, by)]
    return [by_line[id] for id in dict.fromkeys(order) if id in by_line]


# Open points


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield pairs without a change note, and notes that lack a tag, sentence, pair or valid evidence."""
    every_pair = pairs(study)
    noted = {changes.subject_of(note)[:3] for note in study.change_notes.values()}
    for pair in every_pair:
        if (pair.participant.id, pair.first.id, pair.then.id) not in noted:
            waves = f"{pair.first.name} → {pair.then.name}"
            text = f"{pair.participant.name} ({waves}) has no change note"
            yield OpenPoint(5, text, Kind.PAIR, pair.participant.id)
    known = {(pair.participant.id, pair.first.id, pair.then.id) for pair in every_pair}
    for note in study.change_notes.values():
        about = changes.subject_of(note)
        label = f"{study.participants[note.participant].name}, {changes.about(study, about)}"
        if about[:3] not in known:
            yield OpenPoint(5, f"{label}: change note on waves that are not a pair", Kind.PAIR, note.id)
        if note.tag and not note.sentence.strip():
            yield OpenPoint(5, f"{label}: change note without a sentence", Kind.PAIR, note.id)
        if not note.tag:
            yield OpenPoint(5, f"{label}: change note without a tag", Kind.PAIR, note.id)
        lost = len(changes.gone(study, note))
        if lost:
            verb = "belongs" if lost == 1 else "belong"
            units = format_count(lost, "unit")
            text = f"{label}: {units} of its evidence now {verb} to another participant or wave"
            yield OpenPoint(5, text, Kind.PAIR, note.id)
