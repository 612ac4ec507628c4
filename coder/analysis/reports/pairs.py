"""Pairs report: participants interviewed in two or more waves, the waves side by side, and the changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coder.analysis.method import participation
from coder.analysis.method.change import BYS, CODES, LEVELS, ChangeGrid, Line, wave_pairs
from coder.analysis.reports import change_tables
from coder.analysis.reports.change_tables import INDENT
from coder.analysis.reports.disclosure import FEW, NO_UNITS, SUPPRESSED
from coder.analysis.reports.view import LONGEST_EXCERPT, View
from coder.model.codebook import Code
from coder.model.document import AnyBlock, Cell, Document, Heading, Items, Paragraph, Table
from coder.model.framework import ChangeNote
from coder.model.participant import Participant, Wave
from coder.model.source import DOUBTFUL, GOLD
from coder.project.interviews import format_interview_day
from coder.project.project import Project
from coder.project.study import codes_in_order, walk
from coder.text.phrases import format_count, format_list


class Pair(NamedTuple):
    """A participant and the waves with interviews, in order; two, rarely more."""

    participant: Participant
    waves: tuple[Wave, ...]


def pairs_of(view: View) -> list[Pair]:
    """Return all pairs in the order of the participants."""
    waves: dict[str, list[Wave]] = {}
    for pair in participation.pairs(view.project):
        waves.setdefault(pair.participant.id, [pair.first]).append(pair.then)
    return [
        Pair(participant, tuple(waves[participant.id]))
        for participant in view.participants
        if participant.id in waves
    ]


def unpaired(view: View, pairs: list[Pair]) -> list[tuple[Participant, str]]:
    """Return the other participants with the reason for their exclusion."""
    paired = {pair.participant.id for pair in pairs}
    reasons = {participant.id: reason for participant, reason in participation.unpaired(view.project)}
    return [
        (participant, reasons.get(participant.id, ""))
        for participant in view.participants
        if participant.id not in paired
    ]


def report(project: Project, *, publication: bool = False) -> Document:
    """Return the pairs as a document; unpaired participants are listed but not counted."""
    view = View(project, publication)
    pairs = pairs_of(view)
    blocks = tuple(_blocks(view, pairs))
    return Document(
        "Pairs",
        project.info.name,
        project.now(),
        (
            f"n = {view.count(len(pairs), 'pair')}: participants interviewed in two or more waves. No others are "
            "counted here.",
            "The number of a group includes its subgroups; its excerpt is from the group itself. Excerpts are gold "
            "quotations where available. A wave is the time of the interview, not of the events it describes.",
            *view.remarks(blocks),
        ),
        blocks,
    )


def _blocks(view: View, pairs: list[Pair]) -> Iterator[AnyBlock]:
    yield Heading(2, "All pairs")
    if not pairs:
        yield Paragraph("No participant was interviewed in two waves.")
    cohorts = {waves: Cohort(view, waves, pairs) for waves in dict.fromkeys(pair.waves for pair in pairs)}
    for cohort in cohorts.values():
        yield _summary(view, cohort)
    grids = {by: [ChangeGrid(view.project, by, *waves) for waves in wave_pairs(view.project)] for by in BYS}
    if pairs:
        yield Heading(2, "Changes")
        yield from _changes(view, grids)
    for pair in pairs:
        yield Heading(2, view.name(pair.participant.id))
        if not view.publication:  # a day outside the window could identify the participant
            yield Items(tuple(_interview(view, pair.participant, wave) for wave in pair.waves), "Interviews")
        yield _side_by_side(view, pair, cohorts[pair.waves])
        yield from _levels(view, pair, grids[LEVELS])
        yield from _notes(view, pair, grids)
    others = unpaired(view, pairs)
    if others:
        yield Heading(2, "In no pair")
        yield _unpaired(view, others)


def _interview(view: View, participant: Participant, wave: Wave) -> str:
    return f"{wave.name}: {describe_days(wave, [source.day for source in view.of(participant, wave)])}"


def describe_days(wave: Wave, days: Sequence[int | None]) -> str:
    """Return days of interviews beside the window of their wave: `day 402, 7 days outside the window`."""
    return "; ".join(dict.fromkeys(_describe_day(wave, day) for day in days)) or "no interview"


def _describe_day(wave: Wave, day: int | None) -> str:
    if day is None:
        return "day not given"
    if wave.first_day is None and wave.last_day is None:
        return f"day {day}, wave without a window"
    return format_interview_day(wave, day)


def _unpaired(view: View, others: list[tuple[Participant, str]]) -> AnyBlock:
    if not view.publication:
        caption = f"Participants in no pair, not counted above, n = {format_count(len(others), 'participant')}"
        rows = tuple((Cell(view.name(participant.id)), Cell(reason)) for participant, reason in others)
        return Table(caption, ("Participant", "Reason"), rows)
    numbers = Counter(reason for _, reason in others)
    lines = [f"{reason}: {view.count(number)}" for reason, number in numbers.items() if view.allows(number)]
    if len(lines) < len(numbers):
        lines.append(f"other reasons, each of {FEW} participants: not shown")
    return Items(tuple(lines))


# Changes


def _changes(view: View, grids: dict[str, list[ChangeGrid]]) -> Iterator[AnyBlock]:
    """Yield the change of all pairs by codes and, with a framework, by levels."""
    if not view.project.change_notes:
        yield Paragraph("No changes have been noted yet.")
        return
    yield Paragraph(change_tables.legend())
    for by in BYS if view.project.levels else (CODES,):
        for grid in grids[by]:
            yield change_tables.cross_table(grid, view)
            yield change_tables.grid_table(grid, view)


def _levels(view: View, pair: Pair, grids: Sequence[ChangeGrid]) -> Iterator[AnyBlock]:
    """Yield the levels of one participant, wave by wave."""
    if view.project.levels:
        yield from change_tables.trajectories(view.project, LEVELS, [pair.participant], view, grids)


def _notes(view: View, pair: Pair, grids: dict[str, list[ChangeGrid]]) -> Iterator[AnyBlock]:
    """Yield the notes on one pair with their evidence."""
    shown: set[str] = set()
    for by in BYS:
        for grid in grids[by]:
            for line, note in _notes_of(grid, pair):
                if note.id not in shown:  # a note on the whole pair is in both grids
                    shown.add(note.id)
                    yield from _note(view, grid, line, note)


def _notes_of(grid: ChangeGrid, pair: Pair) -> Iterator[tuple[Line, ChangeNote]]:
    for candidate in grid.pairs:
        if candidate.participant.id == pair.participant.id:
            for line in grid.lines:
                note = grid.note(line, candidate)
                if note is not None:
                    yield line, note


def _note(view: View, grid: ChangeGrid, line: Line, note: ChangeNote) -> Iterator[AnyBlock]:
    label = f"{line.path}, {grid.first.name} → {grid.then.name}"
    if not change_tables.shows_note(grid, line, note, view):
        yield Paragraph(SUPPRESSED.text, label)
        return
    yield Paragraph(f"{note.tag or 'no tag yet'}. {view.renamed(note.sentence) or 'No sentence yet.'}", label)
    sides = ((grid.first, note.evidence_first, note.absent_first), (grid.then, note.evidence_then, note.absent_then))
    for wave, units, absent in sides:
        for unit in units:
            yield view.quotation(view.project.segments[unit], "", LONGEST_EXCERPT)
        if absent:
            yield Paragraph(view.renamed(absent), f"No evidence at {wave.name}")


# Tables


class Cohort:
    """The pairs with the same waves; `participants`: how many have a unit, by code id and wave id."""

    def __init__(self, view: View, waves: tuple[Wave, ...], pairs: list[Pair]) -> None:
        self.waves = waves
        same = [pair.participant for pair in pairs if pair.waves == waves]
        self.size = len(same)
        self.n = f"n = {view.count(self.size, 'pair')} ({format_list(wave.name for wave in waves)})"
        self.participants = {
            (code.id, wave.id): sum(1 for participant in same if view.below(code).of(participant, wave))
            for code in codes_in_order(view.project)
            for wave in waves
        }


def _summary(view: View, cohort: Cohort) -> Table:
    """Return how many pairs have a unit, by code and wave."""
    rows = tuple(
        (_label(depth, code), *(_participants_cell(view, cohort, code, wave) for wave in cohort.waves))
        for depth, code in walk(view.project)
    )
    caption = f"Participants with at least one unit, {cohort.n}"
    return Table(caption, ("Code", *(wave.name for wave in cohort.waves)), rows)


def _participants_cell(view: View, cohort: Cohort, code: Code, wave: Wave) -> Cell:
    number = cohort.participants[code.id, wave.id]
    if not number:
        return NO_UNITS
    return Cell(f"{number} of {cohort.size}") if view.allows(number) else SUPPRESSED


def _side_by_side(view: View, pair: Pair, cohort: Cohort) -> Table:
    rows = tuple(
        (_label(depth, code), *(_units_cell(view, code, pair, wave, cohort) for wave in pair.waves))
        for depth, code in walk(view.project)
    )
    caption = f"Units of {view.name(pair.participant.id)}, one of {cohort.n}"
    return Table(caption, ("Code", *(wave.name for wave in pair.waves)), rows)


def _units_cell(view: View, code: Code, pair: Pair, wave: Wave, cohort: Cohort) -> Cell:
    """Return the number of units below a code, with an excerpt of a unit of the code itself."""
    if not view.allows(cohort.participants[code.id, wave.id]):
        return SUPPRESSED  # also without a unit, or the participants with one could be identified
    units = view.below(code).of(pair.participant, wave)
    if not units:
        return NO_UNITS
    own = view.on(code).of(pair.participant, wave)
    excerpt = None
    if own:
        best = min(own, key=lambda unit: _preference(view.mark(unit, code)))
        excerpt = view.quotation(best, view.mark(best, code), LONGEST_EXCERPT)
    return Cell(format_count(len(units), "unit"), excerpt)


def _preference(mark: str) -> int:
    return {GOLD: 0, DOUBTFUL: 2}.get(mark, 1)


def _label(depth: int, code: Code) -> Cell:
    return Cell(INDENT * depth + code.name)
