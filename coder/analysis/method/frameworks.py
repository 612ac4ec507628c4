"""Framework layer: levels × waves of a participant, one level across pairs, as tables and sheets; open points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from coder.analysis.method import participation, units
from coder.analysis.method.points import Kind, OpenPoint
from coder.model.framework import CHANGE_TAGS, STATUSES, ChangeNote, Framework, Level, LevelCell
from coder.model.participant import Participant, Wave
from coder.project.framework_layer import (
    NO_INTERVIEW,
    cells_of,
    frameworks_of,
    interviews,
    levels_of,
    place_of,
    status_of,
)
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.study import Study, waves_in_order
from coder.text.phrases import NO_UNIT, format_count, format_list

STEP = 5

WavePair = tuple[Wave, Wave]


class Entry(NamedTuple):
    """A position in a table: the cell, if written, and its `status` ("" if nothing is written)."""

    level: Level
    participant: Participant
    wave: Wave
    cell: LevelCell | None
    status: str


class Row(NamedTuple):
    """A level of a participant across waves, with the change note for each pair of waves."""

    level: Level
    participant: Participant
    entries: tuple[Entry, ...]
    notes: tuple[ChangeNote | None, ...]


class LevelTable(NamedTuple):
    """A framework of one participant, levels × `waves`; `pairs` are the pairs of waves compared.

    An unpaired participant has no `pairs` and a reason in `why`; `n` counts the interviews in the table.
    """

    framework: Framework
    participant: Participant
    waves: tuple[Wave, ...]
    rows: tuple[Row, ...]
    pairs: tuple[WavePair, ...]
    why: str
    n: int


class Across(NamedTuple):
    """One level across all pairs; `unpaired` participants are listed but never counted.

    `counts`: wave id → how many pairs have each status ("": nothing written). `n` is the number of participants in
    a pair.
    """

    level: Level
    waves: tuple[Wave, ...]
    rows: tuple[Row, ...]
    unpaired: tuple[tuple[Row, str], ...]
    counts: dict[str, Counter[str]]
    tags: Counter[str]
    n: int


def framework_participants(study: Study, framework: Framework) -> list[Participant]:
    """Return the participants with an interview in a wave or with a cell, by name."""
    with_cells = {cell.participant for cell in cells_of(study, framework)}
    return [
        participant
        for participant in participation.participants_in_order(study)
        if participant.id in with_cells or participation.waves_of(study, participant)
    ]


def table_for(study: Study, framework: Framework, participant: Participant) -> LevelTable:
    """Return the framework of one participant: a row for each level, an entry for each wave of the service."""
    table = _table(study, framework, participant)
    if table.pairs:
        return table
    return table._replace(why=_reasons(study).get(participant.id, ""))


def _table(study: Study, framework: Framework, participant: Participant) -> LevelTable:
    """Return the table without the reason for being unpaired, which is slow to compute."""
    compared = pairs_of(study, participant)
    waves = _waves_for(study, framework, participant, participation.waves_of_service(study))
    written = _written(study, participant)
    rows = [_row(study, level, participant, waves, compared, written) for level in levels_of(study, framework)]
    n = sum(len(interviews(study, participant, wave)) for wave in waves)
    return LevelTable(framework, participant, waves, tuple(rows), compared, "", n)


def _reasons(study: Study) -> dict[str, str]:
    return {participant.id: reason for participant, reason in participation.unpaired(study)}


def across(study: Study, level: Level) -> Across:
    """Return one level of all participants: the paired ones, and separately the unpaired ones."""
    framework = study.frameworks[level.framework]
    reasons = _reasons(study)
    participants = framework_participants(study, framework)
    planned = participation.waves_of_service(study)
    used = {wave.id for person in participants for wave in _waves_for(study, framework, person, planned)}
    waves = tuple(wave for wave in waves_in_order(study) if wave.id in used)
    rows, unpaired = [], []
    counts: dict[str, Counter[str]] = {}
    for participant in participants:
        compared = pairs_of(study, participant)
        row = _row(study, level, participant, waves, compared, _written(study, participant))
        if not compared:
            unpaired.append((row, reasons.get(participant.id, "")))
            continue
        rows.append(row)
        paired_waves = {wave.id for pair in compared for wave in pair}
        for entry in row.entries:
            if entry.wave.id in paired_waves:
                counts.setdefault(entry.wave.id, Counter())[entry.status] += 1
    tags = Counter(note.tag if note else "" for row in rows for note in row.notes)
    return Across(level, waves, tuple(rows), tuple(unpaired), counts, tags, len(rows))


def pairs_of(study: Study, participant: Participant) -> tuple[WavePair, ...]:
    """Return the pairs of waves of a participant; empty for an unpaired one."""
    if participation.is_to_be_erased(study, participant):
        return ()
    return tuple(pairwise(participation.waves_of(study, participant)))


def _waves_for(
    study: Study, framework: Framework, participant: Participant, planned: Mapping[str, Sequence[Wave]]
) -> tuple[Wave, ...]:
    """Return the waves `planned` for the participant's service, and others with an interview or a cell."""
    ids = {wave.id for wave in (*planned.get(participant.service, ()), *participation.waves_of(study, participant))}
    for cell in study.referrers(participant.id, "cells"):
        if study.levels[cell.level].framework == framework.id:
            ids.add(cell.wave)
    return tuple(wave for wave in waves_in_order(study) if wave.id in ids)


