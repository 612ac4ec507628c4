"""The framework layer as tables: levels × waves of one participant, one level over all pairs; what is open in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from coder.analysis.method import participation, units
from coder.analysis.method.points import OpenPoint
from coder.model.framework import CHANGE_TAGS, STATUSES, ChangeNote, Framework, Level, LevelCell
from coder.model.participant import Participant, Wave
from coder.project.framework_layer import (
    NO_INTERVIEW,
    cells_of,
    frameworks_of,
    interviews,
    levels_of,
    place_of,
    said_of,
)
from coder.project.merge_artifacts import analytic_text_of, condensate_of
from coder.project.ordering import waves_in_order
from coder.project.study import Study
from coder.text.phrases import format_count, format_list

PLACE = "framework"
STEP = 5


WavePair = tuple[Wave, Wave]


class Entry(NamedTuple):
    """What stands in one place of a table: the cell if there is one; its `status`, "" where nothing was written."""

    level: Level
    participant: Participant
    wave: Wave
    cell: LevelCell | None
    status: str


class Row(NamedTuple):
    """A level of a participant over waves, and, for each pair of waves, the note on what changed between them."""

    level: Level
    participant: Participant
    entries: tuple[Entry, ...]
    notes: tuple[ChangeNote | None, ...]


class LevelTable(NamedTuple):
    """A framework of one participant, levels × `waves`; `pairs` are the waves compared, two by two.

    There is none for the unpaired: `why` says the reason; `n` counts the interviews of the table.
    """

    framework: Framework
    participant: Participant
    waves: tuple[Wave, ...]
    rows: tuple[Row, ...]
    pairs: tuple[WavePair, ...]
    why: str
    n: int


class Across(NamedTuple):
    """One level over all pairs; the `unpaired` come after them, and never into `counts` or `n`, the number of pairs.

    `counts` holds, for each wave of a pair by its id, how many pairs have which status ("": nothing written).
    """

    level: Level
    waves: tuple[Wave, ...]
    rows: tuple[Row, ...]
    unpaired: tuple[tuple[Row, str], ...]
    counts: dict[str, Counter[str]]
    tags: Counter[str]
    n: int


def people(study: Study, framework: Framework) -> list[Participant]:
    """Whose table is shown: all with an interview in a wave, and all with a cell, by name."""
    held = {cell.participant for cell in cells_of(study, framework)}
    return [one for one in participation.people(study) if one.id in held or participation.waves_of(study, one)]


def table_for(study: Study, framework: Framework, participant: Participant) -> LevelTable:
    """The framework of one participant: a row for each level, an entry for each wave of the participant's service."""
    table = _table(study, framework, participant)
    if table.pairs:
        return table
    reasons = {one.id: why for one, why in participation.unpaired(study)}
    return table._replace(why=reasons.get(participant.id, ""))


def _table(study: Study, framework: Framework, participant: Participant) -> LevelTable:
    """The table without the reason why somebody is in no pair, which takes a look at everybody."""
    compared = pairs_of(study, participant)
    shown = _waves_for(study, framework, participant, participation.waves_of_service(study))
    written = _written(study, participant)
    rows = [_row(study, level, participant, shown, compared, written) for level in levels_of(study, framework)]
    n = sum(len(interviews(study, participant, wave)) for wave in shown)
    return LevelTable(framework, participant, shown, tuple(rows), compared, "", n)


def across(study: Study, level: Level) -> Across:
    """One level of everybody: the pairs, then, apart, those in no pair."""
    framework = study.frameworks[level.framework]
    reasons = {one.id: why for one, why in participation.unpaired(study)}
    everybody = people(study, framework)
    planned = participation.waves_of_service(study)
    had = {wave.id for one in everybody for wave in _waves_for(study, framework, one, planned)}
    shown = tuple(wave for wave in waves_in_order(study) if wave.id in had)
    rows, alone = [], []
    counts: dict[str, Counter[str]] = {}
    for person in everybody:
        compared = pairs_of(study, person)
        row = _row(study, level, person, shown, compared, _written(study, person))
        if not compared:
            alone.append((row, reasons.get(person.id, "")))
            continue
        rows.append(row)
        halves = {wave.id for pair in compared for wave in pair}
        for entry in row.entries:
            if entry.wave.id in halves:
                counts.setdefault(entry.wave.id, Counter())[entry.status] += 1
    tags = Counter(note.tag if note else "" for row in rows for note in row.notes)
    return Across(level, shown, tuple(rows), tuple(alone), counts, tags, len(rows))


