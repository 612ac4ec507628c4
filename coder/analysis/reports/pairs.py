"""The pairs: each participant interviewed in two or more waves, the waves side by side, and what changed between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coder.analysis.method import participation
from coder.analysis.method.change import BYS, CODES, LEVELS, Grid, Line, Trajectory, wave_pairs
from coder.analysis.reports import change_tables, words
from coder.analysis.reports.view import LONGEST_EXCERPT, View
from coder.model.codebook import Code
from coder.model.document import AnyBlock, Cell, Document, Heading, Items, Paragraph, Table
from coder.model.framework import ChangeNote
from coder.model.participant import Participant, Wave
from coder.model.segment import DOUBTFUL, GOLD
from coder.project.ordering import codes_in_order, walk
from coder.project.project import Project
from coder.text.phrases import format_count

INDENT = change_tables.INDENT


class Pair(NamedTuple):
    """A participant and the waves in which they were interviewed, in order; two, seldom more."""

    person: Participant
    waves: tuple[Wave, ...]


def pairs_of(view: View) -> list[Pair]:
    """All pairs, in the order of the participants."""
    found: dict[str, list[Wave]] = {}
    for pair in participation.pairs(view.project):
        found.setdefault(pair.participant.id, [pair.first]).append(pair.then)
    return [Pair(one, tuple(found[one.id])) for one in view.participants if one.id in found]


def unpaired(view: View, pairs: list[Pair]) -> list[tuple[Participant, str]]:
    """Everybody else, with the reason that keeps them out of each pair statistic."""
    inside = {pair.person.id for pair in pairs}
    reasons = {one.id: reason for one, reason in participation.unpaired(view.project)}
    return [(one, reasons.get(one.id, "")) for one in view.participants if one.id not in inside]


def report(project: Project, *, publication: bool = False) -> Document:
    """The pairs as a document. Whoever is in no pair is listed and never counted."""
    view = View(project, publication)
    pairs = pairs_of(view)
    return Document(
        "Pairs",
        project.info.name,
        project.now(),
        (
            f"n = {_n(view, len(pairs))}: participants interviewed in two or more waves. Nobody else is counted "
            "here.",
            "A group’s number includes its subgroups; its excerpt is one that is in the group itself. Excerpts are "
            "gold quotations where there is one. A wave is when something was told, not when it happened.",
            *view.remarks,
        ),
        tuple(_blocks(view, pairs)),
    )


def _n(view: View, number: int) -> str:
    return format_count(number, "pair") if view.tellable(number) else f"{words.FEW} pairs"


def _blocks(view: View, pairs: list[Pair]) -> Iterator[AnyBlock]:
    yield Heading(2, "All pairs")
    if not pairs:
        yield Paragraph("No participant was interviewed in two waves.")
    alike = {waves: Alike(view, waves, pairs) for waves in dict.fromkeys(pair.waves for pair in pairs)}
    for each in alike.values():
        yield _summary(view, each)
    grids = {by: [Grid(view.project, by, *two) for two in wave_pairs(view.project)] for by in BYS}
    if pairs:
        yield Heading(2, "What changed")
        yield from _changed(view, grids)
    for pair in pairs:
        yield Heading(2, view.name(pair.person.id))
        if not view.publication:  # a day outside the window would tell who it is
            yield Items(tuple(_interview(view, pair.person, wave) for wave in pair.waves), "Interviews")
        yield _side_by_side(view, pair, alike[pair.waves])
        yield from _levels(view, pair, grids[LEVELS])
        yield from _notes(view, pair, grids)
    alone = unpaired(view, pairs)
    if alone:
        yield Heading(2, "In no pair")
        yield from _alone(view, alone)


def _interview(view: View, person: Participant, wave: Wave) -> str:
    days = [source.day for source in view.of(person, wave)]
    return f"{wave.name}: {words.offset(wave, days)}"


def _alone(view: View, alone: list[tuple[Participant, str]]) -> Iterator[AnyBlock]:
    if not view.publication:
        caption = f"Participants in no pair, never counted above, n = {format_count(len(alone), 'participant')}"
        rows = tuple((Cell(view.name(person.id)), Cell(reason)) for person, reason in alone)
        yield Table(caption, ("Participant", "Reason"), rows)
        return
    many = Counter(reason for _, reason in alone)
    told = [f"{reason}: {view.people(number)}" for reason, number in many.items() if view.tellable(number)]
    few = sum(number for number in many.values() if not view.tellable(number))
    if few:
        told.append(f"other reasons, each of {words.FEW} participants: not shown")
    yield Items(tuple(told))


# What changed


def _changed(view: View, grids: dict[str, list[Grid]]) -> Iterator[AnyBlock]:
    """Over all pairs: by codes, and by levels where a framework is open."""
    if not view.project.change_notes:
        yield Paragraph("No change is noted yet.")
        return
    yield Paragraph(change_tables.legend())
    for by in BYS if view.project.levels else (CODES,):
        for grid in grids[by]:
            yield change_tables.cross_table(grid, view)
            yield change_tables.grid_table(grid, view)


def _levels(view: View, pair: Pair, grids: Sequence[Grid]) -> Iterator[AnyBlock]:
    """What one person’s interviews say on each level, wave by wave."""
    if view.project.levels:
        one = Trajectory(view.project, LEVELS, pair.person)
        known = {(grid.first.id, grid.then.id): grid for grid in grids}
        yield change_tables.trajectory_table(one, view, [known[step.first.id, step.then.id] for step in one.pairs])


def _notes(view: View, pair: Pair, grids: dict[str, list[Grid]]) -> Iterator[AnyBlock]:
    """The notes on one pair: the sentence, and what shows it in either wave."""
    told: set[str] = set()
    for by in BYS:
        for grid in grids[by]:
            for line, note in _noted(grid, pair):
                if note.id not in told:  # one on the pair as a whole stands in both grids
                    told.add(note.id)
                    yield from _note(view, grid, line, note)


def _noted(grid: Grid, pair: Pair) -> Iterator[tuple[Line, ChangeNote]]:
    for one in grid.pairs:
        if one.participant.id == pair.person.id:
            for line in grid.lines:
                note = grid.note(line, one)
                if note is not None:
                    yield line, note


def _note(view: View, grid: Grid, line: Line, note: ChangeNote) -> Iterator[AnyBlock]:
    label = f"{line.path}, {grid.first.name} → {grid.then.name}"
    if not change_tables.tag_told(grid, line, note, view):
        yield Paragraph(words.SUPPRESSED.text, label)
        return
    yield Paragraph(f"{note.tag or 'no tag yet'}. {view.plain(note.sentence) or 'No sentence yet.'}", label)
    sides = ((grid.first, note.evidence_first, note.absent_first), (grid.then, note.evidence_then, note.absent_then))
    for wave, units, absent in sides:
        for unit in units:
            yield view.quotation(view.project.segments[unit], "", LONGEST_EXCERPT)
        if absent:
            yield Paragraph(view.plain(absent), f"No evidence at {wave.name}")


# Tables


class Alike:
    """The pairs with the same waves; `people` is how many of them have a unit, by code id and wave id."""

    def __init__(self, view: View, waves: tuple[Wave, ...], pairs: list[Pair]) -> None:
        self.waves = waves
        self.size = sum(1 for pair in pairs if pair.waves == waves)
        self.n = f"n = {_n(view, self.size)} ({' and '.join(wave.name for wave in waves)})"
        self.people = {
            (code.id, wave.id): sum(
                1 for pair in pairs if pair.waves == waves and view.below(code).of(pair.person, wave)
            )
            for code in codes_in_order(view.project)
            for wave in waves
        }


def _summary(view: View, alike: Alike) -> Table:
    """How many of the pairs have a unit in each code, at each wave."""
    rows = tuple(
        (_label(depth, code), *(_people_cell(view, alike, alike.people[code.id, wave.id]) for wave in alike.waves))
        for depth, code in walk(view.project)
    )
    caption = f"Participants with at least one unit, {alike.n}"
    return Table(caption, ("Code", *(wave.name for wave in alike.waves)), rows)


def _people_cell(view: View, alike: Alike, number: int) -> Cell:
    if not number:
        return words.NOTHING
    return Cell(f"{number} of {alike.size}") if view.tellable(number) else words.SUPPRESSED


def _side_by_side(view: View, pair: Pair, alike: Alike) -> Table:
    rows = tuple(
        (_label(depth, code), *(_cell(view, code, pair, wave, alike) for wave in pair.waves))
        for depth, code in walk(view.project)
    )
    caption = f"Units of {view.name(pair.person.id)}, one of {alike.n}"
    return Table(caption, ("Code", *(wave.name for wave in pair.waves)), rows)


def _cell(view: View, code: Code, pair: Pair, wave: Wave, alike: Alike) -> Cell:
    """The number of units below a code, and an excerpt of those on the code itself."""
    if not view.tellable(alike.people[code.id, wave.id]):
        return words.SUPPRESSED  # also where this one has none: else the others could be told
    here = view.below(code).of(pair.person, wave)
    if not here:
        return words.NOTHING
    own = view.on(code).of(pair.person, wave)
    excerpt = None
    if own:
        best = min(own, key=lambda unit: _preference(view.mark(unit, code)))
        excerpt = view.quotation(best, view.mark(best, code), LONGEST_EXCERPT)
    return Cell(format_count(len(here), "unit"), excerpt)


def _preference(mark: str) -> int:
    return {GOLD: 0, DOUBTFUL: 2}.get(mark, 1)


def _label(depth: int, code: Code) -> Cell:
    return Cell(INDENT * depth + code.name)