class _Written(NamedTuple):
    """What is written on a participant: cells by level and wave, change notes by level and waves."""

    cells: dict[tuple[str, str], LevelCell]
    notes: dict[tuple[str, str, str], ChangeNote]
    waves: frozenset[str]


def _written(study: Study, participant: Participant) -> _Written:
    cells = {(cell.level, cell.wave): cell for cell in study.referrers(participant.id, "cells")}
    notes = {
        (note.level, note.first, note.then): note
        for note in study.referrers(participant.id, "change_notes")
        if note.level is not None
    }
    return _Written(cells, notes, frozenset(wave.id for wave in participation.waves_of(study, participant)))


def _row(
    study: Study,
    level: Level,
    participant: Participant,
    waves: Sequence[Wave],
    compared: Sequence[WavePair],
    written: _Written,
) -> Row:
    entries = []
    for wave in waves:
        cell = written.cells.get((level.id, wave.id))
        entries.append(Entry(level, participant, wave, cell, status_of(cell, wave.id in written.waves)))
    notes = tuple(written.notes.get((level.id, first.id, then.id)) for first, then in compared)
    return Row(level, participant, tuple(entries), notes)


# In words


def describe_entry(entry: Entry) -> str:
    """Return an entry on one line: the mark of its status, then its summary or status."""
    mark = STATUSES.get(entry.status, " ")
    cell = entry.cell
    text = " ".join(cell.summary.split()) if cell else ""
    if not text and cell is not None and cell.evidence:
        text = format_count(len(cell.evidence), "unit")
    return f"{mark} {text or entry.status or 'nothing written'}"


def describe_note(note: ChangeNote | None) -> str:
    """Return a change note on one line: glyph, letter, tag and sentence; "" without a note."""
    if note is None:
        return ""
    tag = CHANGE_TAGS.get(note.tag)
    head = f"{tag.glyph} {tag.letter} {note.tag}" if tag else "no tag"
    return f"{head}: {' '.join(note.sentence.split())}" if note.sentence else head


def level_label(level: Level) -> str:
    """Return the name of a level; inferred ones are marked."""
    return f"{level.name} (inferred)" if level.inferred else level.name


# Sheets


def sheet(table: LevelTable) -> list[list[object]]:
    """Return a participant's table as rows: level, waves, change; the first row states the n."""
    paired = "in a pair" if table.pairs else f"in no pair: {table.why}"
    n = format_count(table.n, "interview")
    title = f"{table.framework.name} · {table.participant.name} · n = {n} · {paired}"
    heads = ["level", "kind", *_heads(table.waves), "change"]
    rows = ([row.level.name, kind_of(row.level), *_parts(row), _notes(row)] for row in table.rows)
    return [[title], [*heads], *rows]


def across_sheet(table: Across) -> list[list[object]]:
    """Return one level across all pairs as rows, the unpaired separately below; the first row states the n."""
    title = f"{level_label(table.level)} · n = {format_count(table.n, 'pair')}"
    heads = ["participant", *_heads(table.waves), "change"]
    rows: list[list[object]] = [[title], [*heads]]
    rows += ([row.participant.name, *_parts(row), _notes(row)] for row in table.rows)
    if table.unpaired:
        rows.append(["In no pair, not counted above"])
    rows += ([row.participant.name, *_parts(row), reason] for row, reason in table.unpaired)
    return rows


def kind_of(level: Level) -> str:
    """Return the kind of a level: "domain", "inferred" or "level"."""
    return "domain" if level.domain else "inferred" if level.inferred else "level"


def _heads(waves: Sequence[Wave]) -> Iterator[str]:
    for wave in waves:
        yield from (wave.name, f"{wave.name}: status", f"{wave.name}: units")


def _parts(row: Row) -> Iterator[object]:
    for entry in row.entries:
        cell = entry.cell
        yield from (cell.summary if cell else "", entry.status)
        yield (len(cell.evidence) or NO_UNIT) if cell else ""