def pairs_of(study: Study, participant: Participant) -> tuple[WavePair, ...]:
    """The waves of a participant that are compared, two by two; none where there is no pair."""
    if participation.to_be_erased(study, participant):
        return ()
    return tuple(pairwise(participation.waves_of(study, participant)))


def _waves_for(
    study: Study, framework: Framework, participant: Participant, planned: Mapping[str, Sequence[Wave]]
) -> tuple[Wave, ...]:
    """The waves `planned` for the participant's service, and any other with an interview or a cell of theirs."""
    wanted = {
        wave.id for wave in (*planned.get(participant.service, ()), *participation.waves_of(study, participant))
    }
    for cell in study.users(participant.id, "cells"):
        if study.levels[cell.level].framework == framework.id:
            wanted.add(cell.wave)
    return tuple(wave for wave in waves_in_order(study) if wave.id in wanted)


class _Written(NamedTuple):
    """What was written on a participant: cells by level and wave, notes of change by level and waves."""

    cells: dict[tuple[str, str], LevelCell]
    notes: dict[tuple[str, str, str], ChangeNote]
    waves: frozenset[str]


def _written(study: Study, participant: Participant) -> _Written:
    cells = {(cell.level, cell.wave): cell for cell in study.users(participant.id, "cells")}
    notes = {
        (note.level, note.first, note.then): note
        for note in study.users(participant.id, "change_notes")
        if note.level is not None
    }
    return _Written(cells, notes, frozenset(one.id for one in participation.waves_of(study, participant)))


def _row(
    study: Study,
    level: Level,
    participant: Participant,
    shown: Sequence[Wave],
    compared: Sequence[WavePair],
    written: _Written,
) -> Row:
    entries = []
    for wave in shown:
        cell = written.cells.get((level.id, wave.id))
        entries.append(Entry(level, participant, wave, cell, said_of(cell, wave.id in written.waves)))
    notes = tuple(written.notes.get((level.id, first.id, then.id)) for first, then in compared)
    return Row(level, participant, tuple(entries), notes)


# In words


def told(entry: Entry) -> str:
    """An entry on one line: the mark of its status, then its summary, or what there is to say instead."""
    mark = STATUSES.get(entry.status, " ")
    cell = entry.cell
    words = " ".join(cell.summary.split()) if cell else ""
    if not words and cell is not None and cell.evidence:
        words = format_count(len(cell.evidence), "unit")
    return f"{mark} {words or entry.status or 'nothing written'}"


def note_told(note: ChangeNote | None) -> str:
    """A note of change on one line: glyph, letter and tag, then its sentence; "" where there is none."""
    if note is None:
        return ""
    tag = CHANGE_TAGS.get(note.tag)
    head = f"{tag.glyph} {tag.letter} {note.tag}" if tag else "no tag"
    return f"{head}: {' '.join(note.sentence.split())}" if note.sentence else head


def level_told(level: Level) -> str:
    """The name of a level; an inferred one says so."""
    return f"{level.name} (inferred)" if level.inferred else level.name


# Tables for files


def sheet(table: LevelTable) -> list[list[object]]:
    """A participant's table as rows: level, the waves, the change; its first row tells the n."""
    paired = "in a pair" if table.pairs else f"in no pair: {table.why}"
    head = f"{table.framework.name} · {table.participant.name} · n = {format_count(table.n, 'interview')} · {paired}"
    heads = ["level", "kind", *_heads(table.waves), "change"]
    rows = ([row.level.name, kind_of(row.level), *_parts(row), _notes(row)] for row in table.rows)
    return [[head], [*heads], *rows]


def across_sheet(found: Across) -> list[list[object]]:
    """One level over all pairs as rows, the unpaired below, apart; its first row tells the n."""
    head = f"{level_told(found.level)} · n = {format_count(found.n, 'pair')}"
    heads = ["participant", *_heads(found.waves), "change"]
    body: list[list[object]] = [[head], [*heads]]
    body += ([row.participant.name, *_parts(row), _notes(row)] for row in found.rows)
    if found.unpaired:
        body.append(["In no pair, never counted above"])
    body += ([row.participant.name, *_parts(row), why] for row, why in found.unpaired)
    return body


def kind_of(level: Level) -> str:
    """What sort of row a level is: "domain", "inferred" or "level"."""
    return "domain" if level.domain else "inferred" if level.inferred else "level"


def _heads(waves: Sequence[Wave]) -> Iterator[str]:
    for wave in waves:
        yield from (wave.name, f"{wave.name}: status", f"{wave.name}: units")