def _notes(row: Row) -> str:
    return "; ".join(filter(None, map(describe_note, row.notes)))


# Open points


def open_condensation(study: Study) -> str:
    """Describe what is open in the condensation, as recorded when a framework is opened; "" if nothing is."""
    groups = units.groups_in_order(study)
    regular = [group for group in groups if not group.residual]
    if not regular:
        return "only a residual code group" if groups else "no code groups yet"
    parts = []
    not_condensed = [
        code
        for group in regular
        for code in units.subgroups(study, group) or [study.codes[group.code]]
        if (condensate := condensate_of(study, code.id)) is None or not condensate.sentences
    ]
    if not_condensed:
        parts.append(f"{format_count(len(not_condensed), 'condensate')} not written")
    texts = [analytic_text_of(study, group.id) for group in regular]
    without_text = sum(text is None or not text.sentences for text in texts)
    if without_text:
        parts.append(f"{format_count(without_text, 'analytic text')} not written")
    without_heading = sum(not group.heading for group in regular)
    if without_heading:
        parts.append(f"{format_count(without_heading, 'category heading')} missing")
    checked = {(verdict.text, verdict.sentence) for verdict in study.verdicts.values() if verdict.text}
    claims = [(text.id, sentence.key) for text in texts if text for sentence in text.sentences]
    unchecked = sum(claim not in checked for claim in claims)
    if unchecked:
        parts.append(f"{format_count(unchecked, 'claim')} not checked")
    return ", ".join(parts)


def open_points(study: Study) -> Iterator[OpenPoint]:
    """Yield cells that are missing, contradictory, without evidence, or with units of another interview.

    The target is a framework, a cell, or `framework/participant`.
    """
    for framework in frameworks_of(study):
        yield from _points_of_framework(study, framework)


def _points_of_framework(study: Study, framework: Framework) -> Iterator[OpenPoint]:
    if not levels_of(study, framework):
        yield OpenPoint(STEP, f"{framework.name} has no levels yet", Kind.FRAMEWORK, framework.id)
        return
    paired = {pair.participant.id for pair in participation.pairs(study)}
    for participant in framework_participants(study, framework):
        table = _table(study, framework, participant)
        entries = [entry for row in table.rows if not row.level.domain for entry in row.entries]
        label = f"{framework.name}, {participant.name}"
        missing = [entry for entry in entries if not entry.status]
        target = f"{framework.id}/{participant.id}"
        if missing and len(missing) == sum(entry.status != NO_INTERVIEW for entry in entries):
            if participant.id in paired:  # the layer compares pairs: cells of other participants are optional
                yield OpenPoint(STEP, f"{label}: nothing is written", Kind.FRAMEWORK, target)
        elif missing:
            names = format_list(f"{entry.level.name} at {entry.wave.name}" for entry in missing[:3])
            more = f" and {len(missing) - 3:,} more" if len(missing) > 3 else ""
            text = f"{label}: {format_count(len(missing), 'cell')} not written ({names}{more})"
            yield OpenPoint(STEP, text, Kind.FRAMEWORK, target)
        for row in table.rows:
            yield from _points_of_cells(study, row)


def _points_of_cells(study: Study, row: Row) -> Iterator[OpenPoint]:
    for entry in row.entries:
        cell = entry.cell
        if cell is None:
            continue
        label = place_of(study, cell)
        if entry.status == NO_INTERVIEW and cell.status != NO_INTERVIEW:
            yield OpenPoint(STEP, f"{label}: written, but there is no interview", Kind.FRAMEWORK, cell.id)
        elif cell.status == "evidenced" and not cell.evidence:
            yield OpenPoint(STEP, f"{label}: evidenced, but no unit is cited", Kind.FRAMEWORK, cell.id)
        elif cell.status == "contradictory":
            yield OpenPoint(STEP, f"{label}: contradictory", Kind.FRAMEWORK, cell.id)
        elif cell.status == NO_INTERVIEW and entry.status != NO_INTERVIEW:
            yield OpenPoint(STEP, f"{label}: “no interview”, but there is one", Kind.FRAMEWORK, cell.id)
        foreign = sum(_is_foreign(study, cell, unit) for unit in cell.evidence)
        if foreign:
            text = f"{label}: {format_count(foreign, 'unit')} from another interview"
            yield OpenPoint(STEP, text, Kind.FRAMEWORK, cell.id)


def _is_foreign(study: Study, cell: LevelCell, segment: str) -> bool:
    source = study.sources[study.segments[segment].source]
    return (source.participant, source.wave) != (cell.participant, cell.wave)