def _parts(row: Row) -> Iterator[object]:
    for entry in row.entries:
        cell = entry.cell
        yield from (cell.summary if cell else "", entry.status)
        yield (len(cell.evidence) or "no unit") if cell else ""


def _notes(row: Row) -> str:
    return "; ".join(filter(None, map(note_told, row.notes)))


# What is open


def early(study: Study) -> str:
    """What is still open in the condensation, in words, as a framework opened now records it; "" where nothing is."""
    groups = units.groups(study)
    counted_groups = [group for group in groups if not group.residual]
    if not counted_groups:
        return "only a residual code group" if groups else "no code groups yet"
    parts = []
    missing = [
        code
        for group in counted_groups
        for code in units.subgroups(study, group) or [study.codes[group.code]]
        if (found := condensate_of(study, code.id)) is None or not found.sentences
    ]
    if missing:
        parts.append(f"{format_count(len(missing), 'condensate')} not written")
    texts = [(group, analytic_text_of(study, group.id)) for group in counted_groups]
    without = [group for group, text in texts if text is None or not text.sentences]
    if without:
        parts.append(f"{format_count(len(without), 'analytic text')} not written")
    headless = [group for group in counted_groups if not group.heading]
    if headless:
        parts.append(f"{format_count(len(headless), 'category heading')} missing")
    judged = {(verdict.text, verdict.sentence) for verdict in study.verdicts.values() if verdict.text}
    claims = [(text.id, one.key) for _, text in texts if text for one in text.sentences]
    unchecked = sum(1 for claim in claims if claim not in judged)
    if unchecked:
        parts.append(f"{format_count(unchecked, 'claim')} not checked")
    return ", ".join(parts)


def open_points(study: Study) -> Iterator[OpenPoint]:
    """What the framework layer leaves open: cells missing, without evidence, contradictory, with strange units.

    The target of a point is a framework, a cell, or `framework/participant`.
    """
    for framework in frameworks_of(study):
        yield from _open_in(study, framework)


def _open_in(study: Study, framework: Framework) -> Iterator[OpenPoint]:
    if not levels_of(study, framework):
        yield OpenPoint(STEP, f"{framework.name} has no levels yet", PLACE, framework.id)
        return
    paired = {pair.participant.id for pair in participation.pairs(study)}
    for person in people(study, framework):
        table = _table(study, framework, person)
        entries = [entry for row in table.rows if not row.level.domain for entry in row.entries]
        where = f"{framework.name}, {person.name}"
        missing = [entry for entry in entries if not entry.status]
        target = f"{framework.id}/{person.id}"
        if missing and len(missing) == sum(entry.status != NO_INTERVIEW for entry in entries):
            if person.id in paired:  # the layer reads pairs: of the others nothing need be written
                yield OpenPoint(STEP, f"{where}: nothing is written", PLACE, target)
        elif missing:
            names = format_list(f"{one.level.name} at {one.wave.name}" for one in missing[:3])
            more = f" and {len(missing) - 3:,} more" if len(missing) > 3 else ""
            told = f"{where}: {format_count(len(missing), 'cell')} not written ({names}{more})"
            yield OpenPoint(STEP, told, PLACE, target)
        for row in table.rows:
            yield from _open_cells(study, row)


def _open_cells(study: Study, row: Row) -> Iterator[OpenPoint]:
    for entry in row.entries:
        cell = entry.cell
        if cell is None:
            continue
        where = place_of(study, cell)
        if entry.status == NO_INTERVIEW and cell.status != NO_INTERVIEW:
            yield OpenPoint(STEP, f"{where}: is written, and there is no interview", PLACE, cell.id)
        elif cell.status == "evidenced" and not cell.evidence:
            yield OpenPoint(STEP, f"{where}: evidenced, and no unit is cited", PLACE, cell.id)
        elif cell.status == "contradictory":
            yield OpenPoint(STEP, f"{where}: contradictory", PLACE, cell.id)
        elif cell.status == NO_INTERVIEW and entry.status != NO_INTERVIEW:
            yield OpenPoint(STEP, f"{where}: “no interview”, and there is one", PLACE, cell.id)
        strangers = sum(_strange(study, cell, unit) for unit in cell.evidence)
        if strangers:
            yield OpenPoint(STEP, f"{where}: {format_count(strangers, 'unit')} of another interview", PLACE, cell.id)


def _strange(study: Study, cell: LevelCell, segment: str) -> bool:
    source = study.sources[study.segments[segment].source]
    return (source.participant, source.wave) != (cell.participant, cell.wave)
